/* probes/btf_enum.c - enums out of the kernel's BTF.  Owns nothing: names stay in the blob, and so
 * do the lists of them that types have; types are made in the caller's arena. */
#include "probes/btf_enum.h"

#include "probes/btf_items.h"
#include "runtime/base/util.h"

static uint32_t name_at(const struct btf_type *t, uint32_t i)
{
	const struct btf_enum *small = (const void *)(t + 1);
	const struct btf_enum64 *large = (const void *)(t + 1);

	return BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64 ? large[i].name_off : small[i].name_off;
}

struct btf_enumerator btf_enum_at(const struct btf_type *t, uint32_t i)
{
	const struct btf_enum *small = (const void *)(t + 1);
	const struct btf_enum64 *large = (const void *)(t + 1);
	bool is_large = BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64,
	     is_signed = BTF_INFO_KFLAG(t->info);
	uint64_t value = is_large ? (uint64_t)large[i].val_hi32 << 32 | large[i].val_lo32
		: is_signed ? (uint64_t)(int64_t)small[i].val
		: (uint32_t)small[i].val;

	return (struct btf_enumerator){
		.value = value,
		.is_unsigned = !is_signed && value > INT64_MAX,
	};
}

bool btf_enum_walk(
	const struct kernel_btf *b, const struct btf_type *t, btf_enumerator_fn visit, void *arg)
{
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		struct btf_enumerator e = btf_enum_at(t, i);

		if (visit(kernel_btf_text(b, name_at(t, i)), &e, arg))
			return true;
	}
	return false;
}

const struct type *btf_enum_type(
	const struct kernel_btf *b, uint32_t id, const char *alias, struct arena *a)
{
	const struct btf_type *t = kernel_btf_type(b, id);
	const char *name = kernel_btf_text(b, t->name_off);
	struct type *out;

	if (t->size != 1 && t->size != 2 && t->size != 4 && t->size != 8)
		return NULL;
	out = arena_memdup(a, type_int(t->size, BTF_INFO_KFLAG(t->info)), sizeof(*out));
	out->name = *name ? arena_printf(a, "enum %s", name)
		: *alias ? alias
		: "enum";
	out->fields = btf_items_fields(b, id);
	out->field_count = out->fields ? BTF_INFO_VLEN(t->info) : 0;
	return out;
}
