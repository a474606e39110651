/* tests/unit/lower_at_once.h - compiler/lower.h without LLVM: its functions work the values out at
 * once, in this program's memory.  For one test program: it stands in the place of the compiler's
 * own. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/builtin.h"
#include "compiler/compilation.h"
#include "compiler/lower.h"
#include "runtime/base/util.h"

/* A value is a word (addresses too), a cell a word that changes. */
struct LLVMOpaqueValue {
	uint64_t word;
};

enum { MAX_DEPTH = 64 };

struct lowering {
	struct compilation compilation;
	uint64_t sample; /* what every argument evaluates to */
	const struct node *target;
	uint8_t *element; /* the element of the target */
	size_t element_size;
	bool active[MAX_DEPTH]; /* conditions of the branches around */
	unsigned depth;
};

static ir_value word(struct lowering *l, uint64_t w)
{
	ir_value v = arena_alloc(l->compilation.arena, sizeof(*v));

	v->word = w;
	return v;
}

static bool is_active(const struct lowering *l)
{
	for (unsigned i = 0; i < l->depth; i++)
		if (!l->active[i])
			return false;
	return true;
}

struct compilation *lower_compilation(const struct lowering *l)
{
	return (struct compilation *)&l->compilation;
}

ir_value lower_const(struct lowering *l, uint64_t value)
{
	return word(l, value);
}

ir_value lower_argument(struct lowering *l, const struct node *call, uint32_t n)
{
	(void)call;
	assert_int_equal(n, 0);
	return word(l, l->sample);
}

ir_value lower_expression(struct lowering *l, const struct node *n)
{
	(void)n;
	return word(l, l->sample);
}

static uint64_t divided(enum operator op, uint64_t a, uint64_t b)
{
	if (!b)
		return 1;
	return op == OP_DIV ? a / b : a % b;
}

ir_value ir_binary(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	uint64_t x = a->word, y = b->word;

	switch ((int)op) {
	case OP_ADD: return word(l, x + y);
	case OP_SUB: return word(l, x - y);
	case OP_MUL: return word(l, x * y);
	case OP_SHL: return word(l, x << (y & 63));
	case OP_SHR: return word(l, is_signed ? (uint64_t)((int64_t)x >> (y & 63)) : x >> (y & 63));
	case OP_AND: return word(l, x & y);
	case OP_OR: return word(l, x | y);
	case OP_XOR: return word(l, x ^ y);
	case OP_DIV:
	case OP_MOD:
		if (is_signed && y && (int64_t)y != -1)
			return word(l, (uint64_t)(op == OP_DIV ? (int64_t)x / (int64_t)y
				: (int64_t)x % (int64_t)y));
		return word(l, divided(op, x, y));
	}
	fail_msg("operator %s", operator_text(op));
	return NULL;
}

ir_value ir_compare(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	bool less = is_signed ? (int64_t)a->word < (int64_t)b->word : a->word < b->word;
	bool equal = a->word == b->word;

	switch ((int)op) {
	case OP_EQ: return word(l, equal);
	case OP_NE: return word(l, !equal);
	case OP_LT: return word(l, less);
	case OP_LE: return word(l, less || equal);
	case OP_GT: return word(l, !less && !equal);
	case OP_GE: return word(l, !less);
	}
	fail_msg("operator %s", operator_text(op));
	return NULL;
}

ir_value ir_select(struct lowering *l, ir_value cond, ir_value yes, ir_value no)
{
	(void)l;
	return cond->word ? yes : no;
}

ir_value ir_opaque(struct lowering *l, ir_value v)
{
	(void)l;
	return v;
}

ir_value ir_extend(struct lowering *l, ir_value v, uint32_t size, bool is_signed)
{
	unsigned unused = 64 - 8 * size;

	return word(l, is_signed ? (uint64_t)((int64_t)(v->word << unused) >> unused)
		: v->word << unused >> unused);
}

static void *host(ir_value address)
{
	return (void *)(uintptr_t)address->word;
}

ir_value ir_offset(struct lowering *l, ir_value address, ir_value bytes)
{
	return word(l, address->word + bytes->word);
}

ir_value ir_load(
	struct lowering *l, ir_value address, uint32_t offset, uint32_t size, bool is_signed)
{
	uint64_t w = 0;

	assert_int_equal(offset % size, 0);
	if (is_active(l))
		memcpy(&w, (char *)host(address) + offset, size);
	return ir_extend(l, word(l, w), size, is_signed);
}

void ir_store(struct lowering *l, ir_value address, uint32_t offset, uint32_t size, ir_value v)
{
	assert_int_equal(offset % size, 0); /* the verifier wants that of the stack */
	if (is_active(l))
		memcpy((char *)host(address) + offset, &v->word, size);
}

ir_value lower_temporary(struct lowering *l, uint32_t size)
{
	void *memory = arena_alloc(l->compilation.arena, size);

	memset(memory, 0xa5, size);
	return word(l, (uint64_t)(uintptr_t)memory);
}

ir_value lower_data_const(struct lowering *l, const void *bytes, uint32_t size)
{
	return word(l, (uint64_t)(uintptr_t)arena_memdup(l->compilation.arena, bytes, size));
}

void ir_zero(struct lowering *l, ir_value address, uint32_t size)
{
	if (is_active(l))
		memset(host(address), 0, size);
}

void ir_copy(struct lowering *l, ir_value to, ir_value from, uint32_t size)
{
	if (is_active(l))
		memcpy(host(to), host(from), size);
}

struct ir_branch ir_if(struct lowering *l, ir_value cond)
{
	assert_in_range(l->depth, 0, MAX_DEPTH - 1);
	l->active[l->depth++] = cond->word != 0;
	return (struct ir_branch){ 0 };
}

void ir_else(struct lowering *l, struct ir_branch *b)
{
	(void)b;
	l->active[l->depth - 1] = !l->active[l->depth - 1];
}

void ir_end(struct lowering *l, struct ir_branch *b)
{
	(void)b;
	l->depth--;
}

ir_value ir_cell(struct lowering *l, ir_value initial)
{
	return word(l, initial->word);
}

void ir_cell_set(struct lowering *l, ir_value cell, ir_value v)
{
	if (is_active(l))
		cell->word = v->word;
}

ir_value ir_cell_get(struct lowering *l, ir_value cell)
{
	return word(l, cell->word);
}

const struct node *lower_target(const struct lowering *l)
{
	return l->target;
}

struct lower_element lower_element_begin(struct lowering *l, const struct node *map)
{
	assert_ptr_equal(map, l->target);
	return (struct lower_element){ .address = word(l, (uint64_t)(uintptr_t)l->element),
		.map = map->map.ref };
}

void lower_element_end(struct lowering *l, struct lower_element *e)
{
	(void)l;
	(void)e;
}

static uint64_t *element_word(struct lowering *l, const struct lower_element *e, uint32_t offset)
{
	uint8_t *at = (uint8_t *)host(e->address) + offset;

	assert_true(at >= l->element && at + 8 <= l->element + l->element_size);
	assert_int_equal((at - l->element) % 8, 0);
	return (uint64_t *)(void *)at;
}

void lower_element_add(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value v)
{
	*element_word(l, e, offset) += v->word;
}

void lower_element_add_wide(struct lowering *l, const struct lower_element *e, uint32_t offset,
	ir_value low, ir_value high)
{
	uint64_t *words = element_word(l, e, offset);
	bool carry = words[0] + low->word < low->word;

	words[0] += low->word;
	words[1] += high->word + carry;
}

void lower_element_max(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value v)
{
	uint64_t *best = element_word(l, e, offset);

	*best = MAX_OF(*best, v->word);
}

/* What else the rows' files call; the rows tested here do not. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define UNUSED_CALL(result, name, ...)                                                             \
	result name(__VA_ARGS__)                                                                   \
	{                                                                                          \
		fail_msg(#name " was called");                                                     \
		abort();                                                                           \
	}
UNUSED_CALL(const struct match *, lower_match, const struct lowering *l)
UNUSED_CALL(ir_value, lower_string_const, struct lowering *l, const char *text, uint32_t size)
UNUSED_CALL(ir_value, lower_read_string, struct lowering *l, ir_value p, bool user,
	uint32_t capacity, ir_value len)
UNUSED_CALL(ir_value, lower_helper, struct lowering *l, int helper, const ir_value *args,
	uint32_t count)
UNUSED_CALL(ir_value, lower_place_address, struct lowering *l, const struct node *n)
UNUSED_CALL(ir_value, lower_bytes_equal, struct lowering *l, ir_value a, ir_value b, uint32_t size)
UNUSED_CALL(ir_value, lower_current_task, struct lowering *l)
UNUSED_CALL(ir_value, lower_find, struct lowering *l, ir_value s, uint32_t size, const char *text)
UNUSED_CALL(ir_value, lower_fact, struct lowering *l, enum fact_kind kind, const char *text,
	const char *member, uint64_t value)
UNUSED_CALL(ir_value, lower_kernel_member, struct lowering *l, const char *type, const char *member)
UNUSED_CALL(ir_value, lower_kernel_variable, struct lowering *l, uint32_t id)
UNUSED_CALL(ir_value, lower_kernel_call, struct lowering *l, uint32_t id, const ir_value *args,
	uint32_t count)
UNUSED_CALL(void, lower_warning, struct lowering *l, const char *text, struct span span)
UNUSED_CALL(struct lower_object, lower_object_begin, struct lowering *l, const struct node *n)
UNUSED_CALL(ir_value, lower_object_end, struct lowering *l, struct lower_object *o, ir_value word)
UNUSED_CALL(ir_value, lower_packet, struct lowering *l, const char *file, ir_value packet,
	ir_value len, ir_value offset, struct span span)
UNUSED_CALL(ir_value, lower_stack_len, struct lowering *l, enum stack_space space, ir_value id)
UNUSED_CALL(ir_value, lower_search, struct lowering *l, ir_value text, uint32_t text_size,
	ir_value part, uint32_t part_size)
UNUSED_CALL(ir_value, lower_control, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_parameter, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_read, struct lowering *l, ir_value to, ir_value size, ir_value address,
	bool user)
UNUSED_CALL(ir_value, lower_read_text, struct lowering *l, ir_value to, ir_value size,
	ir_value address, bool user)
UNUSED_CALL(bool, lower_is_discarded, const struct lowering *l, const struct node *call)
UNUSED_CALL(void, lower_absent_key, struct lowering *l, const struct map *m, ir_value deleted)
UNUSED_CALL(ir_value, lower_probe_id, struct lowering *l)
UNUSED_CALL(ir_value, lower_func, struct lowering *l)
UNUSED_CALL(ir_value, lower_probe_word, struct lowering *l, uint32_t n)
UNUSED_CALL(ir_value, lower_probe_variable, struct lowering *l, const char *name)
UNUSED_CALL(ir_value, lower_register, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_kernel_stack, struct lowering *l, uint32_t limit)
UNUSED_CALL(ir_value, lower_unwound_stack, struct lowering *l, uint32_t limit)
UNUSED_CALL(ir_value, lower_user_stack, struct lowering *l, uint32_t limit, bool build_id)
UNUSED_CALL(void, lower_store, struct lowering *l, ir_value address, uint32_t offset,
	const struct type *to, ir_value value, const struct type *from)
UNUSED_CALL(ir_value, lower_context, struct lowering *l)
UNUSED_CALL(ir_value, lower_path, struct lowering *l, const struct node *n, uint32_t size)
UNUSED_CALL(void, lower_seq_print, struct lowering *l, const char *format, const ir_value *values,
	uint32_t count)
UNUSED_CALL(ir_value, lower_read_word, struct lowering *l, ir_value address, bool user)
UNUSED_CALL(ir_value, lower_probe_retval, struct lowering *l)
UNUSED_CALL(ir_value, lower_probe_args, struct lowering *l, const struct type *t)
UNUSED_CALL(ir_value, lower_map_find, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_latency, struct lowering *l)
UNUSED_CALL(void, lower_entry, struct lowering *l)
UNUSED_CALL(ir_value, lower_slot_claim, struct lowering *l, ir_value slot, ir_value now)
UNUSED_CALL(ir_value, lower_map_read, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_load, struct lowering *l, ir_value address, uint32_t offset,
	const struct type *t)
UNUSED_CALL(void, lower_variable_assign, struct lowering *l, const struct node *variable,
	ir_value value, const struct type *type)
UNUSED_CALL(ir_value, lower_map_delete, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_map_len, struct lowering *l, const struct map *map)
UNUSED_CALL(ir_value, ir_is_null, struct lowering *l, ir_value address)
UNUSED_CALL(void, lower_event, struct lowering *l, const struct lower_event *event)
UNUSED_CALL(
	void, lower_event_word, struct lowering *l, const struct lower_event *event, ir_value word)
UNUSED_CALL(void, lower_join, struct lowering *l, const char *separator, ir_value array, bool user,
	struct span span)
UNUSED_CALL(void, lower_exit, struct lowering *l, ir_value code, struct span span)
UNUSED_CALL(ir_value, lower_function_call, struct lowering *l, const struct node *call)
#pragma GCC diagnostic pop
