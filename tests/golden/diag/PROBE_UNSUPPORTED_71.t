prog    iter:bpf_map_elem { @++ }
exit    2
expect  <arg>:1:6: error: iter:bpf_map_elem cannot be had: it walks over what is in a map, which a script cannot name
            iter:bpf_map_elem { @++ }
                 ^~~~~~~~~~~~
