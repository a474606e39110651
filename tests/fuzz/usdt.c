/* tests/fuzz/usdt.c - fuzz target of what programs say of their static probes: the bytes are a
 * section of notes, whose operands are decoded for both machines.  What comes out has to be
 * something that the lowering can make a program of. */
#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probes/elf_notes.h"
#include "probes/usdt_args.h"

#define REGISTERS_MOST 272      /* bytes of struct pt_regs on aarch64; it is smaller on x86_64 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool met)
{
	if (!met)
		abort();
}

static bool any_symbol(const char *name, uint64_t *address, void *arg)
{
	(void)arg;
	*address = 0x1000 * strlen(name);
	return name[0] != 'n';
}

static void check_access(const struct usdt_arg *arg)
{
	const struct access *a = &arg->access;

	demand((a->kind == ACCESS_NONE) == (arg->refused != NULL));
	if (arg->refused)
		return;
	demand(a->size == 1 || a->size == 2 || a->size == 4 || a->size == 8);
	demand(a->kind == ACCESS_CTX || a->kind == ACCESS_CONSTANT || a->kind == ACCESS_CTX_SUM ||
		a->kind == ACCESS_USER_READ);
	demand(a->offset + a->size <= REGISTERS_MOST && a->offset % a->size == 0);
	demand(a->pointer_offset == ACCESS_NO_POINTER ||
		(a->pointer_offset + 8 <= REGISTERS_MOST && a->pointer_offset % 8 == 0));
	demand(a->index_offset + 8 <= REGISTERS_MOST && a->index_offset % 8 == 0);
	demand(a->scale <= 16);
}

static int visit(const struct static_probe_note *note, void *arg)
{
	static const uint16_t machines[] = { EM_X86_64, EM_AARCH64 };
	struct usdt_arg args[USDT_MAX_ARGS];

	(void)arg;
	for (size_t m = 0; m < 2; m++) {
		struct usdt_frame frame = {
			.machine = machines[m], .address = note->address, .symbol = any_symbol
		};
		uint32_t count = usdt_args_decode(note->args, &frame, args);

		for (uint32_t i = 0; i < count; i++) {
			demand(args[i].text >= note->args &&
				args[i].text + args[i].len <= note->args + strlen(note->args));
			check_access(&args[i]);
		}
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* of exactly this size, so that the sanitizers see what is read behind it */
	uint8_t *copy = malloc(size ? size : 1);
	size_t at;

	if (!copy)
		return 0;
	if (size)
		memcpy(copy, data, size);
	static_probe_notes(copy, size, visit, NULL, &at);
	demand(at <= size);
	free(copy);
	return 0;
}

#include "tests/fuzz/standalone.h"
