prog    // nothing here
exit    2
expect  sonde: error: the script has no probes
            hint: write one, as in: begin { printf("hello\n"); }
