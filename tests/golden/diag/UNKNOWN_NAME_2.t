prog    begin /has_kye/ { }
expect  <arg>:1:8: error: 'has_kye' is not defined
            begin /has_kye/ { }
                   ^~~~~~~
            hint: did you mean 'has_key'?
