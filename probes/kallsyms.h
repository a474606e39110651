/* probes/kallsyms.h - the kernel's symbols: names of addresses and addresses of names. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kallsyms;

/** What lies at an address. */
struct kernel_symbol {
	const char *name;       /* as long as the table */
	uint64_t address;       /* of its first byte */
	uint64_t end;           /* where the next one begins */
};

/** The symbols of the running kernel and its modules.  The caller frees them with kallsyms_free().
 * 0, or -errno: -EPERM when the kernel hides the addresses (kptr_restrict). */
int kallsyms_read(struct kallsyms **out);

/** The same of the functions alone whose names begin with one of `count` prefixes; from the second
 * time on after a start of the machine it is had at once, from what was kept under `kept_as`. */
int kallsyms_read_some(const char *kept_as, const char *const *prefixes, size_t count,
	struct kallsyms **out);

/** A tracepoint's own functions, which are called between it and the program: the prefixes that the
 * event's name has in their names. */
#define KALLSYMS_STUBS 2
extern const char *const kallsyms_stub_prefixes[KALLSYMS_STUBS];

/** The symbols of those functions, for all events. */
int kallsyms_read_stubs(struct kallsyms **out);

/** The same from text in the form of /proc/kallsyms. */
int kallsyms_parse(const char *text, size_t len, struct kallsyms **out);

/** Free; NULL is allowed. */
void kallsyms_free(struct kallsyms *k);

/** The symbol that an address belongs to; false when there is none. */
bool kallsyms_at(const struct kallsyms *k, uint64_t address, struct kernel_symbol *out);

/** The address of a name, of the first when there are several; 0 when there is none. */
uint64_t kallsyms_address(struct kallsyms *k, const char *name);

/** Call `visit` for every name, in the order of addresses. */
void kallsyms_each(
	const struct kallsyms *k, void (*visit)(const char *name, void *arg), void *arg);
