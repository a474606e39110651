/* compiler/builtin_relatives.c - rows about the names of a task's parent and of the leader of its
 * thread group: pcomm leader_comm. Their numbers are in the prelude. */

#include <linux/bpf.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

enum { COMM_SIZE = 16 }; /* TASK_COMM_LEN */

/* The members of struct task_struct: pointers to the relatives, and the name. */
static const char parent[] = "real_parent", leader[] = "group_leader", name[] = "comm";

static const struct type *check_name(struct checker *c, const struct node *n, const char *relative)
{
	struct diag *d;

	if (machine_btf_member("task_struct", relative, NULL) >= 0 &&
		machine_btf_member("task_struct", name, NULL) >= 0)
		return NULL;
	d = diag_environment(checker_diags(c), n->span, DIAG_UNKNOWN_TYPE,
		"this cannot be had: the kernel does not say where 'struct task_struct' has '%s' and '%s'",
		relative, name);
	diag_hint(d,
		"use a kernel with CONFIG_DEBUG_INFO_BTF: then /sys/kernel/btf/vmlinux is there");
	return &type_error;
}

/* The name of the task's relative, which the kernel keeps zero padded: as text, .comm would have to
 * be read up to its end.  What cannot be read is empty. */
static ir_value read_name(struct lowering *l, const struct node *n, const char *relative)
{
	ir_value task = row_argument(n, 0) ? lower_argument(l, n, 0)
		: lower_helper(l, BPF_FUNC_get_current_task, NULL, 0);
	ir_value pointer = lower_temporary(l, 8), value = lower_temporary(l, COMM_SIZE);
	ir_value first = lower_kernel_member(l, "struct task_struct", relative),
		 second = lower_kernel_member(l, "struct task_struct", name);
	ir_value follow[] = { pointer, lower_const(l, 8),
		ir_binary(l, OP_ADD, task, first, false) };

	lower_helper(l, BPF_FUNC_probe_read_kernel, follow, 3);
	ir_value read[] = { value, lower_const(l, COMM_SIZE),
		ir_binary(l, OP_ADD, ir_load(l, pointer, 0, 8, false), second, false) };

	lower_helper(l, BPF_FUNC_probe_read_kernel, read, 3);
	return value;
}

static const struct type *pcomm_check(struct checker *c, struct node *n)
{
	return check_name(c, n, parent);
}

static ir_value pcomm_lower(struct lowering *l, const struct node *n)
{
	return read_name(l, n, parent);
}

static const struct type *leader_comm_check(struct checker *c, struct node *n)
{
	return check_name(c, n, leader);
}

static ir_value leader_comm_lower(struct lowering *l, const struct node *n)
{
	return read_name(l, n, leader);
}

const struct builtin relatives_builtins[] = {
	{
		.name = "pcomm",
		.signature = "pcomm(pointer task?) -> string[16]",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the parent of the current task, or of the task given",
		.example =
			"tracepoint:syscalls:sys_enter_execve { printf(\"%s starts %s\\n\", pcomm, str(args.filename)); }",
		.check = pcomm_check,
		.lower = pcomm_lower,
	},
	{
		.name = "leader_comm",
		.signature = "leader_comm(pointer task?) -> string[16]",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the first thread of the current task's process, or of the task given",
		.example = "tracepoint:raw_syscalls:sys_enter { @[leader_comm, comm] = count(); }",
		.check = leader_comm_check,
		.lower = leader_comm_lower,
	},
	{ 0 },
};
