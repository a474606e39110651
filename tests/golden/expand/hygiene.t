# variables of a macro are its own in each use, those that are passed are the user's
stage   expand
prog    macro swap($a, $b) { let $t = $a; $a = $b; $b = $t; }
        macro twice(n) { n * 2 }
        begin { $t = 1; $u = 2; swap($t, $u); print(twice(twice($u))); }
expect  probe
          attach begin
          block
            assign =
              variable $t
              int 1
            assign =
              variable $u
              int 2
            block
              let
                variable $t#1
                variable $t
              assign =
                variable $t
                variable $u
              assign =
                variable $u
                variable $t#1
            expression
              call print
                binary *
                  binary *
                    variable $u
                    int 2
                  int 2
