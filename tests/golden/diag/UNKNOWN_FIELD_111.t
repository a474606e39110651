prog    begin { print(config.max_strln); print(config.max_strlen); }
expect  <arg>:1:22: error: 'max_strln' is no field of 'config'
            begin { print(config.max_strln); print(config.max_strlen); }
                                 ^~~~~~~~~
            hint: did you mean 'max_strlen'?
