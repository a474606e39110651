flags   format
prog
layout
