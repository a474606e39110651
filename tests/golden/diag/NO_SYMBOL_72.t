prog    begin { print(percpu_kaddr("runqueus", 0)); }
expect  <arg>:1:28: error: this kernel has no per-CPU variable 'runqueus'
            begin { print(percpu_kaddr("runqueus", 0)); }
                                       ^~~~~~~~~~
            hint: did you mean 'runqueues'?
