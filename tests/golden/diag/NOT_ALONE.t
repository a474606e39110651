prog    iter:task, iter:udp { @++ }
expect  <arg>:1:1: error: 'iter:task' must be the only attach point: the run ends when its walk does
            iter:task, iter:udp { @++ }
            ^~~~~~~~~
        <arg>:1:12: note: another one is here
            iter:task, iter:udp { @++ }
                       ^~~~~~~~
            hint: only begin and end probes may stand beside it
