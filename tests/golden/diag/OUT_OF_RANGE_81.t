prog    begin { print((enum pid_type)1); print((enum pid_type)9); print((enum pid_type)pid); }
expect  <arg>:1:55: error: 9 is no value of 'enum pid_type'
            begin { print((enum pid_type)1); print((enum pid_type)9); print((enum pid_type)pid); }
                                                                  ^
            hint: its values are PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX
