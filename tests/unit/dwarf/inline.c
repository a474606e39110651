/* A program with functions inlined into each other, for tests/unit/probes_dwarf.c. */
#include <stdlib.h>
#include <string.h>

#include "inline.h"

volatile int sink;

static inline __attribute__((always_inline)) int outer(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		int squared = inner(i);

		sum += squared;
	}
	return sum + inner(n);
}

__attribute__((noinline)) int twice(int n)
{
	sink += outer(n);
	if (n > 10) {
		int more = outer(n / 2);

		sink ^= more;
	}
	return sink;
}

__attribute__((noinline, cold)) void rarely(const char *text)
{
	sink += (int)strlen(text);
	abort();
}

int main(int argc, char **argv)
{
	if (argc > 100)
		rarely(argv[0]);
	return twice(argc) + outer(argc) == 12345;
}
