/* tests/live/helpers/calls.c - makes an exact number of system calls that the C library makes none
 * of by itself.
 *
 * usage: calls [-t THREADS] getppid COUNT        COUNT calls in each thread
 *        calls [-t THREADS] getuid COUNT         the same
 *        calls [-t THREADS] write SIZE*COUNT...  COUNT writes of SIZE bytes to /dev/null in each
 * thread, each group in turn calls [-t THREADS] badclose COUNT       COUNT closes of descriptor -1:
 * each fails with EBADF calls nanosleep MILLISECONDS        one call
 *        calls [-t THREADS] nest COUNT           COUNT writes to an eventfd in an epoll set in an
 * epoll set: ep_poll_callback() calls itself once for each
 * Prints the process id. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct work {
	char **argv; /* from the name of the call on */
	pthread_barrier_t *start;
};

static char bytes[1 << 16];

static void make_writes(char **groups)
{
	int fd = open("/dev/null", O_WRONLY);

	for (; *groups; groups++) {
		unsigned long size = 0, count = 0;

		if (sscanf(*groups, "%lu*%lu", &size, &count) != 2 || size > sizeof(bytes))
			exit(2);
		while (count--)
			if (syscall(SYS_write, fd, bytes, size) != (long)size)
				exit(2);
	}
	close(fd);
}

static void make_nested(unsigned long count)
{
	struct epoll_event event = { .events = EPOLLIN };
	int inner = epoll_create1(0), outer = epoll_create1(0), fd = eventfd(0, 0);

	if (epoll_ctl(outer, EPOLL_CTL_ADD, inner, &event) ||
		epoll_ctl(inner, EPOLL_CTL_ADD, fd, &event))
		exit(2);
	while (count--)
		if (eventfd_write(fd, 1))
			exit(2);
	close(fd);
	close(inner);
	close(outer);
}

static void *work_run(void *arg)
{
	struct work *w = arg;
	unsigned long count = w->argv[1] ? strtoul(w->argv[1], NULL, 10) : 0;

	pthread_barrier_wait(w->start);
	if (!strcmp(w->argv[0], "getppid"))
		while (count--)
			syscall(SYS_getppid);
	else if (!strcmp(w->argv[0], "getuid"))
		while (count--)
			syscall(SYS_getuid);
	else if (!strcmp(w->argv[0], "nanosleep"))
		syscall(SYS_nanosleep, &(struct timespec){ .tv_nsec = (long)count * 1000000 },
			NULL);
	else if (!strcmp(w->argv[0], "nest"))
		make_nested(count);
	else if (!strcmp(w->argv[0], "badclose"))
		while (count--)
			syscall(SYS_close, -1);
	else if (!strcmp(w->argv[0], "write"))
		make_writes(w->argv + 1);
	else
		exit(2);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_barrier_t start;
	struct work w = { .start = &start };
	pthread_t ids[64];
	int threads = 1, at = 1;

	if (argc > 3 && !strcmp(argv[1], "-t")) {
		threads = atoi(argv[2]);
		at = 3;
	}
	if (at >= argc || threads < 1 || threads > 64)
		return 2;
	w.argv = argv + at;
	printf("%d\n", getpid());
	fflush(stdout);
	pthread_barrier_init(&start, NULL, threads);
	for (int i = 1; i < threads; i++)
		if (pthread_create(&ids[i], NULL, work_run, &w))
			return 2;
	work_run(&w);
	for (int i = 1; i < threads; i++)
		pthread_join(ids[i], NULL);
	return 0;
}
