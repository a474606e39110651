/* probes/user_variable.c - variables of the program that a probe is on: where they are in memory,
 * which is not where they were linked to be, and their types. Called by the providers of user
 * probes. */
#include <string.h>

#include "probes/abi.h"
#include "probes/btf_types.h"
#include "probes/dwarf.h"
#include "probes/elf.h"
#include "probes/kernel_feature.h"
#include "probes/rows.h"
#include "probes/user_function.h"
#include "runtime/base/util.h"

static const struct type *pointer_to(
	const char *name, const struct type *elem, uint32_t btf_id, struct arena *a)
{
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));

	out->name = name;
	out->elem = elem;
	out->btf_id = btf_id;
	return out;
}

/* An array is a pointer to its first element. */
static const struct type *typed_pointer(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (t && BTF_INFO_KIND(t->info) == BTF_KIND_ARRAY)
		id = ((const struct btf_array *)(t + 1))->type;
	const char *name = kernel_btf_c_text(b, id, a);

	return pointer_to(name, str_eq(name, "char") ? &type_int8 : NULL, kernel_btf_id(b, id), a);
}

/* What a symbol says of a type is the size. */
static const struct type *sized_pointer(uint64_t size, struct arena *a)
{
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return pointer_to("void", NULL, 0, a);
	const struct type *elem = type_int((uint32_t)size, false);

	return pointer_to(arena_printf(a, "uint%u_t", 8 * elem->size), elem, 0, a);
}

/* A probe knows the address that it hit, and how far from there the variable is in all copies of
 * the program.  At a return it does not: there the kernel knows where the function begins, from
 * Linux 6.6 on. */
static int plan_address(const struct user_place *place, const struct elf_file *f, uint64_t address,
	struct access *out)
{
	uint64_t own;

	if (elf_file_is_fixed(f)) {
		*out = (struct access){
			.kind = ACCESS_CONSTANT, .size = 8, .number = (int64_t)address
		};
		return 0;
	}
	if (!elf_file_address(f, place->offset, &own) ||
		(place->is_return && !kernel_feature_there(KERNEL_FEATURE_UPROBE_MULTI)))
		return -1;
	*out = (struct access){ .kind = place->is_return ? ACCESS_FUNC_SUM : ACCESS_CTX_SUM,
		.size = 8,
		.offset = abi_instruction_pointer(),
		.number = (int64_t)(address - own) };
	return 0;
}

int user_variable(const struct user_place *place, const char *name, struct arena *a,
	struct probe_variable *out, struct probe_error *err)
{
	const struct kernel_btf *b = user_types(place->path, place->debug_path);
	struct dwarf_variable v = { .type = 0 };
	uint64_t size = 0;
	const char *why;
	struct elf_file *f = elf_file_open(place->path, place->debug_path, &why);
	int ret = 0;

	if (!f)
		return probe_fail(err, PROBE_NO_MATCH, "variables of %s cannot be looked up: %s",
			place->path, why);
	bool typed = b && dwarf_variable(b, name, &v);

	if (!typed && !elf_file_object(f, name, &v.address, &size))
		ret = probe_fail(err, PROBE_NO_MATCH,
			"%s has no variable named '%s', or has several", place->path, name);
	else if (plan_address(place, f, v.address, &out->access)) {
		ret = probe_fail(err, PROBE_UNSUPPORTED,
			"where '%s' of %s is cannot be told at a return on this kernel", name,
			place->path);
		probe_hint(err, "use a probe at the entry, or a kernel from 6.6 on");
	}
	elf_file_close(f);
	out->type = typed ? typed_pointer(b, v.type, a) : sized_pointer(size, a);
	return ret;
}
