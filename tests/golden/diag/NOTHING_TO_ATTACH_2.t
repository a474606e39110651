prog    software:no-such-event { }
config  missing_probes=ignore
exit    2
expect  sonde: error: no probe of the script is there to attach to
