/* tests/live/helpers/burn.c - processes named "burn" that share one CPU until each has burnt its
 * time on it, and what the kernel's own books say.
 *
 * usage: burn PROCESSES MILLISECONDS FILE
 *         FILE gets one line: their time on the CPU and in the run queue, both in microseconds */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct books {
	unsigned long long on_cpu_ns, waited_ns;
};

static void burn(long ms, int report)
{
	struct books books;
	struct timespec now;
	FILE *file;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < ms);
	file = fopen("/proc/self/schedstat", "r");
	if (!file || fscanf(file, "%llu %llu", &books.on_cpu_ns, &books.waited_ns) != 2)
		_exit(2);
	if (write(report, &books, sizeof(books)) != sizeof(books))
		_exit(2);
	_exit(0);
}

int main(int argc, char **argv)
{
	struct books sum = { 0 }, one;
	cpu_set_t cpus, first;
	int fds[2], cpu = 0;
	FILE *file;

	if (argc != 4 || pipe(fds) || sched_getaffinity(0, sizeof(cpus), &cpus))
		return 2;
	while (!CPU_ISSET(cpu, &cpus))
		cpu++;
	CPU_ZERO(&first);
	CPU_SET(cpu, &first);
	sched_setaffinity(0, sizeof(first), &first);
	for (int i = 0; i < atoi(argv[1]); i++)
		if (fork() == 0)
			burn(atol(argv[2]), fds[1]);
	for (int i = 0; i < atoi(argv[1]); i++) {
		if (read(fds[0], &one, sizeof(one)) != sizeof(one))
			return 2;
		sum.on_cpu_ns += one.on_cpu_ns;
		sum.waited_ns += one.waited_ns;
	}
	while (wait(NULL) > 0)
		continue;
	file = fopen(argv[3], "w");
	if (!file)
		return 2;
	fprintf(file, "%llu %llu\n", sum.on_cpu_ns / 1000, sum.waited_ns / 1000);
	return fclose(file) ? 2 : 0;
}
