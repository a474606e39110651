/* tests/live/data/unwind/named.c - three functions without frame pointers, the innermost of which makes a system call once a line comes.
 *
 * usage: named [signal | fork | exec | later | tail | jump]
 *	signal	the call is one that lets a handler run
 *	fork	it is made by four processes: a child, its child and another one of the first, which all wait for theirs
 *	exec	it is made by a child that becomes the program "named later", and then by the first process
 *	later	it is made time and again until there is a file "known"
 *	tail	a function comes first that jumps to the outermost one
 *	jump	functions come first that are left by longjmp() */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

NOINLINE __attribute__((optimize("optimize-sibling-calls"))) static long tail(long n)
{
	return outer(n);
}

static jmp_buf back;

NOINLINE static long left(long n)
{
	if (n == 0)
		longjmp(back, 1);
	return left(n - 1) + 1;
}

static void on_signal(int signal_number)
{
	(void)signal_number;
}

static void wait_for_all(void)
{
	while (wait(NULL) > 0)
		continue;
}

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";
	char line[8];

	signal(SIGUSR1, on_signal);
	if (strcmp(way, "later") && !fgets(line, sizeof(line), stdin))
		return 1;
	if (!strcmp(way, "signal"))
		number = SYS_kill;
	if (!strcmp(way, "fork") && fork() >= 0)
		fork();
	if (!strcmp(way, "exec") && fork() == 0)
		execl("/proc/self/exe", argv[0], "later", NULL);
	if (!strcmp(way, "exec"))
		wait_for_all();
	if (!strcmp(way, "jump") && !setjmp(back))
		left(12);
	line[0] = (char)(!strcmp(way, "tail") ? tail(1) : outer(1));
	while (!strcmp(way, "later") && access("known", F_OK)) {
		usleep(20000);
		line[0] = (char)outer(1);
	}
	wait_for_all();
	return line[0] < 0;
}
