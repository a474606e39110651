/* tests/live/helpers/areas.c - processes with many areas of memory: `areas PROCESSES COUNT` starts
 * so many of them, each with COUNT areas of a page more than a program has anyway, prints their
 * ids and waits for its end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Neighbours of different rights stay areas of their own. */
static void make(int count)
{
	for (int i = 0; i < count; i++) {
		int rights = i % 2 ? PROT_READ : PROT_READ | PROT_WRITE;

		if (mmap(NULL, 4096, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
			_exit(1);
	}
}

int main(int argc, char **argv)
{
	int processes = argc > 1 ? atoi(argv[1]) : 1, count = argc > 2 ? atoi(argv[2]) : 0, done[2];
	char ready;

	if (pipe(done))
		return 1;
	for (int i = 0; i < processes; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			make(count);
			if (write(done[1], "", 1) == 1)
				pause();
			_exit(1);
		}
		if (read(done[0], &ready, 1) != 1)
			return 1;
		printf("%d\n", pid);
	}
	fclose(stdout);
	pause();
	return 0;
}
