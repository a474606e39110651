prog    iter:task:a:b { @++ }
expect  <arg>:1:1: error: attach point has too many parts: iter is written 'iter:name[:pin]'
            iter:task:a:b { @++ }
            ^~~~~~~~~~~~~
