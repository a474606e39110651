# A namespace with a name of 4000 bytes and 40000 classes in it, each with one of its own: tests/unit/probes_dwarf_damaged.c.
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x11		# a unit with children: language
	.byte 1
	.uleb128 0x13, 0x0b, 0, 0
	.uleb128 2, 0x39		# a namespace with children: name
	.byte 1
	.uleb128 0x03, 0x08, 0, 0
	.uleb128 3, 0x02		# a class with children: name
	.byte 1
	.uleb128 0x03, 0x08, 0, 0
	.byte 0

	.section .debug_info,"",@progbits
	.long 2f - 1f
1:	.value 5
	.byte 1, 8
	.long 0
	.uleb128 1
	.byte 4
	.uleb128 2
	.fill 4000, 1, 'n'
	.byte 0
	.rept 40000
	.uleb128 3
	.asciz "c"
	.byte 0
	.endr
	.byte 0
	.byte 0
2:
