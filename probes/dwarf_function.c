/* probes/dwarf_function.c - functions of a program: the entry that describes the code at an
 * address, its parameters and its result.  Part of the DWARF reader. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define RANGES_MOST (1u << 20)  /* of all functions of a unit, which may share long lists */
#define PARAMETERS_MOST 256     /* of a function: who has more is not made by a compiler */

/* The functions of a unit by their code; nested: those that lie in other functions too, which few
 * languages have. */
struct function_walk {
	struct dwarf_functions *out;
	uint64_t offset;        /* of the one under way */
	bool nested;
};

static bool add_range(uint64_t start, uint64_t end, void *arg)
{
	struct function_walk *w = arg;
	struct dwarf_code one = { start, end, w->offset };

	return w->out->count == RANGES_MOST || !VEC_PUSH(w->out, one);
}

static void add_functions(struct function_walk *w, const struct dwarf_die *parent, int depth)
{
	struct dwarf_die d;

	for (bool more = depth < DWARF_DEPTH_MOST && dwarf_die_child(parent, &d); more;
		more = dwarf_die_next(&d)) {
		bool is_function = d.abbrev.tag == DW_TAG_subprogram;

		w->offset = d.offset;
		if (is_function)
			dwarf_die_ranges(&d, add_range, w);
		if (d.abbrev.has_children &&
			(dwarf_is_scope(&d) ||
				(w->nested &&
					(is_function || d.abbrev.tag == DW_TAG_lexical_block))))
			add_functions(w, &d, depth + 1);
	}
}

static int compare_code(const void *a, const void *b)
{
	const struct dwarf_code *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static void find_functions(struct dwarf_unit *u, bool nested)
{
	struct function_walk w = { .out = &u->functions, .nested = nested };
	struct dwarf_die root;

	u->functions.count = 0;
	u->functions.known = true;
	u->functions.nested = nested;
	if (dwarf_die_root(u, &root))
		add_functions(&w, &root, 0);
	if (u->functions.count)
		qsort(u->functions.items, u->functions.count, sizeof(*u->functions.items),
			compare_code);
}

static const struct dwarf_code *code_at(const struct dwarf_functions *f, uint64_t address)
{
	size_t n = BISECT(i, f->count, f->items[i].start <= address);

	return n && address < f->items[n - 1].end ? &f->items[n - 1] : NULL;
}

bool dwarf_function_at(struct dwarf *d, uint64_t address, struct dwarf_die *out)
{
	struct dwarf_unit *u = dwarf_unit_covering(d, address);

	if (u && !u->functions.known)
		find_functions(u, false);
	const struct dwarf_code *code = u ? code_at(&u->functions, address) : NULL;

	if (u && !code && !u->functions.nested) {
		find_functions(u, true);
		code = code_at(&u->functions, address);
	}
	return code && dwarf_die_read(u, code->offset, out);
}

/* An instance of an inline function names its parameters by those of the function, and may leave
 * some out. */
static bool instance_of(
	const struct dwarf_die *function, const struct dwarf_die *parameter, struct dwarf_die *out)
{
	struct dwarf_value v;

	for (bool more = dwarf_die_child(function, out); more; more = dwarf_die_next(out))
		if (out->abbrev.tag == DW_TAG_formal_parameter &&
			dwarf_die_attribute(out, DW_AT_abstract_origin, &v) &&
			v.class == DWARF_REFERENCE && v.number == parameter->offset &&
			v.unit == parameter->unit)
			return true;
	return false;
}

static uint32_t count_parameters(const struct dwarf_die *d)
{
	uint32_t count = 0;
	struct dwarf_die c;

	for (bool more = dwarf_die_child(d, &c); more && count < PARAMETERS_MOST;
		more = dwarf_die_next(&c))
		count += c.abbrev.tag == DW_TAG_formal_parameter;
	return count;
}

/* Rust gives what it calls by the convention of C no name but the one of the source. */
static enum dwarf_convention convention_of(const struct dwarf_die *d)
{
	struct dwarf_value v;

	switch (d->unit->language) {
	case DW_LANG_Go:
		return DWARF_CONVENTION_GO;
	case DW_LANG_Rust:
		return dwarf_die_inherited(d, DW_AT_linkage_name, &v) ? DWARF_CONVENTION_RUST
			: DWARF_CONVENTION_C;
	}
	return DWARF_CONVENTION_C;
}

/* What only its own file calls is changed by LLVM as it likes; gcc then calls it "f.isra.0" and the
 * like. */
static bool may_lack_parameters(const struct dwarf_die *d)
{
	struct dwarf_value v;
	struct dwarf_die root;
	const char *producer =
		dwarf_die_root(d->unit, &root) ? dwarf_die_text(&root, DW_AT_producer) : NULL;

	return !dwarf_die_inherited(d, DW_AT_external, &v) && producer &&
		!str_starts(producer, "GNU ");
}

/* "clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))" */
static uint32_t rustc_of(const struct dwarf_die *d)
{
	static const char mark[] = "rustc version 1.";
	struct dwarf_die root;
	const char *producer =
		dwarf_die_root(d->unit, &root) ? dwarf_die_text(&root, DW_AT_producer) : NULL;
	const char *version = producer ? strstr(producer, mark) : NULL;

	return version ? (uint32_t)strtoul(version + strlen(mark), NULL, 10) : 0;
}

/* list: the entry that names the parameters, the function itself or what it is an instance of. */
static void read_parameters(const struct kernel_btf *b, const struct dwarf_die *d,
	const struct dwarf_die *list, struct arena *a, struct dwarf_function *out)
{
	struct dwarf_start start = dwarf_start_of(d, out->entry);
	uint32_t count = count_parameters(list);
	struct dwarf_die p, instance;

	out->parameters = arena_new_array(a, struct dwarf_parameter, count + 1);
	for (bool more = dwarf_die_child(list, &p); more && count; more = dwarf_die_next(&p)) {
		if (p.abbrev.tag != DW_TAG_formal_parameter)
			continue;
		count--;
		/* those of Go are results, too */
		if (!dwarf_die_flag(&p, DW_AT_variable_parameter))
			dwarf_parameter(b, &p,
				list == d ? &p
					: instance_of(d, &p, &instance) ? &instance
					: NULL,
				&start, a, &out->parameters[out->count++]);
		else if (!out->result)
			out->result = dwarf_type_id_of(b, &p);
	}
}

bool dwarf_function(
	const struct kernel_btf *b, uint64_t address, struct arena *a, struct dwarf_function *out)
{
	struct dwarf_die d, origin;

	if (!dwarf_function_at(dwarf_of_types(b), address, &d))
		return false;
	*out = (struct dwarf_function){ .name = dwarf_die_full_name(&d) };
	if (!dwarf_die_entry(&d, &out->entry))
		return false;
	out->convention = convention_of(&d);
	out->rustc = rustc_of(&d);
	out->may_lack_parameters = may_lack_parameters(&d);
	out->result = dwarf_value_type(b, &d);
	out->result_by_reference = dwarf_is_by_reference(&d);
	read_parameters(b, &d,
		dwarf_die_reference(&d, DW_AT_abstract_origin, &origin) ? &origin : &d, a, out);
	return true;
}
