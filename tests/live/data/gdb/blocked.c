/* tests/live/data/gdb/blocked.c - waits for its standard input where its caller says: under calls of itself, in a callback of libc's, in a signal handler, or on a
 * stack of frames whose sizes nobody knew when it was compiled.  The system call is its own, so that frames above it have frame pointers if the program has them. */
#include <alloca.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile long sink;

static __attribute__((noinline)) void wait_for_input(void)
{
	char byte;
	long got;

	__asm__ volatile("syscall" : "=a"(got) : "0"(0L), "D"(0L), "S"(&byte), "d"(1L) : "rcx", "r11", "memory");
	sink += got;
}

static __attribute__((noinline)) void descend(int depth)
{
	if (depth)
		descend(depth - 1);
	else
		wait_for_input();
	sink++;
}

static __attribute__((noinline)) void widen(int depth)
{
	char *room = alloca(16 + sink + 40 * (size_t)depth);

	memset(room, depth, 16);
	if (depth)
		widen(depth - 1);
	else
		wait_for_input();
	sink += room[3] - depth;
}

static int compare(const void *a, const void *b)
{
	wait_for_input();
	return *(const int *)a - *(const int *)b;
}

static void handle(int number)
{
	(void)number;
	descend(2);
	sink++;
}

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";
	int numbers[] = { 3, 1, 2 };

	if (!strcmp(way, "callback")) {
		qsort(numbers, 3, sizeof(numbers[0]), compare);
	} else if (!strcmp(way, "handler")) {
		signal(SIGUSR1, handle);
		raise(SIGUSR1);
	} else if (!strcmp(way, "wide")) {
		widen(20);
	} else {
		descend(atoi(way));
	}
	return sink < 0;
}
