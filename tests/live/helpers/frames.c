/* tests/live/helpers/frames.c - functions that call themselves and each other, or are left by a
 * jump, and sleep for known times.
 *
 * usage: frames recurse LEVELS MS  descend() calls itself until LEVELS are under way, each of which
 *                                  sleeps for MS before it goes on; level 1 is the innermost and
 *                                  each returns its level
 *        frames pair COUNT MS      outer() calls inner(), which sleeps for MS
 *        frames jump COUNT MS      leap() is left by a jump COUNT times, then sleeps for MS and
 *                                  returns */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static jmp_buf back;
static volatile unsigned milliseconds;

int descend(volatile int level);
int inner(volatile int n);
int outer(volatile int n);
int leap(volatile int jumps);

__attribute__((noinline, noclone)) int descend(volatile int level)
{
	usleep(milliseconds * 1000);
	if (level > 1)
		descend(level - 1);
	return level;
}

__attribute__((noinline, noclone)) int inner(volatile int n)
{
	usleep(milliseconds * 1000);
	return n;
}

__attribute__((noinline, noclone)) int outer(volatile int n)
{
	return inner(n) + 1;
}

__attribute__((noinline, noclone)) int leap(volatile int jumps)
{
	if (jumps)
		longjmp(back, 1);
	usleep(milliseconds * 1000);
	return 7;
}

int main(int argc, char **argv)
{
	volatile int left = argc == 4 ? atoi(argv[2]) : 0;

	if (argc != 4)
		return 2;
	milliseconds = (unsigned)atoi(argv[3]);
	if (!strcmp(argv[1], "recurse"))
		return descend(left) != left;
	if (!strcmp(argv[1], "pair")) {
		while (left--)
			outer(1);
		return 0;
	}
	setjmp(back);
	return leap(left-- > 0) != 7;
}
