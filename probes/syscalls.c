/* probes/syscalls.c - names and numbers of the system calls of this architecture.  The table comes
 * out of the compiler's own headers when sonde is built; calls that are newer than the headers
 * stand below. */
#include "probes/syscalls.h"

#include <asm/unistd.h>
#include <stdlib.h>

#include "probes/machine.h"
#include "runtime/base/util.h"

/* Later than the headers of Linux 6.1.  These numbers are the same on all architectures, save for
 * the two of x86. */
#define NEWER_CALLS(X) \
	X(451, cachestat) X(452, fchmodat2) X(453, map_shadow_stack) X(454, futex_wake) \
	X(455, futex_wait) X(456, futex_requeue) X(457, statmount) X(458, listmount) \
	X(459, lsm_get_self_attr) X(460, lsm_set_self_attr) X(461, lsm_list_modules) X(462, mseal) \
	X(463, setxattrat) X(464, getxattrat) X(465, listxattrat) X(466, removexattrat) \
	X(467, open_tree_attr) X(468, file_getattr) X(469, file_setattr) X(470, listns)

struct call {
	uint32_t number;
	const char *name;
};

static const struct call calls[] = {
#define CALL(number, name) { number, #name },
#include "gen/syscalls.inc"
	NEWER_CALLS(CALL)
#ifdef __x86_64__
	CALL(335, uretprobe)
	CALL(336, uprobe)
#endif
#undef CALL
};

/* Tracepoints carry the name of the kernel's function where that is not the name of the call. */
static const struct {
	const char *event, *call;
} renamed[] = {
	{ "newfstat", "fstat" },
	{ "newlstat", "lstat" },
	{ "newstat", "stat" },
	{ "newuname", "uname" },
	{ "sendfile64", "sendfile" },
	{ "umount", "umount2" },
};

const char *machine_syscall_name(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].number == number)
			return calls[i].name;
	return NULL;
}

int machine_syscall_number(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (str_eq(calls[i].name, name))
			return (int)calls[i].number;
	return -1;
}

uint32_t machine_syscall_limit(void)
{
	uint32_t limit = 0;

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		limit = MAX_OF(limit, calls[i].number + 1);
	return limit;
}

int syscall_event_number(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(renamed); i++)
		if (str_eq(renamed[i].event, name))
			return machine_syscall_number(renamed[i].call);
	return machine_syscall_number(name);
}

#if defined(__x86_64__)
/* di si dx r10 r8 r9 */
const uint16_t syscall_arg_offset[SYSCALL_ARGS] = { 112, 104, 96, 56, 72, 64 };
/* orig_ax */
const uint16_t syscall_number_offset = 120;
const char *const syscall_compat_member = "status";
/* TS_COMPAT */
const uint64_t syscall_compat_mask = 2;
#elif defined(__aarch64__)
/* x0 to x5 */
const uint16_t syscall_arg_offset[SYSCALL_ARGS] = { 0, 8, 16, 24, 32, 40 };
/* syscallno */
const uint16_t syscall_number_offset = 280;
const char *const syscall_compat_member = "flags";
/* TIF_32BIT */
const uint64_t syscall_compat_mask = 1u << 22;
#else
#error "registers of a system call are not known for this architecture"
#endif
