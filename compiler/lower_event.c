/* compiler/lower_event.c - events: records for the reader of the ring, built in place or, when they
 * hold long strings, in scratch memory. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <string.h>

#include "runtime/base/event.h"
#include "runtime/base/util.h"

/* Events whose place in the script people see: a body that makes one cannot stand for another
 * probe's. */
static const bool names_place[ACTION_KIND_COUNT] = {
	[ACTION_WARN] = true,
	[ACTION_CAT] = true,
	[ACTION_SYSTEM] = true,
	[ACTION_ERRORF] = true,
	[ACTION_WARNF] = true,
	[ACTION_HELPER] = true,
};

static struct layout_action *add_action(struct lowering *l, const struct lower_event *e)
{
	struct layout_action *a = arena_new_object(l->c->arena, struct layout_action);

	a->record = (struct image_action){
		.kind = e->kind,
		.map = e->map ? e->map->index : IMAGE_NONE,
		.top = e->top,
		.div = e->div,
		.flags = e->flags,
		.span_start = e->span.start,
		.span_end = e->span.end,
		.fixed_size = sizeof(struct event_header),
	};
	if (names_place[e->kind])
		l->body->probe->tells_place = true;
	a->text = e->text;
	a->helper = e->helper;
	a->table = e->table;
	if (l->prog->plan->stage == PROBE_STAGE_ATTACH && !l->prog->plan->timer &&
		e->kind != ACTION_EXIT && e->kind != ACTION_PROCESS)
		l->layout->flood = true;
	*l->layout->last_action = a;
	l->layout->last_action = &a->next;
	l->layout->action_count++;
	return a;
}

static const struct type *args_type(struct lowering *l, const struct lower_event *e)
{
	struct type *t = arena_new_object(l->c->arena, struct type);
	struct type_field *fields = arena_new_array(l->c->arena, struct type_field, e->arg_count);
	uint32_t i = 0;

	for (const struct node *n = e->args; n && i < e->arg_count; n = n->next)
		fields[i++].type = n->type;
	t->kind = TYPE_TUPLE;
	t->fields = fields;
	t->field_count = i;
	t->size = type_layout(fields, i, &t->align);
	return t;
}

static bool is_long_string(const struct type *t)
{
	return t->kind == TYPE_STRING && t->size > EVENT_INLINE_STRING;
}

/* The flags of ringbuf_submit and ringbuf_output: no wakeup while the reader looks by itself. */
static ir_value wake_flags(struct lowering *l, bool wake)
{
	ir_value polling;

	if (wake)
		return ir_word(l, BPF_RB_FORCE_WAKEUP);
	polling = ir_load_volatile(
		l, lower_control(l, offsetof(struct image_control, polling)), 0, 4);
	/* BPF_RB_NO_WAKEUP is 1, the value of `polling` */
	return LLVMBuildAnd(l->builder, polling, ir_word(l, BPF_RB_NO_WAKEUP), "");
}

static LLVMValueRef ring(struct lowering *l)
{
	return ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.ring));
}

static void store_header(struct lowering *l, ir_value record, uint32_t action, ir_value size)
{
	ir_store(l, record, 0, 8,
		LLVMBuildOr(l->builder, LLVMBuildShl(l->builder, size, ir_word(l, 32), ""),
		ir_word(l, action), ""));
}

/* The last bytes of the fixed part may be padding that no argument covers: the reader never sees
 * them, but the verifier wants scratch records whole. */

static void send_fixed(struct lowering *l, const struct lower_event *e, uint32_t action,
	const struct type *t, const uint32_t *offsets, const ir_value *values, uint32_t size)
{
	ir_value args[] = {ring(l), ir_word(l, size), ir_word(l, 0)};
	LLVMValueRef record = ir_helper_ptr(l, BPF_FUNC_ringbuf_reserve, args, 3);
	struct ir_branch b = ir_if(l, ir_is_null(l, record));

	lower_count(l, COUNTER_LOST);
	ir_else(l, &b);
	store_header(l, record, action, ir_word(l, size));
	for (uint32_t i = 0; i < t->field_count; i++)
		lower_store(l, record, offsets[i], t->fields[i].type, values[i], t->fields[i].type);
	ir_value submit[] = {record, wake_flags(l, e->wake)};

	lower_helper(l, BPF_FUNC_ringbuf_submit, submit, 2);
	ir_end(l, &b);
}

/* Room for a string's bytes in a record, as the verifier must see it: an offset below a power of
 * two. */
static uint32_t string_room(uint32_t capacity)
{
	uint32_t mask = 1;

	while (mask < capacity + 1)
		mask = mask * 2 + 1;
	return mask;
}

/* Put a string of `capacity` bytes behind what is in the record; returns its length without NUL
 * (capacity: truncated). */
static ir_value append_string(
	struct lowering *l, ir_value to, const struct node *n, ir_value value, uint32_t capacity)
{
	ir_value got, len, last;

	l->string_sink = NULL;
	l->string_sink_result = NULL;
	if (!value) {
		l->string_sink = to;
		value = lower_expression(l, n);
		l->string_sink = NULL;
	}
	got = l->string_sink_result;
	if (!got) {
		ir_value args[] = {to, LLVMConstInt(ir_int(l, 4), capacity, false), value};

		got = lower_helper(l, BPF_FUNC_probe_read_kernel_str, args, 3);
		/* the helper ends the copy with a NUL, so a truncated string's last byte is put
		 * back */
		last = ir_load(l, value, capacity - 1, 1, false);
		ir_store(l, to, capacity - 1, 1, last);
		got = ir_select(l, last, ir_word(l, capacity + 1), got);
	}
	len = LLVMBuildSub(l->builder, got, ir_word(l, 1), "");
	len = ir_select(l, ir_compare(l, OP_LT, got, ir_word(l, 1), true), ir_word(l, 0), len);
	/* a bound that the verifier can see and LLVM cannot take away */
	return LLVMBuildAnd(l->builder, len, ir_word(l, string_room(capacity)), "");
}

/* Strings that are built by a call may be read straight into the record. */
static bool reads_string(const struct node *n)
{
	return is_long_string(n->type) && (n->kind == NODE_CALL || n->kind == NODE_FIELD);
}

static void send_variable(struct lowering *l, const struct lower_event *e, uint32_t action,
	const struct type *t, const uint32_t *offsets, const ir_value *values, uint32_t fixed)
{
	const struct node *n = e->args;
	uint32_t room = fixed;
	ir_value record, used;

	for (uint32_t i = 0; i < t->field_count; i++)
		if (is_long_string(t->fields[i].type))
			room += string_room(t->fields[i].type->size) + 1;
	record = lower_temporary(l, room);
	used = ir_word(l, fixed);
	for (uint32_t i = 0; i < t->field_count; i++, n = n->next) {
		const struct type *ft = t->fields[i].type;

		if (!is_long_string(ft)) {
			lower_store(l, record, offsets[i], ft, values[i], ft);
			continue;
		}
		ir_value len = append_string(l, ir_offset(l, record, used), n, values[i], ft->size);

		ir_store(l, record, offsets[i], 4, used);
		ir_store(l, record, offsets[i] + 4, 4, len);
		used = LLVMBuildAdd(l->builder, used, len, "");
	}
	store_header(l, record, action, used);
	ir_value args[] = {ring(l), record, used, wake_flags(l, e->wake)};
	struct ir_branch b = ir_if(l, lower_helper(l, BPF_FUNC_ringbuf_output, args, 4));

	lower_count(l, COUNTER_LOST);
	ir_end(l, &b);
}

void lower_event(struct lowering *l, const struct lower_event *e)
{
	/* warnings of programs that nobody listens to */
	if (lower_match(l)->carries.outlives)
		return;

	struct layout_action *a = add_action(l, e);
	uint32_t action = l->layout->action_count - 1, fixed, i = 0;
	const struct type *t = args_type(l, e);
	uint32_t *offsets = arena_new_array(l->c->arena, uint32_t, e->arg_count + 1);
	ir_value *values = arena_new_array(l->c->arena, ir_value, e->arg_count + 1);
	bool variable = false;

	fixed = event_layout(t->fields, t->field_count, offsets);
	a->record.fixed_size = fixed;
	a->args = e->arg_count ? t : NULL;
	/* all arguments first: one that leaves the body must not leave a reserved record behind */
	for (const struct node *n = e->args; n && i < e->arg_count; n = n->next, i++) {
		variable |= is_long_string(n->type);
		values[i] = reads_string(n) ? NULL : lower_expression(l, n);
	}
	lower_set_span(l, e->span);
	if (variable)
		send_variable(l, e, action, t, offsets, values, fixed);
	else
		send_fixed(l, e, action, t, offsets, values, fixed);
}

void lower_event_word(struct lowering *l, const struct lower_event *event, ir_value word)
{
	struct variable value = {.type = &type_int64, .storage = ir_cell(l, word)};
	struct node argument = {.kind = NODE_VARIABLE,
		.span = event->span,
		.type = &type_int64,
		.variable = {.name = "", .ref = &value}};
	struct lower_event with = *event;

	with.args = &argument;
	with.arg_count = 1;
	lower_event(l, &with);
}

void lower_warning(struct lowering *l, const char *text, struct span span)
{
	if (l->c->no_warnings)
		return;
	lower_event(l, &(struct lower_event){.kind = ACTION_WARN, .text = text, .span = span});
}

void lower_exit(struct lowering *l, ir_value code, struct span span)
{
	ir_value word =
		LLVMBuildOr(l->builder, LLVMBuildAnd(l->builder, code, ir_word(l, 0xffffffff), ""),
			ir_word(l, 1ULL << 32), "");

	LLVMBuildAtomicCmpXchg(l->builder, lower_control(l, offsetof(struct image_control, exit)),
		ir_word(l, 0), word, LLVMAtomicOrderingSequentiallyConsistent,
		LLVMAtomicOrderingSequentiallyConsistent, false);
	ir_store(l, lower_control(l, offsetof(struct image_control, gate)), 0, 4, ir_word(l, 0));
	lower_event(l, &(struct lower_event){.kind = ACTION_EXIT, .span = span, .wake = true});
	ir_return(l);
}

/* The reader of the ring looks at the process before it can be gone.  A notice that finds no room
 * is no event that is lost: what was to be seen may still be there later, and where it is not the
 * symbols that are missing are counted. */
void lower_notice(struct lowering *l, ir_value pid)
{
	add_action(l, &(struct lower_event){.kind = ACTION_PROCESS})->record.fixed_size =
		sizeof(struct event_header) + sizeof(struct event_process);
	uint32_t action = l->layout->action_count - 1,
		 size = sizeof(struct event_header) + sizeof(struct event_process);
	ir_value args[] = {ring(l), ir_word(l, size), ir_word(l, 0)};
	LLVMValueRef record = ir_helper_ptr(l, BPF_FUNC_ringbuf_reserve, args, 3);
	struct ir_branch room =
		ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, record), ir_word(l, 0), false));

	store_header(l, record, action, ir_word(l, size));
	ir_store(l, record, sizeof(struct event_header) + offsetof(struct event_process, pid), 8,
		pid);
	ir_value submit[] = {record, wake_flags(l, false)};

	lower_helper(l, BPF_FUNC_ringbuf_submit, submit, 2);
	ir_end(l, &room);
}

/* join(): as many strings as there are, one behind the other. */
void lower_join(
	struct lowering *l, const char *separator, ir_value array, bool user, struct span span)
{
	struct layout_action *a = add_action(
		l, &(struct lower_event){.kind = ACTION_JOIN, .text = separator, .span = span});
	uint32_t action = l->layout->action_count - 1,
		 fixed = sizeof(struct event_header) + sizeof(struct event_join);
	/* the helper reads a string of one byte less, and its NUL */
	uint32_t string_mask = JOIN_MAX_BYTES - 1;
	ir_value record = lower_temporary(l, fixed + JOIN_MAX_STRINGS * (string_mask + 1)),
		 used = ir_cell(l, ir_word(l, fixed));
	ir_value count = ir_cell(l, ir_word(l, 0)), pointer = lower_temporary(l, 8);
	int read = user ? BPF_FUNC_probe_read_user : BPF_FUNC_probe_read_kernel;
	int read_string = user ? BPF_FUNC_probe_read_user_str : BPF_FUNC_probe_read_kernel_str;
	struct ir_branch more[JOIN_MAX_STRINGS];

	a->record.fixed_size = fixed;
	ir_zero(l, record, fixed);
	for (uint32_t i = 0; i < JOIN_MAX_STRINGS; i++) {
		ir_value args[] = {pointer, LLVMConstInt(ir_int(l, 4), 8, false),
			LLVMBuildAdd(l->builder, array, ir_word(l, i * 8), "")};
		uint32_t at = sizeof(struct event_header) + offsetof(struct event_join, strings) +
			      i * sizeof(struct event_string);

		ir_zero(l, pointer, 8);
		lower_helper(l, read, args, 3);
		more[i] = ir_if(l, ir_load(l, pointer, 0, 8, false));
		ir_value end = ir_cell_get(l, used);
		ir_value string[] = {ir_offset(l, record, end),
			LLVMConstInt(ir_int(l, 4), JOIN_MAX_BYTES, false),
			ir_load(l, pointer, 0, 8, false)};
		ir_value got = lower_helper(l, read_string, string, 3),
			 len = LLVMBuildSub(l->builder, got, ir_word(l, 1), "");

		len = ir_select(
			l, ir_compare(l, OP_LT, got, ir_word(l, 1), true), ir_word(l, 0), len);
		len = LLVMBuildAnd(l->builder, len, ir_word(l, string_mask), "");
		ir_store(l, record, at, 4, end);
		ir_store(l, record, at + 4, 4, len);
		ir_cell_set(l, used, LLVMBuildAdd(l->builder, end, len, ""));
		ir_cell_set(l, count, ir_word(l, i + 1));
	}
	for (int i = JOIN_MAX_STRINGS - 1; i >= 0; i--)
		ir_end(l, &more[i]);
	ir_store(l, record, sizeof(struct event_header), 4, ir_cell_get(l, count));
	store_header(l, record, action, ir_cell_get(l, used));
	ir_value args[] = {ring(l), record, ir_cell_get(l, used), wake_flags(l, false)};
	struct ir_branch lost = ir_if(l, lower_helper(l, BPF_FUNC_ringbuf_output, args, 4));

	lower_count(l, COUNTER_LOST);
	ir_end(l, &lost);
}

/* By a perf event array: the kernel has no other way for all of a packet, parts in other pages
 * included. */
ir_value lower_packet(struct lowering *l, const char *file, ir_value packet, ir_value len,
	ir_value offset, struct span span)
{
	struct layout_action *a = add_action(
		l, &(struct lower_event){ .kind = ACTION_PACKET, .text = file, .span = span });
	uint32_t action = l->layout->action_count - 1,
		 fixed = sizeof(struct event_header) + sizeof(struct event_packet);
	ir_value record = lower_temporary(l, fixed),
		 all = LLVMBuildAdd(l->builder, offset, len, ""),
		 most = ir_word(l, PACKET_MAX_BYTES);
	uint32_t at = sizeof(struct event_header);

	a->record.fixed_size = fixed;
	all = ir_select(l, ir_compare(l, OP_LT, all, most, false), all, most);
	store_header(l, record, action, LLVMBuildAdd(l->builder, all, ir_word(l, fixed), ""));
	ir_store(l, record, at + offsetof(struct event_packet, time_ns), 8,
		lower_helper(l, BPF_FUNC_ktime_get_boot_ns, NULL, 0));
	ir_store(l, record, at + offsetof(struct event_packet, offset), 4, offset);
	ir_store(l, record, at + offsetof(struct event_packet, len), 4, len);
	ir_value flags = LLVMBuildOr(l->builder, LLVMBuildShl(l->builder, all, ir_word(l, 32), ""),
		ir_word(l, BPF_F_CURRENT_CPU), "");
	ir_value args[] = { packet,
		ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.packets)),
		flags, record, ir_word(l, fixed) };

	return lower_helper(l, BPF_FUNC_skb_output, args, 5);
}
