/* tests/live/helpers/chain.c - a known chain of calls, for tests of user stacks.
 *
 * usage: chain COUNT          main() calls one(), that two(), that, by between() which is put into
 *                             it, a static three(), COUNT times; the last one makes a system call
 *                             by itself, so that nothing without a frame is on the way
 *        chain mangled COUNT  the same through functions that have names of C++ and Rust
 *        chain forks COUNT    COUNT children call one() once each, and end
 *        chain jit COUNT      calls a function made in memory, named in /tmp/perf-PID.map, that
 *                             calls one() COUNT times, then waits until standard input ends
 *        chain leaf COUNT     above_leaf() calls bare_leaf(), which has no frame and makes no call
 *        chain wait COUNT     the calls, then prints a line, then waits until standard input ends
 *        chain gated COUNT    waits first */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int one(int n), two(int n), above_leaf(int n), bare_leaf(int n);
int method(int n) __asm__("_ZN5place5Thing6methodIiEET_S2_");
int crate_function(int n) __asm__("_RNvC7mycrate8function");

/* A system call without a library's function between. */
static inline long get_parent(void)
{
#if defined(__x86_64__)
	long result = SYS_getppid;

	__asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
	return result;
#else
	register long number __asm__("x8") = SYS_getppid;
	register long result __asm__("x0");

	__asm__ volatile("svc 0" : "=r"(result) : "r"(number) : "memory");
	return result;
#endif
}

__attribute__((noinline, noclone)) static int three(volatile int n)
{
	return n + (get_parent() < 0);
}

static inline __attribute__((always_inline)) int between(int n)
{
	return three(n) + 10;
}

__attribute__((noinline, noclone)) int two(int n)
{
	return between(n) + 100;
}

__attribute__((noinline, noclone)) int one(int n)
{
	return two(n) + 1;
}

__attribute__((noinline, noclone)) int method(int n)
{
	return three(n) + 1;
}

__attribute__((noinline, noclone)) int crate_function(int n)
{
	return method(n) + 1;
}

#if defined(__x86_64__)
__asm__(".text\n.globl bare_leaf\n.type bare_leaf, @function\nbare_leaf: lea 1(%rdi), %eax\nret\n.size bare_leaf, . - bare_leaf\n");
#else
__asm__(".text\n.globl bare_leaf\n.type bare_leaf, @function\nbare_leaf: add w0, w0, 1\nret\n.size bare_leaf, . - bare_leaf\n");
#endif

__attribute__((noinline, noclone)) int above_leaf(int n)
{
	return bare_leaf(n) + 1;
}

__attribute__((noinline)) static int fork_many(int count)
{
	for (int i = 0; i < count; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(one(i) < 0);
		if (child < 0 || waitpid(child, NULL, 0) != child)
			return 1;
	}
	return 0;
}

static void wait_for_end(void)
{
	char c;

	while (read(0, &c, 1) > 0)
		continue;
}

/* push %rbp; mov %rsp,%rbp; call *%rsi; pop %rbp; ret */
__attribute__((noinline)) static int call_made(int count)
{
#if defined(__x86_64__)
	static const unsigned char code[] = { 0x55, 0x48, 0x89, 0xe5, 0xff, 0xd6, 0x5d, 0xc3 };
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	     name[64];
	int (*made)(int n, int (*call)(int n)) = (int (*)(int, int (*)(int)))(void *)(page + 64);
	FILE *map;

	snprintf(name, sizeof(name), "/tmp/perf-%d.map", getpid());
	map = page == MAP_FAILED ? NULL : fopen(name, "w");
	if (!map)
		return 1;
	memcpy(page + 64, code, sizeof(code));
	fprintf(map, "%lx 40 stale\n%lx %zx made:in memory\n", (unsigned long)page,
		(unsigned long)page + 64, sizeof(code));
	fclose(map);
	while (count--)
		made(count, one);
	wait_for_end();
	return 0;
#else
	(void)count;
	return 1;
#endif
}

int main(int argc, char **argv)
{
	const char *how = argc == 3 ? argv[1] : "";
	int left = argc > 1 ? atoi(argv[argc - 1]) : 0;

	if (argc < 2)
		return 2;
	if (!strcmp(how, "forks"))
		return fork_many(left);
	if (!strcmp(how, "jit"))
		return call_made(left);
	if (!strcmp(how, "gated"))
		wait_for_end();
	while (left-- > 0)
		if (!strcmp(how, "mangled"))
			crate_function(left);
		else if (!strcmp(how, "leaf"))
			above_leaf(left);
		else
			one(left);
	if (!strcmp(how, "wait")) {
		puts("made");
		fflush(stdout);
		wait_for_end();
	}
	return 0;
}
