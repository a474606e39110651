/* tests/gen/main.c - `generate program|expect SEED PROBES [loops] [fn] [macros]`: prints a random
 * program, or what it has to print. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/gen/gen.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const char *const type_names[T_COUNT] = { "bool", "int8", "int16", "int32", "int64", "uint8",
	"uint16", "uint32", "uint64" };

const char *const op_texts[OP_COUNT] = { "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<",
	"<=", ">", ">=", "==", "!=", "&&", "||", "-", "~", "!" };

const char *const literal_strings[LITERAL_STRINGS] = { "", "a", "ab", "a longer text" };

bool type_is_signed(enum type t)
{
	return t >= T_INT8 && t <= T_INT64;
}

uint32_t type_bits(enum type t)
{
	static const uint32_t bits[T_COUNT] = { 1, 8, 16, 32, 64, 8, 16, 32, 64 };

	return bits[t];
}

uint64_t type_cut(enum type t, uint64_t value)
{
	uint32_t unused = 64 - type_bits(t);

	if (t == T_BOOL)
		return value != 0;
	return type_is_signed(t) ? (uint64_t)((int64_t)(value << unused) >> unused)
		: value << unused >> unused;
}

int main(int argc, char **argv)
{
	uint32_t features = 0;
	struct program *p;

	if (argc < 4 || (strcmp(argv[1], "program") && strcmp(argv[1], "expect"))) {
		fprintf(stderr,
			"usage: generate program|expect SEED PROBES [loops] [fn] [macros]\n");
		return 2;
	}
	for (int i = 4; i < argc; i++)
		features |= !strcmp(argv[i], "loops") ? FEATURE_LOOPS
			: !strcmp(argv[i], "fn") ? FEATURE_FUNCTIONS
			: !strcmp(argv[i], "macros") ? FEATURE_MACROS
			: 0;
	p = program_make(strtoull(argv[2], NULL, 0), (uint32_t)strtoul(argv[3], NULL, 0), features);
	if (!strcmp(argv[1], "program"))
		program_write(p);
	else
		program_run(p);
	return fflush(stdout) ? 1 : 0;
}
