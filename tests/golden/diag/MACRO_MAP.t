prog    macro count_it(k) {
        	@calls[k]++;
        }
        begin { count_it("a"); count_it("b"); @calls["a"] = 1; }
expect  <arg>:2:2: error: '@calls' is no map of the macro 'count_it'
                @calls[k]++;
                ^~~~~~~~~
        <arg>:4:9: note: the macro is used here
            begin { count_it("a"); count_it("b"); @calls["a"] = 1; }
                    ^~~~~~~~~~~~~
            hint: a macro reaches the maps that are passed to it: give it a parameter '@calls'
