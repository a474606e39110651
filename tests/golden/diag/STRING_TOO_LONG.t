prog    begin { @ = "1234567"; @ = "12345678"; printf("a long format is fine\n"); }
config  max_strlen=8
expect  <arg>:1:28: error: the string has 8 bytes, 7 fit into a value
            begin { @ = "1234567"; @ = "12345678"; printf("a long format is fine\n"); }
                                       ^~~~~~~~~~
            hint: raise the limit with SONDE_MAX_STRLEN
