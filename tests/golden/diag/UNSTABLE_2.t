prog    config = { unstable_import_statement = warn }
        import "stdlib/numbers";
        begin { exit(); }
expect  <arg>:2:8: warning: imports are used, which config 'unstable_import_statement' warns of
            import "stdlib/numbers";
                   ^~~~~~~~~~~~~~~~
exit    0
