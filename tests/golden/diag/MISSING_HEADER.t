prog    #include <linux/there_is_no_such_header.h>
        #include <there/is/none.h>
        #include "mine.h"
        begin { }
expect  <arg>:2:10: error: the header 'there/is/none.h' is not installed
            #include <there/is/none.h>
                     ^~~~~~~~~~~~~~~~~
        <arg>:3:10: error: the header 'mine.h' is not installed
            #include "mine.h"
                     ^~~~~~~~
