prog    begin, software:no-such-event { }
exit    2
expect  <arg>:1:17: error: there is no software event 'no-such-event'
            begin, software:no-such-event { }
                            ^~~~~~~~~~~~~
            hint: list them: sonde -l 'software:*'
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
