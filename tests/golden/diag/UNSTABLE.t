config  unstable_import_statement=error
prog    import "stdlib/numbers"; import "stdlib/numbers";
        begin { }
expect  <arg>:1:8: error: imports are switched off by config 'unstable_import_statement'
            import "stdlib/numbers"; import "stdlib/numbers";
                   ^~~~~~~~~~~~~~~~
