/* tests/live/helpers/family.c - processes that start others in a known number of ways; each of them
 * calls getppid() once.
 *
 * usage: family fork N      N children, one after the other, waited for: N + 1 processes
 *        family together N  the same, all at a time
 *        family line N      each has one child and ends without waiting for it: N + 1 processes
 *        family vfork N     N children by vfork(), each of which becomes `family fork 0`
 *        family thread N    N threads, each of which has one child; their own calls do not count
 *        family exec N      one process, that becomes itself N times: N + 1 calls
 *        family go N        has a child, prints a line, and waits for SIGUSR1 before itself and
 *                           then its child make N children: 2 N + 2 processes
 *        family tid N       prints the id of a thread that it has, and lives for N milliseconds */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) void call(void);

void call(void)
{
	syscall(SYS_getppid);
}

static void wait_all(void)
{
	while (wait(NULL) > 0)
		continue;
}

static pid_t child_calls(void)
{
	pid_t pid = fork();

	if (pid < 0)
		exit(2);
	if (pid == 0) {
		call();
		_exit(0);
	}
	return pid;
}

static void make_fork(unsigned long n)
{
	while (n--)
		waitpid(child_calls(), NULL, 0);
}

static void make_together(unsigned long n)
{
	while (n--)
		child_calls();
	wait_all();
}

static void make_line(unsigned long n)
{
	while (n-- && fork() == 0)
		call();
}

/* A frame of its own: the child uses the stack of its parent. */
static __attribute__((noinline)) void vfork_one(void)
{
	if (vfork() == 0) {
		execl("/proc/self/exe", "family", "fork", "0", NULL);
		_exit(2);
	}
}

static void make_vfork(unsigned long n)
{
	while (n--)
		vfork_one();
	wait_all();
}

static void *run_thread(void *arg)
{
	(void)arg;
	waitpid(child_calls(), NULL, 0);
	return NULL;
}

static void make_thread(unsigned long n)
{
	pthread_t *threads = calloc(n + 1, sizeof(*threads));

	for (unsigned long i = 0; i < n; i++)
		if (pthread_create(&threads[i], NULL, run_thread, NULL))
			exit(2);
	for (unsigned long i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

static void make_exec(unsigned long n)
{
	char left[24];

	if (n == 0)
		return;
	snprintf(left, sizeof(left), "%lu", n - 1);
	execl("/proc/self/exe", "family", "exec", left, NULL);
	exit(2);
}

static void make_go(unsigned long n)
{
	make_fork(n);
	wait_all();
}

static void wait_for_signal(void)
{
	sigset_t set;
	int which;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pid_t child = fork();

	if (child > 0) {
		puts("ready");
		fclose(stdout);
	}
	sigwait(&set, &which);
	if (child > 0)
		kill(child, SIGUSR1);
}

static void *tell_thread(void *arg)
{
	printf("%d\n", gettid());
	fclose(stdout);
	return pause() ? NULL : arg;
}

static void make_tid(unsigned long n)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, tell_thread, NULL))
		exit(2);
	usleep((unsigned)n * 1000);
}

static const struct {
	const char *name;
	void (*before)(void);
	void (*make)(unsigned long n);
} ways[] = {
	{ "fork", NULL, make_fork },
	{ "together", NULL, make_together },
	{ "line", NULL, make_line },
	{ "vfork", NULL, make_vfork },
	{ "thread", NULL, make_thread },
	{ "exec", NULL, make_exec },
	{ "go", wait_for_signal, make_go },
	{ "tid", NULL, make_tid },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 3 && i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(ways[i].name, argv[1]))
			continue;
		if (ways[i].before)
			ways[i].before();
		call();
		ways[i].make(strtoul(argv[2], NULL, 10));
		return 0;
	}
	return 2;
}
