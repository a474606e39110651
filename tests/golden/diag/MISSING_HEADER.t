prog    #include <linux/there_is_no_such_header.h>
        #include <there/is/none.h>
        #include "mine.h"
        #include <sys/socket.h>
        begin { @x = O_CLOEXEX; }
expect  <arg>:2:10: error: the header 'there/is/none.h' is not installed
            #include <there/is/none.h>
                     ^~~~~~~~~~~~~~~~~
            hint: option '-I' names a directory where headers are
        <arg>:3:10: error: the header 'mine.h' is not installed
            #include "mine.h"
                     ^~~~~~~~
            hint: option '-I' names a directory where headers are
