/* runtime/base/log.c - messages on stderr: formats them, drops the ones that are too talkative,
 * hands each line to the callback.  Every run-side part calls it. */
#include "runtime/base/log.h"

#include <stdio.h>

#include "runtime/base/buffer.h"
#include "runtime/base/progress.h"

static void print_line(enum log_level level, const char *message)
{
	static const char *const prefixes[] = {
		[LOG_ERROR] = "sonde: error: ",
		[LOG_WARN] = "sonde: warning: ",
		[LOG_NOTICE] = "",
		[LOG_VERBOSE] = "",
	};

	progress_hide();
	fprintf(stderr, "%s%s\n", prefixes[level], message);
}

static log_fn callback = print_line;
static enum log_level most_talkative = LOG_NOTICE;

void log_set_callback(log_fn fn)
{
	callback = fn ? fn : print_line;
}

void log_set_level(enum log_level level)
{
	most_talkative = level;
}

enum log_level log_get_level(void)
{
	return most_talkative;
}

/* Short messages, and all of them when memory is out, are formatted on the stack. */
static void __attribute__((format(printf, 2, 0)))
say(enum log_level level, const char *fmt, va_list ap)
{
	struct buffer long_text = { 0 };
	char short_text[512];
	va_list again;
	int len;

	if (level > most_talkative)
		return;
	va_copy(again, ap);
	len = vsnprintf(short_text, sizeof(short_text), fmt, ap);
	if (len >= (int)sizeof(short_text))
		buffer_vprintf(&long_text, fmt, again);
	va_end(again);
	if (len >= 0)
		callback(level, long_text.len ? buffer_text(&long_text) : short_text);
	buffer_free(&long_text);
}

void log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_ERROR, fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_WARN, fmt, ap);
	va_end(ap);
}

void log_notice(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_NOTICE, fmt, ap);
	va_end(ap);
}

void log_verbose(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_VERBOSE, fmt, ap);
	va_end(ap);
}
