/* compiler/fact.c - collects the facts of a portable image (compiler/fact.h).  Called by every pass
 * that takes something from the machine; written out by compiler/image_portable.c. */
#include "compiler/fact.h"

#include <linux/btf.h>
#include <string.h>
#include <sys/utsname.h>

#include "probes/btf.h"
#include "probes/btf_layout.h"
#include "probes/program_facts.h"
#include "runtime/base/util.h"

uint32_t fact_add(struct compilation *c, const char *text, const char *member, struct span where,
	struct image_fact wanted)
{
	struct facts *all = c->facts;
	const char *key = arena_printf(c->arena, "%u %u %u %u %s %s", wanted.kind, wanted.body,
		wanted.relocated, wanted.bits, text ? text : "", member ? member : "");
	struct fact *f = strmap_get(&all->by_key, key);

	if (f)
		return f->index;
	f = arena_new_object(c->arena, struct fact);
	f->text = text ? arena_strdup(c->arena, text) : NULL;
	f->member = member ? arena_strdup(c->arena, member) : NULL;
	f->record = wanted;
	f->record.span_start = where.start;
	f->record.span_end = where.end;
	f->index = all->count++;
	*(all->last ? all->last : &all->first) = f;
	all->last = &f->next;
	all->by_key.arena = c->arena;
	strmap_put(&all->by_key, key, f);
	return f->index;
}

void fact_assume(struct compilation *c, enum fact_kind kind, const char *text, uint64_t value,
	struct span where)
{
	if (c->portable)
		fact_add(c, text, NULL, where,
			(struct image_fact){ .kind = kind, .body = FACT_NO_BODY, .value = value });
}

void fact_assume_program(struct compilation *c, const struct match *m)
{
	const char *path = c->portable && m->spec.provider->program
		? m->spec.provider->program(&m->spec)
		: NULL;

	if (path && m->attach->has_parameters)
		diag_hint(
			diag_error(c->diags, m->attach->span, DIAG_NOT_PORTABLE,
				"types of a program that a parameter names are not known before the image runs"),
			"name the program, or give its types in the script");
	else if (path)
		fact_assume(
			c, FACT_PROGRAM, path, program_build_sum(path, c->arena), m->attach->span);
}

void fact_bind(struct compilation *c, const char *why, struct span where)
{
	struct utsname here;

	if (!c->portable)
		return;
	uname(&here);
	fact_add(c, here.release, why, where,
		(struct image_fact){ .kind = FACT_KERNEL, .body = FACT_NO_BODY });
}

bool fact_is_open(const struct attach_node *a)
{
	return a->has_parameters || probe_wild(&a->spec) ||
		probe_names_many(a->expanded, strlen(a->expanded));
}

void fact_warn_of_fields(struct compilation *c)
{
	for (const struct probe_node *p = c->program->probes; p && c->portable; p = p->next)
		for (const struct attach_node *a = p->attach; a; a = a->next)
			if (p->used_fields && fact_is_open(a))
				diag_hint(
					diag_warning(c->diags, a->span, DIAG_OWN_FIELDS,
						"the fields that are used of '%s' are as the probes of this machine have them",
						a->text),
					"where the image runs, probes that have others are left out");
}

const char *fact_type_name(struct compilation *c, const struct type *t)
{
	static const char *const tags[] = {
		[BTF_KIND_STRUCT] = "struct", [BTF_KIND_UNION] = "union"
	};
	uint32_t id;
	const struct kernel_btf *b = t->btf_id ? kernel_btf_of(t->btf_id, &id) : NULL;
	const struct btf_type *type = b ? kernel_btf_type(b, id) : NULL;
	unsigned kind = type ? BTF_INFO_KIND(type->info) : 0;
	const char *name = type ? kernel_btf_text(b, type->name_off) : "";

	/* types of scripts have blobs without a name, those of programs have a source */
	if (!*name || !*b->name || b->source || kind >= ARRAY_SIZE(tags) || !tags[kind])
		return NULL;
	return arena_printf(c->arena, "%s %s", tags[kind], name);
}

void fact_assume_size(struct compilation *c, const struct type *t, struct span where)
{
	const char *name = c->portable && t->kind == TYPE_STRUCT ? fact_type_name(c, t) : NULL;

	if (name)
		fact_assume(c, FACT_SIZE, name, t->size, where);
}

void fact_assume_layout(struct compilation *c, const struct type *t, struct span where)
{
	const char *name;

	if (!c->portable)
		return;
	while (t->kind == TYPE_ARRAY && t->elem)
		t = t->elem;
	name = t->kind == TYPE_STRUCT ? fact_type_name(c, t) : NULL;
	if (name)
		fact_assume(c, FACT_LAYOUT, name, btf_layout_sum(t, c->arena), where);
}
