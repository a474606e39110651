# what is asked for its type stands below the type: in casts, declarations, queries and results
stage   expand
prog    macro size(x) { sizeof(typeof(x)) }
        fn f($a : typeof((1, "b"))) : typeof($a.1) { return $a.1; }
        begin { $x = (typeof(1 + 2)*)4; let $y : typeof(size(5))[2]; @ = sizeof(typeof(struct task_struct)); print(typeinfo(f((1, "c")))); }
expect  probe
          attach begin
          block
            assign =
              variable $x
              cast typeof *
                typeof
                  binary +
                    int 1
                    int 2
                int 4
            let typeof[2]
              typeof
                sizeof typeof
                  typeof
                    int 5
              variable $y
            assign =
              map @
              sizeof typeof
                typeof struct task_struct
            expression
              call print
                call typeinfo
                  typeof
                    call f
                      tuple
                        int 1
                        string "c"
        function f
          let typeof
            typeof
              tuple
                int 1
                string "b"
            variable $a
          result typeof
            typeof
              field .1
                variable $a
          block
            return
              field .1
                variable $a
flags   no-warnings
