/* compiler/builtin_stack.c - rows about stacks and addresses: kstack ustack ksym usym kaddr. */

#include <stddef.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/kallsyms.h"
#include "probes/machine.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

/* Stacks */

/* What a call asks for, in call.data; the bare name has no call. */
struct stack_use {
	uint32_t limit;
};

/* A value of a per-CPU map, which a stack is taken into, has at most 32 KiB (PCPU_MIN_UNIT_SIZE),
 * and there is more in it. */
#define BUILD_ID_MOST_FRAMES 1000

/* The limit that a use asks for; 0 after an error. */
static uint32_t stack_limit(struct checker *c, const struct node *n, uint32_t most)
{
	const struct node *first = row_argument(n, 0), *limit = row_argument(n, 1);
	int64_t frames = STACK_USUAL_FRAMES;

	if (first && first->kind == NODE_INT && limit) {
		diag_hint(diag_error(checker_diags(c), first->span, DIAG_BAD_ARGUMENT,
				  "%s() takes the limit behind the mode", n->call.name),
			"write %s(perf, 3)", n->call.name);
		return 0;
	}
	if (!row_in_range(c, n, first && first->kind == NODE_INT ? 0 : 1, "a number of frames", 1,
			most))
		return 0;
	limit = first && first->kind == NODE_INT ? first : limit;
	if (limit)
		checker_literal_int(limit, &frames);
	return (uint32_t)frames;
}

static uint32_t frame_bytes(int mode)
{
	return mode == STACK_BUILD_ID ? sizeof(struct image_build_id) : sizeof(uint64_t);
}

/* The mode of a use among the first `count` ones; -1 after an error. */
static int stack_mode(struct checker *c, const struct node *n, int count)
{
	const char *modes[STACK_MODE_COUNT + 1] = { 0 };
	const struct node *first = row_argument(n, 0);
	int usual = (int)checker_compilation(c)->config.stack_mode;

	for (int i = 0; i < count; i++)
		modes[i] = stack_mode_name((enum stack_mode)i);
	if (usual >= count)
		usual = STACK_BPFTRACE;
	return first && first->kind == NODE_NAME ? row_word(c, n, 0, modes, usual) : usual;
}

/* `mode` as of stack_mode(). */
static const struct type *stack_check(
	struct checker *c, struct node *n, enum stack_space space, int mode)
{
	uint32_t limit = stack_limit(
		c, n, mode == STACK_BUILD_ID ? BUILD_ID_MOST_FRAMES : STACK_MOST_FRAMES);
	uint32_t *bytes = &checker_compilation(c)->stack_bytes[space];

	if (!limit || mode < 0)
		return &type_error;
	*bytes = MAX_OF(*bytes, frame_bytes(mode) * limit);
	if (n->kind == NODE_CALL) {
		struct stack_use *use = arena_new_object(checker_arena(c), struct stack_use);

		use->limit = limit;
		n->call.data = use;
	}
	return space == STACK_KERNEL ? &type_kstack[mode] : &type_ustack[mode];
}

static uint32_t used_limit(const struct node *n)
{
	const struct stack_use *use = n->kind == NODE_CALL ? n->call.data : NULL;

	return use ? use->limit : STACK_USUAL_FRAMES;
}

static const struct type *kstack_check(struct checker *c, struct node *n)
{
	return stack_check(c, n, STACK_KERNEL, stack_mode(c, n, STACK_KERNEL_MODES));
}

static ir_value kstack_lower(struct lowering *l, const struct node *n)
{
	return lower_kernel_stack(l, used_limit(n));
}

static const struct type *ustack_check(struct checker *c, struct node *n)
{
	return stack_check(c, n, STACK_USER, stack_mode(c, n, STACK_USER_MODES));
}

static ir_value ustack_lower(struct lowering *l, const struct node *n)
{
	return lower_user_stack(l, used_limit(n), n->type->clock == STACK_BUILD_ID);
}

#if defined(__x86_64__)
/* False, with an error, where the kernel does not say where it has what lower_unwind.c reads. */
static bool can_unwind(struct checker *c, const struct node *n)
{
	static const struct {
		const char *type, *member;
	} needs[] = {
		{ "task_struct", "mm" },
		{ "mm_struct", "start_code" },
		{ "mm_struct", "end_code" },
		{ "mm_struct", "start_stack" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(needs); i++) {
		if (machine_btf_member(needs[i].type, needs[i].member, NULL) >= 0)
			continue;
		diag_hint(
			diag_environment(checker_diags(c), n->span, DIAG_UNKNOWN_TYPE,
				"stacks cannot be followed without frame pointers: the kernel does not say where 'struct %s' has '%s'",
				needs[i].type, needs[i].member),
			"use a kernel with CONFIG_DEBUG_INFO_BTF: then /sys/kernel/btf/vmlinux is there");
		return false;
	}
	return true;
}
#endif

/* Frames are found by their addresses, so that build ids are those of what was mapped there. */
static const struct type *dw_ustack_check(struct checker *c, struct node *n)
{
#if defined(__x86_64__)
	int mode;

	if (!can_unwind(c, n))
		return &type_error;
	checker_compilation(c)->unwinds = true;
	mode = stack_mode(c, n, STACK_USER_MODES);
	return stack_check(
		c, n, STACK_USER, mode == STACK_BUILD_ID ? STACK_BUILD_ID_OF_ADDRESS : mode);
#else
	diag_hint(diag_environment(checker_diags(c), n->span, DIAG_NOT_HERE,
			  "stacks can be followed without frame pointers on x86_64 only"),
		"use ustack, for programs that have frame pointers");
	return &type_error;
#endif
}

static ir_value dw_ustack_lower(struct lowering *l, const struct node *n)
{
	return lower_unwound_stack(l, used_limit(n));
}

/* Symbols */

static ir_value ksym_lower(struct lowering *l, const struct node *n)
{
	return lower_argument(l, n, 0);
}

ir_value row_user_address(struct lowering *l, ir_value address)
{
	ir_value value = lower_temporary(l, sizeof(struct user_address));

	ir_store(l, value, offsetof(struct user_address, address), 8, address);
	ir_store(l, value, offsetof(struct user_address, pid), 8, row_own_pid(l));
	return value;
}

static ir_value usym_lower(struct lowering *l, const struct node *n)
{
	return row_user_address(l, lower_argument(l, n, 0));
}

static void report_unknown_symbol(
	struct checker *c, const struct node *arg, const struct kallsyms *k)
{
	struct diag *d = diag_environment(checker_diags(c), arg->span, DIAG_NO_SYMBOL,
		"this kernel has no symbol '%s'", arg->string.text);
	struct nearest near;

	if (!diag_is_shown(d))
		return;
	nearest_start(&near, arg->string.text);
	kallsyms_each(k, nearest_visit, &near);
	diag_offer(d, "", &near);
}

static const struct type *kaddr_check(struct checker *c, struct node *n)
{
	const struct node *arg = row_argument(n, 0);
	struct kallsyms *k;
	uint64_t *address = n->call.data;
	int err;

	/* the pass goes over the program several times */
	if (address)
		return NULL;
	k = kernel_symbols_all(checker_compilation(c), &err);
	if (!k) {
		struct diag *d = diag_environment(checker_diags(c), arg->span, DIAG_NO_SYMBOL,
			"the kernel's symbols cannot be read: %s", strerror(-err));

		diag_hint(d, "run as root, with the sysctl kernel.kptr_restrict at 0 or 1");
		return &type_error;
	}
	address = arena_new_object(checker_arena(c), uint64_t);
	*address = kallsyms_address(k, arg->string.text);
	if (*address)
		n->call.data = address;
	else
		report_unknown_symbol(c, arg, k);
	return *address ? NULL : &type_error;
}

static bool kaddr_value(const struct node *n, uint64_t *value)
{
	const uint64_t *address = n->call.data;

	if (address)
		*value = *address;
	return address;
}

const struct builtin stack_builtins[] = {
	{
		.name = "kstack",
		.signature = "kstack(word_or_int mode?, literal_int limit?) -> custom",
		.flags = BI_VARIABLE | BI_PURE | BI_BEFORE_LOOPS | BI_RESERVED,
		.help = "kernel stack, written as the mode says (bpftrace, perf, raw), at most "
			"limit frames (127)",
		.example = "profile:hz:99 { @[kstack] = count(); }",
		.check = kstack_check,
		.lower = kstack_lower,
	},
	{
		.name = "ustack",
		.signature = "ustack(word_or_int mode?, literal_int limit?) -> custom",
		.flags = BI_VARIABLE | BI_PURE | BI_BEFORE_LOOPS | BI_RESERVED,
		.help = "stack of the process, written as the mode says (bpftrace, perf, raw, build_id), at most "
			"limit frames (127)",
		.example = "profile:hz:99 { @[comm, ustack] = count(); }",
		.check = ustack_check,
		.lower = ustack_lower,
	},
	{
		.name = "dw_ustack",
		.signature = "dw_ustack(word_or_int mode?, literal_int limit?) -> custom",
		.flags = BI_VARIABLE | BI_PURE | BI_BEFORE_LOOPS,
		.help = "the same of programs without frame pointers, by what they say of their frames (.eh_frame): "
			"of the processes of -p, -c and --dwarf-pid",
		.example = "uprobe:libc:malloc { @[dw_ustack(perf, 8)] = sum(arg0); }",
		.check = dw_ustack_check,
		.lower = dw_ustack_lower,
	},
	{
		.name = "ksym",
		.signature = "ksym(pointer address) -> ksym",
		.flags = BI_PURE,
		.help = "name of what lies at an address in the kernel",
		.example =
			"tracepoint:timer:hrtimer_expire_entry { @[ksym(args.function)] = count(); }",
		.lower = ksym_lower,
	},
	{
		.name = "usym",
		.signature = "usym(pointer address) -> usym",
		.flags = BI_PURE,
		.help = "name of the function at an address in the current process",
		.example = "uprobe:libc:qsort { @[usym(arg3)] = count(); }",
		.lower = usym_lower,
	},
	{
		.name = "kaddr",
		.signature = "kaddr(literal_string symbol) -> uint64",
		.flags = BI_PURE,
		.help = "address of a symbol of the kernel",
		.example = "begin { printf(\"%p\\n\", kaddr(\"vfs_read\")); }",
		.check = kaddr_check,
		.constant = kaddr_value,
		.fact = FACT_SYMBOL,
	},
	{ 0 },
};
