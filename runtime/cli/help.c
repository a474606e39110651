/* runtime/cli/help.c - the texts of --help and --version, made from the tables.  Called by main().
 */
#include <string.h>

#include "runtime/cli/options.h"
#include "runtime/base/image.h"

#define HELP_COLUMN 28

const char usage_text[] =
	"usage: sonde [options] FILE|NAME [parameters]     run a script, by path or by name\n"
	"       sonde [options] -e 'PROGRAM' [parameters]  run a program given as text\n"
	"       sonde [options] - [parameters]             run a script read from standard input\n"
	"       sonde run NAME [parameters]                the same; every later word is a parameter\n"
	"       sonde check FILE...                        parse and type check scripts, nothing else\n"
	"       sonde doctor                               what this machine can do, and how to get the rest\n"
	"       sonde -l [PATTERN|FILE]                    list probes\n"
	"       sonde build FILE [-o OUT] [--exe]          write an image that runs elsewhere, where no compiler is\n"
	"       sonde cache [clear]                        show what is kept of programs that ran, or remove it\n"
	"       sonde fmt [-w|--check] [FILE]              lay out a script: print it, write it back, or only look\n";

static const char footer[] =
	"Options may follow FILE, up to '--'.  'sonde FILE --help' shows what parameters a script takes.\n"
	"Config keys are set as SONDE_MAX_STRLEN=200 and the like.\n"
	"Exit code: 0 a normal end, exit(N) gives N, 1 a mistake in the command line or the script,\n"
	"2 something that this machine lacks or refuses, 3 an incomplete run with --strict, 4 an internal error.\n"
	"\n"
	"examples:\n"
	"  sonde cpu\n"
	"  sonde -e 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'\n"
	"  sonde -l 'tracepoint:sched:*'\n";

static void put_row(struct buffer *b, const struct option_row *row)
{
	size_t start = b->len;

	if (row->letter)
		buffer_printf(b, "  -%c%s", row->letter, row->name ? ", " : "");
	else
		buffer_puts(b, "      ");
	if (row->name)
		buffer_printf(b, "--%s", row->name);
	if (row->value_name)
		buffer_printf(b, row->argument == ARGUMENT_EQUALS ? "[=%s]" : " %s",
			row->value_name);
	if (b->len - start < HELP_COLUMN)
		buffer_fill(b, ' ', HELP_COLUMN - (b->len - start));
	else
		buffer_puts(b, "  ");
	buffer_printf(b, "%s\n", row->help);
}

void help_put(struct buffer *b)
{
	buffer_puts(b, usage_text);
	buffer_puts(b, "\noptions:\n");
	for (const struct option_row *row = option_rows; row->letter || row->name; row++)
		put_row(b, row);
	buffer_putc(b, '\n');
	buffer_puts(b, footer);
}

void version_put(struct buffer *b)
{
	buffer_printf(b, "sonde v" SONDE_VERSION "\nimage version %d\n", IMAGE_VERSION);
}
