prog    fn f($a : int8, $b : int8, $c : int8, $d : int8, $e : int8, $f : int8, $g : int8, $h : int8, $i : int8, $j : int8, $k : int8, $l : int8, $m : int8) : void { }
        begin { }
expect  <arg>:1:4: error: 'f' has 13 parameters, there are at most 12
            fn f($a : int8, $b : int8, $c : int8, $d : int8, $e : int8, $f : int8, $g : int8, $h : int8, $i : int8, $j : int8, $k : int8, $l : int8, $m : int8) : void { }
               ^
            hint: a tuple holds several values
