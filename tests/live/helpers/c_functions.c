/* tests/live/helpers/c_functions.c - the functions of tests/live/data/functions.bpf.c as this
 * machine's own compiler makes them: prints what a script that calls them should print. */
#include <stdio.h>

#include "tests/live/data/functions.bpf.c"

int main(void)
{
	int i = 3;

	printf("%d %llu %u %d\n", add(-3, 5), hash(7, 9), power(3), narrow(511));
	printf("%d %d %d %lld\n", odd(7), next_colour(RED), next_colour(GREEN),
		five(-1, -2, 3, 4, -5));
	bump(&i);
	printf("%d %d\n", i, length("hello"));
	u64 first = next(), second = next();

	printf("%llu %llu\n", first, second);
	return 0;
}
