prog    iter:taks { @++ }
exit    2
expect  <arg>:1:6: error: this kernel has no iterator 'taks'
            iter:taks { @++ }
                 ^~~~
            hint: did you mean 'task'?
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
