/* compiler/builtin_output.c - rows that send something to the reader: printf cat system print clear
 * zero exit join errorf warnf.  Each lowers to one event. */

#include <ctype.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/format.h"
#include "runtime/base/util.h"

enum { PRINTF_MAX_ARGUMENTS = 127 };

/* What a conversion takes. */
enum accepts { ACCEPT_NOTHING, ACCEPT_NUMBER, ACCEPT_INTEGER, ACCEPT_PRINTABLE, ACCEPT_BUFFER };

static const enum accepts conversion_accepts[] = {
	[FORMAT_LITERAL] = ACCEPT_NOTHING,
	[FORMAT_SIGNED] = ACCEPT_NUMBER,
	[FORMAT_UNSIGNED] = ACCEPT_NUMBER,
	[FORMAT_OCTAL] = ACCEPT_NUMBER,
	[FORMAT_HEX] = ACCEPT_NUMBER,
	[FORMAT_HEX_UPPER] = ACCEPT_NUMBER,
	[FORMAT_CHAR] = ACCEPT_INTEGER,
	[FORMAT_POINTER] = ACCEPT_NUMBER,
	[FORMAT_STRING] = ACCEPT_PRINTABLE,
	[FORMAT_BUFFER] = ACCEPT_BUFFER,
	[FORMAT_BUFFER_HEX] = ACCEPT_BUFFER,
	[FORMAT_BUFFER_SPACED] = ACCEPT_BUFFER,
	[FORMAT_GFP] = ACCEPT_INTEGER,
};

static const char *const accepts_text[] = {
	[ACCEPT_NOTHING] = "nothing",
	[ACCEPT_NUMBER] = "an integer, bool or pointer",
	[ACCEPT_INTEGER] = "an integer",
	[ACCEPT_PRINTABLE] = "something printable",
	[ACCEPT_BUFFER] = "a buffer",
};

static bool is_printable(const struct type *t)
{
	return t->kind != TYPE_VOID && !row_is_compound(t);
}

static bool is_accepted(enum accepts what, const struct type *t)
{
	switch (what) {
	case ACCEPT_NOTHING: return false;
	case ACCEPT_BUFFER: return t->kind == TYPE_BUFFER;
	case ACCEPT_NUMBER: return row_is_integer(t) || t->kind == TYPE_POINTER;
	case ACCEPT_INTEGER: return row_is_integer(t) && t->kind != TYPE_BOOL;
	case ACCEPT_PRINTABLE: return is_printable(t);
	}
	return false;
}

/* Bytes that the escape (or plain character) at `p` takes in the script. */
static uint32_t escape_length(const char *p)
{
	uint32_t n = 2;

	if (*p != '\\')
		return 1;
	if ((p[1] | 32) == 'x')
		while (n < 4 && isxdigit((unsigned char)p[n]))
			n++;
	else if (p[1] >= '0' && p[1] <= '7')
		while (n < 4 && p[n] >= '0' && p[n] <= '7')
			n++;
	return n;
}

/* A range of the format as a range of the script, where escapes take more room; all of the literal
 * when it is not found there (a parameter's text). */
struct span row_format_span(
	struct checker *c, const struct node *format, uint32_t at, uint32_t len)
{
	uint32_t room, from = 1, to;
	const char *text = source_written(&checker_compilation(c)->sources, format->span, &room);

	if (!text || !len || *text != '"')
		return format->span;
	while (at-- && from < room)
		from += escape_length(text + from);
	for (to = from; len-- && to < room;)
		to += escape_length(text + to);
	if (to >= room)
		return format->span;
	return (struct span){ format->span.start + from, format->span.start + to };
}

static bool check_value(struct checker *c, const struct node *use,
	const struct format_item *item, enum accepts what, const struct node *arg)
{
	const struct node *format = row_argument(use, 0);
	struct arena *a = checker_arena(c);
	struct diag *d;

	if (!arg->type || arg->type->kind == TYPE_ERROR || is_accepted(what, arg->type))
		return true;
	d = diag_error(checker_diags(c), arg->span, DIAG_FORMAT_ARGUMENTS,
		"%s() needs %s for '%.*s', not %s", use->call.name, accepts_text[what],
		(int)item->at_len, format->string.text + item->at, type_text(a, arg->type));
	diag_note(d, row_format_span(c, format, item->at, item->at_len), "the conversion is here");
	if (row_is_compound(arg->type))
		diag_hint(d, "print() shows a map of this kind");
	else if (is_printable(arg->type) && what == ACCEPT_NUMBER)
		diag_hint(d, "'%%s' prints any value");
	return false;
}

/* Walk conversions and arguments side by side. */
static bool check_values(struct checker *c, const struct node *use, const struct format *f)
{
	const struct node *arg = row_argument(use, 1);
	bool good = true;

	for (uint32_t i = 0; i < f->count && arg; i++) {
		const struct format_item *item = &f->items[i];
		const bool wanted[] = { item->width_from_arg, item->precision_from_arg,
			item->conversion != FORMAT_LITERAL };

		for (size_t k = 0; k < ARRAY_SIZE(wanted) && arg; k++) {
			if (!wanted[k])
				continue;
			good &= check_value(c, use, item,
				k < 2 ? ACCEPT_INTEGER : conversion_accepts[item->conversion], arg);
			arg = arg->next;
		}
	}
	return good;
}

bool row_format_check(struct checker *c, const struct node *n, struct format *f)
{
	const struct node *format = row_argument(n, 0);
	uint32_t given = row_argument_count(n) - 1;
	const char *what = NULL, *name = n->call.name;
	uint32_t at = 0, len = 0;

	*f = (struct format){ 0 };
	if (format->kind != NODE_STRING)
		return false;
	if (strlen(format->string.text) != format->string.len) {
		diag_error(checker_diags(c), format->span, DIAG_BAD_FORMAT,
			"the format of %s() holds a zero byte, which would end it", name);
	} else if (format_parse(format->string.text, checker_arena(c), f, &what, &at, &len) < 0) {
		diag_error(checker_diags(c), row_format_span(c, format, at, len), DIAG_BAD_FORMAT,
			"%s() cannot use this format: %s", name, what);
	} else if (given > PRINTF_MAX_ARGUMENTS) {
		diag_error(checker_diags(c), n->span, DIAG_FORMAT_ARGUMENTS,
			"%s() takes at most %d values, not %u", name, PRINTF_MAX_ARGUMENTS, given);
	} else if (given != f->arg_count) {
		diag_error(checker_diags(c),
			given > f->arg_count ? row_argument(n, f->arg_count + 1)->span : n->span,
			DIAG_FORMAT_ARGUMENTS, "%s() has %u value%s for a format that takes %u",
			name, given, given == 1 ? "" : "s", f->arg_count);
	} else {
		return check_values(c, n, f);
	}
	return false;
}

static const struct type *printf_check(struct checker *c, struct node *n)
{
	struct format f;

	if (row_format_check(c, n, &f) && checker_outliving(c))
		row_kernel_print_check(c, n, &f, "printf() in a pinned iterator", UINT32_MAX);
	return NULL;
}

/* An event that is made into text by a format. */
static ir_value format_lower(
	struct lowering *l, const struct node *n, enum action_kind kind, uint32_t most)
{
	const struct node *format = row_argument(n, 0);

	lower_event(l, &(struct lower_event){
			       .kind = kind,
			       .text = format->string.text,
			       .args = format->next,
			       .arg_count = row_argument_count(n) - 1,
			       .top = most,
			       .span = n->span,
		       });
	return NULL;
}

static ir_value printf_lower(struct lowering *l, const struct node *n)
{
	if (!lower_match(l)->carries.outlives)
		return format_lower(l, n, ACTION_PRINTF, 0);
	row_kernel_print_lower(l, n, lower_seq_print);
	return NULL;
}

static ir_value cat_lower(struct lowering *l, const struct node *n)
{
	return format_lower(l, n, ACTION_CAT, lower_compilation(l)->config.max_cat_bytes);
}

static ir_value system_lower(struct lowering *l, const struct node *n)
{
	return format_lower(l, n, ACTION_SYSTEM, 0);
}

static ir_value errorf_lower(struct lowering *l, const struct node *n)
{
	return format_lower(l, n, ACTION_ERRORF, 0);
}

static ir_value warnf_lower(struct lowering *l, const struct node *n)
{
	return format_lower(l, n, ACTION_WARNF, 0);
}

static const struct type *print_check(struct checker *c, struct node *n)
{
	const struct node *value = row_argument(n, 0), *top = row_argument(n, 1);
	struct diags *diags = checker_diags(c);

	if (!value->type || value->type->kind == TYPE_ERROR)
		return NULL;
	if (node_is_whole_map(value)) {
		row_in_range(c, n, 1, "a number of entries", 0, UINT32_MAX);
		row_in_range(c, n, 2, "a divisor", 0, UINT32_MAX);
	} else if (top) {
		diag_error(diags, top->span, DIAG_BAD_ARGUMENT,
			"print() takes a number of entries for a whole map only");
	} else if (row_is_compound(value->type)) {
		diag_hint(diag_error(diags, value->span, DIAG_AGG_IN_EXPRESSION,
				  "print() cannot print one element of a %s map",
				  agg_name(value->type->agg)),
			"print the whole map: print(@%s)",
			value->kind == NODE_MAP ? value->map.name : "");
	} else if (!is_printable(value->type)) {
		diag_error(diags, value->span, DIAG_BAD_ARGUMENT,
			"print() needs a value, this has none");
	}
	return NULL;
}

static uint32_t literal_at(const struct node *n, uint32_t at)
{
	const struct node *arg = row_argument(n, at);
	int64_t value = 0;

	return arg && checker_literal_int(arg, &value) ? (uint32_t)value : 0;
}

static ir_value print_lower(struct lowering *l, const struct node *n)
{
	const struct node *value = row_argument(n, 0);
	struct lower_event event = {
		.kind = ACTION_PRINT_VALUE, .args = value, .arg_count = 1, .span = n->span
	};

	if (node_is_whole_map(value))
		event = (struct lower_event){
			.kind = value->map.with_clear ? ACTION_PRINT_CLEAR : ACTION_PRINT_MAP,
			.map = value->map.ref,
			.top = literal_at(n, 1),
			.div = literal_at(n, 2),
			.span = n->span,
		};
	lower_event(l, &event);
	return NULL;
}

static ir_value clear_lower(struct lowering *l, const struct node *n)
{
	if (!n->call.dropped)
		lower_event(l, &(struct lower_event){ .kind = ACTION_CLEAR,
				       .map = row_argument(n, 0)->map.ref,
				       .span = n->span });
	return NULL;
}

static ir_value zero_lower(struct lowering *l, const struct node *n)
{
	lower_event(l,
		&(struct lower_event){
			.kind = ACTION_ZERO, .map = row_argument(n, 0)->map.ref, .span = n->span });
	return NULL;
}

static ir_value exit_lower(struct lowering *l, const struct node *n)
{
	ir_value code = row_argument(n, 0) ? lower_argument(l, n, 0) : lower_const(l, 0);

	lower_exit(l, ir_binary(l, OP_AND, code, lower_const(l, 255), false), n->span);
	return NULL;
}

static const struct type *join_check(struct checker *c, struct node *n)
{
	const struct node *array = row_argument(n, 0);

	if (array->kind == NODE_INT)
		diag_error(checker_diags(c), array->span, DIAG_BAD_ARGUMENT,
			"join() needs the address of an array of strings, not a number");
	return NULL;
}

static ir_value join_lower(struct lowering *l, const struct node *n)
{
	const struct node *separator = row_argument(n, 1);

	lower_join(l, separator ? separator->string.text : " ", lower_argument(l, n, 0),
		row_is_user(l, row_argument(n, 0)), n->span);
	return NULL;
}

const struct builtin output_builtins[] = {
	{
		.name = "printf",
		.signature = "printf(literal_string format, any ...) -> void",
		.flags = BI_ASYNC | BI_PRINTS_TEXT,
		.help = "print values in a format, as the C function of that name does",
		.example =
			"tracepoint:sched:sched_process_exec { printf(\"%-16s %d\\n\", comm, pid); }",
		.check = printf_check,
		.lower = printf_lower,
	},
	{
		.name = "errorf",
		.signature = "errorf(literal_string format, any ...) -> void",
		.flags = BI_ASYNC,
		.help = "print an error message, with its place in the script, to standard error",
		.example = "begin { errorf(\"cannot go on: %d\", 5); }",
		.check = printf_check,
		.lower = errorf_lower,
	},
	{
		.name = "warnf",
		.signature = "warnf(literal_string format, any ...) -> void",
		.flags = BI_ASYNC,
		.help = "print a warning, with its place in the script, to standard error",
		.example =
			"tracepoint:sched:sched_process_exit { if (pid == 1) { warnf(\"init ended\"); } }",
		.check = printf_check,
		.lower = warnf_lower,
	},
	{
		.name = "cat",
		.signature = "cat(literal_string format, any ...) -> void",
		.flags = BI_ASYNC,
		.help = "print a file whose name is made by a format, at most max_cat_bytes of it",
		.example = "begin { cat(\"/proc/loadavg\"); }",
		.check = printf_check,
		.lower = cat_lower,
	},
	{
		.name = "system",
		.signature = "system(literal_string format, any ...) -> void",
		.flags = BI_ASYNC | BI_UNSAFE,
		.help = "run a command that is made by a format in a shell and print its output",
		.example = "interval:s:10 { system(\"uptime\"); }",
		.check = printf_check,
		.lower = system_lower,
	},
	{
		.name = "print",
		.signature = "print(any value, literal_int top?, literal_int div?) -> void",
		.flags = BI_ASYNC | BI_PRINTS_MAP,
		.help = "print a value and a line feed, or a whole map, maybe its top entries "
			"only and its numbers divided by div",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } interval:s:5 { print(@, 10); }",
		.check = print_check,
		.lower = print_lower,
	},
	{
		.name = "clear",
		.signature = "clear(map m) -> void",
		.flags = BI_ASYNC | BI_CLEARS_MAP,
		.help = "remove all entries of a map",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:1 { print(@); clear(@); }",
		.lower = clear_lower,
	},
	{
		.name = "zero",
		.signature = "zero(map m) -> void",
		.flags = BI_ASYNC,
		.help = "set all values of a map to zero and keep its keys",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } interval:s:1 { print(@); zero(@); }",
		.lower = zero_lower,
	},
	{
		.name = "exit",
		.signature = "exit(int code?) -> void",
		.flags = BI_ASYNC | BI_LEAVES,
		.help = "end tracing after this event, with an exit code if one is given",
		.example = "interval:s:10 { exit(); }",
		.lower = exit_lower,
	},
	{
		.name = "join",
		.signature = "join(pointer array, literal_string separator?) -> void",
		.flags = BI_ASYNC,
		.help = "print an array of strings, such as the arguments of a program, with a "
			"separator between them",
		.example = "tracepoint:syscalls:sys_enter_execve { join(args.argv); }",
		.check = join_check,
		.lower = join_lower,
	},
	{ 0 },
};
