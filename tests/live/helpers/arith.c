/* tests/live/helpers/arith.c - arithmetic of the language against C: `arith program` prints a
 * program that computes every operator over a table of operands, `arith expect` prints what it has
 * to print, computed here.  The operands are kept from being constants by adding a zero that is
 * known at run time only. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const int64_t signed_values[] = { 0, 1, -1, 7, -7, 64, 2147483648, -2147483649, INT64_MAX,
	INT64_MIN };
static const uint64_t unsigned_values[] = { 0, 1, 7, 63, 4294967296, 1ULL << 63, UINT64_MAX };

static const char *const operators[] = { "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<",
	"<=", ">", ">=", "==", "!=", "&&", "||" };

/* What an operator prints: `-` is signed whatever its operands are, tests are 0 or 1. */
static bool prints_signed(size_t op, bool is_signed)
{
	return is_signed || op == 1 || op >= 10;
}

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed, bool remainder)
{
	if (!b)
		return 1;
	if (!is_signed)
		return remainder ? a % b : a / b;
	if ((int64_t)b == -1)
		return remainder ? 0 : 0 - a;
	return (uint64_t)(remainder ? (int64_t)a % (int64_t)b : (int64_t)a / (int64_t)b);
}

static uint64_t compute(size_t op, uint64_t a, uint64_t b, bool is_signed)
{
	bool less = is_signed ? (int64_t)a < (int64_t)b : a < b;

	switch (op) {
	case 0: return a + b;
	case 1: return a - b;
	case 2: return a * b;
	case 3: return divide(a, b, is_signed, false);
	case 4: return divide(a, b, is_signed, true);
	case 5: return a & b;
	case 6: return a | b;
	case 7: return a ^ b;
	case 8: return a << (b & 63);
	case 9: return is_signed ? (uint64_t)((int64_t)a >> (b & 63)) : a >> (b & 63);
	case 10: return less;
	case 11: return less || a == b;
	case 12: return !less && a != b;
	case 13: return !less;
	case 14: return a == b;
	case 15: return a != b;
	case 16: return a && b;
	default: return a || b;
	}
}

static void print_block(uint64_t a, uint64_t b, bool is_signed)
{
	printf("begin { ");
	if (is_signed) {
		/* in two steps, because the smallest one has no literal */
		printf("$z = pid - pid; $a = %" PRId64 " + $z - %d; $b = %" PRId64 " + $z - %d;\n",
			(int64_t)a + ((int64_t)a < 0), (int64_t)a < 0,
			(int64_t)b + ((int64_t)b < 0), (int64_t)b < 0);
	} else {
		printf("$z = pid ^ pid; $a = %" PRIu64 " + $z; $b = %" PRIu64 " + $z;\n", a, b);
	}
	printf("\tprintf(\"");
	for (size_t i = 0; i < COUNT(operators); i++)
		printf("%s%%%c", i ? " " : "", prints_signed(i, is_signed) ? 'd' : 'u');
	printf(" %%d %%%c %%d\\n\"", is_signed ? 'd' : 'u');
	for (size_t i = 0; i < COUNT(operators); i++)
		printf(", $a %s $b", operators[i]);
	printf(", -$a, ~$a, !$a);\n}\n");
}

static void print_expected(uint64_t a, uint64_t b, bool is_signed)
{
	for (size_t i = 0; i < COUNT(operators); i++)
		printf(prints_signed(i, is_signed) ? "%" PRId64 " " : "%" PRIu64 " ",
			compute(i, a, b, is_signed));
	printf("%" PRId64 " ", 0 - a);
	printf(is_signed ? "%" PRId64 : "%" PRIu64, ~a);
	printf(" %d\n", !a);
}

int main(int argc, char **argv)
{
	void (*print)(uint64_t a, uint64_t b, bool is_signed) =
		argc > 1 && !strcmp(argv[1], "program") ? print_block : print_expected;

	for (size_t i = 0; i < COUNT(signed_values); i++)
		for (size_t k = 0; k < COUNT(signed_values); k++)
			print((uint64_t)signed_values[i], (uint64_t)signed_values[k], true);
	for (size_t i = 0; i < COUNT(unsigned_values); i++)
		for (size_t k = 0; k < COUNT(unsigned_values); k++)
			print(unsigned_values[i], unsigned_values[k], false);
	return 0;
}
