prog    begin { @x = 'one'; printf("fine\n"); @y = '; }
expect  <arg>:1:14: error: single quotes mean nothing here
            begin { @x = 'one'; printf("fine\n"); @y = '; }
                         ^~~~~
            hint: strings are written with double quotes
        <arg>:1:44: error: single quotes mean nothing here
            begin { @x = 'one'; printf("fine\n"); @y = '; }
                                                       ^
            hint: strings are written with double quotes
