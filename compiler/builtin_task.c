/* compiler/builtin_task.c - rows about the task and the CPU that a probe runs on: pid tid uid gid
 * username comm curtask cgroup cpu numaid ncpus rand cpid has_cpid. */

#include <linux/bpf.h>
#include <linux/btf.h>
#include <stddef.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/btf.h"
#include "probes/machine.h"

enum { COMM_SIZE = 16 }; /* TASK_COMM_LEN */

/* Whose numbers pid and tid are: those of our own pid namespace, or the kernel's. */
static const char *const namespaces[] = { "curr_ns", "init", NULL };

static const struct type *namespace_check(struct checker *c, struct node *n)
{
	row_word(c, n, 0, namespaces, 0);
	return NULL;
}

static ir_value high_half(struct lowering *l, ir_value word)
{
	return ir_binary(l, OP_SHR, word, lower_const(l, 32), false);
}

static ir_value low_half(struct lowering *l, ir_value word)
{
	return ir_extend(l, word, 4, false);
}

/* struct bpf_pidns_info of the current task; zeros when its own pid namespace is another one. */
static ir_value pidns_load(struct lowering *l, uint64_t dev, uint64_t ino, uint32_t offset)
{
	ir_value info = lower_temporary(l, sizeof(struct bpf_pidns_info));
	ir_value args[] = { lower_fact(l, FACT_PID_NAMESPACE, "dev", NULL, dev),
		lower_fact(l, FACT_PID_NAMESPACE, "ino", NULL, ino), info,
		lower_const(l, sizeof(struct bpf_pidns_info)) };

	lower_helper(l, BPF_FUNC_get_ns_current_pid_tgid, args, 4);
	return ir_load(l, info, offset, 4, false);
}

/* The kernel's numbers: of the process in the high half, of the thread in the low one. */
static ir_value initial_pid(struct lowering *l, uint32_t offset)
{
	ir_value both = lower_helper(l, BPF_FUNC_get_current_pid_tgid, NULL, 0);

	return offset == offsetof(struct bpf_pidns_info, tgid) ? high_half(l, both)
		: low_half(l, both);
}

/* Those of our own namespace. */
static ir_value own_id(struct lowering *l, uint32_t offset)
{
	uint64_t dev, ino;
	bool initial = machine_initial_pid_namespace(&dev, &ino);
	ir_value id;
	struct ir_branch ours;

	if (!lower_compilation(l)->portable)
		return initial ? initial_pid(l, offset) : pidns_load(l, dev, ino, offset);
	id = ir_cell(l, lower_const(l, 0));
	ours = ir_if(l, lower_fact(l, FACT_PID_NAMESPACE, "initial", NULL, initial));
	ir_cell_set(l, id, initial_pid(l, offset));
	ir_else(l, &ours);
	ir_cell_set(l, id, pidns_load(l, dev, ino, offset));
	ir_end(l, &ours);
	return ir_cell_get(l, id);
}

ir_value row_own_pid(struct lowering *l)
{
	return own_id(l, offsetof(struct bpf_pidns_info, tgid));
}

static ir_value pid_lower(struct lowering *l, const struct node *n)
{
	const uint32_t offset = offsetof(struct bpf_pidns_info, tgid);

	return row_word_at(n, 0, namespaces, 0) == 1 ? initial_pid(l, offset) : own_id(l, offset);
}

static ir_value tid_lower(struct lowering *l, const struct node *n)
{
	const uint32_t offset = offsetof(struct bpf_pidns_info, pid);

	return row_word_at(n, 0, namespaces, 0) == 1 ? initial_pid(l, offset) : own_id(l, offset);
}

static ir_value uid_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return low_half(l, lower_helper(l, BPF_FUNC_get_current_uid_gid, NULL, 0));
}

static ir_value gid_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return high_half(l, lower_helper(l, BPF_FUNC_get_current_uid_gid, NULL, 0));
}

/* The kernel keeps comm zero padded, so its two words are the value; the helper copies byte by byte
 * and is the way without BTF. */
static ir_value own_comm_lower(struct lowering *l)
{
	ir_value comm = lower_temporary(l, COMM_SIZE);
	uint32_t size = 0;
	int offset = machine_btf_member("task_struct", "comm", &size);

	if (offset >= 0 && size == COMM_SIZE) {
		ir_value task = ir_offset(l, lower_current_task(l),
			lower_kernel_member(l, "struct task_struct", "comm"));

		for (uint32_t at = 0; at < COMM_SIZE; at += 8)
			ir_store(l, comm, at, 8, ir_load(l, task, at, 8, false));
	} else {
		ir_value args[] = { comm, lower_const(l, COMM_SIZE) };

		/* Linux 6.1 writes nothing behind the word that the name ends in */
		ir_zero(l, comm, COMM_SIZE);
		lower_helper(l, BPF_FUNC_get_current_comm, args, 2);
	}
	return comm;
}

/* comm(pid): the kernel hands out a task by its number, which has to be given back. */

enum { OTHER_COMM_SIZE = 64 };
#define FIND_TASK "bpf_task_from_pid"
#define RETURN_TASK "bpf_task_release"

static const struct type *comm_check(struct checker *c, struct node *n)
{
	if (!row_argument(n, 0))
		return type_string(checker_arena(c), COMM_SIZE);
	checker_probe(c)->uses_typed = true;
	return type_string(checker_arena(c), OTHER_COMM_SIZE);
}

static void refuse_comm(struct lowering *l, const struct node *n)
{
	diag_hint(
		diag_error(lower_compilation(l)->diags, n->span, DIAG_NOT_HERE,
			"'comm' of another process is not available in %s probes: this kernel does not let them ask",
			lower_match(l)->spec.provider->name),
		"kfunc_allowed(\"" FIND_TASK
		"\") is true where it is available; comm without () is the current thread's");
}

static ir_value other_comm_lower(struct lowering *l, const struct node *n)
{
	static const char none[8] = "N/A";
	uint32_t find = kernel_btf_lookup(NULL, BTF_KIND_FUNC, FIND_TASK),
		 give_back = kernel_btf_lookup(NULL, BTF_KIND_FUNC, RETURN_TASK);
	int offset = machine_btf_member("task_struct", "comm", NULL);
	ir_value name = lower_temporary(l, OTHER_COMM_SIZE), task, pid = lower_argument(l, n, 0);
	struct ir_branch missing;
	uint64_t word;

	if (offset < 0 || !give_back || !row_may_call(l, find)) {
		refuse_comm(l, n);
		return name;
	}
	memcpy(&word, none, sizeof(word));
	ir_zero(l, name, OTHER_COMM_SIZE);
	task = lower_kernel_call(l, find, &pid, 1);
	missing = ir_if(l, ir_is_null(l, task));
	ir_store(l, name, 0, 8, lower_const(l, word));
	lower_warning(l, "comm(): there is no process of this number", n->span);
	ir_else(l, &missing);
	ir_value args[] = { name, lower_const(l, OTHER_COMM_SIZE),
		ir_offset(l, task, lower_kernel_member(l, "struct task_struct", "comm")) };

	lower_helper(l, BPF_FUNC_probe_read_kernel_str, args, 3);
	lower_kernel_call(l, give_back, &task, 1);
	ir_end(l, &missing);
	return name;
}

static ir_value comm_lower(struct lowering *l, const struct node *n)
{
	return row_argument(n, 0) ? other_comm_lower(l, n) : own_comm_lower(l);
}

static const struct type *curtask_check(struct checker *c, struct node *n)
{
	struct type *t = arena_memdup(checker_arena(c), &type_pointer, sizeof(type_pointer));

	(void)n;
	t->name = "struct task_struct";
	t->btf_id = machine_btf_type(BTF_KIND_STRUCT, "task_struct");
	return t;
}

/* As a plain word, which the verifier lets programs calculate with. */
static ir_value curtask_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_helper(l, BPF_FUNC_get_current_task, NULL, 0);
}

static ir_value cgroup_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_helper(l, BPF_FUNC_get_current_cgroup_id, NULL, 0);
}

static ir_value cpu_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return low_half(l, lower_helper(l, BPF_FUNC_get_smp_processor_id, NULL, 0));
}

static ir_value numaid_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return low_half(l, lower_helper(l, BPF_FUNC_get_numa_node_id, NULL, 0));
}

static bool ncpus_value(const struct node *n, uint64_t *value)
{
	(void)n;
	*value = machine_possible_cpus();
	return true;
}

static ir_value rand_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return low_half(l, lower_helper(l, BPF_FUNC_get_prandom_u32, NULL, 0));
}

/* An image that was built without a command may be run with one. */
static ir_value cpid_lower(struct lowering *l, const struct node *n)
{
	ir_value pid = ir_load(
		l, lower_control(l, offsetof(struct image_control, child_pid)), 0, 8, false);
	struct ir_branch none;

	if (lower_compilation(l)->has_command)
		return pid;
	none = ir_if(l, ir_compare(l, OP_EQ, pid, lower_const(l, 0), false));
	lower_warning(l, "cpid: there is no command, which -c starts", n->span);
	ir_end(l, &none);
	return pid;
}

static ir_value has_cpid_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_const(l, lower_compilation(l)->has_command);
}

const struct builtin task_builtins[] = {
	{
		.name = "pid",
		.signature = "pid(word namespace?) -> uint32",
		.flags = BI_VARIABLE | BI_PURE | BI_RESERVED,
		.help = "process id of the current task, in sonde's own pid namespace or, with "
			"pid(init), in the kernel's",
		.example = "tracepoint:raw_syscalls:sys_enter { @calls[pid, comm] = count(); }",
		.check = namespace_check,
		.lower = pid_lower,
	},
	{
		.name = "tid",
		.signature = "tid(word namespace?) -> uint32",
		.flags = BI_VARIABLE | BI_PURE | BI_RESERVED,
		.help = "thread id of the current task, in sonde's own pid namespace or, with "
			"tid(init), in the kernel's",
		.example =
			"tracepoint:sched:sched_process_exit { printf(\"thread %d of %d ended\\n\", tid, pid); }",
		.check = namespace_check,
		.lower = tid_lower,
	},
	{
		.name = "uid",
		.signature = "uid -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "user id of the current task, in the initial user namespace",
		.example =
			"tracepoint:syscalls:sys_enter_execve { printf(\"%d runs %s\\n\", uid, str(args.filename)); }",
		.lower = uid_lower,
	},
	{
		.name = "gid",
		.signature = "gid -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "group id of the current task, in the initial user namespace",
		.example = "tracepoint:syscalls:sys_enter_openat { @by_group[gid] = count(); }",
		.lower = gid_lower,
	},
	{
		.name = "username",
		.signature = "username -> username",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the user that the current task runs as",
		.example =
			"tracepoint:syscalls:sys_enter_execve { printf(\"%s runs %s\\n\", username, str(args.filename)); }",
		.lower = uid_lower,
	},
	{
		.name = "comm",
		.signature = "comm(int pid?) -> custom",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "name of the current thread, or that of the process given by its number",
		.example = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }",
		.check = comm_check,
		.lower = comm_lower,
	},
	{
		.name = "curtask",
		.signature = "curtask -> custom",
		.flags = BI_VARIABLE | BI_PURE | BI_KERNEL_POINTER,
		.help = "the current task's struct task_struct, as in curtask.real_parent.tgid",
		.example = "profile:hz:99 { @priorities[curtask.prio] = count(); }",
		.check = curtask_check,
		.lower = curtask_lower,
	},
	{
		.name = "cgroup",
		.signature = "cgroup -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "id of the current task's control group in the version 2 tree",
		.example = "tracepoint:raw_syscalls:sys_enter { @[cgroup] = count(); }",
		.lower = cgroup_lower,
	},
	{
		.name = "cpu",
		.signature = "cpu -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "number of the CPU that the probe runs on",
		.example = "tracepoint:sched:sched_switch { @switches[cpu] = count(); }",
		.lower = cpu_lower,
	},
	{
		.name = "numaid",
		.signature = "numaid -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "number of the NUMA node that the probe runs on",
		.example = "tracepoint:sched:sched_switch { @switches[numaid] = count(); }",
		.lower = numaid_lower,
	},
	{
		.name = "ncpus",
		.signature = "ncpus -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "number of CPUs that this machine can have",
		.example = "begin { printf(\"%d CPUs\\n\", ncpus); }",
		.constant = ncpus_value,
		.fact = FACT_CPUS,
	},
	{
		.name = "rand",
		.signature = "rand -> uint32",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "a random number",
		.example = "begin { printf(\"%d\\n\", rand % 6 + 1); }",
		.lower = rand_lower,
	},
	{
		.name = "cpid",
		.signature = "cpid -> uint64",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "process id of the command started with -c, 0 without one",
		.example = "tracepoint:raw_syscalls:sys_enter /pid == cpid/ { @ = count(); }",
		.lower = cpid_lower,
	},
	{
		.name = "has_cpid",
		.signature = "has_cpid -> bool",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "true when a command was started with -c",
		.example =
			"begin { printf(\"%s a command\\n\", has_cpid ? \"with\" : \"without\"); }",
		.lower = has_cpid_lower,
	},
	{ 0 },
};
