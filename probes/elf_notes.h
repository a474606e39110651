/* probes/elf_notes.h - the notes by which programs describe their static probes (.note.stapsdt, as
 * sys/sdt.h writes them), from bytes that nobody has checked. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** One place of a static probe, as its note has it: addresses are those of the linker.  The texts
 * lie in the bytes that were given. */
struct static_probe_note {
	const char *ns;
	const char *name;
	const char *args;               /* "-4@%eax 8@-16(%rbp)": usdt_args.h takes it apart */
	uint64_t address;               /* of the nop */
	/* what .stapsdt.base was at when the note was written; 0: there is none */
	uint64_t base;
	uint64_t semaphore;             /* 0: none */
};

/** Non-zero stops and is returned. */
typedef int (*static_probe_visit_fn)(const struct static_probe_note *note, void *arg);

/** Visit the static probes among the notes of a section of a 64-bit file of this machine's byte
 * order.  0, what visit() returned, or -EBADMSG when they are damaged: then *at is the offset of
 * the note that is. */
int static_probe_notes(
	const uint8_t *bytes, size_t len, static_probe_visit_fn visit, void *arg, size_t *at);
