/* probes/kfallback.c - the functions of the kernel where its own list of them cannot be read: those
 * that have both a symbol and a type.  Called by kfunctions.c.  Tens of thousands of names are
 * looked up, so the types' names go into a table of their own that holds what is compared first. */
#include <string.h>

#include "probes/btf.h"
#include "probes/kmissing.h"
#include "probes/ksymbols.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

#define SLOTS_LEAST 1024u

/* Names of functions by hash, open addressing; NULL is an empty slot. */
struct name_set {
	struct name_slot {
		const char *name;
		uint32_t hash;
	} *slots;
	uint32_t mask;
};

static bool is_function(const struct kernel_btf *b, uint32_t id)
{
	return BTF_INFO_KIND(kernel_btf_type(b, id)->info) == BTF_KIND_FUNC;
}

static bool make_set(const struct kernel_btf *b, struct name_set *set)
{
	uint32_t count = 0, size = SLOTS_LEAST;

	for (uint32_t id = b->first; id <= b->count; id++)
		count += is_function(b, id);
	while (size < 2 * count)
		size *= 2;
	set->slots = mem_zalloc(size, sizeof(*set->slots));
	set->mask = size - 1;
	for (uint32_t id = b->first; set->slots && id <= b->count; id++) {
		const char *name;

		if (!is_function(b, id))
			continue;
		name = kernel_btf_text(b, kernel_btf_type(b, id)->name_off);
		uint32_t hash = hash_fold(hash_add_text(HASH_START, name)), slot = hash & set->mask;

		while (set->slots[slot].name)
			slot = (slot + 1) & set->mask;
		set->slots[slot] = (struct name_slot){ name, hash };
	}
	return set->slots != NULL;
}

static bool set_has(const struct name_set *set, const char *name, size_t len)
{
	uint32_t hash = hash_fold(hash_add(HASH_START, name, len));

	for (uint32_t slot = hash & set->mask; set->slots[slot].name;
		slot = (slot + 1) & set->mask) {
		const struct name_slot *s = &set->slots[slot];

		if (s->hash == hash && !strncmp(s->name, name, len) && !s->name[len])
			return true;
	}
	return false;
}

/* The rest of a line of a module: "name<tab>[module]". */
static void take_of_module(const char *name, size_t len, struct buffer *out)
{
	const char *module = name + len + 2;
	char text[256], types[64];
	size_t module_len = strcspn(module, "]\n");

	if (name[len + 1] != '[' || len >= sizeof(text) || module_len >= sizeof(types))
		return;
	memcpy(text, name, len);
	text[len] = '\0';
	memcpy(types, module, module_len);
	types[module_len] = '\0';
	const struct kernel_btf *b = kernel_btf_module(types);

	if (b && kernel_btf_find(b, BTF_KIND_FUNC, text))
		buffer_printf(out, "%s [%s]\n", text, types);
}

/* "ffffffff81000000 T name": lines of the kernel itself end with the name. */
static void take_symbols(const struct name_set *set, const char *at, struct buffer *out)
{
	while (*at) {
		const char *blank = strchrnul(at, ' '), *name = blank;

		if (*blank && blank[1] && blank[2] == ' ')
			name = blank + 3;
		at = name + strcspn(name, "\n\t");
		if (name != blank && *at == '\n' && set_has(set, name, (size_t)(at - name)))
			buffer_append(out, name, (size_t)(at + 1 - name));
		else if (name != blank && *at == '\t')
			take_of_module(name, (size_t)(at - name), out);
		at = strchrnul(at, '\n');
		at += *at == '\n';
	}
}

void kernel_functions_from_symbols(struct buffer *out)
{
	struct name_set set = { 0 };

	if (kernel_btf() && make_set(kernel_btf(), &set))
		take_symbols(&set, kernel_symbols(NULL), out);
	mem_free(set.slots);
}
