prog    begin { for ($a : 0..2) { for ($b : 0..2) { for ($c : 0..2) { for ($d : 0..2) { for ($e : 0..2) { for ($f : 0..2) { for ($g : 0..2) { @ = count(); } } } } } } } }
expect  <arg>:1:117: error: more than 6 loops inside each other
            begin { for ($a : 0..2) { for ($b : 0..2) { for ($c : 0..2) { for ($d : 0..2) { for ($e : 0..2) { for ($f : 0..2) { for ($g : 0..2) { @ = count(); } } } } } } } }
                                                                                                                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: the kernel lets no more functions call each other
