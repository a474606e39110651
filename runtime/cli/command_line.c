/* runtime/cli/command_line.c - the walk over the command line: options, subcommands, the program
 * and its parameters.  Called by main(). */
#include "runtime/cli/options.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "probes/name_filter.h"
#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/build.h"
#include "runtime/colour.h"
#include "runtime/cli/script.h"

/* The walk over the command line. */
struct walk {
	struct options *o;
	char **argv;
	int argc;
	int at;
	char **words; /* everything that is no option */
	uint32_t count;
	const struct subcommand_row *subcommand; /* the first word, when it is one */
};

static const struct option_row *find_letter(const struct option_row *row, char letter)
{
	for (; row && (row->letter || row->name); row++)
		if (row->letter == letter)
			return row;
	return NULL;
}

static const struct option_row *find_name(
	const struct option_row *row, const char *name, size_t len)
{
	for (; row && (row->letter || row->name); row++)
		if (row->name && strlen(row->name) == len && !strncmp(row->name, name, len))
			return row;
	return NULL;
}

const struct option_row *option_find_letter(const struct subcommand_row *of, char letter)
{
	const struct option_row *own = of ? find_letter(of->options, letter) : NULL;

	return own ? own : find_letter(option_rows, letter);
}

const struct option_row *option_find_name(
	const struct subcommand_row *of, const char *name, size_t len)
{
	const struct option_row *own = of ? find_name(of->options, name, len) : NULL;

	return own ? own : find_name(option_rows, name, len);
}

/* -d takes the next word unless that is an option or the script: then it means all stages. */
static const char *stage_argument(struct walk *w)
{
	const char *next = w->at < w->argc ? w->argv[w->at] : NULL;

	if (!next || *next == '-' || (!stage_find(next) && script_exists(w->o->arena, next)))
		return "all";
	return w->argv[w->at++];
}

/* `value` is what stands behind the option in its own word, or NULL.  `shown` is the option as
 * written. */
static int apply(struct walk *w, const struct option_row *row, const char *shown, const char *value)
{
	switch (row->argument) {
	case ARGUMENT_NONE:
		if (value)
			return usage_error("option '%s' takes no argument", shown);
		break;
	case ARGUMENT_NEEDED:
		if (!value && w->at >= w->argc)
			return usage_error(
				"option '%s' needs an argument: %s", shown, row->value_name);
		if (!value)
			value = w->argv[w->at++];
		break;
	case ARGUMENT_STAGES:
		if (!value)
			value = stage_argument(w);
		break;
	case ARGUMENT_EQUALS:
		break;
	}
	return row->apply(w->o, value);
}

/* Behind the script its parameters are mixed with options. */
static bool is_behind_script(const struct walk *w)
{
	return w->count && !w->o->program && !w->subcommand && w->o->action == DO_RUN;
}

static int walk_long(struct walk *w, char *arg)
{
	const char *equals = strchr(arg, '=');
	size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
	const struct option_row *row = option_find_name(w->subcommand, arg + 2, len - 2);
	char *shown = arena_strndup(w->o->arena, arg, len);
	struct nearest near;

	if (row && !(is_behind_script(w) && str_eq(arg, "--help")))
		return apply(w, row, shown, equals ? equals + 1 : NULL);
	if (option_is_planned(shown + 2))
		return usage_error("option '%s' is not there yet", shown);
	if (is_behind_script(w)) {
		w->words[w->count++] = arg;
		return 0;
	}
	nearest_start(&near, shown + 2);
	for (row = option_rows; row->letter || row->name; row++)
		if (row->name)
			nearest_offer(&near, row->name);
	if (near.best)
		return usage_error(
			"option '%s' is unknown: did you mean '--%s'?", shown, near.best);
	return usage_error("option '%s' is unknown: 'sonde --help' lists the options", shown);
}

/* A run of letters: the last one may have its argument behind it. */
static int walk_letters(struct walk *w, const char *arg)
{
	int code = 0;

	for (const char *at = arg + 1; *at && !code; at++) {
		const struct option_row *row = option_find_letter(w->subcommand, *at);
		char shown[] = { '-', *at, '\0' };
		bool takes = row && row->argument != ARGUMENT_NONE &&
			     row->argument != ARGUMENT_EQUALS;

		if (!row && option_letter_is_planned(*at))
			return usage_error("option '%s' is not there yet", shown);
		if (!row)
			return usage_error(
				"option '%s' is unknown: 'sonde --help' lists the options", shown);
		if (row->argument == ARGUMENT_STAGES && at[1] == *at)
			return apply(w, row, shown, "all"); /* -dd */
		code = apply(w, row, shown, takes && at[1] ? at + 1 : NULL);
		if (takes)
			break;
	}
	return code;
}

const struct subcommand_row *subcommand_find(const char *word)
{
	for (const struct subcommand_row *row = subcommand_rows; row->name; row++)
		if (str_eq(row->name, word))
			return row;
	return NULL;
}

static int walk_all(struct walk *w)
{
	bool only_words = false;
	int code = 0;

	w->at = 1;
	while (!code && w->at < w->argc) {
		char *arg = w->argv[w->at++];

		if (only_words || arg[0] != '-' || !arg[1] ||
			(is_behind_script(w) && arg[1] >= '0' && arg[1] <= '9')) {
			if (!only_words && !w->count && !w->subcommand && !w->o->program &&
				(w->subcommand = subcommand_find(arg))) {
				only_words = w->subcommand->words_only;
				continue;
			}
			w->words[w->count++] = arg;
		} else if (str_eq(arg, "--")) {
			only_words = true;
		} else {
			code = arg[1] == '-' ? walk_long(w, arg) : walk_letters(w, arg);
		}
	}
	return code;
}

static int take_subcommand(struct walk *w)
{
	const struct subcommand_row *row = w->subcommand;

	if (row->needs && !w->count && !w->o->program &&
		(w->o->action == DO_RUN || w->o->action == row->action))
		return usage_error("command '%s' needs %s", row->name, row->needs);
	if (row->alone && w->count)
		return usage_error(
			"command '%s' takes no words, and '%s' is one", row->name, w->words[0]);
	if (w->o->action == DO_RUN)
		w->o->action = row->action;
	w->o->by_name = row->action == DO_RUN;
	if (w->o->by_name && (str_eq(w->words[0], "--help") || str_eq(w->words[0], "-h")))
		w->o->action = DO_HELP;
	return 0;
}

/* A script may take such words; who writes -p there means it otherwise. */
static void warn_of_options(const struct walk *w)
{
	for (uint32_t i = 1; i < w->count && w->o->warnings; i++) {
		const char *word = w->words[i];

		if (word[0] == '-' && word[1] && !word[2] && option_find_letter(NULL, word[1]))
			log_warn(
				"word '%s' goes to the script, as all behind 'run' do: as an option of sonde it stands in front of 'run'",
				word);
	}
}

/* --help among the words of the program asks for the program's. */
static void take_script_help(struct options *o)
{
	for (uint32_t i = 0; i < o->word_count && !str_eq(o->words[i], "--"); i++)
		if (str_eq(o->words[i], "--help"))
			o->action = DO_SCRIPT_HELP;
}

/* The program is a word of its own unless -e gave it. */
static int take_program(struct walk *w)
{
	struct options *o = w->o;
	uint32_t skip = 0;
	int code = w->subcommand ? take_subcommand(w) : 0;

	if (!code && o->by_name)
		warn_of_options(w);
	if (!code && o->action != DO_CHECK && !o->program && w->count)
		o->script = w->words[skip++];
	o->words = w->words + skip;
	o->word_count = w->count - skip;
	if (!code && o->action == DO_RUN)
		take_script_help(o);
	return code;
}

/* One script, from standard input when none is named. */
static int check_format(struct options *o)
{
	bool has_file = o->script && !str_eq(o->script, "-");

	if (o->word_count)
		return usage_error(
			"command 'fmt' takes one file, and '%s' is another one", o->words[0]);
	if (o->in_place && o->check_layout)
		return usage_error("options '-w' and '--check' cannot be combined");
	if (o->in_place && !has_file)
		return usage_error("option '-w' needs a file to write to");
	if (!o->program && !o->script)
		o->script = "-";
	return 0;
}

static int check_topic(const struct options *o)
{
	return o->program || o->word_count ? usage_error("command 'help' takes one topic") : 0;
}

static int check_cache(const struct options *o)
{
	if (o->program)
		return usage_error("command 'cache' takes no program");
	if (o->script && (o->word_count || !str_eq(o->script, "clear")))
		return usage_error(
			"command 'cache' shows the cache or, with the word clear, empties it: '%s' is neither",
			o->word_count ? o->words[0] : o->script);
	return 0;
}

/* One script; its parameters are given to the image. */
static int check_build(const struct options *o)
{
	if (!o->program && !o->script)
		return usage_error("option '--aot' needs a program to build");
	if (o->word_count)
		return usage_error(
			"'%s' is one word too many: the image takes the parameters of its script when it runs",
			o->words[0]);
	if ((o->program || str_eq(o->script, "-")) && !o->output_path)
		return usage_error("command 'build' needs -o FILE for a program given as text");
	if (o->pid_count || o->command)
		return usage_error(
			"option '%s' is for whoever runs the image", o->command ? "-c" : "-p");
	return 0;
}

/* What is asked at the prompt is shown there. */
static int check_repl(const struct options *o)
{
	if (o->program)
		return usage_error("command 'repl' takes no program: type it at the prompt");
	if (o->output_path)
		return usage_error(
			"option '-o' does not go with the prompt: each program would begin the file anew");
	return 0;
}

static int check_pids(const char *option, const int32_t *pids, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (kill(pids[i], 0) && errno == ESRCH) {
			log_error("option '%s': no process %d", option, pids[i]);
			return EXIT_CODE_ENVIRONMENT;
		}
	return 0;
}

/* Files that a run writes on its way through the compiler are nothing to what else is done with a
 * script. */
static int check_code(const struct options *o)
{
	const char *option = o->object_path ? "--emit-elf" : o->llvm_prefix ? "--emit-llvm" : NULL;

	if (option && o->action != DO_RUN && o->action != DO_SCRIPT_HELP)
		return usage_error(
			"option '%s' is for a program that would run, and for no command", option);
	if (o->object_path && o->extent == EXTENT_TIMES)
		return usage_error(
			"options '--emit-elf' and '--mode compiler-bench' cannot be combined");
	return 0;
}

static int check_together(struct options *o)
{
	int code;

	if (o->action == DO_HELP || o->action == DO_VERSION)
		return 0;
	if (o->embedded && (o->program || (o->action != DO_RUN && o->action != DO_SCRIPT_HELP)))
		return usage_error("this program runs one image, and does nothing else");
	if (o->failures && !o->warnings)
		return usage_error("options '-k' and '--no-warnings' cannot be combined");
	code = check_code(o);
	if (code)
		return code;
	if (o->action == DO_FORMAT)
		return check_format(o);
	if (o->action == DO_CACHE)
		return check_cache(o);
	if (o->action == DO_TOPIC)
		return check_topic(o);
	if (o->action == DO_BUILD)
		return check_build(o);
	if (o->action == DO_REPL && (code = check_repl(o)))
		return code;
	/* whom a script would trace is nothing to them */
	if (o->action == DO_CHECK || o->action == DO_SCRIPT_HELP)
		return 0;
	if (o->command && o->pid_count)
		return usage_error("options '-c' and '-p' cannot be combined");
	if (o->follow && !o->command && !o->pid_count)
		return usage_error("option '--follow' needs -c or -p: whom it is to follow");
	if (o->child_status && !o->command)
		return usage_error(
			"option '--child-status' needs -c: the command whose status it is");
	if (o->action == DO_LIST && o->word_count && !o->program && !strpbrk(o->script, "./"))
		return usage_error(
			"option '-l' takes one pattern: quote it, and separate several by commas");
	code = check_pids("-p", o->pids, o->pid_count);

	return code ? code : check_pids("--dwarf-pid", o->dwarf_pids, o->dwarf_pid_count);
}

void options_start(struct options *o, struct arena *a)
{
	*o = (struct options){
		.arena = a, .warnings = true, .ready_fd = -1, .sink = sink_find("text")
	};
}

void options_free(struct options *o)
{
	name_filter_free(o->filter);
	arena_free(o->arena);
}

int options_parse(struct options *o, struct arena *a, int argc, char **argv)
{
	struct walk w = { .o = o, .argv = argv, .argc = argc };
	const char *wrong;
	int code;

	options_start(o, a);
	w.words = arena_new_array(a, char *, (size_t)argc + 2);
	o->embedded = build_is_embedded();
	if (o->embedded)
		w.words[w.count++] = argv[0];
	o->colour = colour_of_environment(&wrong);
	colour_messages(o->colour);
	code = walk_all(&w);
	if (!code && wrong && !o->colour_chosen)
		code = usage_error(
			"environment variable %s: '%s' is no mode: use auto, always or never",
			wrong, getenv(wrong));
	if (code)
		return code;
	code = take_program(&w);
	/* only `build` writes elsewhere when nothing is said */
	if (o->action != DO_BUILD && o->output_path && str_eq(o->output_path, "-"))
		o->output_path = NULL;
	return code ? code : check_together(o);
}
