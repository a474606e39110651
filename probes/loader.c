/* probes/loader.c - see loader.h.  Called by runtime/child_entry.c. */
#include "probes/loader.h"

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>

#include "probes/auxiliary.h"
#include "probes/binaries.h"
#include "probes/elf.h"

/* The loaders of glibc and musl call it so. */
#define RENDEZVOUS "_dl_debug_state"

struct search {
	uint64_t base;          /* where the loader is mapped */
	struct elf_file *loader;
	uint64_t offset;        /* of the function, in the loader's file */
	uint64_t address;       /* found */
};

/* The loader's mappings follow each other, the first one at its base. */
static int look_at(const struct binaries_mapping *m, void *arg)
{
	struct search *s = arg;
	const char *why;
	uint64_t address;

	if (m->start == s->base) {
		s->loader = elf_file_open(m->path, NULL, &why);
		if (!s->loader || !elf_file_symbol(s->loader, RENDEZVOUS, &address) ||
			!elf_file_offset(s->loader, address, true, &s->offset))
			return 1;
	}
	if (!s->loader || !m->executable || s->offset < m->offset ||
		s->offset - m->offset >= m->end - m->start)
		return 0;
	s->address = m->start + (s->offset - m->offset);
	return 1;
}

uint64_t loader_rendezvous(pid_t pid)
{
	const struct probe_scope scope = { .pids = &pid, .pid_count = 1 };
	struct search s = { .base = auxiliary_value(pid, AT_BASE) };

	if (s.base)
		binaries_each_mapping(&scope, look_at, &s);
	elf_file_close(s.loader);
	return s.address;
}
