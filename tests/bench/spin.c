/* tests/bench/spin.c - makes COUNT getppid calls on the last CPU, as fast as it can or at RATE
 * calls a second, and prints the nanoseconds of CPU time that a call took: what other programs do
 * meanwhile does not count.  Or gives itself a name that often, and prints the nanoseconds in the
 * fastest of its parts: for emulated CPUs, whose time goes on while the emulator waits.  Or calls a
 * function of its own, spin_function(), or one of several in turn, spin_many_0() to spin_many_7(),
 * or passes a static probe, spin:hit, that often.
 *
 * usage: spin COUNT [RATE | rename | function | many | probe] */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sdt.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

enum { PARTS = 100 };

static double rename_often(long count)
{
	double least = 0;

	for (int part = 0; part < PARTS; part++) {
		long long start = now(CLOCK_THREAD_CPUTIME_ID);

		for (long made = 0; made < count / PARTS; made++)
			prctl(PR_SET_NAME, "spin");
		double took = (double)(now(CLOCK_THREAD_CPUTIME_ID) - start) / (count / PARTS);

		if (!part || took < least)
			least = took;
	}
	return least;
}

long spin_function(long n);

static long leaf(long n)
{
	return n + 1;
}

/* so that nothing is known of the function that is called */
static long (*volatile called)(long n) = leaf;

/* begins by pushing a register, as most functions do: the kernel imitates that, and steps over
 * other instructions at many times the cost */
__attribute__((noinline)) long spin_function(long n)
{
	return called(n) + called(n + 1);
}

#define MANY(n) \
	__attribute__((noinline)) long spin_many_##n(long x); \
	__attribute__((noinline)) long spin_many_##n(long x) \
	{ \
		return called(x) + called(x + n + 2); \
	}
MANY(0)
MANY(1) MANY(2) MANY(3) MANY(4) MANY(5) MANY(6) MANY(7)

	static long (*const many[])(long) = { spin_many_0, spin_many_1, spin_many_2, spin_many_3,
		spin_many_4, spin_many_5, spin_many_6, spin_many_7 };

static void work(const char *what, long n)
{
	if (!strcmp(what, "function"))
		spin_function(n);
	else if (!strcmp(what, "many"))
		many[n & 7](n);
	else if (!strcmp(what, "probe"))
		DTRACE_PROBE1(spin, hit, n);
	else
		syscall(SYS_getppid);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "";

	long count = argc > 1 ? atol(argv[1]) : 0, rate = argc > 2 ? atol(argv[2]) : 0;
	long long start, used;
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET((int)sysconf(_SC_NPROCESSORS_ONLN) - 1, &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
	if (argc > 2 && !strcmp(argv[2], "rename")) {
		printf("spin %.2f\n", rename_often(count));
		return 0;
	}
	start = now(CLOCK_MONOTONIC);
	used = now(CLOCK_THREAD_CPUTIME_ID);
	for (long made = 0; made < count; made++) {
		/* clock_gettime() is no system call here */
		while (rate && now(CLOCK_MONOTONIC) < start + made * 1000000000LL / rate)
			;
		work(what, made);
	}
	printf("spin %.2f\n", (double)(now(CLOCK_THREAD_CPUTIME_ID) - used) / count);
	return 0;
}
