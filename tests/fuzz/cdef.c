/* tests/fuzz/cdef.c - libFuzzer target for the C in scripts: any bytes as the head of a script end
 * in diagnostics or in types, and every type that comes out can be looked at from all sides.  With
 * -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "probes/btf.h"
#include "probes/btf_types.h"
#include "tests/fuzz/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct look {
	struct arena *arena;
	const struct type *type;
};

static void look_at_member(const char *name, void *arg)
{
	struct look *l = arg;
	struct type_field field;

	if (!btf_types_member(l->type, name, l->arena, &field))
		abort();
	if (field.bit_size > 64 || field.bit_offset > 7)
		abort();
}

static bool look_at(const struct kernel_btf *b, void *arg)
{
	struct look *l = arg;

	for (uint32_t id = b->first; id <= b->count; id++) {
		l->type = btf_types_by_id(kernel_btf_id(b, id), l->arena);
		kernel_btf_c_text(b, id, l->arena);
		kernel_btf_size(b, id);
		if (l->type && l->type->kind == TYPE_STRUCT)
			btf_types_each_member(l->type, look_at_member, l);
	}
	return true;    /* the script's come first */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_script s;
	struct look look;

	fuzz_script_open(&s, data, size);
	look = (struct look){ .arena = s.c.arena };
	parse_pass(&s.c);
	if (diags_exit_code(s.c.diags) == 4)
		abort();
	if (!diags_have_errors(s.c.diags) && kernel_btf_lookup(NULL, BTF_KIND_STRUCT, "fuzz"))
		kernel_btf_each(NULL, look_at, &look);
	kernel_btf_add(NULL, 0);
	fuzz_script_close(&s);
	return 0;
}

#include "tests/fuzz/standalone.h"
