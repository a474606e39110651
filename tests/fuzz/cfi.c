/* tests/fuzz/cfi.c - fuzz target of call frame information: reads the frames of an object from
 * bytes, and looks at all of what that gives.  Built with libFuzzer it invents inputs; built with
 * -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/cfi.h"
#include "runtime/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cfi_table table;
	void *copy = mem_alloc(size ? size : 1);        /* aligned, and of exactly this size */

	if (!copy)
		return 0;
	if (size)
		memcpy(copy, data, size);
	if (cfi_read(&table, copy, size) == 0) {
		for (size_t i = 0; i < table.row_count; i++)
			if (table.rows[i].value >= table.rule_count ||
				(i && table.rows[i].pc <= table.rows[i - 1].pc) ||
				cfi_find(&table, table.base + table.rows[i].pc) !=
					&table.rules[table.rows[i].value])
				abort();
		cfi_free(&table);
	}
	mem_free(copy);
	return 0;
}

#include "tests/fuzz/standalone.h"
