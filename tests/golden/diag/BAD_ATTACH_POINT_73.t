prog    iter:task:a/ { @++ }
expect  <arg>:1:11: error: 'a/' is no name for a pin: it ends in a slash
            iter:task:a/ { @++ }
                      ^~
            hint: write iter:task:name for /sys/fs/bpf/name
