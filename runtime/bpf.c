/* runtime/bpf.c - the bpf() commands of the loader.  Used by runtime/load.c (maps, programs) and
 * runtime/session.c (begin and end programs, missed runs). */
#include "runtime/bpf.h"

#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/bpf_call.h"
#include "runtime/base/util.h"

/* The verifier gives way to any signal with EAGAIN, also to those that stop us and let us go on: a
 * load is tried again as long as any may still come. */
#define LOAD_ATTEMPTS 100000

/* Names in the kernel have at most 15 characters of [A-Za-z0-9_.]. */
static void put_name(char *out, const char *name)
{
	size_t len = 0;

	if (name[0] == '@')
		name++;
	for (; *name && len < BPF_OBJ_NAME_LEN - 1; name++)
		out[len++] =
			isalnum((unsigned char)*name) || *name == '_' || *name == '.' ? *name : '_';
	out[len] = 0;
}

int bpf_map_make(const struct bpf_map_spec *spec)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = spec->type;
	attr.key_size = spec->key_size;
	attr.value_size = spec->value_size;
	attr.max_entries = spec->max_entries;
	attr.map_flags = spec->flags;
	if (spec->btf_fd) {
		attr.btf_fd = (uint32_t)spec->btf_fd;
		attr.btf_key_type_id = spec->btf_key_id;
		attr.btf_value_type_id = spec->btf_value_id;
	}
	put_name(attr.map_name, spec->name);
	return bpf_call(BPF_MAP_CREATE, &attr, sizeof(attr));
}

int bpf_prog_make(const struct bpf_prog_spec *spec)
{
	union bpf_attr attr;
	int fd = -EAGAIN;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = spec->type;
	attr.expected_attach_type = spec->attach_type;
	attr.attach_btf_id = spec->attach_btf_id;
	attr.attach_btf_obj_fd = (uint32_t)spec->attach_btf_fd;
	attr.insns = (uintptr_t)spec->insns;
	attr.insn_cnt = spec->insn_count;
	attr.license = (uintptr_t)spec->license;
	if (spec->func_info) {
		attr.prog_btf_fd = (uint32_t)spec->btf_fd;
		attr.func_info = (uintptr_t)spec->func_info;
		attr.func_info_rec_size = sizeof(struct bpf_func_info);
		attr.func_info_cnt = spec->func_info_count;
	}
	if (spec->log) {
		attr.log_buf = (uintptr_t)spec->log;
		attr.log_size = spec->log_size;
		attr.log_level = spec->log_whole ? 2 : 1;
	}
	put_name(attr.prog_name, spec->name);
	for (int i = 0; i < LOAD_ATTEMPTS && fd == -EAGAIN; i++)
		fd = bpf_call(BPF_PROG_LOAD, &attr, sizeof(attr));
	return fd;
}

int bpf_prog_run_once(int fd)
{
	/* Programs may look at any of the arguments of a tracepoint: give them all, zeroed. */
	static const uint64_t context[12];
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)fd;
	attr.test.ctx_in = (uintptr_t)context;
	attr.test.ctx_size_in = sizeof(context);
	return bpf_call(BPF_PROG_TEST_RUN, &attr, sizeof(attr));
}

/* Zeros when the kernel does not tell. */
static struct bpf_prog_info info_of(int fd)
{
	struct bpf_prog_info info;

	memset(&info, 0, sizeof(info));
	if (bpf_call_info(fd, &info, sizeof(info)) < 0)
		memset(&info, 0, sizeof(info));
	return info;
}

int bpf_accounting_open(void)
{
	union bpf_attr attr = { .enable_stats.type = BPF_STATS_RUN_TIME };

	return bpf_call(BPF_ENABLE_STATS, &attr, sizeof(attr));
}

uint64_t bpf_prog_missed(int fd)
{
	return info_of(fd).recursion_misses;
}

struct bpf_prog_times bpf_prog_times(int fd)
{
	struct bpf_prog_info info = info_of(fd);

	return (struct bpf_prog_times){ .runs = info.run_cnt, .ns = info.run_time_ns };
}
