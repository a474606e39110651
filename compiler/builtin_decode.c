/* compiler/builtin_decode.c - rows that say what a number stands for: errno_name dev_name if_name
 * flag_names, which are looked up when they are shown, and duration bytes, which stay numbers
 * (language.md 17.8). */

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/flags.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

static ir_value decode_lower(struct lowering *l, const struct node *n)
{
	return lower_argument(l, n, 0);
}

static const struct type *errno_name_check(struct checker *c, struct node *n)
{
	(void)n;
	return type_named(checker_arena(c), DECODER_ERRNO, NULL);
}

static const struct type *dev_name_check(struct checker *c, struct node *n)
{
	(void)n;
	return type_named(checker_arena(c), DECODER_DEVICE, NULL);
}

static const struct type *if_name_check(struct checker *c, struct node *n)
{
	(void)n;
	return type_named(checker_arena(c), DECODER_INTERFACE, NULL);
}

static void list_set(void *list, const char *name)
{
	buffer_printf(list, "%s%s", ((struct buffer *)list)->len ? ", " : "", name);
}

static const struct type *flag_names_check(struct checker *c, struct node *n)
{
	const struct node *set = row_argument(n, 1);
	struct buffer list = { 0 };
	struct diag *d;

	if (flag_set_find(set->string.text))
		return type_named(checker_arena(c), DECODER_FLAGS, set->string.text);
	d = diag_error(checker_diags(c), set->span, DIAG_BAD_ARGUMENT,
		"flag_names() has no set '%s'", set->string.text);
	flag_set_each(list_set, &list);
	diag_hint(d, "use one of: %s", buffer_text(&list));
	buffer_free(&list);
	return &type_error;
}

static bool is_signed(const struct node *n)
{
	const struct type *t = row_argument(n, 0)->type;

	return t->kind == TYPE_INT && t->is_signed;
}

static const struct type *duration_check(struct checker *c, struct node *n)
{
	return type_with_unit(checker_arena(c), is_signed(n), UNIT_NS);
}

static const struct type *bytes_check(struct checker *c, struct node *n)
{
	return type_with_unit(checker_arena(c), is_signed(n), UNIT_BYTES);
}

const struct builtin decode_builtins[] = {
	{
		.name = "errno_name",
		.signature = "errno_name(int n) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "name of an error number, as ENOENT for 2 and for -2",
		.example =
			"tracepoint:syscalls:sys_exit_openat /args.ret < 0/ { @[errno_name(args.ret)] = count(); }",
		.check = errno_name_check,
		.lower = decode_lower,
	},
	{
		.name = "dev_name",
		.signature = "dev_name(int device) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "name of a device by its number in the kernel (dev_t)",
		.example =
			"tracepoint:block:block_rq_issue { @[dev_name(args.dev)] = sum(args.bytes); }",
		.check = dev_name_check,
		.lower = decode_lower,
	},
	{
		.name = "if_name",
		.signature = "if_name(int index) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "name of a network interface by its index, in the network namespace of sonde",
		.example = "tracepoint:fib:fib_table_lookup { @[if_name(args.oif)] = count(); }",
		.check = if_name_check,
		.lower = decode_lower,
	},
	{
		.name = "flag_names",
		.signature = "flag_names(int n, literal_string set) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "names of flags or of a constant, in a set: open access at mode prot mmap clone "
			"msg socktype af ipproto epoll poll mount gfp",
		.example =
			"tracepoint:syscalls:sys_enter_openat { @[flag_names(args.flags, \"open\")] = count(); }",
		.check = flag_names_check,
		.lower = decode_lower,
	},
	{
		.name = "duration",
		.signature = "duration(int ns) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "a number of nanoseconds that is shown as 512ns, 1.23us or 2m05s",
		.example =
			"tracepoint:syscalls:sys_exit_read { @[comm] = max(latency); } end { for ($kv : @) { printf(\"%s %s\\n\", $kv.0, duration($kv.1)); } }",
		.check = duration_check,
		.lower = decode_lower,
	},
	{
		.name = "bytes",
		.signature = "bytes(int n) -> custom",
		.flags = BI_PURE | BI_WEAK,
		.help = "a number of bytes that is shown as 512, 4.00K or 12.3M",
		.example =
			"tracepoint:syscalls:sys_exit_read /args.ret > 0/ { printf(\"%s\\n\", bytes(args.ret)); }",
		.check = bytes_check,
		.lower = decode_lower,
	},
	{ 0 },
};
