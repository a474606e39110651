/* runtime/base/file_map.c - see file_map.h.  A file that gets shorter takes its pages away from
 * whoever has it mapped: the kernel answers a read of them with SIGBUS, for which there is a
 * handler here from the first mapping on.  Called by the readers of programs and libraries. */
#include "runtime/base/file_map.h"

#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static uintptr_t page_size;

/* Put a page of zeros where the file has none; the read is then done again.  Anything else ends us
 * as it would without a handler. */
static void on_missing_page(int signal_number, siginfo_t *info, void *context)
{
	void *page = (void *)((uintptr_t)info->si_addr & ~(page_size - 1));

	(void)context;
	if (info->si_code == BUS_ADRERR &&
		mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
			MAP_FAILED)
		return;
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void handle_missing_pages(void)
{
	struct sigaction action = { .sa_sigaction = on_missing_page, .sa_flags = SA_SIGINFO };

	if (page_size)
		return;
	page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
}

void *file_map(int fd, size_t len)
{
	/* a private mapping would show the breakpoints (valid_vma(), kernel/events/uprobes.c) */
	void *bytes = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);

	handle_missing_pages();
	return bytes == MAP_FAILED ? NULL : bytes;
}
