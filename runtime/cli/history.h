/* runtime/cli/history.h - what was typed at the prompt, kept from one session to the next. */
#pragma once

#include <stddef.h>

/** Entries that are kept, and the longest one that is. */
#define HISTORY_ENTRIES_MOST 1000
#define HISTORY_ENTRY_MOST (64u << 10)

struct history {
	char directory[256];
	const char *problem;    /* why nothing is kept, or NULL */
};

/** Find the file, and call `visit` for what is in it, oldest first.  Where it cannot be kept
 * history->problem says why; what is there may be visited all the same. */
void history_open(struct history *h, void (*visit)(const char *entry, void *arg), void *arg);

/** Add an entry at once, so that nothing is lost with the session. */
void history_add(struct history *h, const char *entry);
