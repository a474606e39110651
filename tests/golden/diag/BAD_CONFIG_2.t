prog    config = { metrics_prefix = "a b"; }
        begin { }
expect  <arg>:1:29: error: config 'metrics_prefix' is a name of letters, digits and '_', not 'a b'
            config = { metrics_prefix = "a b"; }
                                        ^~~~~
