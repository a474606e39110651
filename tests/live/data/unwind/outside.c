/* tests/live/data/unwind/outside.c - a library that calls back, for unwound.c. */

static volatile long sink;

__attribute__((noinline, noclone, noipa)) static void within(void (*call)(long), long n)
{
	call(n);
	sink += n;
}

void outside(void (*call)(long), long n)
{
	within(call, n);
	sink++;
}
