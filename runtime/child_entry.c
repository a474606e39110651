/* runtime/child_entry.c - see child_entry.h.  The child is traced with ptrace() from the moment
 * before exec() until its program is entered.  Breakpoints of the processor tell of that, and of
 * libraries that its loader has mapped: nothing of the program is changed.  Signals reach it as
 * they would otherwise.  Called by runtime/child.c. */
#include "runtime/child_entry.h"

#include <elf.h>
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>

#include "probes/auxiliary.h"
#include "probes/loader.h"
#include "runtime/base/clock.h"
#include "runtime/privileges.h"

#define PATIENCE_NS SECOND_NS
#define PAUSE_NS 20000

/* Bits of the processor's debug control register: a breakpoint is on; its kind and length are 0, an
 * instruction. */
#define BREAKPOINT_ON(number) (1UL << 2 * (number))
#define DEBUG_CONTROL 7

/* A child on its way. */
struct held {
	pid_t pid;
	child_look_fn look;
	void *arg;
	/* while it is on the way: where its program begins; where its loader tells of libraries, 0:
	 * nowhere */
	uint64_t entry, rendezvous;
	bool interrupted;       /* it was asked to stop, to be let go */
};

bool child_entry_hold(pid_t pid)
{
	/* the kernel lets programs that are set-uid have their rights only when who traces them has
	 * this */
	return privileges_have(CAP_SYS_PTRACE) &&
		ptrace(PTRACE_SEIZE, pid, NULL, (void *)PTRACE_O_TRACEEXEC) == 0;
}

static bool set_debug_register(pid_t pid, size_t number, uint64_t value)
{
#if defined(__x86_64__)
	return ptrace(PTRACE_POKEUSER, pid,
		       (void *)(offsetof(struct user, u_debugreg) + 8 * number),
		       (void *)value) == 0;
#else
	(void)pid;
	(void)number;
	(void)value;
	return false;
#endif
}

static void let_go(const struct held *h, int signal)
{
	set_debug_register(h->pid, DEBUG_CONTROL, 0);
	ptrace(PTRACE_DETACH, h->pid, NULL, (void *)(intptr_t)signal);
}

/* The address of its next instruction; 0: unknown. */
static uint64_t next_instruction(pid_t pid)
{
#if defined(__x86_64__)
	struct user_regs_struct registers;

	return ptrace(PTRACE_GETREGS, pid, NULL, &registers) ? 0 : registers.rip;
#else
	(void)pid;
	return 0;
#endif
}

static bool go_on(const struct held *h, int signal)
{
	return ptrace(PTRACE_CONT, h->pid, NULL, (void *)(intptr_t)signal) == 0;
}

static bool set_breakpoints(const struct held *h)
{
	uint64_t on = BREAKPOINT_ON(0);

	if (h->rendezvous && set_debug_register(h->pid, 1, h->rendezvous))
		on |= BREAKPOINT_ON(1);
	return set_debug_register(h->pid, 0, h->entry) &&
		set_debug_register(h->pid, DEBUG_CONTROL, on);
}

/* Let a child that is a program now run to where that begins.  False: it is there, or that cannot
 * be had. */
static bool go_to_entry(struct held *h)
{
	uint64_t here = next_instruction(h->pid);

	h->entry = auxiliary_value(h->pid, AT_ENTRY);
	h->rendezvous = loader_rendezvous(h->pid);
	return h->entry && here && here != h->entry && set_breakpoints(h) && go_on(h, 0);
}

/* The breakpoint that the child stands at; 0: none.  By the place, and not by TRAP_HWBKPT: a
 * process may send itself a signal that says so, and some hypervisors lose what the debug registers
 * tell. */
static uint64_t breakpoint_at(const struct held *h, int signal)
{
	siginfo_t info;
	uint64_t here;

	if (signal != SIGTRAP || ptrace(PTRACE_GETSIGINFO, h->pid, NULL, &info) ||
		info.si_code <= 0)
		return 0;
	here = next_instruction(h->pid);
	return here == h->entry || here == h->rendezvous ? here : 0;
}

/* The child stands still, as waitpid() told.  False: it was let go. */
static bool handle_stop(struct held *h, int status)
{
	int signal = WSTOPSIG(status), event = status >> 16;
	uint64_t breakpoint = event ? 0 : breakpoint_at(h, signal);
	bool has_arrived = breakpoint && breakpoint == h->entry;

	if (event == PTRACE_EVENT_EXEC || breakpoint)
		h->look(h->arg);
	if (event == PTRACE_EVENT_EXEC && go_to_entry(h))
		return true;
	/* other events: stopped by somebody, and stays so; or by us */
	if (event || breakpoint)
		signal = 0;
	if (!event && !has_arrived && !h->interrupted)
		return go_on(h, signal);
	let_go(h, signal);
	return false;
}

bool child_entry_reach(pid_t pid, child_look_fn look, void *arg, int *status)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	struct held h = { .pid = pid, .look = look, .arg = arg };
	uint64_t began = clock_ns(CLOCK_MONOTONIC);

	for (;;) {
		pid_t changed = waitpid(pid, status, __WALL | WNOHANG);

		if (changed < 0 && errno != EINTR)
			return false;
		if (changed == pid) {
			if (!WIFSTOPPED(*status))
				return true;
			if (!handle_stop(&h, *status))
				return false;
			continue;
		}
		if (!h.interrupted && clock_ns(CLOCK_MONOTONIC) - began > PATIENCE_NS)
			h.interrupted = ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == 0;
		nanosleep(&pause, NULL);
	}
}
