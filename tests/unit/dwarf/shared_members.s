# A struct of 80 enums that all have the same 65535 enumerators, as no compiler makes it: tests/unit/probes_dwarf_damaged.c.
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x11		# a unit with children
	.byte 1
	.uleb128 0, 0
	.uleb128 2, 0x13		# a struct with children: name, size
	.byte 1
	.uleb128 0x03, 0x08, 0x0b, 0x06, 0, 0
	.uleb128 3, 0x0d		# a member: name, type, where
	.byte 0
	.uleb128 0x03, 0x08, 0x49, 0x13, 0x38, 0x06, 0, 0
	.uleb128 4, 0x04		# an enum with children, behind a block
	.byte 1
	.uleb128 0x1c, 0x03, 0, 0
	.uleb128 5, 0x28		# an enumerator
	.byte 0
	.uleb128 0, 0
	.byte 0

	.section .debug_info,"",@progbits
unit:	.long 2f - 1f
1:	.value 5
	.byte 1, 8
	.long 0
	.uleb128 1
	.uleb128 2
	.asciz "large"
	.long 320
	.set at, 0
	.rept 80
	.uleb128 3
	.asciz "m"
	.long enums - unit + 3 * at
	.long 4 * at
	.set at, at + 1
	.endr
	.byte 0
enums:	.rept 80
	.uleb128 4
	.value enumerators - . - 2
	.endr
enumerators:
	.fill 65535, 1, 5
	.byte 0
	.byte 0
2:
