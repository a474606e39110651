prog    interval:fortnights:1 { }
expect  <arg>:1:10: error: 'fortnights' is not a unit of interval
            interval:fortnights:1 { }
                     ^~~~~~~~~~
            hint: the units are hz, s, ms and us
