prog    printf("x");
        @x = 1;
        if (1) { exit(); }
        $y = 2;
        begin { }
expect  <arg>:1:1: error: statements must stand in the braces of a probe
            printf("x");
            ^~~~~~
            hint: to run it once, write begin { ... } around it
        <arg>:2:1: error: statements must stand in the braces of a probe
            @x = 1;
            ^~
            hint: to run it once, write begin { ... } around it
        <arg>:3:1: error: statements must stand in the braces of a probe
            if (1) { exit(); }
            ^~
            hint: to run it once, write begin { ... } around it
        <arg>:4:1: error: statements must stand in the braces of a probe
            $y = 2;
            ^~
            hint: to run it once, write begin { ... } around it
