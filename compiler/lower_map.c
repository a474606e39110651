/* compiler/lower_map.c - maps: keys, finding, making, changing and removing elements, and reading
 * aggregations. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <string.h>

#include "runtime/base/util.h"
#include "probes/machine.h"

LLVMValueRef ir_map_symbol(struct lowering *l, uint32_t index)
{
	return ir_symbol(l, arena_printf(l->c->arena, "map.%u", index));
}

/* Address in the value of an array map of one entry, without a helper call. */
static LLVMValueRef array_symbol(struct lowering *l, uint32_t index)
{
	return ir_symbol(l, arena_printf(l->c->arena, "array.%u", index));
}

ir_value lower_control(struct lowering *l, uint32_t offset)
{
	return ir_gep(l, array_symbol(l, l->layout->internal.control), offset);
}

ir_value lower_processes(struct lowering *l)
{
	return array_symbol(l, l->layout->internal.processes);
}

static ir_value choose_copy(
	struct lowering *l, const struct map *m, LLVMValueRef first, LLVMValueRef second)
{
	ir_value at = lower_control(l, offsetof(struct image_control, select) + 4 * m->selector);

	return ir_select(l, ir_load_volatile(l, at, 0, 4), second, first);
}

ir_value lower_map_pointer(struct lowering *l, const struct map *m)
{
	return m->twin
		? choose_copy(l, m, ir_map_symbol(l, m->index), ir_map_symbol(l, m->twin_index))
		: ir_map_symbol(l, m->index);
}

static ir_value array_address(struct lowering *l, const struct map *m)
{
	return m->twin
		   ? choose_copy(l, m, array_symbol(l, m->index), array_symbol(l, m->twin_index))
			: array_symbol(l, m->index);
}

static void count(struct lowering *l, ir_value counter)
{
	ir_value key = lower_temporary(l, 8),
		 args[] = {ir_map_symbol(l, l->layout->internal.counters), key}, at, found;
	struct ir_branch b;

	ir_store(l, key, 0, 4, counter);
	at = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);
	found = ir_compare(l, OP_EQ, ir_is_null(l, at), ir_word(l, 0), false);
	b = ir_if(l, found);
	ir_atomic_add(l, at, 0, ir_word(l, 1));
	ir_end(l, &b);
}

void lower_count(struct lowering *l, uint32_t counter)
{
	count(l, ir_word(l, counter));
}

void lower_count_run(struct lowering *l)
{
	count(l,
		LLVMBuildAdd(l->builder, lower_probe_id(l),
			ir_word(l, COUNTER_MAPS + l->layout->map_count), ""));
}

/* Keys */

ir_value lower_key(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;
	const struct type *t = m->key_type;
	const struct node *part = map->map.keys;
	ir_value key;

	if (map->map.key_count == 1) {
		ir_value v = lower_expression(l, part);

		/* bytes that are as the key wants them are used where they lie */
		if (!type_is_word(t) && type_equal(t, part->type))
			return v;
		key = lower_temporary(l, t->size);
		lower_store(l, key, 0, t, v, part->type);
		return key;
	}
	/* the parts are evaluated before memory for the key is handed out, so that a part may use
	 * what it likes */
	ir_value parts[64];
	uint32_t n = 0, filled = 0;

	for (; part && n < ARRAY_SIZE(parts); part = part->next)
		parts[n++] = lower_expression(l, part);
	key = lower_temporary(l, t->size);
	for (uint32_t i = 0; i < t->field_count; i++)
		filled += t->fields[i].type->size;
	if (filled != t->size)
		ir_zero(l, key, t->size);
	part = map->map.keys;
	for (uint32_t i = 0; i < n; i++, part = part->next)
		lower_store(l, key, t->fields[i].offset, t->fields[i].type, parts[i], part->type);
	return key;
}

static ir_value zero_key(struct lowering *l)
{
	ir_value key = lower_temporary(l, 8);

	ir_store(l, key, 0, 4, ir_word(l, 0));
	return key;
}

static LLVMValueRef lookup(struct lowering *l, ir_value map, ir_value key)
{
	ir_value args[] = {map, key};

	return ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);
}

static ir_value update(
	struct lowering *l, ir_value map, ir_value key, ir_value value, uint64_t flags)
{
	ir_value args[] = {map, key, value, ir_word(l, flags)};

	return lower_helper(l, BPF_FUNC_map_update_elem, args, 4);
}

/* Scalars: an array of one entry, the "set" word before the value. */
#define SET_SIZE 8

/* Where the "set" word lies behind scalar_address(). */
static uint32_t set_offset(const struct map *m)
{
	return m->is_thread ? m->thread_offset : 0;
}

/* May be NULL, but for arrays; a thread's memory is made when it is to be changed. */
static ir_value scalar_address(struct lowering *l, const struct map *m, bool make)
{
	if (m->is_thread)
		return lower_thread_memory(l, l->layout->internal.threads, make);
	if (layout_storage(m) == MAP_ARRAY)
		return array_address(l, m);
	return lookup(l, lower_map_pointer(l, m), zero_key(l));
}

ir_value lower_thread_memory(struct lowering *l, uint32_t map, bool make)
{
	ir_value args[] = {ir_map_symbol(l, map), lower_current_task(l), LLVMConstNull(ir_ptr(l)),
		ir_word(l, make ? BPF_LOCAL_STORAGE_GET_F_CREATE : 0)};

	return ir_helper_ptr(l, BPF_FUNC_task_storage_get, args, 4);
}

ir_value lower_map_find(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;
	ir_value cell, base;
	struct ir_branch there, set;

	if (m->is_keyed) {
		ir_value key = lower_key(l, map);

		return lookup(l, lower_map_pointer(l, m), key);
	}
	cell = ir_cell(l, LLVMConstNull(ir_ptr(l)));
	base = scalar_address(l, m, false);
	there = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, base), ir_word(l, 0), false));
	/* the verifier has to see that this is what the address hangs on */
	set = ir_if(l, ir_opaque(l, ir_load(l, base, set_offset(m), 8, false)));
	ir_cell_set(l, cell, ir_gep(l, base, set_offset(m) + SET_SIZE));
	ir_end(l, &set);
	ir_end(l, &there);
	return ir_cell_get(l, cell);
}

/* The element's address, made from zeros when it is missing; NULL when that failed. */
static ir_value find_or_make(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;
	ir_value key = lower_key(l, map), pointer = lower_map_pointer(l, m),
		 cell = ir_cell(l, lookup(l, pointer, key));
	struct ir_branch missing = ir_if(l, ir_is_null(l, ir_cell_get(l, cell)));

	/* another CPU, an interrupt or a preempting task may make it first: NOEXIST, and look again
	 * whoever did */
	update(l, pointer, key, ir_zero_data(l, m->value_type->size), BPF_NOEXIST);
	ir_cell_set(l, cell, lookup(l, pointer, key));
	ir_end(l, &missing);
	return ir_cell_get(l, cell);
}

struct lower_element lower_element_begin(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;
	ir_value base = m->is_keyed ? find_or_make(l, map) : scalar_address(l, m, true);
	struct lower_element e = {.map = m};

	e.branch = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, base), ir_word(l, 0), false));
	if (m->is_keyed) {
		e.address = base;
	} else {
		ir_store(l, base, set_offset(m), 8, ir_word(l, 1));
		e.address = ir_gep(l, base, set_offset(m) + SET_SIZE);
	}
	return e;
}

void lower_element_end(struct lowering *l, struct lower_element *e)
{
	if (e->map->is_keyed || e->map->is_thread) {
		ir_else(l, &e->branch);
		lower_count(l, COUNTER_MAPS + e->map->index);
	}
	ir_end(l, &e->branch);
}

const struct node *lower_target(const struct lowering *l)
{
	return l->target;
}

static bool is_shared(const struct map *m)
{
	return m->nested_use || layout_storage(m) == MAP_ARRAY || layout_storage(m) == MAP_HASH ||
		layout_storage(m) == MAP_LRU_HASH;
}

void lower_element_add(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value word)
{
	if (is_shared(e->map))
		ir_atomic_add(l, e->address, offset, word);
	else
		ir_store(l, e->address, offset, 8,
			LLVMBuildAdd(
				l->builder, ir_load(l, e->address, offset, 8, false), word, ""));
}

void lower_element_add_wide(struct lowering *l, const struct lower_element *e, uint32_t offset,
	ir_value low, ir_value high)
{
	ir_value before, carry;

	if (is_shared(e->map)) {
		before = LLVMBuildAtomicRMW(l->builder, LLVMAtomicRMWBinOpAdd,
			ir_gep(l, e->address, offset), low, LLVMAtomicOrderingMonotonic, false);
	} else {
		before = ir_load(l, e->address, offset, 8, false);
		ir_store(l, e->address, offset, 8, LLVMBuildAdd(l->builder, before, low, ""));
	}
	carry = ir_compare(l, OP_LT, LLVMBuildAdd(l->builder, before, low, ""), low, false);
	lower_element_add(l, e, offset + 8, LLVMBuildAdd(l->builder, high, carry, ""));
}

/* Rounds of compare-and-exchange before a maximum gives up: each lost round means that another run
 * of a program on this CPU came between. */
#define MAX_ROUNDS 8

static void shared_max(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value word)
{
	LLVMValueRef at = ir_gep(l, e->address, offset);
	ir_value cell = ir_cell(l, ir_load_volatile(l, at, 0, 8));
	struct ir_branch rounds[MAX_ROUNDS], lost;

	for (int i = 0; i < MAX_ROUNDS; i++) {
		ir_value old = ir_cell_get(l, cell), got;

		rounds[i] = ir_if(l, ir_compare(l, OP_LT, old, word, false));
		got = LLVMBuildAtomicCmpXchg(l->builder, at, old, word,
			LLVMAtomicOrderingSequentiallyConsistent,
			LLVMAtomicOrderingSequentiallyConsistent, false);
		got = LLVMBuildExtractValue(l->builder, got, 0, "");
		/* done when the word was still the old one */
		ir_cell_set(l, cell,
			ir_select(
				l, ir_compare(l, OP_EQ, got, old, false), ir_word(l, -1ULL), got));
	}
	lost = ir_if(l, ir_compare(l, OP_LT, ir_cell_get(l, cell), word, false));
	lower_count(l, COUNTER_MISSED);
	ir_end(l, &lost);
	for (int i = MAX_ROUNDS - 1; i >= 0; i--)
		ir_end(l, &rounds[i]);
}

void lower_element_max(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value word)
{
	ir_value old;

	if (is_shared(e->map)) {
		shared_max(l, e, offset, word);
		return;
	}
	old = ir_load(l, e->address, offset, 8, false);
	ir_store(l, e->address, offset, 8,
		ir_select(l, ir_compare(l, OP_LT, old, word, false), word, old));
}

ir_value lower_map_delete(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;

	if (m->is_keyed) {
		ir_value key = lower_key(l, map), args[] = {lower_map_pointer(l, m), key};

		return ir_compare(l, OP_EQ, lower_helper(l, BPF_FUNC_map_delete_elem, args, 2),
			ir_word(l, 0), false);
	}
	ir_value base = scalar_address(l, m, false), was = ir_cell(l, ir_word(l, 0));
	struct ir_branch b =
		ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, base), ir_word(l, 0), false));

	ir_cell_set(l, was, ir_load(l, base, set_offset(m), 8, false));
	ir_zero(l, ir_gep(l, base, set_offset(m)), SET_SIZE + m->value_type->size);
	ir_end(l, &b);
	return ir_cell_get(l, was);
}

/* The function that the kernel calls for every entry: it only has to say "go on". */
static LLVMValueRef visitor(struct lowering *l)
{
	LLVMTypeRef ptr = ir_ptr(l), params[] = {ptr, ptr, ptr, ptr};
	LLVMTypeRef type = LLVMFunctionType(ir_int(l, 8), params, 4, false);
	LLVMValueRef f = LLVMGetNamedFunction(l->module, "__builtin_visit_entry");
	LLVMBuilderRef b;

	if (f)
		return f;
	f = LLVMAddFunction(l->module, "__builtin_visit_entry", type);
	LLVMSetLinkage(f, LLVMInternalLinkage);
	b = LLVMCreateBuilderInContext(l->context);
	LLVMPositionBuilderAtEnd(b, LLVMAppendBasicBlockInContext(l->context, f, "entry"));
	LLVMBuildRet(b, ir_word(l, 0));
	LLVMDisposeBuilder(b);
	return f;
}

static ir_value for_each(
	struct lowering *l, uint32_t map, LLVMValueRef callback, LLVMValueRef frame)
{
	unsigned kind = LLVMGetEnumAttributeKindForName("nomerge", strlen("nomerge"));
	ir_value args[] = {ir_map_symbol(l, map), callback, frame, ir_word(l, 0)},
		 call = lower_helper(l, BPF_FUNC_for_each_map_elem, args, 4);

	LLVMAddCallSiteAttribute(
		call, LLVMAttributeFunctionIndex, LLVMCreateEnumAttribute(l->context, kind, 0));
	return call;
}

/* The verifier wants one map for each such call ("map_ptr is poisoned"), so that of two copies each
 * has its own. */
ir_value lower_for_each(
	struct lowering *l, const struct map *m, LLVMValueRef callback, LLVMValueRef frame)
{
	ir_value at, done;
	struct ir_branch second;

	if (!m->twin)
		return for_each(l, m->index, callback, frame);
	done = ir_cell(l, ir_word(l, 0));
	at = lower_control(l, offsetof(struct image_control, select) + 4 * m->selector);
	second = ir_if(l, ir_load_volatile(l, at, 0, 4));
	ir_cell_set(l, done, for_each(l, m->twin_index, callback, frame));
	ir_else(l, &second);
	ir_cell_set(l, done, for_each(l, m->index, callback, frame));
	ir_end(l, &second);
	return ir_cell_get(l, done);
}

ir_value lower_map_len(struct lowering *l, const struct map *m)
{
	return lower_for_each(l, m, visitor(l), LLVMConstNull(ir_ptr(l)));
}

/* Assignment of a plain value */

void lower_map_assign(
	struct lowering *l, const struct node *map, ir_value value, const struct type *type)
{
	const struct map *m = map->map.ref;
	const struct type *t = m->value_type;
	ir_value key, pointer, copy, at;
	struct ir_branch found, full;

	if (m->is_thread) {
		struct lower_element e = lower_element_begin(l, map);

		lower_store(l, e.address, 0, t, value, type);
		lower_element_end(l, &e);
		return;
	}
	if (!m->is_keyed) {
		at = scalar_address(l, m, true);
		lower_store(l, at, SET_SIZE, t, value, type);
		ir_store(l, at, 0, 8, ir_word(l, 1));
		return;
	}
	key = lower_key(l, map);
	pointer = lower_map_pointer(l, m);
	copy = value;
	if (type_is_word(t) || !type_equal(t, type)) {
		copy = lower_temporary(l, t->size);
		lower_store(l, copy, 0, t, value, type);
	}
	/* a word is changed where it lies; anything larger is replaced whole, so that a reader
	 * never sees half of it */
	at = type_is_word(t) ? lookup(l, pointer, key) : NULL;
	if (at) {
		found = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, at), ir_word(l, 0), false));
		lower_store(l, at, 0, t, value, type);
		ir_else(l, &found);
	}
	full = ir_if(l, update(l, pointer, key, copy, BPF_ANY));
	lower_count(l, COUNTER_MAPS + m->index);
	ir_end(l, &full);
	if (at)
		ir_end(l, &found);
}

/* Reading */

static ir_value read_plain(struct lowering *l, const struct node *map)
{
	const struct type *t = map->map.ref->value_type;
	ir_value at = lower_map_find(l, map), cell;
	bool word = type_is_word(t);
	struct ir_branch b;

	cell = word ? ir_cell(l, ir_word(l, 0)) : lower_temporary(l, t->size);
	if (!word)
		ir_zero(l, cell, t->size);
	b = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, at), ir_word(l, 0), false));
	if (word)
		ir_cell_set(l, cell, lower_load(l, at, 0, t));
	else
		ir_copy(l, cell, at, t->size);
	if (map->map.ref->is_keyed) {
		ir_else(l, &b);
		lower_missing_key(l, map->map.ref);
	}
	ir_end(l, &b);
	return word ? ir_cell_get(l, cell) : cell;
}

/* An aggregation in an expression: its words on every CPU, added or the largest of them, then made
 * one integer by its row. */
ir_value lower_aggregation(
	struct lowering *l, const struct map *m, ir_value pointer, ir_value key)
{
	const struct builtin *row = builtin_find(agg_name(m->value_type->agg), NULL);
	uint32_t skip = m->is_keyed ? 0 : SET_SIZE, words = m->value_type->size / 8;
	ir_value first = ir_cell(l, ir_word(l, 0)), second = ir_cell(l, ir_word(l, 0)),
		 cpu = ir_cell(l, ir_word(l, 0));
	LLVMBasicBlockRef loop = ir_block(l, "cpus"), end = ir_block(l, "merged");

	if (!row || !row->value)
		return ir_word(l, 0);
	ir_goto(l, loop);
	ir_at(l, loop);
	ir_value args[] = {pointer, key, ir_cell_get(l, cpu)};
	LLVMValueRef at = ir_helper_ptr(l, BPF_FUNC_map_lookup_percpu_elem, args, 3);
	struct ir_branch b =
		ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, at), ir_word(l, 0), false));
	ir_value have = ir_cell_get(l, first), more = ir_load(l, at, skip, 8, false);

	ir_cell_set(l, first,
		row->merge_max ? ir_select(l, ir_compare(l, OP_LT, have, more, false), more, have)
			: LLVMBuildAdd(l->builder, have, more, ""));
	if (words > 1)
		ir_cell_set(l, second,
			LLVMBuildAdd(l->builder, ir_cell_get(l, second),
			ir_load(l, at, skip + 8, 8, false), ""));
	ir_end(l, &b);
	ir_cell_set(l, cpu, LLVMBuildAdd(l->builder, ir_cell_get(l, cpu), ir_word(l, 1), ""));
	LLVMBuildCondBr(l->builder,
		ir_bool(l,
			ir_compare(l, OP_LT, ir_opaque(l, ir_cell_get(l, cpu)),
				lower_fact(l, FACT_CPUS, NULL, NULL, machine_possible_cpus()),
				false)),
		loop, end);
	ir_at(l, end);
	return row->value(l, ir_cell_get(l, first), ir_cell_get(l, second), m->value_type);
}

ir_value lower_map_read(struct lowering *l, const struct node *map)
{
	const struct map *m = map->map.ref;

	if (m->value_type->kind != TYPE_AGG)
		return read_plain(l, map);
	ir_value key = m->is_keyed ? lower_key(l, map) : zero_key(l);

	if (m->is_keyed && l->c->warn_failures) {
		struct ir_branch b =
			ir_if(l, ir_is_null(l, lookup(l, lower_map_pointer(l, m), key)));

		lower_missing_key(l, m);
		ir_end(l, &b);
	}
	return lower_aggregation(l, m, lower_map_pointer(l, m), key);
}
