/* tests/live/data/unwind/named.c - three functions without frame pointers, the innermost of which makes a system call once a line comes. */
#include <stdio.h>
#include <sys/syscall.h>

#define NOINLINE __attribute__((noinline, noclone, noipa))

NOINLINE static long inner(long n)
{
	long result = SYS_getppid;

	__asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
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

int main(void)
{
	char line[8];

	return !fgets(line, sizeof(line), stdin) || !outer(1);
}
