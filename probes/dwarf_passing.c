/* probes/dwarf_passing.c - what a function is given of an object: C++ passes those that cannot be
 * copied byte by byte as pointers to them ("non-trivial for the purposes of calls", Itanium C++
 * ABI, 1.1).  Compilers say that of some classes; of others the rule is applied to their members.
 * Part of the DWARF reader. */
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

/* of a class, those of its members among them: a hostile one could be endless */
#define MEMBERS_MOST 4096

static bool is_class(const struct dwarf_die *d)
{
	return d->abbrev.tag == DW_TAG_structure_type || d->abbrev.tag == DW_TAG_class_type ||
		d->abbrev.tag == DW_TAG_union_type;
}

/* The class that something of a type is, or an array of it consists of; the definition of what is
 * only declared: in a type unit, or in another unit, by its name. */
static bool class_of(const struct dwarf_die *d, struct dwarf_die *out)
{
	struct dwarf_die at = *d;
	enum dwarf_names kind;

	for (int depth = 0;
		depth < DWARF_DEPTH_MOST && dwarf_die_inherited_reference(&at, DW_AT_type, &at);
		depth++) {
		*out = at;
		if (is_class(&at)) {
			if (dwarf_die_reference(&at, DW_AT_signature, out) ||
				!dwarf_die_flag(&at, DW_AT_declaration))
				return true;
			const char *name = dwarf_names_of_tag(at.abbrev.tag, &kind)
				? dwarf_die_full_name(&at)
				: NULL;

			return name && *name &&
				dwarf_find_name(d->unit->file->dwarf, kind, name, out);
		}
		if (at.abbrev.tag != DW_TAG_typedef && at.abbrev.tag != DW_TAG_const_type &&
			at.abbrev.tag != DW_TAG_volatile_type && at.abbrev.tag != DW_TAG_array_type)
			return false;
	}
	return false;
}

/* "T(const T &)" or "T(T &&)", behind the object itself. */
static bool is_copying(const struct dwarf_die *method, const struct dwarf_die *class)
{
	struct dwarf_die p, target;
	bool more = dwarf_die_child(method, &p);

	if (!more || !dwarf_die_flag(&p, DW_AT_artificial) || !dwarf_die_next(&p) ||
		p.abbrev.tag != DW_TAG_formal_parameter ||
		!dwarf_die_reference(&p, DW_AT_type, &target))
		return false;
	if (target.abbrev.tag != DW_TAG_reference_type &&
		target.abbrev.tag != DW_TAG_rvalue_reference_type)
		return false;
	for (int depth = 0;
		depth < DWARF_DEPTH_MOST && dwarf_die_reference(&target, DW_AT_type, &target);
		depth++)
		if (target.abbrev.tag != DW_TAG_const_type &&
			target.abbrev.tag != DW_TAG_volatile_type)
			break;
	if (p.abbrev.has_children || !is_class(&target))
		return false;
	struct dwarf_die own;

	/* a type unit's copy of the class may be named by its signature */
	if (dwarf_die_reference(&target, DW_AT_signature, &own))
		target = own;
	return target.unit == class->unit && target.offset == class->offset;
}

/* What the methods of a class say of copying it. */
struct copying {
	/* a destructor, or what copies or moves an object, is the author's */
	bool own;
	bool deleted, kept;     /* one of the latter is not there, is the compiler's */
};

static void look_at_method(
	struct copying *c, const struct dwarf_die *method, const struct dwarf_die *class)
{
	const char *name = dwarf_die_text(method, DW_AT_name),
		   *own = dwarf_die_text(class, DW_AT_name);
	size_t len = own ? strcspn(own, "<") : 0;
	bool destroys = name && name[0] == '~',
	     copies = !destroys && name && len && strlen(name) == len && !memcmp(name, own, len) &&
		is_copying(method, class);
	bool deleted = dwarf_die_flag(method, DW_AT_deleted);
	bool kept = dwarf_die_flag(method, DW_AT_artificial) ||
		dwarf_die_number(method, DW_AT_defaulted, 0) == DW_DEFAULTED_in_class;

	/* where one is virtual, the compiler has to write an address into each object */
	c->own |= ((destroys || copies) && !deleted && !kept) ||
		dwarf_die_number(method, DW_AT_virtuality, 0);
	c->deleted |= copies && deleted;
	c->kept |= copies && kept && !deleted;
}

/* `left`: members that may still be looked at. */
static bool is_nontrivial(const struct dwarf_die *class, uint32_t *left, int depth)
{
	uint64_t convention = dwarf_die_number(class, DW_AT_calling_convention, 0);
	struct copying copying = { .own = convention == DW_CC_pass_by_reference };
	struct dwarf_die m, inner;

	if (convention || depth == DWARF_DEPTH_MOST)
		return copying.own;
	for (bool more = dwarf_die_child(class, &m); more && !copying.own && *left;
		more = dwarf_die_next(&m)) {
		--*left;
		if (m.abbrev.tag == DW_TAG_subprogram)
			look_at_method(&copying, &m, class);
		/* static members are of no object */
		else if (m.abbrev.tag == DW_TAG_inheritance ||
			(m.abbrev.tag == DW_TAG_member && !dwarf_die_flag(&m, DW_AT_external)))
			copying.own = dwarf_die_number(&m, DW_AT_virtuality, 0) ||
				(class_of(&m, &inner) && is_nontrivial(&inner, left, depth + 1));
	}
	return copying.own || (copying.deleted && !copying.kept);
}

bool dwarf_is_by_reference(const struct dwarf_die *d)
{
	uint32_t left = MEMBERS_MOST;
	struct dwarf_die class;

	dwarf_unit_root(d->unit);
	return dwarf_is_cplusplus(d->unit->language) && class_of(d, &class) &&
		is_nontrivial(&class, &left, 0);
}

uint32_t dwarf_value_type(const struct kernel_btf *b, const struct dwarf_die *d)
{
	uint32_t type = dwarf_type_id_of(b, d);
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, type));
	struct dwarf_die class;

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_FWD && class_of(d, &class)
		? dwarf_type_id(b, &class)
		: type;
}
