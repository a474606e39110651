prog    uprobe:$1:$f, uprobe:$0:main { }
expect  <arg>:1:11: error: '$' in an attach point must be followed by the number of a positional parameter
            uprobe:$1:$f, uprobe:$0:main { }
                      ^~
            hint: write $1, or put the part into double quotes
        <arg>:1:22: error: '$' in an attach point must be followed by the number of a positional parameter
            uprobe:$1:$f, uprobe:$0:main { }
                                 ^~
            hint: write $1, or put the part into double quotes
