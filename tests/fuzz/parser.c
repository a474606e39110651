/* tests/fuzz/parser.c - libFuzzer target for the parser: any bytes make a tree or diagnostics, both
 * printable, and never anything else.  With -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/fuzz/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_script s;

	fuzz_script_open(&s, data, size);
	parse_pass(&s.c);
	fuzz_script_close(&s);
	return 0;
}

#include "tests/fuzz/standalone.h"
