/* runtime/bpf.h - the bpf() commands of the loader, called directly: libbpf's own wrappers first
 * load small programs to find out what the kernel can. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct bpf_map_spec {
	uint32_t type;          /* enum bpf_map_type */
	uint32_t key_size;
	uint32_t value_size;
	uint32_t max_entries;
	uint32_t flags;
	/* with the types of keys and values, for the kinds of maps that need them; 0: none */
	int btf_fd;
	uint32_t btf_key_id, btf_value_id;
	const char *name;       /* cut and cleaned to what the kernel takes */
};

/** Make a map.  Returns its descriptor, which the caller closes, or -errno. */
int bpf_map_make(const struct bpf_map_spec *spec);

struct bpf_prog_spec {
	uint32_t type;          /* enum bpf_prog_type */
	uint32_t attach_type;
	uint32_t attach_btf_id;
	/* of the module that attach_btf_id is of; 0: of the kernel itself */
	int attach_btf_fd;
	const void *insns;
	uint32_t insn_count;
	const char *license;
	const char *name;
	int btf_fd;             /* with func_info: descriptions of the program's functions */
	const void *func_info;  /* struct bpf_func_info, or NULL */
	uint32_t func_info_count;
	char *log;              /* NULL: no log */
	uint32_t log_size;
	/* what the verifier does on every path, not only on the one that it refuses
	 * (BPF_LOG_LEVEL2, linux/bpf_verifier.h) */
	bool log_whole;
};

/** Load a program.  Returns its descriptor, which the caller closes, or -errno. */
int bpf_prog_make(const struct bpf_prog_spec *spec);

/** Run a raw tracepoint program once, here and now, with an empty context.  0 or -errno. */
int bpf_prog_run_once(int fd);

/** Have the kernel count the runs of programs and their time (BPF_ENABLE_STATS, Linux 5.8, for
 * CAP_SYS_ADMIN) as long as the descriptor is open, which the caller closes.  -errno when it does
 * not. */
int bpf_accounting_open(void);

/** Runs of a program and their time, as far as they were counted; zeros when the kernel does not
 * tell. */
struct bpf_prog_times { uint64_t runs, ns; };
struct bpf_prog_times bpf_prog_times(int fd);

/** How often the kernel did not run a program because it was running already on that CPU.  0 when
 * it does not tell. */
uint64_t bpf_prog_missed(int fd);
