prog    begin, software:no-such-event { }
config  missing_probes=warn
exit    0
expect  <arg>:1:17: warning: there is no software event 'no-such-event'
            begin, software:no-such-event { }
                            ^~~~~~~~~~~~~
            hint: list them: sonde -l 'software:*'
