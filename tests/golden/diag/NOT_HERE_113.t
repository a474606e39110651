prog    begin { signal("KILL"); } interval:s:1 { signal_thread(9); }
flags   unsafe
expect  <arg>:1:9: error: 'signal' is not available in begin probes: they are about no process
            begin { signal("KILL"); } interval:s:1 { signal_thread(9); }
                    ^~~~~~~~~~~~~~
            hint: it is available in kprobe, fentry, uprobe, tracepoint, rawtracepoint and profile probes
        <arg>:1:42: error: 'signal_thread' is not available in interval probes: they are about no process
            begin { signal("KILL"); } interval:s:1 { signal_thread(9); }
                                                     ^~~~~~~~~~~~~~~~
            hint: it is available in kprobe, fentry, uprobe, tracepoint, rawtracepoint and profile probes
