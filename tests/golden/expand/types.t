# types and members that are passed, a name without parentheses, a parameter that hides a macro, an overload
stage   expand
prog    macro three() { 3 } macro pick(three) { three } macro pick($v) { $v + three }
        macro at(T, m) { offsetof(T, m) + sizeof(T) }
        begin { $v = three; @ = pick(7) + pick($v); print(at(typeof(struct task_struct), se.vruntime)); }
expect  probe
          attach begin
          block
            assign =
              variable $v
              int 3
            assign =
              map @
              binary +
                int 7
                binary +
                  variable $v
                  int 3
            expression
              call print
                binary +
                  offsetof struct task_struct.se.vruntime
                  sizeof struct task_struct
