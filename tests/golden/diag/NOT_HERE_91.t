prog    begin { print(path(curtask.fs.pwd)); }
expect  <arg>:1:15: error: 'path' is not available in begin probes: the kernel does not let them ask
            begin { print(path(curtask.fs.pwd)); }
                          ^~~~~~~~~~~~~~~~~~~~
            hint: it is available in iter, fentry and fexit probes
