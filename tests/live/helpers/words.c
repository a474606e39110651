/* tests/live/helpers/words.c - calls a function with more arguments than there are registers for:
 * `words COUNT` calls take_words(1000 + i, ... 1009 + i) for i from 0 on. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t take_words(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f,
	uint64_t g, uint64_t h, uint64_t i, uint64_t j);

__attribute__((noinline, noclone)) uint64_t take_words(uint64_t a, uint64_t b, uint64_t c,
	uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h, uint64_t i, uint64_t j)
{
	uint64_t volatile sum = a + b + c + d + e + f + g + h + i + j;

	return sum;
}

int main(int argc, char **argv)
{
	uint64_t volatile base = 1000;
	uint64_t sum = 0;

	for (int i = 0; i < (argc > 1 ? atoi(argv[1]) : 1); i++, base++)
		sum += take_words(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6,
			base + 7, base + 8, base + 9);
	printf("%llu\n", (unsigned long long)sum);
	return 0;
}
