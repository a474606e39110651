# Probes that say the same are one function; one that says something else is another.
prog    software:page-faults:100 /pid > 1/ { @[comm] = count(); }
        software:page-faults:200 /pid > 1/ { @[comm] = count(); }
        software:minor-faults:100 /pid > 2/ { @[comm] = count(); }
        software:context-switches:100 { $x = 5; @x = $x; }
        software:cpu-migrations:100 { $x = 5; @x = $x; }
stage   layout
expect  program software_0: perf event page-faults, 1 body, attached 2 times
          body of software:page-faults:100
        program software_1: perf event minor-faults, 1 body, attached 1 time
          body of software:minor-faults:100
        program software_2: perf event context-switches, 1 body, attached 2 times
          body of software:context-switches:100
        map @: per-CPU hash, key 16 bytes, value 8 bytes, 4096 entries, atomic
          key parts comm
        map @x: array, key 4 bytes, value 16 bytes, 1 entries
