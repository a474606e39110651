/* watched - a known variable with known accesses: the workload of watchpoints.
 *
 *	watched WRITES READS [CALLS]
 *
 * Prints its id, the address of the variable and that of the function step(), then waits for a line
 * on its standard input.  Then writes the variable WRITES times, one a call of step(), half of them
 * in a second thread that starts now (the first write of each thread comes 0.3 s before its
 * others), reads it READS times, and makes CALLS calls of personality(), each of which the kernel
 * notes in the process's task_struct. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <unistd.h>

static volatile uint64_t variable __attribute__((aligned(64)));

static __attribute__((noinline)) void step(uint64_t value)
{
	variable = value;
}

static void *write_half(void *writes)
{
	for (long i = 0; i < *(long *)writes / 2; i++) {
		step((uint64_t)i);
		if (!i)
			usleep(300000);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	long writes = argc > 1 ? atol(argv[1]) : 0, reads = argc > 2 ? atol(argv[2]) : 0;
	pthread_t other;

	printf("%d %p %p\n", getpid(), (void *)&variable, (void *)step);
	fflush(stdout);
	if (getchar() == EOF)
		return 1;
	if (pthread_create(&other, NULL, write_half, &writes))
		return 1;
	write_half(&writes);
	pthread_join(other, NULL);
	for (long i = 0; i < reads; i++)
		(void)variable;
	for (long i = 0, calls = argc > 3 ? atol(argv[3]) : 0; i < calls; i++)
		personality(PER_LINUX);
	return 0;
}
