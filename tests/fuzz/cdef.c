/* tests/fuzz/cdef.c - libFuzzer target for the C in scripts: any bytes as the head of a script end in
 * diagnostics or in types, and every type that comes out can be looked at from all sides.  With
 * -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compilation.h"
#include "probes/btf.h"
#include "probes/btf_types.h"

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
	struct compilation c = { .arena = arena_new(), .config.max_strlen = 1024 };
	struct source source = { .name = "<fuzz>", .text = (const char *)data };
	struct look look = { .arena = c.arena };
	struct buffer out = { 0 };

	if (!c.arena || size > UINT32_MAX / 2)
		abort();
	source.len = (uint32_t)size;
	c.diags = diags_new(c.arena);
	c.sources = (struct sources){ &source, 1 };
	parse_pass(&c);
	if (diags_exit_code(c.diags) == 4)
		abort();
	if (!diags_have_errors(c.diags) && kernel_btf_lookup(BTF_KIND_STRUCT, "fuzz"))
		kernel_btf_each(look_at, &look);
	kernel_btf_add(NULL, 0);
	diags_render(c.diags, &c.sources, true, &out);
	buffer_free(&out);
	arena_free(c.arena);
	return 0;
}

#include "tests/fuzz/standalone.h"
