prog    uprobe:/no/such/place:f, uprobe:/no/such/place:g { }
exit    2
expect  <arg>:1:8: error: there is no program or library '/no/such/place'
            uprobe:/no/such/place:f, uprobe:/no/such/place:g { }
                   ^~~~~~~~~~~~~~
            hint: a container's files are found with -p and one of its processes
            hint: SONDE_MISSING_PROBES=warn goes on without probes that are not there (missing_probes)
        <arg>:1:33: error: there is no program or library '/no/such/place'
            uprobe:/no/such/place:f, uprobe:/no/such/place:g { }
                                            ^~~~~~~~~~~~~~
            hint: a container's files are found with -p and one of its processes
