/* runtime/unwind_tables.h - what objects say about the frames of their functions, in the maps that
 * programs search (runtime/base/unwind.h): each object once, however many processes have it
 * mapped. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "probes/cfi.h"

/** An object with its table.  Lives as long as the tables. */
struct unwind_object {
	/* where the search begins; levels 0: the object says nothing that can be used */
	uint32_t page, levels;
	uint64_t base;                  /* address in the object that rows count from */
	struct cfi_segment segments[CFI_SEGMENTS];
	uint32_t segment_count;
};

struct unwind_tables;

/** Tables in these maps, which stay the caller's.  NULL when out of memory; free with
 * unwind_tables_free(). */
struct unwind_tables *unwind_tables_new(int pages_fd, int rules_fd);
void unwind_tables_free(struct unwind_tables *t);

/** How many objects were seen. */
size_t unwind_tables_count(const struct unwind_tables *t);

/** The object in a file, read when it is seen for the first time; NULL when it cannot be read. */
const struct unwind_object *unwind_tables_file(struct unwind_tables *t, const char *path);

/** The object that the kernel maps into processes by itself; `bytes` is what is mapped. */
const struct unwind_object *unwind_tables_vdso(
	struct unwind_tables *t, const void *bytes, size_t len);

/** Warn, once, that something did not fit in.  -E2BIG. */
int unwind_tables_tell_full(struct unwind_tables *t, const char *what);
