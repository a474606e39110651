prog    iter:task:/tmp/x { @++ }
expect  <arg>:1:11: error: '/tmp/x' is no place for a pin: it lies below /sys/fs/bpf/
            iter:task:/tmp/x { @++ }
                      ^~~~~~
            hint: write iter:task:name for /sys/fs/bpf/name
