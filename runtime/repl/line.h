/* runtime/repl/line.h - lines from the terminal, edited with readline. */
#pragma once

#include <stdbool.h>

/** What came of reading. */
enum line_end {
	LINE_READ,
	LINE_CANCELLED,         /* Ctrl-C */
	LINE_OVER,              /* Ctrl-D, or the terminal is gone */
	LINE_TERMINATED,        /* SIGTERM, SIGHUP */
};

/** Words for the end of a text: append them to the list that line_offer() fills. */
typedef void (*line_complete_fn)(const char *line, int at, void *arg);

/** Set readline up.  `complete` is called for the Tab key with the line up to the cursor, which is
 * at `at`. */
void line_open(line_complete_fn complete, void *arg);

/** For `complete`: in the place of what stands in the line from `start` to the cursor, this may
 * stand. */
void line_offer(int start, const char *word);

/** For `complete`: where no word is offered, names of files may stand there. */
void line_offer_files(void);

/** Something that the arrow keys bring back. */
void line_remember(const char *entry);

/** Read a line, which is the caller's to free.  The terminal is as before when it returns. */
enum line_end line_read(const char *prompt, char **line);

/** True when a signal asked for the end since it was asked last. */
bool line_terminated(void);

/** Wait until the process ends, and hand on to it the signals that come meanwhile.  Its status, as
 * waitpid() tells. */
int line_wait(int pid);

/** In a child: signals are as they were before line_open(). */
void line_release_signals(void);
