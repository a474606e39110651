/* tests/live/data/unwind/entered.c - what must not change when somebody looks at a program before it begins.  Compiled with -DLIBRARY: a library whose constructor, which
 * runs before the program, gets signals, one of which says that it is a breakpoint of the processor, and loses some time.
 *
 * usage: entered WAY	signal: says who it runs as and what its library saw; killed: the same, and is ended by a signal; code: ends with 7 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef LIBRARY

int signals;

static void on_signal(int number)
{
	signals += number == SIGTRAP || number == SIGUSR1;
}

__attribute__((constructor)) static void before(void)
{
	signal(SIGUSR1, on_signal);
	signal(SIGTRAP, on_signal);
	raise(SIGUSR1);
	raise(SIGTRAP);
	syscall(SYS_rt_sigqueueinfo, getpid(), SIGTRAP, &(siginfo_t){ .si_signo = SIGTRAP, .si_code = TRAP_HWBKPT });
	usleep(SLEEP_US);
}

#else

extern int signals;

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";

	if (!strcmp(way, "code"))
		return 7;
	printf("%d as %d\n", signals, (int)geteuid());
	fflush(stdout);
	return !strcmp(way, "killed") ? raise(SIGKILL) : 0;
}

#endif
