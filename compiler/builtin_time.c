/* compiler/builtin_time.c - rows about time: nsecs elapsed jiffies, and time() and strftime(),
 * which are finished when they are shown. */

#include <linux/bpf.h>
#include <stddef.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* Newer than the headers of the oldest system this is built on. */
enum { HELPER_KTIME_GET_TAI_NS = 208 };

static const char *const clocks[] = {
	[CLOCK_ID_BOOT] = "boot",
	[CLOCK_ID_MONOTONIC] = "monotonic",
	[CLOCK_ID_TAI] = "tai",
	[CLOCK_ID_SW_TAI] = "sw_tai",
	NULL,
};

static const int clock_helpers[] = {
	[CLOCK_ID_BOOT] = BPF_FUNC_ktime_get_boot_ns,
	[CLOCK_ID_MONOTONIC] = BPF_FUNC_ktime_get_ns,
	[CLOCK_ID_TAI] = HELPER_KTIME_GET_TAI_NS,
	[CLOCK_ID_SW_TAI] = BPF_FUNC_ktime_get_boot_ns,
};

static const struct type *nsecs_check(struct checker *c, struct node *n)
{
	int clock = row_word(c, n, 0, clocks, CLOCK_ID_BOOT);
	struct type *t;

	if (clock <= CLOCK_ID_BOOT)
		return NULL;
	t = arena_memdup(checker_arena(c), &type_uint64, sizeof(type_uint64));
	t->clock = (uint8_t)clock;
	return t;
}

static ir_value nsecs_lower(struct lowering *l, const struct node *n)
{
	int clock = row_word_at(n, 0, clocks, CLOCK_ID_BOOT);
	ir_value now = lower_helper(l, clock_helpers[clock], NULL, 0);

	if (clock != CLOCK_ID_SW_TAI)
		return now;
	return ir_binary(l, OP_ADD, now,
		ir_load(l, lower_control(l, offsetof(struct image_control, tai_offset_ns)), 0, 8,
			false),
		false);
}

static ir_value elapsed_lower(struct lowering *l, const struct node *n)
{
	ir_value start =
		ir_load(l, lower_control(l, offsetof(struct image_control, start_ns)), 0, 8, false);

	(void)n;
	return ir_binary(
		l, OP_SUB, lower_helper(l, BPF_FUNC_ktime_get_boot_ns, NULL, 0), start, false);
}

static ir_value jiffies_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_helper(l, BPF_FUNC_jiffies64, NULL, 0);
}

static ir_value time_lower(struct lowering *l, const struct node *n)
{
	const struct node *format = row_argument(n, 0);

	lower_event(l, &(struct lower_event){
			       .kind = ACTION_TIME,
			       .text = format ? format->string.text : "%H:%M:%S\n",
			       .span = n->span,
		       });
	return NULL;
}

static const struct type *strftime_check(struct checker *c, struct node *n)
{
	const struct node *format = row_argument(n, 0), *ns = row_argument(n, 1);
	struct type *t;
	int64_t value;

	if (format->kind != NODE_STRING || !ns->type)
		return NULL;
	if (ns->type->kind == TYPE_ERROR)
		return ns->type;
	if (checker_literal_int(ns, &value) && value < 0) {
		diag_error(checker_diags(c), ns->span, DIAG_BAD_ARGUMENT,
			"strftime() cannot show a negative time");
		return &type_error;
	}
	if (ns->type->clock == CLOCK_ID_MONOTONIC && ns->type->kind == TYPE_INT) {
		struct diag *d = diag_error(checker_diags(c), ns->span, DIAG_BAD_ARGUMENT,
			"strftime() cannot make a date of the monotonic clock, which stands still in sleep");

		diag_hint(d, "use nsecs, nsecs(boot) or nsecs(tai)");
		return &type_error;
	}
	t = arena_new_object(checker_arena(c), struct type);
	t->kind = TYPE_TIMESTAMP;
	t->size = t->align = 8;
	t->clock = ns->type->kind == TYPE_INT ? ns->type->clock : CLOCK_ID_BOOT;
	t->name = format->string.text;
	return t;
}

static ir_value strftime_lower(struct lowering *l, const struct node *n)
{
	return lower_argument(l, n, 1);
}

const struct builtin time_builtins[] = {
	{
		.name = "nsecs",
		.signature = "nsecs(word clock?) -> uint64",
		.flags = BI_VARIABLE | BI_PURE | BI_RESERVED,
		.help = "nanoseconds since boot, or of the clock given: boot, monotonic, tai or "
			"sw_tai",
		.example = "tracepoint:sched:sched_wakeup { @at[args.pid] = nsecs; }",
		.check = nsecs_check,
		.lower = nsecs_lower,
	},
	{
		.name = "elapsed",
		.signature = "elapsed -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "nanoseconds since tracing began",
		.example =
			"tracepoint:sched:sched_process_exec { printf(\"%d ms: %s\\n\", elapsed / 1000000, comm); }",
		.lower = elapsed_lower,
	},
	{
		.name = "jiffies",
		.signature = "jiffies -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "the kernel's timer ticks since boot",
		.example = "interval:s:1 { print(jiffies); }",
		.lower = jiffies_lower,
	},
	{
		.name = "time",
		.signature = "time(literal_string format?) -> void",
		.flags = BI_ASYNC,
		.help = "print the wall clock, by default as hours, minutes and seconds on a line",
		.example =
			"interval:s:1 { time(\"%H:%M:%S\\n\"); print(@); clear(@); } tracepoint:raw_syscalls:sys_enter { @ = count(); }",
		.lower = time_lower,
	},
	{
		.name = "strftime",
		.signature = "strftime(literal_string format, int ns) -> custom",
		.flags = BI_PURE,
		.help = "a time in nanoseconds as a date, in the form of the C function of that "
			"name, with %f %l %k for micro-, milli- and nanoseconds",
		.example =
			"tracepoint:sched:sched_process_exec { printf(\"%s %s\\n\", strftime(\"%H:%M:%S.%k\", nsecs), comm); }",
		.check = strftime_check,
		.lower = strftime_lower,
	},
	{ 0 },
};
