prog    begin { override(1); print(socket_cookie(1)); }
flags   unsafe
expect  <arg>:1:9: error: 'override' is not available in begin probes
            begin { override(1); print(socket_cookie(1)); }
                    ^~~~~~~~~~~
            hint: a function is kept from running where it is entered, in kprobe probes
        <arg>:1:28: error: 'socket_cookie' is not available in begin probes: the kernel does not know what their pointers point to
            begin { override(1); print(socket_cookie(1)); }
                                       ^~~~~~~~~~~~~~~~
            hint: it is available in fentry, fexit and rawtracepoint probes
