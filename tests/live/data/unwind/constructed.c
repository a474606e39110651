/* tests/live/data/unwind/constructed.c - makes a system call where it prints how libgcc sees the stack, as unwound.c does: before its program begins when it is a
 * library, whose constructor then loads the library LOADS if that is given; in main() when it is compiled with -DPROGRAM. */
#include <dlfcn.h>
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

#define NOINLINE __attribute__((noinline, noclone, noipa))
#define DEPTH 64

NOINLINE static void innermost(void)
{
	void *frames[DEPTH];
	long result = SYS_getppid;
	int count;

	__asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
	/* after it: this loads what it needs */
	count = backtrace(frames, DEPTH);
	for (int i = 0; i < count; i++)
		printf("%lx\n", (unsigned long)frames[i]);
	printf("\n");
	fflush(stdout);
}

#ifdef PROGRAM
int main(void)
#else
__attribute__((constructor)) static void construct(void)
#endif
{
	innermost();
#ifdef LOADS
	if (!dlopen(LOADS, RTLD_NOW))
		exit(3);
#endif
#ifdef PROGRAM
	return 0;
#endif
}
