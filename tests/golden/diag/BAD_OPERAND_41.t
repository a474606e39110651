prog    test:a { return "text"; }
expect  <arg>:1:17: error: a test returns a number, not string[5]
            test:a { return "text"; }
                            ^~~~~~
            hint: 0 says that it went well
