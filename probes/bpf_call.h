/* probes/bpf_call.h - the few bpf(2) calls that attaching needs, made directly: both programs link
 * this room, and only one of them has libbpf. Constants that are newer than the headers of Linux
 * 6.1 stand here and nowhere else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SONDE_BPF_TRACE_UPROBE_MULTI 48         /* enum bpf_attach_type, since 6.6 */
#define SONDE_UPROBE_MULTI_RETURN 1             /* BPF_F_UPROBE_MULTI_RETURN */
#define SONDE_BPF_TRACE_KPROBE_SESSION 56       /* enum bpf_attach_type, since 6.10 */
/* the kernel's function that tells programs of sessions their side */
#define SONDE_SESSION_SIDE "bpf_session_is_return"
#define SONDE_PERF_EVENT_KPROBE 3               /* enum bpf_perf_event_type, since 6.6 */
#define SONDE_PERF_EVENT_KRETPROBE 4

/** bpf(2): what it returns, or -errno. */
int bpf_call(int command, void *attr, size_t size);

/** What the kernel tells of the object of a descriptor, as much of it as it knows: 0 or -errno. */
int bpf_call_info(int fd, void *info, size_t size);

/** Attach to a raw tracepoint; name NULL where the program names its tracepoint itself.  A
 * descriptor or -errno. */
int bpf_call_raw_tracepoint(const char *name, int prog_fd);

/** Places of a program or library for one link. */
struct uprobe_multi {
	const char *path;
	const uint64_t *offsets;        /* in the file */
	/* offset in the file of a 16-bit counter for each, which the kernel keeps above 0 in every
	 * process while the link is there; 0: it has none.  NULL: none has */
	const uint64_t *semaphores;
	const uint64_t *cookies;        /* what bpf_get_attach_cookie() tells for each; or NULL */
	uint32_t count;
	bool is_return;
	int32_t pid;                    /* 0: all processes */
};

/** One link for places of a file, for all processes or for one.  A descriptor or -errno. */
int bpf_call_uprobe_multi(int prog_fd, const struct uprobe_multi *places);

/** True if this kernel has such links and filters them by process; asks it each time
 * (kernel_feature.h keeps the answer, of this and of the next ones). */
bool bpf_call_has_uprobe_multi(void);

/** A walk over objects that the program says it is for; `order` of a walk down a tree, or 0.
 * Nothing runs yet.  A descriptor or -errno. */
int bpf_call_iter_link(int prog_fd, uint32_t order);

/** Such a walk over tasks that visits the first thread of one process.  Since 6.1. */
int bpf_call_iter_process(int prog_fd, int pidfd);

/** One walk from the start: it goes on while the descriptor is read.  A descriptor or -errno. */
int bpf_call_iter_open(int link_fd);

/** Keep what a descriptor stands for under a name in the BPF file system.  0 or -errno. */
int bpf_call_pin(int fd, const char *path);

/** Load an empty program for the entry or return of the function with this BTF id, of a module
 * (NULL: of the kernel itself), to learn whether the kernel takes it.  A descriptor or -errno. */
int bpf_call_load_tracing(bool is_return, uint32_t btf_id, const char *module);

/** A call of a function of the kernel by a program. */
struct kfunc_call {
	uint32_t prog_type, attach_type, attach_btf_id; /* the program: as in struct probe_plan */
	const char *attach_module;
	/* the function, as the BTF of its module counts */
	uint32_t btf_id;
	const char *module;                             /* NULL: the kernel itself */
};

/** True when the kernel's verifier lets such a program call the function at all, whatever it says
 * of the arguments; asks it each time. */
bool bpf_call_may_call(const struct kfunc_call *what);

/** Where a link to functions runs its program. */
/* session: at both */
enum kprobe_multi_side {
	KPROBE_MULTI_ENTRY,
	KPROBE_MULTI_RETURN,
	KPROBE_MULTI_SESSION,
	KPROBE_MULTI_SIDE_COUNT
};

/** Functions of the kernel for one link. */
struct kprobe_multi {
	const char *const *names;       /* or, NULL: */
	const uint64_t *addresses;
	/* what bpf_get_attach_cookie() tells for each, in the same order; or NULL */
	const uint64_t *cookies;
	uint32_t count;
	enum kprobe_multi_side side;
};

/** One link for functions of the kernel.  A descriptor or -errno. */
int bpf_call_kprobe_multi(int prog_fd, const struct kprobe_multi *functions);

/** True if this kernel has such links. */
bool bpf_call_has_kprobe_multi(void);

/** True if this kernel, which has such links, has them for both sides, too: their programs learn
 * the side from the function with this BTF id. */
bool bpf_call_has_kprobe_session(uint32_t btf_id);

/** Put a program on a perf event by a link, which then keeps the event (since 5.15).  A descriptor
 * or -errno. */
int bpf_call_perf_link(int prog_fd, int event_fd, uint64_t cookie);

/** How often a kprobe or kretprobe of a link did not get as far as its program: it hit inside of
 * another one, or more calls were under way than the kernel had places for their returns.  0 where
 * the kernel does not tell (before 6.7). */
uint64_t bpf_call_link_missed(int fd);
