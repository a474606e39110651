prog    begin { static_assert(pid == 1, "x"); } end { if (1 == 2) { static_assert(pid, "never"); } }
expect  <arg>:1:23: error: static_assert() needs a condition that is known when the script is compiled
            begin { static_assert(pid == 1, "x"); } end { if (1 == 2) { static_assert(pid, "never"); } }
                                  ^~~~~~~~
