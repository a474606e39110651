/* runtime/base/log.h - everything the programs say on stderr outside of diagnostics.  How that is
 * said is the only global mutable state but the stop flag. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTICE, LOG_VERBOSE };

/** Receives each message, one line without the line feed. */
typedef void (*log_fn)(enum log_level level, const char *message);

/** Replace the callback; NULL restores the default, which prints to stderr: "sonde: error: ...",
 * "sonde: warning: ...", or the bare line for notices and verbose messages. */
void log_set_callback(log_fn fn);

/** The most talkative level printed; the default is LOG_NOTICE. */
void log_set_level(enum log_level level);
enum log_level log_get_level(void);

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_notice(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_verbose(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Whether messages and diagnostics may be coloured; they are not until somebody says so. */
void log_set_colour(bool on);
bool log_has_colour(void);

/** Parts of messages that stand out. */
enum log_part {
	LOG_PART_PLACE,
	LOG_PART_ERROR,
	LOG_PART_WARNING,
	LOG_PART_NOTE,
	LOG_PART_HINT,
	LOG_PART_COUNT
};

/** What turns a colour on for a part, and off; "" where there are no colours. */
const char *log_colour(enum log_part part);
const char *log_colour_end(void);
