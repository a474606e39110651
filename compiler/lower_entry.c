/* compiler/lower_entry.c - pairs what a thread enters with what it leaves, for `latency`
 * (language.md 17.4).
 *
 * A thread's memory holds what it has entered and not left, the innermost last.  System calls do
 * not nest: one place is enough for them.  A return is that of the innermost entry of its function,
 * and where the stack pointer is known of its frame; entries above that one were skipped (longjmp,
 * exceptions, returns that the kernel missed) and are dropped, as are, on an entry, those that the
 * stack pointer says are no longer under way. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "runtime/base/util.h"

/* How deep recursion is followed; returns from below are missed runs. */
#define ENTRY_LIMIT 16

/* The memory of functions.  That of system calls is as if it had one entry. */
struct entered {
	uint64_t depth;         /* entries under way; those above ENTRY_LIMIT have no place */
	struct entry {
		uint64_t start_ns;
		uint64_t id;    /* of the function */
		uint64_t stack_pointer; /* 0: not known */
	} entries[ENTRY_LIMIT];
};

uint32_t lower_entered_size(bool nests)
{
	return nests ? sizeof(struct entered)
		: offsetof(struct entered, entries) + sizeof(struct entry);
}

/* The match at the return: the body's own, or the one that the hidden probe's belongs to. */
static const struct match *return_match(const struct lowering *l)
{
	const struct match *m = lower_match(l);

	return m->leaves ? m->leaves : m;
}

static bool nests(const struct lowering *l)
{
	return return_match(l)->spec.provider->flags & PROVIDER_NESTS;
}

static ir_value now(struct lowering *l)
{
	return lower_helper(l, BPF_FUNC_ktime_get_ns, NULL, 0);
}

/* Whether functions have to be told from each other; the probe at the return may know its number
 * for other reasons. */
static bool tells_functions(const struct lowering *l)
{
	const struct probe_node *p = l->body->probe;

	return (p->entry ? p->entry : p)->uses_probe_id;
}

/* Which function it is, by the number of the match at its return, which is that of the match at its
 * entry. */
static ir_value function_id(struct lowering *l)
{
	return tells_functions(l) ? lower_probe_id(l) : ir_word(l, 0);
}

/* The stack pointer as it was at the entry; NULL where the probe does not tell. */
static ir_value stack_pointer(struct lowering *l)
{
	const struct probe_plan *plan = &lower_match(l)->plan;

	if (plan->stack_pointer.kind == ACCESS_NONE)
		return NULL;
	return LLVMBuildSub(l->builder, lower_access_word(l, &plan->stack_pointer, false),
		ir_word(l, plan->stack_popped), "");
}

static ir_value compare(struct lowering *l, LLVMIntPredicate how, ir_value a, ir_value b)
{
	return LLVMBuildICmp(l->builder, how, a, b, "");
}

/* Entry number `below` - 1, where below is 1 to ENTRY_LIMIT; masked for the verifier. */
static ir_value entry_below(struct lowering *l, ir_value memory, ir_value below)
{
	ir_value i = LLVMBuildSub(l->builder, below, ir_word(l, 1), "");

	i = ir_opaque(l, LLVMBuildAnd(l->builder, i, ir_word(l, ENTRY_LIMIT - 1), ""));
	i = LLVMBuildAnd(l->builder, i, ir_word(l, ENTRY_LIMIT - 1), "");
	return ir_offset(l, ir_gep(l, memory, offsetof(struct entered, entries)),
		LLVMBuildMul(l->builder, i, ir_word(l, sizeof(struct entry)), ""));
}

static ir_value at_most_limit(struct lowering *l, ir_value depth)
{
	ir_value limit = ir_word(l, ENTRY_LIMIT);

	return LLVMBuildSelect(l->builder, compare(l, LLVMIntUGT, depth, limit), limit, depth, "");
}

static ir_value entry_word(struct lowering *l, ir_value entry, size_t offset)
{
	return ir_load(l, entry, (uint32_t)offset, 8, false);
}

/* Looks at the entries from the innermost on, at most ENTRY_LIMIT: `visit` says in a bit whether to
 * go on to the one below, and `depth` is moved there.  What follows is written at `end`. */
struct entry_walk {
	ir_value memory, depth; /* depth: a cell */
	ir_value id, stack_pointer;
	LLVMBasicBlockRef end;
};

static void walk_entries(struct lowering *l, const struct entry_walk *w,
	LLVMValueRef (*goes_on)(struct lowering *l, const struct entry_walk *w, ir_value entry))
{
	LLVMBasicBlockRef look = ir_block(l, "look"), there = ir_block(l, "there"),
			  below = ir_block(l, "below");
	ir_value round = ir_cell(l, ir_word(l, 0)), at, next;

	ir_goto(l, look);
	ir_at(l, look);
	at = at_most_limit(l, ir_cell_get(l, w->depth));
	LLVMBuildCondBr(l->builder, compare(l, LLVMIntEQ, at, ir_word(l, 0)), w->end, there);
	ir_at(l, there);
	LLVMBuildCondBr(l->builder, goes_on(l, w, entry_below(l, w->memory, at)), below, w->end);
	ir_at(l, below);
	ir_cell_set(l, w->depth, LLVMBuildSub(l->builder, at, ir_word(l, 1), ""));
	next = LLVMBuildAdd(l->builder, ir_cell_get(l, round), ir_word(l, 1), "");
	ir_cell_set(l, round, next);
	LLVMBuildCondBr(l->builder, ir_bool(l, ir_counts(l, next, ENTRY_LIMIT)), look, w->end);
	ir_at(l, w->end);
}

/* An entry whose frame is the caller's or lies below it is not under way any more.  One in the same
 * frame is another function's that went on to this one, or was left without a return.  In another
 * stack nothing can be said. */
static LLVMValueRef is_stale(struct lowering *l, const struct entry_walk *w, ir_value entry)
{
	ir_value was = entry_word(l, entry, offsetof(struct entry, stack_pointer)),
		 id = entry_word(l, entry, offsetof(struct entry, id)),
		 apart = LLVMBuildXor(l->builder, was, w->stack_pointer, "");
	LLVMValueRef below = compare(l, LLVMIntULT, was, w->stack_pointer),
		     same = compare(l, LLVMIntEQ, was, w->stack_pointer),
		     one_stack = compare(l, LLVMIntULT, apart,
			     ir_word(l, 1ull << lower_match(l)->plan.stack_bits));

	same = LLVMBuildAnd(l->builder, same, compare(l, LLVMIntEQ, id, w->id), "");
	return LLVMBuildAnd(l->builder, one_stack, LLVMBuildOr(l->builder, below, same, ""), "");
}

static void push(struct lowering *l, ir_value memory)
{
	struct entry_walk w = {
		.memory = memory,
		.depth = ir_cell(l, ir_load(l, memory, 0, 8, false)),
		.id = function_id(l),
		.stack_pointer = stack_pointer(l),
	};
	ir_value depth, entry;
	struct ir_branch room;

	if (w.stack_pointer) {
		w.end = ir_block(l, "alive");
		walk_entries(l, &w, is_stale);
	}
	depth = LLVMBuildAdd(l->builder, ir_cell_get(l, w.depth), ir_word(l, 1), "");
	ir_store(l, memory, 0, 8, depth);
	room = ir_if(l, ir_compare(l, OP_LE, depth, ir_word(l, ENTRY_LIMIT), false));
	entry = entry_below(l, memory, depth);
	ir_store(l, entry, offsetof(struct entry, id), 8, w.id);
	ir_store(l, entry, offsetof(struct entry, stack_pointer), 8,
		w.stack_pointer ? w.stack_pointer : ir_word(l, 0));
	ir_store(l, entry, offsetof(struct entry, start_ns), 8, now(l));
	ir_end(l, &room);
}

void lower_entry(struct lowering *l)
{
	uint32_t map = l->body->probe->leaves->entry_memory[nests(l)];
	ir_value memory = lower_thread_memory(l, map, true);
	struct ir_branch made =
		ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, memory), ir_word(l, 0), false));

	if (nests(l)) {
		push(l, memory);
	} else {
		ir_store(l, memory, 0, 8, ir_word(l, 1));
		ir_store(l, memory,
			offsetof(struct entered, entries) + offsetof(struct entry, start_ns), 8,
			now(l));
	}
	ir_else(l, &made);
	lower_count(l, COUNTER_MAPS + map);
	ir_end(l, &made);
}

static LLVMValueRef is_another(struct lowering *l, const struct entry_walk *w, ir_value entry)
{
	LLVMValueRef other = compare(
			     l, LLVMIntNE, entry_word(l, entry, offsetof(struct entry, id)), w->id),
		     moved;

	if (!w->stack_pointer)
		return other;
	moved = compare(l, LLVMIntNE, entry_word(l, entry, offsetof(struct entry, stack_pointer)),
		w->stack_pointer);
	return LLVMBuildOr(l->builder, other, moved, "");
}

/* A return that was too deep for its entry to have a place. */
static void leave_deeper(struct lowering *l, ir_value memory, ir_value depth)
{
	ir_store(l, memory, 0, 8, LLVMBuildSub(l->builder, depth, ir_word(l, 1), ""));
	lower_count(l, COUNTER_MISSED);
}

/* Finds the entry, and sets latency and `found` where there is one. */
static void pop(struct lowering *l, ir_value memory, ir_value found, ir_value end_ns)
{
	ir_value whole = ir_load(l, memory, 0, 8, false),
		 deeper = ir_compare(l, OP_GT, whole, ir_word(l, ENTRY_LIMIT), false), at;
	struct entry_walk w = {
		.memory = memory,
		.depth = ir_cell(l, whole),
		.id = function_id(l),
		.stack_pointer = stack_pointer(l),
		.end = ir_block(l, "searched"),
	};
	struct ir_branch hit, missed;

	/* without the stack pointer the innermost one is taken for the one that returns */
	if (!w.stack_pointer)
		ir_cell_set(l, w.depth, ir_select(l, deeper, ir_word(l, 0), whole));
	walk_entries(l, &w, is_another);
	at = at_most_limit(l, ir_cell_get(l, w.depth));
	hit = ir_if(l, at);
	ir_cell_set(l, l->latency,
		LLVMBuildSub(l->builder, end_ns,
			entry_word(l, entry_below(l, memory, at), offsetof(struct entry, start_ns)),
			""));
	ir_store(l, memory, 0, 8, LLVMBuildSub(l->builder, at, ir_word(l, 1), ""));
	ir_cell_set(l, found, ir_word(l, 1));
	ir_else(l, &hit);
	missed = ir_if(l, deeper);
	leave_deeper(l, memory, whole);
	ir_end(l, &missed);
	ir_end(l, &hit);
}

ir_value lower_left(struct lowering *l)
{
	ir_value end_ns = now(l), found = ir_cell(l, ir_word(l, 0)), memory, start;
	struct ir_branch there, entered;

	l->latency = ir_cell(l, ir_word(l, 0));
	memory = lower_thread_memory(l, l->body->probe->entry_memory[nests(l)], false);
	there = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, memory), ir_word(l, 0), false));
	if (nests(l)) {
		pop(l, memory, found, end_ns);
	} else {
		entered = ir_if(l, ir_load(l, memory, 0, 8, false));
		start = ir_load(l, memory,
			offsetof(struct entered, entries) + offsetof(struct entry, start_ns), 8,
			false);
		ir_cell_set(l, l->latency, LLVMBuildSub(l->builder, end_ns, start, ""));
		ir_cell_set(l, found, ir_word(l, 1));
		ir_store(l, memory, 0, 8, ir_word(l, 0));
		ir_end(l, &entered);
	}
	ir_end(l, &there);
	return ir_cell_get(l, found);
}

ir_value lower_latency(struct lowering *l)
{
	return ir_cell_get(l, l->latency);
}
