prog    begin, software:no-such-event { }
config  missing_probes=ignore
exit    0
expect  
