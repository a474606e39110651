prog    begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
expect  <arg>:1:26: error: a variable of the thread has no address
            begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
                                     ^~~~~~~
            hint: only variables have: &$x
        <arg>:1:44: error: count() only stands alone on the right side of an assignment to a map
            begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
                                                       ^~~~~~~
            hint: write @name = count(...) or @name[key] = count(...)
        <arg>:1:59: error: clear() takes a whole map as 'm', not a variable of the thread
            begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
                                                                      ^~~~~~
        <arg>:1:77: error: 'self.z' is int64, not string[2]
            begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
                                                                                        ^~~
        <arg>:1:18: note: it is int64 here
            begin { self.z = 1; $p = &self.z; self.y = count(); clear(self.z); self.z = "a"; }
                             ^
