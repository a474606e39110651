/* probes/user_symbols.h - names of functions in running processes, by address: through what is mapped there and the symbol tables of those files. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct user_symbols;

/** NULL when out of memory; free with user_symbols_free(). */
struct user_symbols *user_symbols_new(void);

/** Free; NULL is allowed. */
void user_symbols_free(struct user_symbols *s);

/** Name of the function that the address lies in; NULL when the process is gone, nothing is mapped there or its file has no symbol for it.  Lives as
 *  long as the table. */
const char *user_symbols_name(struct user_symbols *s, pid_t pid, uint64_t address);
