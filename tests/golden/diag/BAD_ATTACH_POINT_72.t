prog    iter:task:a.b { @++ }
expect  <arg>:1:11: error: 'a.b' is no name for a pin: the kernel allows no dots in it
            iter:task:a.b { @++ }
                      ^~~
            hint: write iter:task:name for /sys/fs/bpf/name
