/* probes/btf_layout.c - what is compared of the kernel's types between the machine that an image
 * was built on and the one that it runs on.  Called by the compiler, which writes it down, and by
 * runtime/facts.c. */
#include "probes/btf_layout.h"

#include <string.h>

#include "probes/btf_types.h"
#include "runtime/base/hash.h"

bool btf_layout_find(const struct type *t, const char *way, struct arena *a, struct type_field *out)
{
	uint32_t offset = 0;

	for (;;) {
		size_t len = strcspn(way, ".");

		if (!t || t->kind != TYPE_STRUCT ||
			!btf_types_member(t, arena_strndup(a, way, len), a, out))
			return false;
		offset += out->offset;
		if (!way[len])
			break;
		way += len + 1;
		t = out->type;
	}
	out->offset = offset;
	return true;
}

static uint64_t add_type(uint64_t sum, const struct type *t)
{
	const uint32_t own[] = { t->kind, t->is_signed, t->size, t->count, t->field_count };

	sum = hash_add(sum, own, sizeof(own));
	if (t->kind == TYPE_ARRAY && t->elem)
		sum = add_type(sum, t->elem);
	for (uint32_t i = 0; t->kind == TYPE_STRUCT && i < t->field_count; i++) {
		const struct type_field *f = &t->fields[i];
		const uint32_t place[] = { f->offset, f->bit_offset, f->bit_size };

		sum = hash_add(sum, place, sizeof(place));
		sum = f->name ? hash_add(sum, f->name, strlen(f->name) + 1) : sum;
		sum = f->type ? add_type(sum, f->type) : sum;
	}
	return sum;
}

uint64_t btf_layout_sum(const struct type *t, struct arena *a)
{
	return add_type(HASH_START, btf_types_whole(t, a));
}
