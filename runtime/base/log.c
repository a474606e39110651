/* runtime/base/log.c - messages on stderr: formats them, drops the ones that are too talkative,
 * hands each line to the callback.  Every run-side part calls it. */
#include "runtime/base/log.h"

#include <stdio.h>

#include "runtime/base/buffer.h"
#include "runtime/base/progress.h"

static bool coloured;

void log_set_colour(bool on)
{
	coloured = on;
}

bool log_has_colour(void)
{
	return coloured;
}

const char *log_colour(enum log_part part)
{
	static const char *const codes[LOG_PART_COUNT] = {
		[LOG_PART_PLACE] = "\033[1m",
		[LOG_PART_ERROR] = "\033[1;31m",
		[LOG_PART_WARNING] = "\033[1;35m",
		[LOG_PART_NOTE] = "\033[1;36m",
		[LOG_PART_HINT] = "\033[1;32m",
	};

	return coloured ? codes[part] : "";
}

const char *log_colour_end(void)
{
	return coloured ? "\033[0m" : "";
}

static void print_line(enum log_level level, const char *message)
{
	static const struct { const char *word; enum log_part part; } prefixes[] = {
		[LOG_ERROR] = { "error:", LOG_PART_ERROR },
		[LOG_WARN] = { "warning:", LOG_PART_WARNING },
	};

	progress_hide();
	if (level <= LOG_WARN)
		fprintf(stderr, "%ssonde:%s %s%s%s %s\n", log_colour(LOG_PART_PLACE),
			log_colour_end(), log_colour(prefixes[level].part), prefixes[level].word,
			log_colour_end(), message);
	else
		fprintf(stderr, "%s\n", message);
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
