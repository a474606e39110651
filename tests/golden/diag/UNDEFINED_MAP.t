prog    begin { @start = nsecs; print(@stat); clear(@other); }
expect  <arg>:1:31: error: '@stat' is never assigned
            begin { @start = nsecs; print(@stat); clear(@other); }
                                          ^~~~~
            hint: did you mean '@start'?
        <arg>:1:45: error: '@other' is never assigned
            begin { @start = nsecs; print(@stat); clear(@other); }
                                                        ^~~~~~
