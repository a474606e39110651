prog    interval:$1 { }
params  s:0
expect  <arg>:1:10: error: interval needs a number above 0
            interval:$1 { }
                     ^
