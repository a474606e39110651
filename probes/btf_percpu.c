/* probes/btf_percpu.c - finds per-CPU variables in the kernel's own BTF: variables of one section,
 * whose name is the kernel's contract with its verifier. Owns nothing.  Asked by the compiler for
 * percpu_kaddr(). */
#include "probes/btf_percpu.h"

#include <stdbool.h>

#include "probes/btf.h"
#include "runtime/base/util.h"

#define SECTION ".data..percpu"

static bool is_variable(const struct btf_type *t)
{
	return t && BTF_INFO_KIND(t->info) == BTF_KIND_VAR;
}

/* Visit the variables until one visit says stop.  Kernels may describe those of other sections too,
 * some of the same name. */
static uint32_t walk(bool (*visit)(const char *name, void *arg), void *arg)
{
	const struct kernel_btf *b = kernel_btf();
	const struct btf_type *section =
		b ? kernel_btf_type(b, kernel_btf_find(b, BTF_KIND_DATASEC, SECTION)) : NULL;

	for (uint32_t i = 0; section && i < BTF_INFO_VLEN(section->info); i++) {
		uint32_t id = ((const struct btf_var_secinfo *)(section + 1))[i].type;
		const struct btf_type *t = kernel_btf_type(b, id);

		if (is_variable(t) && visit(kernel_btf_text(b, t->name_off), arg))
			return id;
	}
	return 0;
}

static bool is_wanted(const char *name, void *arg)
{
	return str_eq(name, arg);
}

uint32_t btf_percpu_find(const char *name)
{
	return walk(is_wanted, (void *)name);
}

const struct type *btf_percpu_pointer(uint32_t id, struct arena *a)
{
	const struct kernel_btf *b = kernel_btf();
	const struct btf_type *t = b ? kernel_btf_type(b, id) : NULL;
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));

	if (is_variable(t)) {
		out->name = kernel_btf_c_text(b, t->type, a);
		out->btf_id = kernel_btf_id(b, t->type);
	}
	return out;
}

struct name_visit {
	void (*visit)(const char *name, void *arg);
	void *arg;
};

static bool visit_name(const char *name, void *arg)
{
	struct name_visit *v = arg;

	v->visit(name, v->arg);
	return false;
}

void btf_percpu_each(void (*visit)(const char *name, void *arg), void *arg)
{
	struct name_visit v = { visit, arg };

	walk(visit_name, &v);
}
