prog    begin { @ = 1; } interval:s:1 { @++; } iter:task { @++; } end { @++; }
expect  <arg>:1:40: error: 'iter:task' must be the only attach point: the run ends when its walk does
            begin { @ = 1; } interval:s:1 { @++; } iter:task { @++; } end { @++; }
                                                   ^~~~~~~~~
        <arg>:1:18: note: another one is here
            begin { @ = 1; } interval:s:1 { @++; } iter:task { @++; } end { @++; }
                             ^~~~~~~~~~~~
            hint: only begin and end probes may stand beside it
