prog    begin { print(strftime("%H", -5)); }
expect  <arg>:1:30: error: strftime() cannot show a negative time
            begin { print(strftime("%H", -5)); }
                                         ^~
