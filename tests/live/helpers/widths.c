/* tests/live/helpers/widths.c - integers of every width and sign against C: `widths program` prints
 * a program that casts values between all types and computes with operands of two types, `widths
 * expect` prints what it has to print, computed here.  The values are kept from being constants by
 * adding a zero that is known at run time only. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct type { const char *name; unsigned bits; bool is_signed;
} types[] = {
	{ "int8", 8, true },
	{ "uint8", 8, false },
	{ "int16", 16, true },
	{ "uint16", 16, false },
	{ "int32", 32, true },
	{ "uint32", 32, false },
	{ "int64", 64, true },
	{ "uint64", 64, false },
};
static const int64_t values[] = { 0, 1, -1, 100, 200, -200, 40000, -70000, 3000000000, INT64_MAX,
	INT64_MIN + 1 };

/* The low bits of a word, extended by the sign of the type: what a cast leaves. */
static uint64_t cast(uint64_t word, const struct type *t)
{
	switch (t->bits) {
	case 8: return t->is_signed ? (uint64_t)(int64_t)(int8_t)word : (uint8_t)word;
	case 16: return t->is_signed ? (uint64_t)(int64_t)(int16_t)word : (uint16_t)word;
	case 32: return t->is_signed ? (uint64_t)(int64_t)(int32_t)word : (uint32_t)word;
	}
	return word;
}

static void put(uint64_t word, bool is_signed)
{
	if (is_signed)
		printf(" %" PRId64, (int64_t)word);
	else
		printf(" %" PRIu64, word);
}

/* The value as every type, directly and by way of another one. */
static void casts(int64_t value, bool expect)
{
	if (!expect) {
		printf("begin { $z = pid - pid; $v = %" PRId64 " + $z; printf(\"casts", value);
		for (size_t i = 0; i < COUNT(types) * COUNT(types); i++)
			printf(" %%%c", types[i % COUNT(types)].is_signed ? 'd' : 'u');
		printf("\\n\"");
	} else {
		printf("casts");
	}
	for (size_t i = 0; i < COUNT(types); i++)
		for (size_t k = 0; k < COUNT(types); k++) {
			if (expect)
				put(cast(cast((uint64_t)value, &types[i]), &types[k]),
					types[k].is_signed);
			else
				printf(", (%s)(%s)$v", types[k].name, types[i].name);
		}
	printf(expect ? "\n" : "); }\n");
}

/* Operands are extended by their own sign; the result is signed when one of them is, that of `-`
 * always, that of `>>` by the left one. */
static void operators(
	const struct type *ta, const struct type *tb, int64_t a, int64_t b, bool expect)
{
	bool is_signed = ta->is_signed || tb->is_signed;
	uint64_t x = cast((uint64_t)a, ta), y = cast((uint64_t)b, tb);
	char f = is_signed ? 'd' : 'u';

	if (!expect) {
		printf("begin { $z = pid - pid; $a = (%s)(%" PRId64 " + $z); $b = (%s)(%" PRId64
		       " + $z);\n",
			ta->name, a, tb->name, b);
		printf("\tprintf(\"%%%c %%d %%%c %%%c %%%c %%%c %%d %%d %%d %%%c\\n\", $a + $b, $a - $b, $a * $b, $a & $b, $a / $b, $a %% $b, $a < $b, "
		       "$a == $b, $a >= $b, $a >> 3); }\n",
			f, f, f, f, f, ta->is_signed ? 'd' : 'u');
		return;
	}
	bool less = is_signed ? (int64_t)x < (int64_t)y : x < y;
	uint64_t quotient = is_signed ? (uint64_t)((int64_t)x / (int64_t)y) : x / y;
	uint64_t rest = is_signed ? (uint64_t)((int64_t)x % (int64_t)y) : x % y;
	const struct {
		uint64_t word;
		bool is_signed;
	} results[] = {
		{ x + y, is_signed },
		{ x - y, true },
		{ x * y, is_signed },
		{ x & y, is_signed },
		{ quotient, is_signed },
		{ rest, is_signed },
		{ less, true },
		{ x == y, true },
		{ !less, true },
		{ ta->is_signed ? (uint64_t)((int64_t)x >> 3) : x >> 3, ta->is_signed },
	};

	for (size_t i = 0; i < COUNT(results); i++) {
		printf("%s", i ? " " : "");
		if (results[i].is_signed)
			printf("%" PRId64, (int64_t)results[i].word);
		else
			printf("%" PRIu64, results[i].word);
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	bool expect = argc > 1 && !strcmp(argv[1], "expect");

	for (size_t i = 0; i < COUNT(values); i++)
		casts(values[i], expect);
	for (size_t i = 0; i < COUNT(types); i++)
		for (size_t k = 0; k < COUNT(types); k++) {
			operators(&types[i], &types[k], -3, 100, expect);
			operators(&types[i], &types[k], 3000000000, -7, expect);
		}
	return 0;
}
