prog    begin {
          if (pid == 1) { $kind = "init"; } else { $kind = "other"; }
          printf("%s\n", $kind);
        }
exit    0
expect  <arg>:3:18: warning: '$kind' is used behind the block that it belongs to
              printf("%s\n", $kind);
                             ^~~~~
        <arg>:2:19: note: it is first assigned here
              if (pid == 1) { $kind = "init"; } else { $kind = "other"; }
                              ^~~~~
            hint: write 'let $kind;' before that block
