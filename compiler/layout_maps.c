/* compiler/layout_maps.c - how each map is kept in the kernel, and the maps that the script does
 * not see.  Part of the layout pass. */
#include "compiler/layout.h"

#include "probes/machine.h"
#include "runtime/base/unwind.h"
#include "runtime/base/util.h"
#include "compiler/c_object.h"
#include "compiler/function.h"
#include "compiler/walk.h"

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
	struct function *f = (*n)->kind == NODE_CALL ? (*n)->call.function : NULL;

	if ((*n)->kind == NODE_MAP)
		walk_map(w, (*n)->map.ref);
	walk_children(*n, walk, arg);
	if (!f || f->walked == w->prog)
		return;
	f->walked = w->prog;
	walk(&f->code->body, arg);
}

static void find_nested_maps(struct compilation *c, struct layout *lay, uint32_t map_count)
{
	struct map_walk w = {
		.program = c->program,
		.seen = arena_alloc(c->arena, sizeof(void *) * (map_count + 1)),
	};

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

/* Less than what the kernel allocates for an entry of a hash (KMALLOC_MAX_SIZE, 4 MiB), with key
 * and links. */
#define HASH_VALUE_LIMIT ((4u << 20) - 4096)

/* A time series is one for all CPUs: which sample is the last, and which interval the newest, is
 * not to be told from copies. */
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
	return add_map(lay,
		(struct layout_map){
			.name = name,
			.record = {
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
		.record = {
			.storage = layout_storage(m),
			.flags = IMAGE_MAP_USER | (m->is_keyed ? 0 : IMAGE_MAP_SCALAR) |
				(m->declared ? IMAGE_MAP_DECLARED : 0),
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
		diag_hint(
			diag_error(c->diags, m->assigned, DIAG_TOO_LARGE,
				"a value of '@%s' needs %u bytes, the kernel keeps at most %u for a key",
				m->name, lm.record.value_size, HASH_VALUE_LIMIT),
			"keep fewer of them, or use a map without keys");
		return;
	}
	if (m->twin && *selectors == CONTROL_SELECTORS) {
		diag_hint(diag_error(c->diags, m->first, DIAG_TOO_MANY,
				  "more than %u maps are printed and cleared in one step",
				  CONTROL_SELECTORS),
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

/* The variables of a thread lie behind one another, each with a word before it that says whether it
 * is set. */
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
		diag_hint(
			diag_error(c->diags, m->assigned, DIAG_TOO_LARGE,
				"the variables of a thread take more than %u bytes with '%s', which is the limit",
				THREAD_MEMORY_LIMIT, m->title),
			"keep shorter strings (str(x, 64)), or use a map with tid as its key");
		return;
	}
	if (size)
		lay->internal.threads = add_internal(lay, "self.", MAP_THREADS, 4, size, 1);
}

/* What the threads have entered, for the probes that ask for `latency`: one memory for functions,
 * which nest, and one for system calls. */
static void add_entry_memories(struct compilation *c, struct layout *lay)
{
	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		bool some[2] = {false};

		for (const struct attach_node *a = p->attach; p->entry && a; a = a->next)
			for (const struct match *m = a->matches; m; m = m->next)
				some[(m->spec.provider->flags & PROVIDER_NESTS) != 0] = true;
		for (int nests = 0; nests < 2; nests++)
			p->entry_memory[nests] = some[nests]
				? add_internal(lay, "latency", MAP_THREADS, 4,
					  lower_entered_size(nests), 1)
				: IMAGE_NONE;
	}
}

/* What functions in C change, and the maps that they define. */
static void add_object_maps(struct layout *lay, struct c_object *o)
{
	if (o->data_size)
		o->data_map = add_internal(lay, "data", MAP_DATA, 4, o->data_size, 1);
	for (struct c_map *m = o->maps; m; m = m->next)
		if (!m->refusal)
			m->index = add_internal(lay, m->name, m->storage, m->key_size,
				m->value_size, m->max_entries);
}

static uint32_t add_stacks(const struct compilation *c, struct layout *lay, enum stack_space space)
{
	if (!c->stack_bytes[space])
		return IMAGE_NONE;
	return add_internal(lay, space == STACK_KERNEL ? "kstack" : "ustack",
		space == STACK_KERNEL ? MAP_STACKS : MAP_USER_STACKS, 8,
		sizeof(struct image_stack) + c->stack_bytes[space], c->config.max_map_keys);
}

/* One process is a number in the program where programs have the numbers that we have: in a pid
 * namespace of our own they tell those of tasks in one below it not at all. */
static bool keeps_processes(const struct compilation *c)
{
	uint64_t dev, ino;

	return c->portable || c->follow || c->scope.pid_count > 1 ||
		(c->scope.pid_count && !machine_initial_pid_namespace(&dev, &ino));
}

/* The tables that dw_ustack follows stacks by; the runtime fills them. */
static void add_unwind_tables(const struct compilation *c, struct layout *lay)
{
	lay->internal.unwind_processes = lay->internal.unwind_pages = lay->internal.unwind_rules =
		IMAGE_NONE;
	if (!c->unwinds)
		return;
	lay->internal.unwind_processes = add_internal(lay, "unwind_procs", MAP_UNWIND_PROCESSES, 8,
		sizeof(struct unwind_process), UNWIND_PROCESSES);
	lay->internal.unwind_pages = add_internal(
		lay, "unwind_pages", MAP_UNWIND_PAGES, 8, sizeof(struct unwind_page), UNWIND_PAGES);
	lay->internal.unwind_rules = add_internal(
		lay, "unwind_rules", MAP_UNWIND_RULES, 4, sizeof(struct unwind_rule), UNWIND_RULES);
}

void layout_maps(struct compilation *c, struct layout *lay)
{
	uint32_t count = 0, selectors = 0;

	for (struct map *m = c->program->maps; m; m = m->next)
		count += m->twin ? 2 : 1;
	for (const struct probe_node *p = c->program->probes; p; p = p->next)
		count += p->entry ? 2 : 0;
	for (const struct c_object *o = c->c_objects; o; o = o->next) {
		count++;
		for (const struct c_map *m = o->maps; m; m = m->next)
			count++;
	}
	lay->maps = arena_new_array(c->arena, struct layout_map, count + 13);
	for (struct map *m = c->program->maps; m; m = m->next) {
		m->index = lay->map_count;
		if (!m->is_thread)
			add_user_map(c, lay, m, &selectors);
	}
	add_thread_memory(c, lay);
	add_entry_memories(c, lay);
	find_nested_maps(c, lay, lay->map_count);
	for (struct c_object *o = c->c_objects; o; o = o->next)
		add_object_maps(lay, o);
	lay->internal.ring = add_internal(lay, "ring", MAP_RING, 0, 0, 0);
	lay->internal.control =
		add_internal(lay, "control", MAP_CONTROL, 4, sizeof(struct image_control), 1);
	lay->internal.counters = add_internal(lay, "counters", MAP_COUNTERS, 4, 8, 0);
	lay->internal.rodata = add_internal(lay, "rodata", MAP_RODATA, 4, 0, 1);
	lay->internal.scratch = add_internal(lay, "scratch", MAP_SCRATCH, 4, 0, lay->prog_count);
	lay->internal.pool = add_internal(lay, "pool", MAP_POOL, 4, 0, 0);
	for (int space = 0; space < STACK_SPACES; space++)
		lay->internal.stacks[space] = add_stacks(c, lay, (enum stack_space)space);
	lay->internal.packets = IMAGE_NONE;
	if (c->writes_packets)
		lay->internal.packets = add_internal(lay, "packets", MAP_PACKETS, 4, 4, 1);
	lay->internal.processes = IMAGE_NONE;
	if (keeps_processes(c))
		lay->internal.processes = add_internal(
			lay, "processes", MAP_PROCESSES, 4, sizeof(struct image_processes), 1);
	add_unwind_tables(c, lay);
	lay->maps[lay->internal.counters].record.max_entries =
		COUNTER_MAPS + lay->map_count + (c->counts_runs ? lay->match_count : 0);
}
