prog    begin { print(flag_names(1, "opne")); }
expect  <arg>:1:29: error: flag_names() has no set 'opne'
            begin { print(flag_names(1, "opne")); }
                                        ^~~~~~
            hint: use one of: open, access, at, mode, prot, mmap, clone, msg, socktype, af, ipproto, epoll, poll, mount, gfp
