prog    begin { @a[pid, pid, pid, 1] = 1; }
        begin { $pid_2 = 1; @b[$pid_2, pid, pid, pid] = 1; }
stage   layout
expect  program begin_0: run by sonde itself, 1 body, attached 1 time
          body of begin
        program begin_1: run by sonde itself, 1 body, attached 1 time
          body of begin
        map @a: hash, key 24 bytes, value 8 bytes, 4096 entries
          key parts pid,pid_2,pid_3,key4
        map @b: hash, key 24 bytes, value 8 bytes, 4096 entries
          key parts pid_2,pid,pid_3,pid_4
