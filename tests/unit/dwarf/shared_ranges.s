# A unit of 1100 functions that all have the same list of 1100 ranges, as no compiler makes it: tests/unit/probes_dwarf_damaged.c.
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x11		# a unit with children: low_pc, high_pc
	.byte 1
	.uleb128 0x11, 0x01, 0x12, 0x07, 0, 0
	.uleb128 2, 0x2e		# a function: ranges
	.byte 0
	.uleb128 0x55, 0x17, 0, 0
	.byte 0

	.section .debug_info,"",@progbits
	.long 2f - 1f
1:	.value 5
	.byte 1, 8
	.long 0
	.uleb128 1
	.quad 0x1000, 0x100000
	.rept 1100
	.uleb128 2
	.long 12
	.endr
	.byte 0
2:
	.section .debug_rnglists,"",@progbits
	.long 2f - 1f
1:	.value 5
	.byte 8, 0
	.long 0
	.set at, 0x1000
	.rept 1100
	.byte 7				# start, length
	.quad at
	.uleb128 1
	.set at, at + 1
	.endr
	.byte 0
2:
