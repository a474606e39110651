/* probes/dwarf_function.c - functions of a program: the entry that describes the code at an address, its parameters and where they are when it begins.  Part of
 * the DWARF reader. */
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define DEPTH_MOST 32

/* Functions lie in units, namespaces and classes; in a second try in other functions too. */
static bool find_function(const struct dwarf_die *parent, uint64_t address, bool nested, int depth, struct dwarf_die *out)
{
	struct dwarf_die d;

	for (bool more = depth < DEPTH_MOST && dwarf_die_child(parent, &d); more; more = dwarf_die_next(&d)) {
		bool is_function = d.abbrev.tag == DW_TAG_subprogram;

		if (is_function && dwarf_die_covers(&d, address)) {
			*out = d;
			return true;
		}
		if (d.abbrev.has_children && (dwarf_is_scope(&d) || (nested && (is_function || d.abbrev.tag == DW_TAG_lexical_block))) &&
		    find_function(&d, address, nested, depth + 1, out))
			return true;
	}
	return false;
}

bool dwarf_function_at(struct dwarf *d, uint64_t address, struct dwarf_die *out)
{
	struct dwarf_unit *u = dwarf_unit_covering(d, address);
	struct dwarf_die root;

	return u && dwarf_die_root(u, &root) && (find_function(&root, address, false, 0, out) || find_function(&root, address, true, 0, out));
}

/* An instance of an inline function names its parameters by those of the function, and may leave some out. */
static bool instance_of(const struct dwarf_die *function, const struct dwarf_die *parameter, struct dwarf_die *out)
{
	struct dwarf_value v;

	for (bool more = dwarf_die_child(function, out); more; more = dwarf_die_next(out))
		if (out->abbrev.tag == DW_TAG_formal_parameter && dwarf_die_attribute(out, DW_AT_abstract_origin, &v) &&
		    v.class == DWARF_REFERENCE && v.number == parameter->offset && v.unit == parameter->unit)
			return true;
	return false;
}

/* The register that holds the parameter at the entry, if the debug information says that one does; it may also say that it is kept elsewhere from later on. */
static int register_at(const struct dwarf_die *parameter, uint64_t address)
{
	struct dwarf_bytes expression;
	bool always;

	if (!dwarf_die_location(parameter, DW_AT_location, address, &expression, &always))
		return DWARF_NO_REGISTER;
	struct dwarf_cursor c = dwarf_cursor(expression, 0);
	unsigned op = (unsigned)dwarf_read(&c, 1);
	uint64_t number = op >= DW_OP_reg0 && op <= DW_OP_reg31 ? op - DW_OP_reg0 : op == DW_OP_regx ? dwarf_read_uleb(&c) : UINT64_MAX;

	return !c.bad && c.at == c.end && number < 128 ? (int)number : DWARF_NO_REGISTER;
}

/* C++ passes objects that cannot be copied byte by byte as pointers to them. */
static bool is_by_reference(const struct dwarf_die *parameter)
{
	struct dwarf_die t = *parameter;

	for (int depth = 0; depth < DEPTH_MOST && dwarf_die_inherited_reference(&t, DW_AT_type, &t); depth++) {
		switch (t.abbrev.tag) {
		case DW_TAG_typedef:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
			continue;
		}
		return dwarf_die_number(&t, DW_AT_calling_convention, 0) == DW_CC_pass_by_reference;
	}
	return false;
}

static void add_parameter(const struct kernel_btf *b, struct dwarf_function *f, const struct dwarf_die *parameter, const struct dwarf_die *instance)
{
	f->parameters[f->count++] = (struct dwarf_parameter){
		.name = dwarf_die_name(parameter), .type = dwarf_type_id_of(b, parameter), .by_reference = is_by_reference(parameter),
		.entry_register = instance ? register_at(instance, f->entry) : DWARF_NO_REGISTER,
	};
}

static uint32_t count_parameters(const struct dwarf_die *d)
{
	uint32_t count = 0;
	struct dwarf_die c;

	for (bool more = dwarf_die_child(d, &c); more; more = dwarf_die_next(&c))
		count += c.abbrev.tag == DW_TAG_formal_parameter;
	return count;
}

bool dwarf_function(const struct kernel_btf *b, uint64_t address, struct arena *a, struct dwarf_function *out)
{
	struct dwarf_die d, origin, p, instance;

	if (!dwarf_function_at(dwarf_of_types(b), address, &d))
		return false;
	*out = (struct dwarf_function){ .name = dwarf_die_full_name(&d) };
	if (!dwarf_die_entry(&d, &out->entry))
		return false;
	bool is_instance = dwarf_die_reference(&d, DW_AT_abstract_origin, &origin);
	const struct dwarf_die *list = is_instance ? &origin : &d;

	out->is_go = d.unit->language == DW_LANG_Go;
	out->result = dwarf_type_id_of(b, &d);
	out->result_by_reference = is_by_reference(&d);
	out->parameters = arena_new_array(a, struct dwarf_parameter, count_parameters(list) + 1);
	for (bool more = dwarf_die_child(list, &p); more; more = dwarf_die_next(&p))
		if (p.abbrev.tag == DW_TAG_formal_parameter)
			add_parameter(b, out, &p, !is_instance ? &p : instance_of(&d, &p, &instance) ? &instance : NULL);
	return true;
}
