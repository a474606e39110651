prog    begin { }
        end { }
config  max_bpf_progs=1
expect  sonde: error: the script needs 2 programs, 1 are allowed
            hint: raise max_bpf_progs, or use fewer probes
