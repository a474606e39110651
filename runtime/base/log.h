/* runtime/base/log.h - everything the programs say on stderr outside of diagnostics.  One callback, the only global mutable state but the stop flag. */
#pragma once

#include <stdarg.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTICE, LOG_VERBOSE };

/** Receives each message, one line without the line feed. */
typedef void (*log_fn)(enum log_level level, const char *message);

/** Replace the callback; NULL restores the default, which prints to stderr: "sonde: error: ...", "sonde: warning: ...", or the bare line for
 *  notices and verbose messages. */
void log_set_callback(log_fn fn);

/** The most talkative level printed; the default is LOG_NOTICE. */
void log_set_level(enum log_level level);
enum log_level log_get_level(void);

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_notice(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_verbose(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
