prog    begin { if (1) {
        	@x = 1;
        }

        kprobe:vfs_read { @y = 1; }
expect  <arg>:3:2: error: expected '}', found 'kprobe'
            }
             ^
        <arg>:1:7: note: this is the '{' that it closes
            begin { if (1) {
                  ^
