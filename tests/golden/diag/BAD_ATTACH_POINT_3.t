prog    interval:s:$x { }
expect  <arg>:1:12: error: '$' in an attach point must be followed by the number of a positional parameter
            interval:s:$x { }
                       ^~
            hint: write $1, or put the part into double quotes
