prog    // a comment first
        #!/usr/bin/env sonde
        begin { }
expect  <arg>:2:1: error: a '#!' line must be the very first of the script
            #!/usr/bin/env sonde
            ^~
