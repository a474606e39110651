flags   format
prog
        k:f{$z=if $a{1}else{2};$g={let $l=1;$l+2};printf("%d",if $a { 1 } else { $b=3; $b }+1);$r=(x=1,name="a b",pid=pid);$t=(1,);$u=();print((1,(2,3)));
        let $q:string[64]="a";let $w:struct foo*;let$v;let $y=comptime 1+2;_=f();if comptime (sizeof(int) == 4){} $s=sizeof(struct foo*)+offsetof(struct a,b.c)+sizeof($x); $i=typeinfo($x).full_type;}
layout
        k:f {
        	$z = if $a {
        		1
        	} else {
        		2
        	};
        	$g = {
        		let $l = 1;
        		$l + 2
        	};
        	printf("%d", if $a {
        		1
        	} else {
        		$b = 3;
        		$b
        	} + 1);
        	$r = (x=1, name="a b", pid=pid);
        	$t = (1,);
        	$u = ();
        	print((1, (2, 3)));
        	let $q : string[64] = "a";
        	let $w : struct foo *;
        	let $v;
        	let $y = comptime 1 + 2;
        	_ = f();
        	if comptime (sizeof(int) == 4) {}
        	$s = sizeof(struct foo *) + offsetof(struct a, b.c) + sizeof($x);
        	$i = typeinfo($x).full_type;
        }
