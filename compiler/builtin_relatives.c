/* compiler/builtin_relatives.c - rows about a task's parent and the leader of its thread group: ppid leader_tid pcomm leader_comm. */

#include <linux/bpf.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "compiler/shape.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

enum { COMM_SIZE = 16 }; /* TASK_COMM_LEN */

/* What a row reads: through this pointer of the task, this member. */
struct path {
	const char *pointer, *member;
};
static const struct path parent_id = { "real_parent", "tgid" }, leader_id = { "group_leader", "pid" };
static const struct path parent_name = { "real_parent", "comm" }, leader_name = { "group_leader", "comm" };

static const struct type *check_path(struct checker *c, const struct node *n, const struct path *p)
{
	struct diag *d;

	if (machine_btf_member("task_struct", p->pointer, NULL) >= 0 &&
	    machine_btf_member("task_struct", p->member, NULL) >= 0)
		return NULL;
	d = diag_environment(checker_diags(c), n->span, DIAG_UNKNOWN_TYPE,
		"this cannot be had: the kernel does not say where 'struct task_struct' has '%s' and '%s'", p->pointer,
		p->member);
	diag_hint(d, "use a kernel with CONFIG_DEBUG_INFO_BTF: then /sys/kernel/btf/vmlinux is there");
	return &type_error;
}

/* A member of the task's relative; what cannot be read is zero. */
static ir_value read_path(struct lowering *l, const struct node *n, const struct path *p, uint32_t size)
{
	ir_value task = row_argument(n, 0) ? lower_argument(l, n, 0)
					   : lower_helper(l, BPF_FUNC_get_current_task, NULL, 0);
	ir_value pointer = lower_temporary(l, 8), value = lower_temporary(l, size);
	uint64_t first = (uint64_t)machine_btf_member("task_struct", p->pointer, NULL);
	uint64_t second = (uint64_t)machine_btf_member("task_struct", p->member, NULL);
	ir_value follow[] = { pointer, lower_const(l, 8),
		ir_binary(l, OP_ADD, task, lower_const(l, first), false) };

	lower_helper(l, BPF_FUNC_probe_read_kernel, follow, 3);
	ir_value read[] = { value, lower_const(l, size),
		ir_binary(l, OP_ADD, ir_load(l, pointer, 0, 8, false), lower_const(l, second), false) };

	lower_helper(l, BPF_FUNC_probe_read_kernel, read, 3);
	return value;
}

static const struct type *ppid_check(struct checker *c, struct node *n)
{
	return check_path(c, n, &parent_id);
}

static ir_value ppid_lower(struct lowering *l, const struct node *n)
{
	return ir_load(l, read_path(l, n, &parent_id, 4), 0, 4, true);
}

static const struct type *leader_tid_check(struct checker *c, struct node *n)
{
	return check_path(c, n, &leader_id);
}

static ir_value leader_tid_lower(struct lowering *l, const struct node *n)
{
	return ir_load(l, read_path(l, n, &leader_id, 4), 0, 4, true);
}

static const struct type *pcomm_check(struct checker *c, struct node *n)
{
	return check_path(c, n, &parent_name);
}

static ir_value pcomm_lower(struct lowering *l, const struct node *n)
{
	return read_path(l, n, &parent_name, COMM_SIZE);
}

static const struct type *leader_comm_check(struct checker *c, struct node *n)
{
	return check_path(c, n, &leader_name);
}

static ir_value leader_comm_lower(struct lowering *l, const struct node *n)
{
	return read_path(l, n, &leader_name, COMM_SIZE);
}

const struct builtin relatives_builtins[] = {
	{
		.name = "ppid",
		.signature = "ppid(pointer task?) -> int32",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "process id of the parent of the current task, or of the task given",
		.check = ppid_check,
		.lower = ppid_lower,
	},
	{
		.name = "leader_tid",
		.signature = "leader_tid(pointer task?) -> int32",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "thread id of the leader of the current task's process, or of the task given",
		.check = leader_tid_check,
		.lower = leader_tid_lower,
	},
	{
		.name = "pcomm",
		.signature = "pcomm(pointer task?) -> string[16]",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the parent of the current task, or of the task given",
		.check = pcomm_check,
		.lower = pcomm_lower,
	},
	{
		.name = "leader_comm",
		.signature = "leader_comm(pointer task?) -> string[16]",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the first thread of the current task's process, or of the task given",
		.check = leader_comm_check,
		.lower = leader_comm_lower,
	},
	{ 0 },
};
