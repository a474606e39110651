prog    begin { @t[1] = tseries(1, 1s, 5); table(@t); }
expect  <arg>:1:42: error: table() has no cell for the values of '@t', which are tseries
            begin { @t[1] = tseries(1, 1s, 5); table(@t); }
                                                     ^~
            hint: print(@t) shows them
