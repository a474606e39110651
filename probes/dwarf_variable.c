/* probes/dwarf_variable.c - static and global variables of a program by name.  Part of the DWARF
 * reader. */
#include "probes/dwarf_internal.h"

/* The address that an expression consists of; false for what is somewhere else in each thread or
 * call. */
static bool fixed_address(struct dwarf_unit *u, struct dwarf_bytes expression, uint64_t *out)
{
	struct dwarf_cursor c = dwarf_cursor(expression, 0);
	bool known = false;

	switch (dwarf_read(&c, 1)) {
	case DW_OP_addr:
		*out = dwarf_read(&c, 8);
		known = true;
		break;
	case DW_OP_addrx:
	case DW_OP_GNU_addr_index:
		known = dwarf_address_at(u, dwarf_read_uleb(&c), out);
		break;
	}
	return known && !c.bad && c.at == c.end;
}

bool dwarf_variable(const struct kernel_btf *b, const char *name, struct dwarf_variable *out)
{
	struct dwarf_value location;
	struct dwarf_die d;

	if (!dwarf_find_name(dwarf_of_types(b), DWARF_VARIABLES, name, &d) ||
		!dwarf_die_attribute(&d, DW_AT_location, &location) ||
		location.class != DWARF_BLOCK ||
		!fixed_address(d.unit, location.block, &out->address))
		return false;
	out->type = dwarf_type_id_of(b, &d);
	return true;
}
