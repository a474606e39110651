prog-escaped \xff\xfeb\x00{\x00}\x00
expect  <arg>:1:4: error: the script holds a NUL byte: it is no text
            ??b?{?}?
               ^
            hint: it is UTF-16: 'iconv -f UTF-16 -t UTF-8 OLD >NEW' makes a script of it
