prog    begin { print(sockaddr(1)); }
expect  <arg>:1:15: error: 'sockaddr' is not there yet
            begin { print(sockaddr(1)); }
                          ^~~~~~~~
