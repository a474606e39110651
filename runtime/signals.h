/* runtime/signals.h - the signals that end or change a run, turned into a descriptor that the
 * session polls.  This is the stop flag: the one piece of global state of a run. */
#pragma once

#include <stdbool.h>

struct signals_seen {
	int stop;               /* SIGINT, SIGTERM or SIGHUP: end the run; 0: none came */
	bool user;              /* SIGUSR1 */
	bool hangup;            /* SIGHUP while it is asked for: reopen the output */
};

/** Catch the signals, also those inherited as ignored.  `hangup_reopens`: SIGHUP is reported as
 * such and does not end the run.  Returns a descriptor that becomes readable when one came, owned
 * by this module, or -errno. */
int signals_catch(bool hangup_reopens);

/** What came since the last call; makes the descriptor unreadable. */
struct signals_seen signals_take(void);

/** True when a signal asked for the end, without taking it. */
bool signals_stopping(void);

/** A second signal ends the process at once; with `slow` the attachments are left to a child. */
void signals_detach_slowly(bool slow);

/** In a forked child: everything as it was before signals_catch(). */
void signals_restore(void);

/** Give the signals back and close the descriptor. */
void signals_release(void);
