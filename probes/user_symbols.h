/* probes/user_symbols.h - names of functions in processes, by address: through what is, or was,
 * mapped there, the symbol tables of those files, and what programs that make code tell about
 * it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct user_symbols;

struct user_symbols_options {
	bool mangled;           /* leave names of C++ and Rust as they are */
	/* read the symbols of a process when it is first seen, not when they are asked for */
	bool early;
	/* find out where in the source an address is, and which functions were put into its
	 * function there */
	bool sources;
	/* where debug files are looked for (DEBUG_FILE_PATH), or NULL; has to live as long */
	const char *debug_path;
	bool forget;            /* keep nothing from one stack to the next */
};

/** What is asked about. */
struct user_place {
	pid_t pid;
	uint64_t address;
	/* CLOCK_MONOTONIC when it was there; UINT64_MAX: whenever that was last */
	uint64_t time_ns;
	/* of a call: it belongs to the function that the call is in, though that may have ended
	 * with it */
	bool is_return_address;
};

struct user_source {
	const char *name;       /* of the function */
	const char *file;       /* its path; NULL: not known */
	uint32_t line;
};

struct user_symbol {
	const char *name;       /* of the function; NULL: not known */
	uint64_t offset;        /* of the address from its start */
	/* what is mapped there, as the process sees it; NULL: nothing that has a name */
	const char *module;
	struct user_source source;      /* where in it the address is, when that was asked for */
	/* functions that the compiler put there, the innermost first */
	const struct user_source *inlined;
	size_t inlined_count;
};

/** NULL when out of memory; free with user_symbols_free(). */
struct user_symbols *user_symbols_new(const struct user_symbols_options *options);

/** Free; NULL is allowed. */
void user_symbols_free(struct user_symbols *s);

/** Listen from now on to what becomes of processes, so that they have names when they have gone;
 * `all`: of those too that are there already, see user_symbols_read_ahead().  A descriptor that can
 * be read when there is much to take in (user_symbols_listen()), or -errno, or -ENODATA where
 * nothing is to be kept. */
int user_symbols_watch(struct user_symbols *s, bool all);
void user_symbols_listen(struct user_symbols *s);

/** Read what is mapped in some of the processes that were there before, so that they too have names
 * when they have ended: a millisecond's work.  False when there is no more to do. */
bool user_symbols_read_ahead(struct user_symbols *s);

/** There will be questions about a process: take hold of what is mapped in it, before it can have
 * gone. */
void user_symbols_seen(struct user_symbols *s, pid_t pid);

/** The file that a place lies in: its build id and where in it that is.  False when it is not
 * known, or has no build id. */
struct user_file {
	uint8_t build_id[20];
	uint64_t offset;
};
bool user_symbols_file(
	struct user_symbols *s, const struct user_place *place, struct user_file *out);

/** What lies at a place.  True when the function is known; *out is filled in any case, and valid
 * until the next call. */
bool user_symbols_find(
	struct user_symbols *s, const struct user_place *place, struct user_symbol *out);
