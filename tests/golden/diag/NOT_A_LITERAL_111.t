prog    begin { static_assert(pid == 1, "x"); } end { if (1 == 2) { static_assert(pid, "never"); } static_assert(sizeof(int32) == 4 && ncpus, "known"); }
expect  <arg>:1:23: error: static_assert() needs a condition that is known when the script is compiled
            begin { static_assert(pid == 1, "x"); } end { if (1 == 2) { static_assert(pid, "never"); } static_assert(sizeof(int32) == 4 && ncpus, "known"); }
                                  ^~~
