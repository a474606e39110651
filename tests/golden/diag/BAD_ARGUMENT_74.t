prog    tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
flags   unsafe
expect  <arg>:1:40: error: there is no signal 'SIGKIL'
            tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                   ^~~~~~~~
            hint: did you mean 'SIGKILL'?
        <arg>:1:58: error: signal() needs the name of a signal or its number, not string[16]
            tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                     ^~~~
        <arg>:1:72: error: signal() takes a signal from 1 to 64, not 0
            tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                                   ^
        <arg>:1:90: error: signal_thread() takes a signal from 1 to 64, not 65
            tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                                                     ^~
        <arg>:1:102: error: there is no signal 'nothing'
            tracepoint:sched:sched_switch { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                                                                 ^~~~~~~~~
