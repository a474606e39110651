prog    test:one { return; } test:two { return; } test:one { return; }
expect  <arg>:1:43: error: there is a 'test:one' already
            test:one { return; } test:two { return; } test:one { return; }
                                                      ^~~~~~~~
        <arg>:1:1: note: it is here
            test:one { return; } test:two { return; } test:one { return; }
            ^~~~~~~~
            hint: give it another name: the name is what results are shown under
