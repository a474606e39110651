prog    begin { if (0) { fail("never"); } static_assert(1 == 1, "x"); static_assert(8 == 4, "size"); fail("%d of %5s|%-5s|%c%%%hhx %*d", -1, "x", 3, 65, 0x1ff, 4, 7); }
expect  <arg>:1:63: error: size
            begin { if (0) { fail("never"); } static_assert(1 == 1, "x"); static_assert(8 == 4, "size"); fail("%d of %5s|%-5s|%c%%%hhx %*d", -1, "x", 3, 65, 0x1ff, 4, 7); }
                                                                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        <arg>:1:94: error: -1 of     x|3    |A%ff    7
            begin { if (0) { fail("never"); } static_assert(1 == 1, "x"); static_assert(8 == 4, "size"); fail("%d of %5s|%-5s|%c%%%hhx %*d", -1, "x", 3, 65, 0x1ff, 4, 7); }
                                                                                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
