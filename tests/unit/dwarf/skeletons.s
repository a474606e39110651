# Skeletons of units that are said to be in one file, split.dwo, which has others: tests/unit/probes_dwarf_damaged.c.
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x4a		# a skeleton: dwo_name
	.byte 0
	.uleb128 0x76, 0x08, 0, 0
	.byte 0

	.section .debug_info,"",@progbits
	.rept 50
	.long 2f - 1f
1:	.value 5
	.byte 4, 8
	.long 0
	.quad 0x1234
	.uleb128 1
	.asciz "split.dwo"
2:
	.endr
