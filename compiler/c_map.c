/* compiler/c_map.c - maps that an object in C defines in its section .maps: a variable each, whose
 * type says by the sizes of arrays and by the targets of pointers what the map is
 * (tools/lib/bpf/bpf_helpers.h of the kernel: __uint, __type).  Called when an object is
 * imported. */
#include <linux/bpf.h>
#include <linux/btf.h>
#include <string.h>

#include "compiler/c_object.h"
#include "probes/btf.h"
#include "runtime/base/util.h"

/* of a key or value; less than what the kernel allocates at once */
#define SIZE_MAX_BYTES (4u << 20)

static const struct storage {
	uint32_t type;
	enum map_storage storage;
	bool is_array;
} storages[] = {
	{ BPF_MAP_TYPE_HASH, MAP_HASH, false },
	{ BPF_MAP_TYPE_PERCPU_HASH, MAP_PERCPU_HASH, false },
	{ BPF_MAP_TYPE_LRU_HASH, MAP_LRU_HASH, false },
	{ BPF_MAP_TYPE_LRU_PERCPU_HASH, MAP_PERCPU_LRU_HASH, false },
	{ BPF_MAP_TYPE_ARRAY, MAP_DATA, true },
	{ BPF_MAP_TYPE_PERCPU_ARRAY, MAP_PERCPU_DATA, true },
};

/* What a definition says; `other` is the name of something that is not done. */
struct definition {
	uint32_t type, key_size, value_size, max_entries, flags;
	const char *other;
};

static const struct btf_type *target_of(const struct kernel_btf *b, uint32_t id, uint32_t *target)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || BTF_INFO_KIND(t->info) != BTF_KIND_PTR)
		return NULL;
	*target = kernel_btf_strip(b, t->type);
	return kernel_btf_type(b, *target);
}

/* int (*name)[number] */
static uint32_t number_of(const struct kernel_btf *b, uint32_t id)
{
	uint32_t target;
	const struct btf_type *t = target_of(b, id, &target);

	return t && BTF_INFO_KIND(t->info) == BTF_KIND_ARRAY
		? ((const struct btf_array *)(t + 1))->nelems
		: 0;
}

/* type *name */
static uint32_t size_of(const struct kernel_btf *b, uint32_t id)
{
	uint32_t target;

	return target_of(b, id, &target) ? kernel_btf_size(b, target) : 0;
}

static void take_member(
	const struct kernel_btf *b, const struct btf_member *m, struct definition *d)
{
	const char *name = kernel_btf_text(b, m->name_off);

	if (str_eq(name, "type"))
		d->type = number_of(b, m->type);
	else if (str_eq(name, "max_entries"))
		d->max_entries = number_of(b, m->type);
	else if (str_eq(name, "key_size"))
		d->key_size = number_of(b, m->type);
	else if (str_eq(name, "value_size"))
		d->value_size = number_of(b, m->type);
	else if (str_eq(name, "key"))
		d->key_size = size_of(b, m->type);
	else if (str_eq(name, "value"))
		d->value_size = size_of(b, m->type);
	else if (str_eq(name, "map_flags"))
		d->flags = number_of(b, m->type);
	else
		d->other = name;
}

static const struct storage *storage_of(uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(storages); i++)
		if (storages[i].type == type)
			return &storages[i];
	return NULL;
}

static const char *why_not(const struct definition *d, const struct storage *s, struct arena *a)
{
	if (d->other)
		return arena_printf(a, "'%s' is not there yet", d->other);
	if (!s)
		return arena_printf(a, "maps of type %u are not there yet", d->type);
	if (d->flags & ~(uint32_t)BPF_F_NO_PREALLOC)
		return "its map_flags are not there yet";
	if (!d->max_entries || !d->key_size || !d->value_size || (s->is_array && d->key_size != 4))
		return "it does not say how large its keys and values are and how many";
	if (d->key_size > SIZE_MAX_BYTES || d->value_size > SIZE_MAX_BYTES)
		return "its keys or values are too large";
	return NULL;
}

static const Elf64_Sym *find_variable(const struct bpf_elf *e, uint32_t section, const char *name)
{
	for (uint32_t i = 0; i < e->symbol_count; i++)
		if (e->symbols[i].st_shndx == section &&
			ELF64_ST_TYPE(e->symbols[i].st_info) == STT_OBJECT &&
			str_eq(bpf_elf_symbol_name(e, &e->symbols[i]), name))
			return &e->symbols[i];
	return NULL;
}

void c_map_add(struct arena *a, struct c_object *o, const struct kernel_btf *b,
	const struct btf_type *variable)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, variable->type));
	const char *name = kernel_btf_text(b, variable->name_off);
	uint32_t section = bpf_elf_find(&o->elf, ".maps");
	const Elf64_Sym *s = section ? find_variable(&o->elf, section, name) : NULL;
	const struct storage *storage;
	struct definition d = { 0 };
	struct c_map *m;

	if (!s || !t || BTF_INFO_KIND(t->info) != BTF_KIND_STRUCT)
		return;
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++)
		take_member(b, (const struct btf_member *)(t + 1) + i, &d);
	storage = storage_of(d.type);
	m = arena_new_object(a, struct c_map);
	m->name = arena_strdup(a, name);
	m->at = s->st_value;
	m->refusal = why_not(&d, storage, a);
	m->storage = storage ? storage->storage : MAP_DATA;
	m->key_size = d.key_size;
	m->value_size = d.value_size;
	m->max_entries = d.max_entries;
	m->next = o->maps;
	o->maps = m;
}

const struct c_map *c_map_find(const struct c_object *o, uint32_t section, uint64_t at)
{
	if (!str_eq(bpf_elf_section_name(&o->elf, section), ".maps"))
		return NULL;
	for (const struct c_map *m = o->maps; m; m = m->next)
		if (m->at == at)
			return m;
	return NULL;
}
