/* tests/fuzz/x86.c - fuzz target of the decoder of instructions: at every offset of the bytes, and
 * with what is behind the instruction cut off.  Built with libFuzzer it invents inputs; built with
 * -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/x86_length.h"
#include "runtime/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t at = 0; at < size; at++) {
		struct x86_instruction one, again;

		if (!x86_decode(data + at, size - at, &one))
			continue;
		demand(one.length >= 1 && one.length <= X86_LONGEST && one.length <= size - at);
		/* of exactly the size that it has, so that a read behind it is seen */
		uint8_t *copy = mem_alloc(one.length);

		if (!copy)
			return 0;
		memcpy(copy, data + at, one.length);
		demand(x86_decode(copy, one.length, &again) && again.length == one.length &&
			again.flow == one.flow && again.target == one.target);
		demand(!x86_decode(copy, one.length - 1u, &again));
		mem_free(copy);
	}
	return 0;
}

#include "tests/fuzz/standalone.h"
