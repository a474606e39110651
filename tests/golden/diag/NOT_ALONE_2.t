prog    iter:t* { @++ }
expect  <arg>:1:1: error: 'iter:t*' must be the only attach point: the run ends when its walk does
            iter:t* { @++ }
            ^~~~~~~
            hint: only begin and end probes may stand beside it
