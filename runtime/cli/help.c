/* runtime/cli/help.c - the texts of --help and --version, made from the tables.  Called by main().
 */
#include <string.h>

#include "runtime/cli/options.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define HELP_COLUMN 28

#define FORM_COLUMN 36

/* The forms that are no commands; those follow from their rows. */
static const struct {
	const char *form, *help;
} forms[] = {
	{ "[options] FILE|NAME [parameters]", "run a script, by path or by name" },
	{ "[options] -e 'PROGRAM' [parameters]", "run a program given as text" },
	{ "[options] - [parameters]", "run a script read from standard input" },
	{ "-l [PATTERN|FILE]", "list probes" },
};

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

static void put_form(struct buffer *b, const char *form, const char *help)
{
	buffer_printf(
		b, "%s sonde %-*s  %s\n", b->len ? "      " : "usage:", FORM_COLUMN, form, help);
}

void usage_put(struct buffer *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		put_form(b, forms[i].form, forms[i].help);
	for (const struct subcommand_row *row = subcommand_rows; row->name; row++)
		put_form(b, row->form, row->help);
}

void option_put_form(struct buffer *b, const struct option_row *row)
{
	if (row->letter)
		buffer_printf(b, "-%c%s", row->letter, row->name ? ", " : "");
	if (row->name)
		buffer_printf(b, "--%s", row->name);
	if (row->value_name)
		buffer_printf(
			b, row->argument == ARGUMENT_EQUALS ? "[=%s]" : " %s", row->value_name);
}

static void put_row(struct buffer *b, const struct option_row *row)
{
	size_t start = b->len;

	buffer_puts(b, row->letter ? "  " : "      ");
	option_put_form(b, row);
	if (b->len - start < HELP_COLUMN)
		buffer_fill(b, ' ', HELP_COLUMN - (b->len - start));
	else
		buffer_puts(b, "  ");
	buffer_printf(b, "%s\n", row->help);
}

void help_put(struct buffer *b)
{
	usage_put(b);
	buffer_puts(b, "\noptions:\n");
	for (const struct option_row *row = option_rows; row->letter || row->name; row++)
		put_row(b, row);
	buffer_puts(b, "\nformats:\n");
	for (size_t i = 0; sinks[i]; i++)
		buffer_printf(b, "  %-*s%s\n", HELP_COLUMN - 2, sinks[i]->name, sinks[i]->help);
	buffer_putc(b, '\n');
	buffer_puts(b, footer);
}

void version_put(struct buffer *b)
{
	buffer_printf(b, "sonde v" SONDE_VERSION "\nimage version %d\n", IMAGE_VERSION);
}
