/* probes/machine.h - facts of this machine that providers and compiler share.  Each is looked up
 * when first asked for, never before. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "probes/provider.h"

/** Directory of tracefs, mounted if it was not and we may: "/sys/kernel/tracing".  NULL with err
 * filled (what to run) when it cannot be had. */
const char *machine_tracefs(struct probe_error *err);

/** Mount bpffs at /sys/fs/bpf if it is not and we may.  0 or -errno with err filled. */
int machine_bpffs(struct probe_error *err);

/** Name of a system call of this architecture by number; NULL if there is none. */
const char *machine_syscall_name(uint32_t number);

/** Number of a system call by name; -1 if there is none. */
int machine_syscall_number(const char *name);

/** Numbers run from 0 to below this. */
uint32_t machine_syscall_limit(void);

/** Possible CPUs (the copies of a per-CPU map value). */
uint32_t machine_possible_cpus(void);

/** A ring for few events, in bytes; and one for many, by the free memory: a power of two from that
 * up to 8 MiB. */
#define MACHINE_RING_SMALL (256u << 10)
uint32_t machine_ring_bytes(void);

/** True when pid and tid as the kernel's programs see them are the reader's own (initial pid
 * namespace); otherwise dev and ino name our namespace. */
bool machine_initial_pid_namespace(uint64_t *dev, uint64_t *ino);

/** True when programs are put at other addresses each time they are started
 * (kernel.randomize_va_space). */
bool machine_randomizes_addresses(void);

/** The kernel's types, without which there are no probes of a provider: NULL with PROBE_UNSUPPORTED
 * and what to use instead. */
const struct kernel_btf *machine_need_btf(
	const char *provider, const char *instead, struct probe_error *err);

/** Kernel BTF id of a type by kind (BTF_KIND_*) and name; 0 when there is no BTF or no such type.
 * -errno is never returned: absence is a fact. */
uint32_t machine_btf_type(unsigned kind, const char *name);

/** Byte offset of a member of a kernel struct, anonymous members looked through; -1 when BTF is
 * missing or there is none.  Size of it in *size if not NULL. */
int machine_btf_member(const char *struct_name, const char *member, uint32_t *size);
