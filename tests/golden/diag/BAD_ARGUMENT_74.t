prog    begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
flags   unsafe
expect  <arg>:1:16: error: there is no signal 'SIGKIL'
            begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                           ^~~~~~~~
            hint: did you mean 'SIGKILL'?
        <arg>:1:34: error: signal() needs the name of a signal or its number, not string[16]
            begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                             ^~~~
        <arg>:1:48: error: signals have numbers from 1 to 64
            begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                           ^
        <arg>:1:66: error: signals have numbers from 1 to 64
            begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                             ^~
        <arg>:1:78: error: there is no signal 'nothing'
            begin { signal("SIGKIL"); signal(comm); signal(0); signal_thread(65); signal("nothing"); }
                                                                                         ^~~~~~~~~
