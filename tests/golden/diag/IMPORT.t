prog    import "there/is/no/such.probe";
        import "stdlib/number"; import "/dev/null"; import "/etc/hostname";
        begin { import "x"; }
expect  <arg>:1:8: error: 'there/is/no/such.probe' cannot be imported: there is no such file
            import "there/is/no/such.probe";
                   ^~~~~~~~~~~~~~~~~~~~~~~~
            hint: it is searched beside the file that imports it, in the directories of scripts, and among the packages of sonde
        <arg>:2:8: error: 'stdlib/number' cannot be imported: there is no such file
            import "stdlib/number"; import "/dev/null"; import "/etc/hostname";
                   ^~~~~~~~~~~~~~~
            hint: did you mean 'stdlib/numbers'?
        <arg>:2:32: error: '/dev/null' cannot be imported: it is no file and no directory
            import "stdlib/number"; import "/dev/null"; import "/etc/hostname";
                                           ^~~~~~~~~~~
        <arg>:2:52: error: '/etc/hostname' cannot be imported: it is no script, no header and no object
            import "stdlib/number"; import "/dev/null"; import "/etc/hostname";
                                                               ^~~~~~~~~~~~~~~
            hint: what can be imported ends in .probe, .bt, .h, .bpf.o or .bpf.c
        <arg>:3:16: error: 'x' cannot be imported: there is no such file
            begin { import "x"; }
                           ^~~
            hint: it is searched beside the file that imports it, in the directories of scripts, and among the packages of sonde
