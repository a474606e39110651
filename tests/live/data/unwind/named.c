/* tests/live/data/unwind/named.c - three functions without frame pointers, the innermost of which makes a system call once a line comes.
 *
 * usage: named [signal]	signal: the call is one that lets a handler run */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone, noipa))

static long number = SYS_getppid;

NOINLINE static long inner(long n)
{
	long result = number;

	__asm__ volatile("syscall" : "+a"(result) : "D"((long)getpid()), "S"((long)SIGUSR1) : "rcx", "r11", "memory");
	return result + n;
}

NOINLINE static long middle(long n)
{
	return inner(n) + 1;
}

NOINLINE static long outer(long n)
{
	return middle(n) + 1;
}

static void on_signal(int signal_number)
{
	(void)signal_number;
}

int main(int argc, char **argv)
{
	char line[8];

	if (argc > 1 && !strcmp(argv[1], "signal"))
		number = SYS_kill;
	signal(SIGUSR1, on_signal);
	return !fgets(line, sizeof(line), stdin) || outer(1) < 0;
}
