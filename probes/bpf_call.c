/* probes/bpf_call.c - bpf(2) without libbpf.  Called by the attach halves of the providers. */
#include "probes/bpf_call.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/btf_object.h"
#include "runtime/base/util.h"

/* BPF_LINK_CREATE with the part for uprobe_multi, which the headers of 6.1 do not have. */
struct uprobe_multi_attr {
	uint32_t prog_fd;
	uint32_t target_fd;
	uint32_t attach_type;
	uint32_t flags;
	uint64_t path;
	uint64_t offsets;
	uint64_t ref_ctr_offsets;
	uint64_t cookies;
	uint32_t count;
	uint32_t multi_flags;
	uint32_t pid;
	uint32_t pad;
};
_Static_assert(sizeof(struct uprobe_multi_attr) == 64, "layout of the kernel");

/* struct bpf_link_info as of 6.12, without its parts for other links.  The kernel fills as much as
 * it knows. */
struct link_info {
	uint32_t type;
	uint32_t id;
	uint32_t prog_id;
	uint32_t pad;
	union {
		struct {
			uint64_t addrs;
			uint32_t count;
			uint32_t flags;
			uint64_t missed;
			uint64_t cookies;
		} kprobe_multi;
		struct {
			uint32_t type;  /* enum bpf_perf_event_type */
			uint32_t pad;
			struct {
				uint64_t func_name;
				uint32_t name_len;
				uint32_t offset;
				uint64_t addr;
				uint64_t missed;
				uint64_t cookie;
			} kprobe;
		} perf_event;
		uint64_t room[8];
	};
};
_Static_assert(sizeof(struct link_info) == 80, "layout of the kernel");

int bpf_call(int command, void *attr, size_t size)
{
	long ret = syscall(SYS_bpf, command, attr, size);

	return ret < 0 ? -errno : (int)ret;
}

int bpf_call_info(int fd, void *info, size_t size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = (uint32_t)size;
	attr.info.info = (uint64_t)(uintptr_t)info;
	return bpf_call(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr));
}

int bpf_call_raw_tracepoint(const char *name, int prog_fd)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.name = (uint64_t)(uintptr_t)name;
	attr.raw_tracepoint.prog_fd = (uint32_t)prog_fd;
	return bpf_call(BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));
}

int bpf_call_uprobe_multi(int prog_fd, const struct uprobe_multi *places)
{
	struct uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)prog_fd,
		.attach_type = SONDE_BPF_TRACE_UPROBE_MULTI,
		.path = (uint64_t)(uintptr_t)places->path,
		.offsets = (uint64_t)(uintptr_t)places->offsets,
		.ref_ctr_offsets = (uint64_t)(uintptr_t)places->semaphores,
		.cookies = (uint64_t)(uintptr_t)places->cookies,
		.count = places->count,
		.multi_flags = places->is_return ? SONDE_UPROBE_MULTI_RETURN : 0,
		.pid = (uint32_t)places->pid,
	};

	return bpf_call(BPF_LINK_CREATE, &attr, sizeof(attr));
}

static int iter_link(int prog_fd, const union bpf_iter_link_info *info)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)prog_fd;
	attr.link_create.attach_type = BPF_TRACE_ITER;
	if (info) {
		attr.link_create.iter_info = (uint64_t)(uintptr_t)info;
		attr.link_create.iter_info_len = sizeof(*info);
	}
	return bpf_call(BPF_LINK_CREATE, &attr, sizeof(attr));
}

int bpf_call_iter_link(int prog_fd, uint32_t order)
{
	union bpf_iter_link_info info;

	memset(&info, 0, sizeof(info));
	info.cgroup.order = order;
	return iter_link(prog_fd, order ? &info : NULL);
}

int bpf_call_iter_process(int prog_fd, int pidfd)
{
	union bpf_iter_link_info info;

	memset(&info, 0, sizeof(info));
	info.task.pid_fd = (uint32_t)pidfd;
	return iter_link(prog_fd, &info);
}

int bpf_call_iter_open(int link_fd)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.iter_create.link_fd = (uint32_t)link_fd;
	return bpf_call(BPF_ITER_CREATE, &attr, sizeof(attr));
}

int bpf_call_pin(int fd, const char *path)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.pathname = (uint64_t)(uintptr_t)path;
	attr.bpf_fd = (uint32_t)fd;
	return bpf_call(BPF_OBJ_PIN, &attr, sizeof(attr));
}

static int load(union bpf_attr *attr, const struct bpf_insn *insns, uint32_t count)
{
	attr->insns = (uint64_t)(uintptr_t)insns;
	attr->insn_cnt = count;
	attr->license = (uint64_t)(uintptr_t)"GPL";
	return bpf_call(BPF_PROG_LOAD, attr, sizeof(*attr));
}

/* "r0 = 0; exit" */
static int load_empty(uint32_t type, uint32_t attach_type, uint32_t btf_id, int btf_fd)
{
	static const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = type;
	attr.expected_attach_type = attach_type;
	attr.attach_btf_id = btf_id;
	attr.attach_btf_obj_fd = (uint32_t)btf_fd;
	return load(&attr, insns, ARRAY_SIZE(insns));
}

bool bpf_call_has_uprobe_multi(void)
{
	const uint64_t offset = 0;
	int fd = load_empty(BPF_PROG_TYPE_KPROBE, SONDE_BPF_TRACE_UPROBE_MULTI, 0, 0), directory,
	    no_process;

	if (fd < 0)
		return false;
	/* A kernel that knows the call looks at the path (a directory is no file: EBADF) before
	 * anything else, and one that filters processes and not threads (from 6.10 on) refuses the
	 * impossible pid before that. */
	directory = bpf_call_uprobe_multi(
		fd, &(struct uprobe_multi){ .path = "/", .offsets = &offset, .count = 1 });
	no_process = bpf_call_uprobe_multi(fd,
		&(struct uprobe_multi){ .path = "/", .offsets = &offset, .count = 1, .pid = -1 });
	close(fd);
	return directory == -EBADF && no_process == -EINVAL;
}

int bpf_call_load_tracing(bool is_return, uint32_t btf_id, const char *module)
{
	int types = module ? btf_object_open(module) : 0, fd = types;

	if (types >= 0)
		fd = load_empty(BPF_PROG_TYPE_TRACING,
			is_return ? BPF_TRACE_FEXIT : BPF_TRACE_FENTRY, btf_id, types);
	if (types > 0)
		close(types);
	return fd;
}

/* Load "call; r0 = 0; exit".  fds are of the types of the program's module and of the function's, 0
 * for the kernel itself. */
static int load_kfunc_call(
	const struct kfunc_call *what, const int fds[2], char *log, uint32_t log_size)
{
	const struct bpf_insn insns[] = {
		{
			.code = BPF_JMP | BPF_CALL,
			.src_reg = BPF_PSEUDO_KFUNC_CALL,
			.off = fds[1] ? 1 : 0,
			.imm = (int32_t)what->btf_id,
		},
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = what->prog_type;
	attr.expected_attach_type = what->attach_type;
	attr.attach_btf_id = what->attach_btf_id;
	attr.attach_btf_obj_fd = (uint32_t)fds[0];
	attr.insns = (uint64_t)(uintptr_t)insns;
	attr.insn_cnt = ARRAY_SIZE(insns);
	attr.license = (uint64_t)(uintptr_t)"GPL";
	attr.log_level = 1;
	attr.log_buf = (uint64_t)(uintptr_t)log;
	attr.log_size = log_size;
	/* the call's offset counts in it; place 0 is the kernel's own */
	attr.fd_array = (uint64_t)(uintptr_t)fds;
	return bpf_call(BPF_PROG_LOAD, &attr, sizeof(attr));
}

bool bpf_call_may_call(const struct kfunc_call *what)
{
	int fds[2] = { what->attach_module ? btf_object_open(what->attach_module) : 0,
		what->module ? btf_object_open(what->module) : 0 };
	int fd = -ENOENT;
	char log[4096] = "";

	if (fds[0] >= 0 && fds[1] >= 0)
		fd = load_kfunc_call(what, fds, log, sizeof(log));
	for (int i = 0; i < 2; i++)
		if (fds[i] > 0)
			close(fds[i]);
	if (fd >= 0)
		close(fd);
	/* The verifier came to the call and refused it for another reason than what the program is:
	 * the arguments, of which there are none, or that it ends without giving back what it
	 * got. */
	return fd >= 0 ||
		(strstr(log, "(85) call") && !strstr(log, "is not allowed") &&
			!strstr(log, "must be sleepable"));
}

int bpf_call_kprobe_multi(int prog_fd, const struct kprobe_multi *functions)
{
	static const struct { uint32_t type, flags; } sides[KPROBE_MULTI_SIDE_COUNT] = {
		[KPROBE_MULTI_ENTRY] = { BPF_TRACE_KPROBE_MULTI, 0 },
		[KPROBE_MULTI_RETURN] = { BPF_TRACE_KPROBE_MULTI, BPF_F_KPROBE_MULTI_RETURN },
		[KPROBE_MULTI_SESSION] = { SONDE_BPF_TRACE_KPROBE_SESSION, 0 },
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)prog_fd;
	attr.link_create.attach_type = sides[functions->side].type;
	attr.link_create.kprobe_multi.flags = sides[functions->side].flags;
	attr.link_create.kprobe_multi.cnt = functions->count;
	attr.link_create.kprobe_multi.syms = (uint64_t)(uintptr_t)functions->names;
	attr.link_create.kprobe_multi.addrs =
		functions->names ? 0 : (uint64_t)(uintptr_t)functions->addresses;
	attr.link_create.kprobe_multi.cookies = (uint64_t)(uintptr_t)functions->cookies;
	return bpf_call(BPF_LINK_CREATE, &attr, sizeof(attr));
}

bool bpf_call_has_kprobe_multi(void)
{
	const char *nothing = "no function has this name";
	int fd = load_empty(BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI, 0, 0), ret;

	if (fd < 0)
		return false;
	/* a kernel that has such links looks for the function, and does not find it */
	ret = bpf_call_kprobe_multi(fd, &(struct kprobe_multi){ .names = &nothing, .count = 1 });
	close(fd);
	return ret == -ESRCH;
}

bool bpf_call_has_kprobe_session(uint32_t btf_id)
{
	/* only programs for sessions may call that function */
	const struct bpf_insn insns[] = {
		{
			.code = BPF_JMP | BPF_CALL,
			.src_reg = BPF_PSEUDO_KFUNC_CALL,
			.imm = (int32_t)btf_id,
		},
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_KPROBE;
	attr.expected_attach_type = SONDE_BPF_TRACE_KPROBE_SESSION;
	int fd = btf_id ? load(&attr, insns, ARRAY_SIZE(insns)) : -ENOENT;

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int bpf_call_perf_link(int prog_fd, int event_fd, uint64_t cookie)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = (uint32_t)prog_fd;
	attr.link_create.target_fd = (uint32_t)event_fd;
	attr.link_create.attach_type = BPF_PERF_EVENT;
	attr.link_create.perf_event.bpf_cookie = cookie;
	return bpf_call(BPF_LINK_CREATE, &attr, sizeof(attr));
}

uint64_t bpf_call_link_missed(int fd)
{
	struct link_info info;

	memset(&info, 0, sizeof(info));
	if (bpf_call_info(fd, &info, sizeof(info)) < 0)
		return 0;
	if (info.type == BPF_LINK_TYPE_KPROBE_MULTI)
		return info.kprobe_multi.missed;
	if (info.type == BPF_LINK_TYPE_PERF_EVENT &&
		(info.perf_event.type == SONDE_PERF_EVENT_KPROBE ||
			info.perf_event.type == SONDE_PERF_EVENT_KRETPROBE))
		return info.perf_event.kprobe.missed;
	return 0;
}
