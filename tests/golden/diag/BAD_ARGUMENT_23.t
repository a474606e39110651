prog    begin { print(pid(host)); }
expect  <arg>:1:19: error: pid() does not know this word
            begin { print(pid(host)); }
                              ^~~~
            hint: use one of: curr_ns, init
