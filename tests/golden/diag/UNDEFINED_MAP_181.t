prog    begin { self.size = 1; print(self.sise); print(@m); }
expect  <arg>:1:30: error: 'self.sise' is never assigned
            begin { self.size = 1; print(self.sise); print(@m); }
                                         ^~~~~~~~~
            hint: did you mean 'self.size'?
        <arg>:1:48: error: '@m' is never assigned
            begin { self.size = 1; print(self.sise); print(@m); }
                                                           ^~
