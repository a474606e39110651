/* runtime/cli/commands.c - the table of commands: what a first word does, what may stand behind it,
 * and the options that only it has.  Read by command_line.c, by --help and by completion. */
#include "runtime/cli/complete.h"
#include "runtime/cli/options.h"

static int set_in_place(struct options *o, const char *value)
{
	(void)value;
	o->in_place = true;
	return 0;
}

static int set_check_layout(struct options *o, const char *value)
{
	(void)value;
	o->check_layout = true;
	return 0;
}

static int set_executable(struct options *o, const char *value)
{
	(void)value;
	o->executable = true;
	return 0;
}

static const struct option_row fmt_option_rows[] = {
	{ 'w', NULL, ARGUMENT_NONE, NULL, set_in_place,
		"write the script in its new layout into its file" },
	{ 0, "check", ARGUMENT_NONE, NULL, set_check_layout,
		"exit code 1 if the layout would change" },
	{ 0, NULL, ARGUMENT_NONE, NULL, NULL, NULL },
};

static const struct option_row build_option_rows[] = {
	{ 0, "exe", ARGUMENT_NONE, NULL, set_executable,
		"write an executable that needs no sonde beside it" },
	{ 0, NULL, ARGUMENT_NONE, NULL, NULL, NULL },
};

const struct subcommand_row subcommand_rows[] = {
	{ "run", DO_RUN, "the name of a script", NULL, .words_only = true,
		.complete = complete_script, .form = "run NAME [parameters]",
		.help = "run a script; every later word is a parameter" },
	{ "check", DO_CHECK, "scripts to check", NULL, .complete = complete_script,
		.form = "check FILE...", .help = "parse and type check scripts, nothing else" },
	{ "doctor", DO_DOCTOR, NULL, NULL, .alone = true, .form = "doctor",
		.help = "what this machine can do, and how to get the rest" },
	{ "build", DO_BUILD, "a script to build", build_option_rows, .complete = complete_file,
		.form = "build FILE [-o OUT] [--exe]",
		.help = "write an image that runs elsewhere, where no compiler is" },
	{ "cache", DO_CACHE, NULL, NULL, .complete = complete_cache_word, .form = "cache [clear]",
		.help = "show what is kept of programs that ran, or remove it" },
	{ "fmt", DO_FORMAT, NULL, fmt_option_rows, .complete = complete_file,
		.form = "fmt [-w|--check] [FILE]",
		.help = "lay out a script: print it, write it back, or only look" },
	{ "tools", DO_TOOLS, NULL, NULL, .alone = true, .form = "tools",
		.help = "the scripts that can be run by name" },
	{ "help", DO_TOPIC, NULL, NULL, .words_only = true, .complete = complete_topic,
		.form = "help [TOPIC]",
		.help = "what a builtin, probe, option, format or config key is" },
	{ "repl", DO_REPL, NULL, NULL, .alone = true, .form = "[repl]",
		.help = "the prompt: type programs, and see what they show" },
	{ .name = NULL },
};
