/* compiler/layout.c - the layout pass: chooses the mechanism of every probe (by asking its
 * provider), puts bodies on the same event of the kernel into one program, lets equal programs
 * serve many events, and decides how each map is kept.  It owns struct layout; nothing is emitted
 * yet. */
#include "compiler/layout.h"
#include "compiler/layout_alike.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "compiler/function.h"
#include "compiler/resolve.h"
#include "compiler/walk.h"

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
	struct probe_use use = {
	    .pids = c->pids,
	    .pid_count = c->pid_count,
	    .attach_by = str_eq(c->config.attach_by, "auto") ? NULL : c->config.attach_by,
	};
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
		match_ask_carries(c, m);
		if (!used)
			used = arena_new_array(c->arena, bool, m->carries.arg_count + 1);
		use_fields(p, m, used);
	}
	use.args = used;
	return use;
}

static void report_probe_error(
    struct compilation *c, const struct attach_node *a, const struct probe_error *err)
{
	struct diag *d =
	    err->failure == PROBE_MALFORMED
		? diag_error(c->diags, a->span, DIAG_BAD_ATTACH_POINT, "%s", err->message)
		: diag_environment(c->diags, a->span, DIAG_PROBE_UNSUPPORTED, "%s", err->message);

	if (err->hint[0])
		diag_hint(d, "%s", err->hint);
}

/* The other side of the same event of the kernel. */
static const struct event *mate_of(
    struct compilation *c, const struct strmap *events, const struct match *m)
{
	const struct provider *p = m->spec.provider;

	if (!p->mate)
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
	if (m->spec.provider->plan(&m->spec, &use, c->arena, &m->plan, &err)) {
		report_probe_error(c, m->attach, &err);
		return false;
	}
	return true;
}

/* Hooks */

static struct hook *hook_find(
    struct compilation *c, struct hook **hooks, struct strmap *by_key, struct match *m)
{
	bool special = m->plan.stage != PROBE_STAGE_ATTACH;
	/* what sonde runs itself are separate programs: each runs whatever the one before it did */
	const char *key = special
			      ? arena_printf(c->arena, "%u", m->id)
			      : arena_printf(c->arena, "%s %u %u %u", m->plan.hook,
				    m->plan.prog_type, m->plan.attach_type, m->plan.attach_btf_id);
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
	if (a->preemptible != b->preemptible || a->filterable != b->filterable ||
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

	snprintf(
	    p->name, sizeof(p->name), "%.8s_%u", h->first->spec.provider->name, lay->prog_count);
	p->plan = &h->first->plan;
	p->bodies = h->bodies;
	p->body_count = h->body_count;
	append_pointer(c->arena, (void ***)&p->attached, p->attached_count++, h->first);
	lay->prog_count++;
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
	if (lay->prog_count > c->config.max_bpf_progs)
		diag_hint(diag_error(c->diags, SPAN_NONE, DIAG_TOO_MANY,
			      "the script needs %u programs, %u are allowed", lay->prog_count,
			      c->config.max_bpf_progs),
		    "raise max_bpf_progs, or use fewer probes");
}

/* Which maps are changed by programs that can interrupt each other */

struct map_walk {
	const struct program *program;
	const struct layout_prog *prog;
	const struct layout_prog **seen; /* by map index: first program that uses it */
};

static void walk_map(struct map_walk *w, struct map *m)
{
	const struct probe_plan *plan = w->prog->plan;

	/* begin and end probes have the maps for themselves */
	if (plan->stage != PROBE_STAGE_ATTACH && plan->stage != PROBE_STAGE_SIGNAL)
		return;
	if (plan->preemptible || w->prog->instance ||
	    (w->seen[m->index] && w->seen[m->index] != w->prog))
		m->nested_use = true;
	w->seen[m->index] = w->prog;
}

static void walk(struct node **n, void *arg)
{
	struct map_walk *w = arg;

	if ((*n)->kind == NODE_MAP)
		walk_map(w, (*n)->map.ref);
	walk_children(*n, walk, arg);
	if ((*n)->kind == NODE_CALL && (*n)->call.function)
		walk(&function_code(w->program, (*n)->call.function)->body, arg);
}

static void find_nested_maps(struct compilation *c, struct layout *lay, uint32_t map_count)
{
	struct map_walk w = {.program = c->program, .seen = arena_alloc(c->arena, sizeof(void *) * (map_count + 1))};

	for (uint32_t i = 0; i < lay->prog_count; i++) {
		w.prog = &lay->progs[i];
		for (uint32_t k = 0; k < w.prog->body_count; k++) {
			struct probe_node *p = w.prog->bodies[k].probe;

			if (p->predicate)
				walk(&p->predicate, &w);
			walk(&p->body, &w);
		}
	}
}

/* Maps */

/* Values of at most this many bytes are kept once a CPU; larger ones once, with atomic additions:
 * the kernel's allocator refuses new keys of large per-CPU values under load, and a per-CPU value
 * may not exceed 32 KiB (PCPU_MIN_UNIT_SIZE, mm/percpu.c). */
#define PERCPU_VALUE_LIMIT 64

/* Less than what the kernel allocates for an entry of a hash (KMALLOC_MAX_SIZE, 4 MiB), with key and links. */
#define HASH_VALUE_LIMIT ((4u << 20) - 4096)

/* A time series is one for all CPUs: which sample is the last, and which interval the newest, is not to be told from copies. */
static bool is_kept_by_cpu(const struct map *m)
{
	const struct type *t = m->value_type;

	if (t->kind != TYPE_AGG || t->agg == AGG_TSERIES)
		return false;
	return !m->is_keyed || t->size <= PERCPU_VALUE_LIMIT;
}

enum map_storage layout_storage(const struct map *m)
{
	if (!m->is_keyed)
		return is_kept_by_cpu(m) ? MAP_PERCPU_ARRAY : MAP_ARRAY;

	bool lru = m->declared && m->declared->kind.lru;

	if (is_kept_by_cpu(m))
		return lru ? MAP_PERCPU_LRU_HASH : MAP_PERCPU_HASH;
	return lru ? MAP_LRU_HASH : MAP_HASH;
}

static uint32_t add_map(struct layout *lay, struct layout_map map)
{
	lay->maps[lay->map_count] = map;
	return lay->map_count++;
}

static uint32_t add_internal(struct layout *lay, const char *name, enum map_storage storage,
    uint32_t key_size, uint32_t value_size, uint32_t max_entries)
{
	return add_map(lay, (struct layout_map){
				.name = name,
				.record =
				    {
					.storage = storage,
					.key_size = key_size,
					.value_size = value_size,
					.max_entries = max_entries,
					.key_type = IMAGE_NONE,
					.value_type = IMAGE_NONE,
					.twin = IMAGE_NONE,
					.selector = IMAGE_NONE,
					.key_names = IMAGE_NONE,
				    },
			    });
}

static uint32_t entries_of(const struct compilation *c, const struct map *m)
{
	if (!m->is_keyed)
		return 1;
	return m->declared ? m->declared->limit : c->config.max_map_keys;
}

static void add_user_map(
    struct compilation *c, struct layout *lay, struct map *m, uint32_t *selectors)
{
	struct layout_map lm = {
	    .name = arena_printf(c->arena, "@%s", m->name),
	    .map = m,
	    .record =
		{
		    .storage = layout_storage(m),
		    .flags = IMAGE_MAP_USER | (m->is_keyed ? 0 : IMAGE_MAP_SCALAR) | (m->declared ? IMAGE_MAP_DECLARED : 0),
		    .key_size = m->is_keyed ? m->key_type->size : 4,
		    .value_size = m->value_type->size + (m->is_keyed ? 0 : 8),
		    .max_entries = entries_of(c, m),
		    .twin = IMAGE_NONE,
		    .selector = IMAGE_NONE,
		    .span_start = m->assigned.start,
		    .span_end = m->assigned.end,
		},
	};

	if (m->is_keyed && lm.record.value_size > HASH_VALUE_LIMIT) {
		diag_hint(diag_error(c->diags, m->assigned, DIAG_TOO_LARGE,
			      "a value of '@%s' needs %u bytes, the kernel keeps at most %u for a key", m->name,
			      lm.record.value_size, HASH_VALUE_LIMIT),
		    "keep fewer of them, or use a map without keys");
		return;
	}
	if (m->twin && *selectors == CONTROL_SELECTORS) {
		diag_hint(diag_error(c->diags, m->first, DIAG_TOO_MANY,
			      "more than %u maps are printed and cleared in one step", CONTROL_SELECTORS),
		    "put another statement between print() and clear() of some, which are two steps then");
		return;
	}
	if (m->twin) {
		m->selector = lm.record.selector = (*selectors)++;
		m->twin_index = lm.record.twin = m->index + 1;
	}
	add_map(lay, lm);
	if (m->twin) {
		lm.record.flags = (lm.record.flags & ~IMAGE_MAP_USER) | IMAGE_MAP_TWIN;
		lm.record.twin = IMAGE_NONE;
		lm.record.selector = IMAGE_NONE;
		add_map(lay, lm);
	}
}

#define THREAD_MEMORY_LIMIT (16u << 10)

/* The variables of a thread lie behind one another, each with a word before it that says whether it is set. */
static void add_thread_memory(struct compilation *c, struct layout *lay)
{
	uint32_t size = 0;

	lay->internal.threads = IMAGE_NONE;
	for (struct map *m = c->program->maps; m; m = m->next) {
		if (!m->is_thread)
			continue;
		m->thread_offset = size;
		m->index = lay->map_count;
		size += 8 + ROUND_UP(m->value_type->size, 8u);
		if (size <= THREAD_MEMORY_LIMIT)
			continue;
		diag_hint(diag_error(c->diags, m->assigned, DIAG_TOO_LARGE,
			      "the variables of a thread take more than %u bytes with '%s', which is the limit",
			      THREAD_MEMORY_LIMIT, m->title),
		    "keep shorter strings (str(x, 64)), or use a map with tid as its key");
		return;
	}
	if (size)
		lay->internal.threads = add_internal(lay, "self.", MAP_THREADS, 4, size, 1);
}

/* What the threads have entered, for the probes that ask for `latency`: one memory for functions, which nest, and one for system calls. */
static void add_entry_memories(struct compilation *c, struct layout *lay)
{
	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		bool some[2] = {false};

		for (const struct attach_node *a = p->attach; p->entry && a; a = a->next)
			for (const struct match *m = a->matches; m; m = m->next)
				some[(m->spec.provider->flags & PROVIDER_NESTS) != 0] = true;
		for (int nests = 0; nests < 2; nests++)
			p->entry_memory[nests] = some[nests] ? add_internal(lay, "latency", MAP_THREADS, 4,
								   lower_entered_size(nests), 1)
							     : IMAGE_NONE;
	}
}

static void layout_maps(struct compilation *c, struct layout *lay)
{
	uint32_t count = 0, selectors = 0;

	for (struct map *m = c->program->maps; m; m = m->next)
		count += m->twin ? 2 : 1;
	for (const struct probe_node *p = c->program->probes; p; p = p->next)
		count += p->entry ? 2 : 0;
	lay->maps = arena_new_array(c->arena, struct layout_map, count + 8);
	for (struct map *m = c->program->maps; m; m = m->next) {
		m->index = lay->map_count;
		if (!m->is_thread)
			add_user_map(c, lay, m, &selectors);
	}
	add_thread_memory(c, lay);
	add_entry_memories(c, lay);
	find_nested_maps(c, lay, lay->map_count);
	lay->internal.ring = add_internal(lay, "ring", MAP_RING, 0, 0, 0);
	lay->internal.control =
	    add_internal(lay, "control", MAP_CONTROL, 4, sizeof(struct image_control), 1);
	lay->internal.counters = add_internal(lay, "counters", MAP_COUNTERS, 4, 8, 0);
	lay->internal.rodata = add_internal(lay, "rodata", MAP_RODATA, 4, 0, 1);
	lay->internal.scratch = add_internal(lay, "scratch", MAP_SCRATCH, 4, 0, lay->prog_count);
	lay->internal.pool = add_internal(lay, "pool", MAP_POOL, 4, 0, 0);
	lay->internal.stacks = IMAGE_NONE;
	if (c->stack_limit)
		lay->internal.stacks = add_internal(lay, "kstack", MAP_STACKS, 8,
		    sizeof(struct image_stack) + 8 * c->stack_limit, c->config.max_map_keys);
	lay->internal.packets = IMAGE_NONE;
	if (c->writes_packets)
		lay->internal.packets = add_internal(lay, "packets", MAP_PACKETS, 4, 4, 1);
	lay->maps[lay->internal.counters].record.max_entries = COUNTER_MAPS + lay->map_count;
}

static void add_match(struct layout *lay, struct strmap *names, struct match *m)
{
	const char *name = m->attach->label ? m->attach->label : m->spec.text;
	const struct match *first = strmap_get(names, name);

	m->id = m->name_id = lay->match_count;
	lay->matches[lay->match_count++] = m;
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
			}
	strmap_free(&events);
	strmap_free(&names);
}

void layout_pass(struct compilation *c)
{
	struct layout *lay = arena_new_object(c->arena, struct layout);
	uint32_t capacity = 0;

	c->layout = lay;
	lay->last_action = &lay->actions;
	for (struct probe_node *p = c->program->probes; p; p = p->next)
		for (struct attach_node *a = p->attach; a; a = a->next)
			capacity += a->match_count;
	lay->matches = arena_alloc(c->arena, sizeof(struct match *) * (capacity + 1));
	layout_find_alike(c);
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
    [MAP_THREADS] = "memory of threads",
    [MAP_PACKETS] = "packets",
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
			    p->bodies[k].match_count > 1 ? arena_printf(c->arena, " and %u more",
							       p->bodies[k].match_count - 1)
							 : "");
	}
	for (uint32_t i = 0; i < lay->map_count; i++) {
		const struct layout_map *m = &lay->maps[i];

		if (m->map)
			buffer_printf(out,
			    "map %s: %s, key %u bytes, value %u bytes, %u entries%s%s\n", m->name,
			    storage_names[m->record.storage], m->record.key_size,
			    m->record.value_size, m->record.max_entries,
			    m->record.flags & IMAGE_MAP_TWIN ? ", second copy" : "",
			    m->map->nested_use ? ", atomic" : "");
		if (m->map && m->map->key_names)
			buffer_printf(out, "  key parts %s\n", m->map->key_names);
	}
}
