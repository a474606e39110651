prog    uprobe:"/opt/a program:main
        {
        	@ = count();
        }
expect  <arg>:1:8: error: quoted part of the attach point has no closing '"' on its line
            uprobe:"/opt/a program:main
                   ^~~~~~~~~~~~~~~~~~~~
