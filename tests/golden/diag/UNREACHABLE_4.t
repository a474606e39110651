prog    begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
exit    0
expect  <arg>:1:44: warning: what follows here never runs
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                                       ^~~~~~~~
        <arg>:1:30: note: this leaves this round of the loop
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                         ^~~~~~~~~~~~~
        <arg>:1:77: warning: what follows here never runs
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                                                                        ^~~~~~~~
        <arg>:1:66: note: this leaves the loop
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                                                             ^~~~~~~~~~
        <arg>:1:125: warning: what follows here never runs
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                                                                                                                        ^~~~~~~~
        <arg>:1:89: note: this leaves the probe
            begin { for $i : 0..3 { if 1 { continue; } print(1); } while 1 { { break; } print(2); } if pid { return; } else { exit(); } print(3); }
                                                                                                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
