/* runtime/base/progress.h - what takes long, for who waits at a terminal: one line on stderr that
 * says how far it is, once that took PROGRESS_AFTER_MS, and that is gone when the work is done.
 * The work says where it is by two words in memory, and pays nothing for it where nobody looks. */
#pragma once

#include <stdint.h>

#define PROGRESS_AFTER_MS 300

/** Show lines from now on, where stderr is a terminal. */
void progress_start(void);

/** Take the line away, and show no more. */
void progress_stop(void);

/** What is being done from now on ("Attaching probes"; cut to some 100 bytes), of so many steps in
 * all (0: nobody knows), none of which is done.  Without progress_start() nothing happens. */
void progress_say(const char *what, uint64_t steps);

/** One more step is done. */
void progress_step(void);

/** Take the line away for now: something else is written on stderr. */
void progress_hide(void);
