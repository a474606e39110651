/* compiler/layout.c - the layout pass: chooses the mechanism of every probe (by asking its
 * provider), puts bodies on the same event of the kernel into one program, lets equal programs
 * serve many events.  Maps are layout_maps.c's.  It owns struct layout; nothing is emitted
 * yet. */
#include "compiler/layout.h"
#include "compiler/layout_alike.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "compiler/c_program.h"
#include "compiler/fact.h"
#include "compiler/resolve.h"

/* Bodies of one program, each a function: the kernel takes 256 of them (BPF_MAX_SUBPROGS,
 * linux/bpf_verifier.h), and rows may bring some.  More go into a second program on the same hook,
 * which runs behind the first. */
#define BODIES_MAX 200

/* A hook of the kernel and the bodies that run on it, while they are being collected. */
struct hook {
	struct hook *next;
	const char *key;
	struct layout_body *bodies;
	uint32_t body_count;
	struct match *first;
};

/* Mechanisms */

static void append_pointer(struct arena *a, void ***items, uint32_t count, void *item)
{
	/* capacities are the powers of two from 4 on */
	if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
		void **bigger = arena_alloc(a, sizeof(void *) * (count ? count * 2 : 4));

		if (count)
			memcpy(bigger, *items, sizeof(void *) * count);
		*items = bigger;
	}
	(*items)[count] = item;
}

/* Matches of one name are one event: bodies on it run in written order (P4), which they do when
 * they share a mechanism, so it is chosen for what all of them use. */
struct event {
	struct match **matches;
	uint32_t count;
};

static void use_fields(const struct probe_node *p, const struct match *m, bool *used)
{
	for (const struct used_field *f = p->used_fields; f; f = f->next)
		for (uint32_t i = 0; i < m->carries.arg_count; i++)
			if (str_eq(m->carries.args[i].name, f->name))
				used[i] = true;
}

static struct probe_use use_of(struct compilation *c, const struct event *e, struct match *m)
{
	struct probe_use use = compilation_probe_use(c);
	bool *used = NULL;

	for (uint32_t i = 0; i < e->count; i++) {
		const struct probe_node *p = e->matches[i]->probe;

		use.whole_args |= p->uses_whole_args;
		use.words |= p->uses_words;
		use.retval |= p->uses_retval;
		use.ctx |= p->uses_ctx;
		use.func |= p->uses_func;
		use.id |= p->uses_probe_id;
		use.typed |= p->uses_typed;
		use.override |= p->uses_override;
		use.many |= e->matches[i]->attach->match_count > 1;
		if (!p->used_fields)
			continue;
		match_describe(c, m);
		if (!used)
			used = arena_new_array(c->arena, bool, m->carries.arg_count + 1);
		use_fields(p, m, used);
	}
	use.args = used;
	return use;
}

static void report_probe_error(
	struct compilation *c, const struct match *m, const struct probe_error *err)
{
	struct span where = m->attach->span;
	struct diag *d =
		err->failure == PROBE_MALFORMED
		? diag_error(c->diags, where, DIAG_BAD_ATTACH_POINT, "%s", err->message)
		: diag_environment(c->diags, where, DIAG_PROBE_UNSUPPORTED, "%s", err->message);

	c_program_hint(d, m->probe);
	if (err->hint[0])
		diag_hint(d, "%s", err->hint);
}

/* The other side of the same event of the kernel. */
static const struct event *mate_of(
	struct compilation *c, const struct strmap *events, const struct match *m)
{
	const struct provider *p = m->spec.provider;

	/* one program for both sides is not to be had of every kernel */
	if (!p->mate || c->portable)
		return NULL;
	return strmap_get(events,
		arena_printf(c->arena, "%s%s", p->mate->name, m->spec.text + strlen(p->name)));
}

static bool plan_match(struct compilation *c, const struct strmap *events, struct match *m)
{
	const struct event *mate = mate_of(c, events, m);
	struct probe_error err = {0};
	struct probe_use use = use_of(c, strmap_get(events, m->spec.text), m), other;

	if (mate) {
		other = use_of(c, mate, mate->matches[0]);
		use.mate = &other;
	}
	m->use = use;
	m->use.mate = NULL;
	if (m->spec.provider->plan(&m->spec, &use, c->arena, &m->plan, &err)) {
		report_probe_error(c, m, &err);
		return false;
	}
	m->is_apart = c->portable && fact_is_open(m->attach) && !m->plan.selector.used &&
		      ((const struct event *)strmap_get(events, m->spec.text))->count == 1;
	return c_program_fits(c, m);
}

/* Hooks */

static struct hook *hook_find(
	struct compilation *c, struct hook **hooks, struct strmap *by_key, struct match *m)
{
	bool special = m->plan.stage != PROBE_STAGE_ATTACH || m->is_apart;
	/* what sonde runs itself are separate programs: each runs whatever the one before it did */
	const char *key = special
		? arena_printf(c->arena, "%u", m->id)
		: arena_printf(c->arena, "%s %u %u %u", m->plan.hook, m->plan.prog_type,
			  m->plan.attach_type, m->plan.attach_btf_id);
	struct hook *h = strmap_get(by_key, key);

	if (h && h->body_count < BODIES_MAX)
		return h;
	h = arena_new_object(c->arena, struct hook);
	h->key = key;
	h->first = m;
	strmap_put(by_key, key, h);
	while (*hooks)
		hooks = &(*hooks)->next;
	*hooks = h;
	return h;
}

/* Bodies of one event run in written order: only where it has none yet may its own be an earlier
 * one. */
static bool is_first(const struct hook *h, const struct match *m)
{
	for (uint32_t i = 0; i < h->body_count; i++) {
		const struct layout_body *b = &h->bodies[i];

		if (!b->selected)
			return false;
		for (uint32_t k = 0; k < b->match_count; k++)
			if (b->matches[k]->plan.selector.value == m->plan.selector.value)
				return false;
	}
	return true;
}

static void hook_add(struct compilation *c, struct hook *h, struct match *m)
{
	bool first = m->plan.selector.used && is_first(h, m);

	for (uint32_t i = 0; i < h->body_count; i++) {
		struct layout_body *b = &h->bodies[i];

		if (b->selected && (b->probe == m->probe || first) &&
			layout_same_body(b->probe, m->probe) &&
			layout_matches_alike(m->probe, b->matches[0], m)) {
			append_pointer(c->arena, (void ***)&b->matches, b->match_count++, m);
			return;
		}
	}
	struct layout_body *bodies =
		arena_new_array(c->arena, struct layout_body, h->body_count + 1);

	if (h->body_count)
		memcpy(bodies, h->bodies, sizeof(*bodies) * h->body_count);
	h->bodies = bodies;
	struct layout_body *b = &bodies[h->body_count++];

	b->probe = m->probe;
	b->selected = m->plan.selector.used;
	append_pointer(c->arena, (void ***)&b->matches, b->match_count++, m);
}

/* Programs */

static bool selects_alike(const struct layout_body *a, const struct layout_body *b)
{
	if (!a->selected || !b->selected)
		return a->selected == b->selected;
	return a->match_count == 1 && b->match_count == 1 &&
	       a->matches[0]->plan.selector.value == b->matches[0]->plan.selector.value;
}

static bool bodies_equal(const struct layout_prog *p, const struct hook *h)
{
	if (p->body_count != h->body_count)
		return false;
	for (uint32_t i = 0; i < h->body_count; i++) {
		const struct layout_body *a = &p->bodies[i], *b = &h->bodies[i];

		if (!layout_same_body(a->probe, b->probe) || !selects_alike(a, b) ||
			!layout_matches_alike(a->probe, a->matches[0], b->matches[0]))
			return false;
	}
	return true;
}

static bool prog_serves(const struct layout_prog *p, const struct hook *h)
{
	const struct probe_plan *a = p->plan, *b = &h->first->plan;
	bool asks = false;

	if (a->stage != PROBE_STAGE_ATTACH || b->stage != PROBE_STAGE_ATTACH)
		return false;
	if (a->prog_type != b->prog_type || a->attach_type != b->attach_type ||
		a->attach_btf_id != b->attach_btf_id)
		return false;
	if (a->preemptible != b->preemptible || a->filter != b->filter ||
		a->cookies != b->cookies || a->guarded != b->guarded)
		return false;
	for (uint32_t i = 0; i < h->body_count; i++)
		asks |= h->bodies[i].probe->uses_probe_id;
	/* a loaded copy knows one probe id only: several bodies that ask for it on one event are
	 * constants of their own program */
	if (asks && h->body_count > 1)
		return false;
	return bodies_equal(p, h);
}

static void prog_add(struct compilation *c, struct layout *lay, const struct hook *h)
{
	for (uint32_t i = 0; i < lay->prog_count; i++) {
		struct layout_prog *p = &lay->progs[i];

		if (prog_serves(p, h)) {
			append_pointer(
				c->arena, (void ***)&p->attached, p->attached_count++, h->first);
			if (p->bodies[0].probe->uses_probe_id) {
				p->asks_cookie = p->plan->cookies;
				p->instance = !p->plan->cookies;
			}
			return;
		}
	}
	struct layout_prog *p = &lay->progs[lay->prog_count];

	snprintf(p->name, sizeof(p->name), "%.8s_%u", h->first->spec.provider->name,
		lay->prog_count);
	p->plan = &h->first->plan;
	p->bodies = h->bodies;
	p->body_count = h->body_count;
	append_pointer(c->arena, (void ***)&p->attached, p->attached_count++, h->first);
	/* there may be more of them elsewhere */
	if (h->first->is_apart && p->bodies[0].probe->uses_probe_id) {
		p->asks_cookie = p->plan->cookies;
		p->instance = !p->plan->cookies;
	}
	lay->prog_count++;
}

/* Where a portable image runs, its body may be for other events than here, or for none: it has them
 * in a table. */
static bool needs_table(const struct compilation *c, const struct layout_body *b)
{
	return c->portable && b->selected &&
		(b->match_count > 1 || fact_is_open(b->matches[0]->attach) ||
			c->config.missing_probes != MISSING_ERROR);
}

static void place_tables(struct compilation *c, struct layout *lay)
{
	lay->tables_size = 0;
	for (uint32_t i = 0; i < lay->prog_count; i++)
		for (uint32_t k = 0; k < lay->progs[i].body_count; k++) {
			struct layout_body *b = &lay->progs[i].bodies[k];

			b->table = IMAGE_NONE;
			if (!needs_table(c, b))
				continue;
			b->table = lay->tables_size;
			lay->tables_size += IMAGE_EVENTS * sizeof(uint32_t);
		}
}

static void collect_progs(struct compilation *c, struct layout *lay)
{
	struct hook *hooks = NULL;
	struct strmap by_key = {0};
	uint32_t count = 0;

	for (uint32_t i = 0; i < lay->match_count; i++)
		hook_add(c, hook_find(c, &hooks, &by_key, lay->matches[i]), lay->matches[i]);
	strmap_free(&by_key);
	for (struct hook *h = hooks; h; h = h->next)
		count++;
	lay->progs = arena_new_array(c->arena, struct layout_prog, count + 1);
	for (struct hook *h = hooks; h; h = h->next)
		prog_add(c, lay, h);
	for (uint32_t i = 0; i < lay->prog_count; i++) {
		struct layout_prog *p = &lay->progs[i];

		p->own_scratch = !p->plan->preemptible && !p->instance;
	}
	place_tables(c, lay);
	if (lay->prog_count > c->config.max_bpf_progs)
		diag_hint(diag_error(c->diags, SPAN_NONE, DIAG_TOO_MANY,
			      "the script needs %u programs, %u are allowed", lay->prog_count,
			      c->config.max_bpf_progs),
			"raise max_bpf_progs, or use fewer probes");
}

static void add_match(struct layout *lay, struct strmap *names, struct match *m)
{
	const char *name = m->attach->label ? m->attach->label : m->spec.text;
	const struct match *first = strmap_get(names, name);

	m->id = m->name_id = lay->match_count;
	lay->matches[lay->match_count++] = m;
	if (m->leaves)
		return;
	if (first)
		m->name_id = first->id;
	else
		strmap_put(names, name, m);
}

static void plan_matches(struct compilation *c, struct layout *lay)
{
	struct strmap events = {0}, names = {0};

	for (struct probe_node *p = c->program->probes; p; p = p->next)
		for (struct attach_node *a = p->attach; a; a = a->next)
			for (struct match *m = a->matches; m; m = m->next) {
				struct event *e = strmap_get(&events, m->spec.text);

				if (!e) {
					e = arena_new_object(c->arena, struct event);
					strmap_put(&events, m->spec.text, e);
				}
				append_pointer(c->arena, (void ***)&e->matches, e->count++, m);
			}
	for (struct probe_node *p = c->program->probes; p; p = p->next)
		for (struct attach_node *a = p->attach; a; a = a->next)
			for (struct match *m = a->matches; m; m = m->next) {
				if (plan_match(c, &events, m))
					add_match(lay, &names, m);
				if (p->program_count)
					fact_assume_program(c, m);
			}
	/* what is attached at an entry for the sake of a return has the number of that */
	for (uint32_t i = 0; i < lay->match_count; i++)
		if (lay->matches[i]->leaves)
			lay->matches[i]->name_id = lay->matches[i]->leaves->name_id;
	strmap_free(&events);
	strmap_free(&names);
}

void layout_pass(struct compilation *c)
{
	struct layout *lay = arena_new_object(c->arena, struct layout);
	uint32_t capacity = 0;

	c->layout = lay;
	lay->last_action = &lay->actions;
	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		p->uses_probe_id |= c->counts_runs;
		for (struct attach_node *a = p->attach; a; a = a->next)
			capacity += a->match_count;
	}
	lay->matches = arena_alloc(c->arena, sizeof(struct match *) * (capacity + 1));
	layout_find_alike(c);
	fact_warn_of_fields(c);
	plan_matches(c, lay);
	if (diags_have_errors(c->diags))
		return;
	collect_progs(c, lay);
	layout_maps(c, lay);
}

/* -d layout */

static const char *const storage_names[MAP_STORAGE_COUNT] = {
	[MAP_HASH] = "hash",
	[MAP_PERCPU_HASH] = "per-CPU hash",
	[MAP_LRU_HASH] = "LRU hash",
	[MAP_PERCPU_LRU_HASH] = "per-CPU LRU hash",
	[MAP_ARRAY] = "array",
	[MAP_PERCPU_ARRAY] = "per-CPU array",
	[MAP_RING] = "ring",
	[MAP_CONTROL] = "control",
	[MAP_COUNTERS] = "counters",
	[MAP_RODATA] = "read-only data",
	[MAP_SCRATCH] = "scratch",
	[MAP_POOL] = "scratch pool",
	[MAP_STACKS] = "stacks",
	[MAP_USER_STACKS] = "user stacks",
	[MAP_THREADS] = "memory of threads",
	[MAP_PACKETS] = "packets",
	[MAP_PROCESSES] = "processes",
	[MAP_DATA] = "data",
	[MAP_PERCPU_DATA] = "per-CPU data",
};

void layout_dump(const struct compilation *c, struct buffer *out)
{
	const struct layout *lay = c->layout;

	for (uint32_t i = 0; i < lay->prog_count; i++) {
		const struct layout_prog *p = &lay->progs[i];

		buffer_printf(out, "program %s: %s, %u bod%s, attached %u time%s%s\n", p->name,
			p->plan->mechanism, p->body_count, p->body_count == 1 ? "y" : "ies",
			p->attached_count, p->attached_count == 1 ? "" : "s",
			p->instance ? ", one copy each" : p->asks_cookie ? ", by cookies" : "");
		for (uint32_t k = 0; k < p->body_count; k++)
			buffer_printf(out, "  body of %s%s\n", p->bodies[k].matches[0]->spec.text,
				p->bodies[k].match_count > 1
					? arena_printf(c->arena, " and %u more",
						  p->bodies[k].match_count - 1)
					: "");
	}
	for (uint32_t i = 0; i < lay->map_count; i++) {
		const struct layout_map *m = &lay->maps[i];

		if (m->map)
			buffer_printf(out,
				"map %s: %s, key %u bytes, value %u bytes, %u entries%s%s\n",
				m->name, storage_names[m->record.storage], m->record.key_size,
				m->record.value_size, m->record.max_entries,
				m->record.flags & IMAGE_MAP_TWIN ? ", second copy" : "",
				m->map->nested_use ? ", atomic" : "");
		if (m->map && m->map->key_names)
			buffer_printf(out, "  key parts %s\n", m->map->key_names);
	}
}
