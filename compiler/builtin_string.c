/* compiler/builtin_string.c - rows that make text: str syscall_name signal_name strerror. */

#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

static bool is_byte_array(const struct type *t)
{
	return t->kind == TYPE_ARRAY && t->elem->kind == TYPE_INT && t->elem->size == 1;
}

/* Text already: str() has nothing to read. */
static bool is_text(const struct type *t)
{
	return t->kind == TYPE_STRING || t->kind == TYPE_PROBE;
}

/* Capacity that the second argument asks for; 0 when it is wrong, the configured one when there is
 * none. */
static uint32_t asked_capacity(struct checker *c, const struct node *n)
{
	uint32_t limit = checker_compilation(c)->config.max_strlen;
	const struct node *len = row_argument(n, 1);
	struct diag *d;
	int64_t value;

	if (!row_in_range(c, n, 1, "a number of bytes", 0, INT64_MAX))
		return 0;
	if (!len || !checker_literal_int(len, &value))
		return limit;
	if ((uint64_t)value < limit)
		return (uint32_t)value + 1;
	d = diag_warning(checker_diags(c), len->span, DIAG_STRING_CAPACITY,
		"str() reads at most %u bytes here", limit - 1);
	diag_hint(d, "the limit is max_strlen: set SONDE_MAX_STRLEN to raise it");
	return limit;
}

static const char *decimal(struct arena *a, const struct node *literal)
{
	int64_t value;

	if (checker_literal_int(literal, &value))
		return arena_printf(a, "%lld", (long long)value);
	return arena_printf(a, "%llu", (unsigned long long)literal->integer.value);
}

static const struct type *str_check(struct checker *c, struct node *n)
{
	struct node *from = row_argument(n, 0);
	const struct node *len = row_argument(n, 1);
	const struct type *t = len ? checker_as_text(c, from) : from->type;
	uint32_t capacity;

	if (!t || t->kind == TYPE_ERROR)
		return t;
	if (len && len->type && len->type->kind != TYPE_ERROR && !row_is_integer(len->type)) {
		diag_error(checker_diags(c), len->span, DIAG_BAD_ARGUMENT,
			"str() needs an integer as length, not %s",
			type_text(checker_arena(c), len->type));
		return &type_error;
	}
	capacity = asked_capacity(c, n);
	if (!capacity)
		return &type_error;
	n->call.data = from->kind == NODE_INT ? (void *)decimal(checker_arena(c), from) : NULL;
	if (n->call.data)
		return type_string(checker_arena(c), (uint32_t)strlen(n->call.data) + 1);
	if (is_text(t) || is_byte_array(t)) {
		uint32_t size = is_byte_array(t) ? t->count : t->size;

		if (t->kind == TYPE_PROBE || (t->kind == TYPE_STRING && (!len || size <= capacity)))
			return t;
		return type_string(checker_arena(c), len ? MIN_OF(size, capacity) : size);
	}
	if (t->kind == TYPE_POINTER || (row_is_integer(t) && t->kind != TYPE_BOOL))
		return type_string(checker_arena(c), capacity);
	diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
		"str() needs an address or a string, not %s", type_text(checker_arena(c), t));
	return &type_error;
}

/* The first bytes of a string that is here already, the last of them a zero. */
static ir_value cut_string(struct lowering *l, ir_value text, uint32_t capacity)
{
	ir_value cut = lower_temporary(l, capacity);

	ir_copy(l, cut, text, capacity - 1);
	ir_store(l, cut, capacity - 1, 1, lower_const(l, 0));
	return cut;
}

/* The first bytes of a string of `size` bytes, as many as a word says, and zeros. */
static ir_value cut_to_length(
	struct lowering *l, ir_value text, uint32_t size, const struct node *len)
{
	uint32_t room = row_length_room(size);
	ir_value cut = lower_temporary(l, room + 1),
		 args[] = { cut, row_length(l, len, size), text };

	ir_zero(l, cut, room + 1);
	lower_helper(l, BPF_FUNC_probe_read_kernel, args, 3);
	return cut;
}

/* The length as a word of at most `most`; what is negative reads nothing. */
static ir_value bounded_length(struct lowering *l, const struct node *len, uint32_t most)
{
	ir_value word = lower_expression(l, len), limit = lower_const(l, most);

	if (len->type->is_signed)
		word = ir_select(l, ir_compare(l, OP_LT, word, lower_const(l, 0), true),
			lower_const(l, 0), word);
	return ir_select(l, ir_compare(l, OP_LT, word, limit, false), word, limit);
}

static ir_value str_lower(struct lowering *l, const struct node *n)
{
	const struct node *from = row_argument(n, 0), *len = row_argument(n, 1);
	uint32_t capacity = n->type->size;
	ir_value bound = NULL;
	int64_t value;

	if (n->call.data)
		return lower_string_const(l, n->call.data, capacity);
	if (from->type->kind == TYPE_PROBE)
		return lower_argument(l, n, 0);
	if (from->type->kind == TYPE_STRING || is_byte_array(from->type)) {
		uint32_t size = is_byte_array(from->type) ? from->type->count : from->type->size;

		if (len && !checker_literal_int(len, &value))
			return cut_to_length(l, lower_argument(l, n, 0), size, len);
		return capacity < size ? cut_string(l, lower_argument(l, n, 0), capacity)
			: lower_argument(l, n, 0);
	}
	/* without a bound the text is marked as truncated when there is more of it: so too when the
	 * length asked for is beyond the limit */
	if (len && !checker_literal_int(len, &value))
		bound = bounded_length(l, len, capacity - 1);
	else if (len && (uint64_t)value < capacity)
		bound = lower_const(l, (uint64_t)value);
	return lower_read_string(l, lower_argument(l, n, 0), row_is_user(l, from), capacity, bound);
}

enum { NAME_CAPACITY = 64 };

/* What numbers are called. */
struct name_source {
	const char *(*name)(uint32_t number); /* NULL: none */
	uint32_t count;
	const char *unknown; /* text in front of a number without a name */
};

/* The names as a table in read-only data: `stride` bytes each, a multiple of 8 that has room for
 * the longest and its end, and a power of two of them. */
static ir_value name_table(
	struct lowering *l, const struct name_source *from, uint32_t *stride, uint32_t *mask)
{
	char *bytes;

	*stride = 8;
	*mask = 1;
	while (*mask < from->count - 1)
		*mask = *mask * 2 + 1;
	for (uint32_t i = 0; i < from->count; i++)
		while (from->name(i) && *stride < NAME_CAPACITY && strlen(from->name(i)) >= *stride)
			*stride += 8;
	bytes = arena_alloc(lower_compilation(l)->arena, ((size_t)*mask + 1) * *stride);
	for (uint32_t i = 0; i < from->count; i++)
		if (from->name(i))
			snprintf(bytes + (size_t)i * *stride, *stride, "%s", from->name(i));
	return lower_data_const(l, bytes, (*mask + 1) * *stride);
}

/* The name of `number` as a string[64]: out of the table, or else made of the number.  The index is
 * bounded by a mask: a test of it is lost on the verifier when LLVM tests one copy and uses
 * another. */
static ir_value name_lower(
	struct lowering *l, const struct name_source *from, ir_value number, bool is_signed)
{
	uint32_t stride, mask;
	ir_value table = name_table(l, from, &stride, &mask), zero = lower_const(l, 0);
	ir_value text = lower_temporary(l, NAME_CAPACITY);
	ir_value index = ir_binary(l, OP_AND, ir_opaque(l, number), lower_const(l, mask), false);
	ir_value row = ir_offset(
		l, table, ir_binary(l, OP_MUL, index, lower_const(l, stride), false));
	ir_value known = ir_select(l, ir_compare(l, OP_EQ, number, index, false),
		ir_load(l, row, 0, 1, false), zero);
	struct ir_branch unknown;

	ir_zero(l, text, NAME_CAPACITY);
	ir_copy(l, text, row, stride);
	unknown = ir_if(l, ir_compare(l, OP_EQ, known, zero, false));
	row_put_number(l, text, NAME_CAPACITY, from->unknown, number, is_signed);
	ir_end(l, &unknown);
	return text;
}

static ir_value syscall_name_lower(struct lowering *l, const struct node *n)
{
	struct name_source from = { machine_syscall_name, machine_syscall_limit(),
		"unknown syscall " };

	return name_lower(l, &from, lower_argument(l, n, 0), row_argument(n, 0)->type->is_signed);
}

static const char *errno_text(uint32_t number)
{
	return strerrordesc_np((int)number);
}

/* Results of system calls are negative errors, so those have the same texts. */
static ir_value strerror_lower(struct lowering *l, const struct node *n)
{
	static const struct name_source from = { errno_text, 134, "unknown error " };
	bool is_signed = row_argument(n, 0)->type->is_signed;
	ir_value number = lower_argument(l, n, 0);
	ir_value negated = ir_binary(l, OP_SUB, lower_const(l, 0), number, true);
	ir_value small = ir_compare(l, OP_LE, negated, lower_const(l, 4095), false);

	if (is_signed)
		number = ir_select(l, small, negated, number);
	return name_lower(l, &from, number, is_signed);
}

static const char *signal_text(uint32_t number)
{
#define N(name) [name] = #name
	static const char *const names[] = {
		N(SIGHUP),
		N(SIGINT),
		N(SIGQUIT),
		N(SIGILL),
		N(SIGTRAP),
		N(SIGABRT),
		N(SIGBUS),
		N(SIGFPE),
		N(SIGKILL),
		N(SIGUSR1),
		N(SIGSEGV),
		N(SIGUSR2),
		N(SIGPIPE),
		N(SIGALRM),
		N(SIGTERM),
		N(SIGSTKFLT),
		N(SIGCHLD),
		N(SIGCONT),
		N(SIGSTOP),
		N(SIGTSTP),
		N(SIGTTIN),
		N(SIGTTOU),
		N(SIGURG),
		N(SIGXCPU),
		N(SIGXFSZ),
		N(SIGVTALRM),
		N(SIGPROF),
		N(SIGWINCH),
		N(SIGPOLL),
		N(SIGPWR),
		N(SIGSYS),
	};
#undef N

	return number < ARRAY_SIZE(names) ? names[number] : NULL;
}

static ir_value signal_name_lower(struct lowering *l, const struct node *n)
{
	static const struct name_source from = { signal_text, SIGSYS + 1, "unknown signal " };

	return name_lower(l, &from, lower_argument(l, n, 0), row_argument(n, 0)->type->is_signed);
}

const struct builtin string_builtins[] = {
	{
		.name = "str",
		.signature = "str(any address, int len?) -> custom",
		.flags = BI_PURE | BI_PARAMETER_TEXT,
		.help = "the string at an address, at most len bytes of it",
		.example =
			"tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = count(); }",
		.check = str_check,
		.lower = str_lower,
	},
	{
		.name = "syscall_name",
		.signature = "syscall_name(int number) -> string[64]",
		.flags = BI_PURE,
		.help = "name of a system call by its number",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[syscall_name(args.id)] = count(); }",
		.lower = syscall_name_lower,
	},
	{
		.name = "signal_name",
		.signature = "signal_name(int number) -> string[64]",
		.flags = BI_PURE,
		.help = "name of a signal by its number",
		.example =
			"tracepoint:signal:signal_generate { @[signal_name(args.sig)] = count(); }",
		.lower = signal_name_lower,
	},
	{
		.name = "strerror",
		.signature = "strerror(int error) -> string[64]",
		.flags = BI_PURE,
		.help = "what an error number means",
		.example =
			"tracepoint:syscalls:sys_exit_openat /args.ret < 0/ { @[strerror(-args.ret)] = count(); }",
		.lower = strerror_lower,
	},
	{ 0 },
};
