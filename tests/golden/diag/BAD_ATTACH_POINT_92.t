prog    uprobe:/bin/*@main.c:3, uprobe:/bin/*:0x1000, uprobe:/bin/sh:m*+4 { @++ }
expect  <arg>:1:8: error: there are no wildcards beside a line
            uprobe:/bin/*@main.c:3, uprobe:/bin/*:0x1000, uprobe:/bin/sh:m*+4 { @++ }
                   ^~~~~~~~~~~~~
            hint: write an attach point for each of them, with commas between
        <arg>:1:32: error: there are no wildcards beside an address
            uprobe:/bin/*@main.c:3, uprobe:/bin/*:0x1000, uprobe:/bin/sh:m*+4 { @++ }
                                           ^~~~~~
            hint: write an attach point for each of them, with commas between
        <arg>:1:62: error: there are no wildcards beside an offset
            uprobe:/bin/*@main.c:3, uprobe:/bin/*:0x1000, uprobe:/bin/sh:m*+4 { @++ }
                                                                         ^~~~
            hint: write an attach point for each of them, with commas between
