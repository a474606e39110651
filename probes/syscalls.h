/* probes/syscalls.h - system calls as the tracepoints of the kernel name them, and where the
 * registers of a call lie. */
#pragma once

#include <stdint.h>

#define SYSCALL_ARGS 6

/** Number of the system call of an event's name: that of the kernel's function ("newfstat"), which
 * may differ from the call's; -1 if unknown. */
int syscall_event_number(const char *name);

/** Offsets in struct pt_regs: arguments, the number of the call. */
extern const uint16_t syscall_arg_offset[SYSCALL_ARGS];
extern const uint16_t syscall_number_offset;

/** Member of thread_info, and bits in it, that tell a call made through the 32-bit entry. */
extern const char *const syscall_compat_member;
extern const uint64_t syscall_compat_mask;
