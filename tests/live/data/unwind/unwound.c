/* tests/live/data/unwind/unwound.c - calls functions without frame pointers in every way in which frames differ, and prints at the innermost one how libgcc sees the
 * stack: the addresses, innermost first, one a line, and an empty line.
 *
 * usage: unwound WAY...	once a line is there to read on standard input, each of:
 *	plain		static functions
 *	callback	through libc's qsort() and bsearch()
 *	library		through a library (outside.c) and back
 *	loaded		the same, the library being loaded just now
 *	replaced	through a library (framed.c) until another line comes, and then the same where it was through another one
 *	handler		in a signal handler
 *	elsewhere	in a signal handler with a stack of its own
 *	fault		in the handler of a fault, whose address is no return address
 *	variable	with frames of a size that is not known before
 *	aligned		with frames aligned to more than the stack is
 *	deep		DEPTH calls of a function by itself
 *	thread		in a thread
 *	clock		the kernel's own code in processes: calls clock_gettime() until it is told to end */
#define _GNU_SOURCE
#include <alloca.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <poll.h>
#include <pthread.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone, noipa))
#define DEPTH 200

void outside(void (*call)(long), long n);

static volatile long sink;

/* The innermost function: what it calls has no frame of its own while the system call is made. */
NOINLINE static void innermost(long n)
{
	void *frames[DEPTH + 64];
	int count = backtrace(frames, DEPTH + 64);
	long result = SYS_getppid;

	__asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
	for (int i = 0; i < count; i++)
		printf("%lx\n", (unsigned long)frames[i]);
	printf("\n");
	fflush(stdout);
	sink += n;
}

/* Uses all registers that it has to hand back. */
NOINLINE static void busy(long n)
{
	long a = sink + 1, b = sink + 2, c = sink + 3, d = sink + 4, e = sink + 5, f = sink + 6;

	__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
	innermost(n);
	__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
	sink += a + b + c + d + e + f;
}

NOINLINE static void plain(long n)
{
	char room[3000];

	memset(room, (int)n, sizeof(room));
	busy(n);
	sink += room[n];
}

static int compare(const void *a, const void *b)
{
	static int calls;

	if (calls++ % 2 == 0)
		busy(1);
	sink++;
	return *(const int *)a - *(const int *)b;
}

NOINLINE static void callback(void)
{
	int numbers[2] = { 2, 1 }, key = 7;

	qsort(numbers, 2, sizeof(numbers[0]), compare);
	sink += bsearch(&key, numbers, 1, sizeof(key), compare) != NULL;
	sink += bsearch(&key, numbers, 1, sizeof(key), compare) != NULL;
}

NOINLINE static void loaded(void)
{
	void *library = dlopen("./libloaded.so", RTLD_NOW);
	void (*call)(void (*)(long), long) = library ? (void (*)(void (*)(long), long))dlsym(library, "outside") : NULL;

	if (!call)
		exit(3);
	/* the first time nobody knows the library */
	call(plain, 1);
	usleep(300000);
	call(plain, 2);
	sink++;
}

/* Other functions are called, so that the stacks are different ones although all frames of the libraries are at the same address. */
NOINLINE static void replaced(void)
{
	static const char *const libraries[] = { "./lib24.so", "./lib120.so" };
	static void (*const functions[])(long) = { busy, plain };
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	void (*call)(void (*)(long), long), (*before)(void (*)(long), long) = NULL;
	char line[8];

	for (int i = 0; i < 2; i++) {
		void *library = dlopen(libraries[i], RTLD_NOW);

		call = library ? (void (*)(void (*)(long), long))dlsym(library, "outside") : NULL;
		if (!call || (before && call != before))
			exit(3);
		do
			call(functions[i], 1);
		while (!poll(&input, 1, 10));
		sink += read(STDIN_FILENO, line, sizeof(line));
		before = call;
		dlclose(library);
	}
}

static void on_signal(int number)
{
	busy(number);
	sink++;
}

NOINLINE static void handler(int flags)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = flags };
	stack_t stack = { .ss_sp = malloc(1 << 16), .ss_size = 1 << 16 };

	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	sink++;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	(void)info;
	busy(number);
	/* behind the two bytes of the instruction */
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
}

/* Its first instruction is the one that fails: the address is that of the function itself, and where another one ends. */
__asm__(".text\n.type before, @function\nbefore:\nret\n.size before, . - before\n.type faulting, @function\nfaulting:\n.cfi_startproc\nud2\nret\n.cfi_endproc\n.size faulting, . - faulting\n");
void faulting(void);

NOINLINE static void fault(void)
{
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };

	sigaction(SIGILL, &action, NULL);
	faulting();
	sink++;
}

NOINLINE static void variable(long n)
{
	char *room = alloca((size_t)n * 100);

	memset(room, 1, (size_t)n * 100);
	busy(n);
	sink += room[n];
}

NOINLINE static void aligned(long n)
{
	char room[256] __attribute__((aligned(128)));

	memset(room, (int)n, sizeof(room));
	variable(n);
	sink += room[n];
}

NOINLINE static void deep(long n)
{
	if (n > 1)
		deep(n - 1);
	else
		busy(n);
	sink++;
}

static void *thread_main(void *arg)
{
	plain(1);
	sink++;
	return arg;
}

NOINLINE static void thread(void)
{
	pthread_t id;

	if (pthread_create(&id, NULL, thread_main, NULL) || pthread_join(id, NULL))
		exit(3);
}

NOINLINE static void ask_clock(void)
{
	struct timespec now;

	for (long i = 0; i < 20000000; i++)
		clock_gettime(CLOCK_MONOTONIC, &now);
	sink += now.tv_nsec;
}

NOINLINE static void go(const char *way)
{
	if (!strcmp(way, "plain"))
		plain(5);
	else if (!strcmp(way, "callback"))
		callback();
	else if (!strcmp(way, "library"))
		outside(plain, 3);
	else if (!strcmp(way, "loaded"))
		loaded();
	else if (!strcmp(way, "replaced"))
		replaced();
	else if (!strcmp(way, "handler"))
		handler(0);
	else if (!strcmp(way, "elsewhere"))
		handler(SA_ONSTACK);
	else if (!strcmp(way, "fault"))
		fault();
	else if (!strcmp(way, "variable"))
		variable(9);
	else if (!strcmp(way, "aligned"))
		aligned(9);
	else if (!strcmp(way, "deep"))
		deep(DEPTH);
	else if (!strcmp(way, "thread"))
		thread();
	else if (!strcmp(way, "clock"))
		ask_clock();
	else
		exit(2);
	sink++;
}

int main(int argc, char **argv)
{
	void *frames[4];
	char line[8];

	/* loads what it needs before anybody looks */
	backtrace(frames, 4);
	fprintf(stderr, "ready\n");
	if (!fgets(line, sizeof(line), stdin))
		return 1;
	for (int i = 1; i < argc; i++)
		go(argv[i]);
	/* main() is on the stack to the end */
	_exit(sink == 0);
}
