/* runtime/repl/command.c - the commands of the prompt, a row each: they begin with a colon.  Called
 * by repl.c and, for their names, by offer.c. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/list.h"
#include "runtime/cli/listing.h"
#include "runtime/cli/put.h"
#include "runtime/cli/topics.h"
#include "runtime/repl/repl.h"

struct command {
	const char *name, *form, *help;
	enum argument_kind kind;
	bool needs_argument;
	void (*run)(struct repl *r, const char *argument);
};

static const struct command commands[];

static int put_commands(struct repl *r)
{
	struct buffer out = { 0 };

	for (const struct command *c = commands; c->name; c++)
		buffer_printf(&out, "  %-22s%s\n", c->form, c->help);
	buffer_puts(&out,
		"Anything else is a program, statements that run once, or an expression whose value is shown.\n"
		"What is defined without a probe (types, #define, config, imports, macros, functions, maps) is kept for what comes later.\n"
		"Lines are read until it is complete.  Tab completes names; Ctrl-C ends what runs, or empties the line; Ctrl-D leaves.\n");
	return put_out(&r->options, &out);
}

static bool put_command_help(struct buffer *out, const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (str_eq(c->name, name)) {
			buffer_printf(out, "%s\n    %s\n", c->form, c->help);
			return true;
		}
	return false;
}

static int put_help(struct repl *r, void *argument)
{
	struct options o = r->options;
	struct buffer out = { 0 };
	int code = 0;

	if (!*(const char *)argument)
		return put_commands(r);
	o.script = argument;
	o.word_count = 0;
	if (!put_command_help(&out, argument))
		code = help_topic(&o, &out);
	return code ? code : put_out(&o, &out);
}

static void help(struct repl *r, const char *argument)
{
	query_do(r, put_help, (void *)argument);
}

static int put_list(struct repl *r, void *pattern)
{
	struct options o = r->options;
	struct buffer out = { 0 };
	int code;

	o.script = *(const char *)pattern ? pattern : NULL;
	code = list_probes(&o, &out);
	return code ? code : put_out(&o, &out);
}

static void list(struct repl *r, const char *argument)
{
	query_do(r, put_list, (void *)argument);
}

static int put_types(struct repl *r, void *pattern)
{
	r->options.verbose = true;
	return put_list(r, pattern);
}

static int put_text(struct repl *r, void *text)
{
	struct buffer out = { 0 };

	buffer_puts(&out, text);
	return put_out(&r->options, &out);
}

static void type(struct repl *r, const char *argument)
{
	const struct definition *own = definitions_find(r->kept.first, argument);

	if (own)
		query_do(r, put_text, arena_printf(r->options.arena, "%s\n", own->text));
	else if (listing_is_types(argument))
		query_do(r, put_types, (void *)argument);
	else
		query_show(r, argument, COMPILE_TYPE);
}

/* The prompt does not wait for what a pipe or a terminal may bring. */
static bool may_wait(const char *word)
{
	struct stat st;

	return str_eq(word, "-") || (!stat(word, &st) && !S_ISREG(st.st_mode));
}

/* A file is a program as it is, unless it has definitions alone: those are for what comes later, as
 * if they had been typed. */
static struct typed typed_of_file(struct repl *r, const struct script *script)
{
	struct script as_typed = *script;
	struct typed typed;

	as_typed.is_typed = true;
	typed = typed_read(r, &as_typed);
	if (typed.form != TYPED_DEFINITIONS)
		typed.form = TYPED_PROGRAM;
	return typed;
}

static void load(struct repl *r, const char *argument)
{
	struct options before = r->options;
	const char *why = NULL;
	char **words = words_split(r->options.arena, argument, &why);
	struct script script;
	struct typed typed;

	if (!words || !*words[0]) {
		log_error("command ':load': %s", why ? why : "the name is empty");
		return;
	}
	if (may_wait(words[0])) {
		log_error("command ':load': '%s' is no file", words[0]);
		return;
	}
	if (script_load_word(&r->options, words[0], &script))
		return;
	if (!script_is_image(&script)) {
		typed = typed_of_file(r, &script);
		if (typed.form == TYPED_DEFINITIONS) {
			define(r, &script, &typed);
			return;
		}
		command_note_program(r, &typed);
	}
	r->options.words = words + 1;
	while (r->options.words[r->options.word_count])
		r->options.word_count++;
	query_run(r, &script, false);
	r->options = before;
}

/* What was defined in front of what runs, as a script has them. */
static void write_file(
	struct repl *r, const char *path, const struct definition *defined, struct buffer *programs)
{
	const char *text = definitions_text(r->options.arena, defined);
	int fd, err;

	text = arena_printf(r->options.arena, "%s%s%s", text, *text && programs->len ? "\n" : "",
		buffer_text(programs));
	if (!*text) {
		log_error("command ':save': there is no program yet");
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	err = fd < 0 ? -errno : write_all(fd, text, strlen(text));
	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	if (err)
		log_error("command ':save': '%s' cannot be written: %s", path,
			err == -EEXIST ? "it exists: choose another name" : strerror(-err));
}

static void save(struct repl *r, const char *argument)
{
	write_file(r, argument,
		definitions_with(r->options.arena, r->kept.first, r->last_own.first), &r->last);
}

static void save_all(struct repl *r, const char *argument)
{
	write_file(r, argument, definitions_with(r->options.arena, r->all_own.first, r->kept.first),
		&r->all);
}

static void format(struct repl *r, const char *argument)
{
	const struct sink *sink = sink_find(argument);
	struct buffer names = { 0 };

	if (sink) {
		r->options.sink = sink;
		return;
	}
	for (size_t i = 0; sinks[i]; i++)
		buffer_printf(&names, "%s%s", i ? ", " : "", sinks[i]->name);
	log_error("command ':format': format '%s' is not there: use one of %s", argument,
		buffer_text(&names));
	buffer_free(&names);
}

static void list_definitions(struct repl *r, const char *argument)
{
	(void)argument;
	query_do(r, put_text, (void *)definitions_text(r->options.arena, r->kept.first));
}

static void quit(struct repl *r, const char *argument)
{
	(void)argument;
	r->leaving = true;
}

static const struct command commands[] = {
	{ ":help", ":help [NAME]", "what a builtin, function, probe, option or command is",
		ARGUMENT_IS_TOPIC, false, help },
	{ ":list", ":list [PATTERN]", "probes of this machine, as sonde -l", ARGUMENT_IS_PROBE,
		false, list },
	{ ":type", ":type EXPR",
		"the type of an expression; or a type, as in ':type struct task_struct'",
		ARGUMENT_IS_CODE, true, type },
	{ ":load", ":load FILE [ARG...]", "run a script, by path or by name", ARGUMENT_IS_SCRIPT,
		true, load },
	{ ":definitions", ":definitions", "what is kept of what was defined", ARGUMENT_IS_NOTHING,
		false, list_definitions },
	{ ":forget", ":forget NAME", "no longer keep a definition; ':forget " FORGET_ALL "': none",
		ARGUMENT_IS_DEFINITION, true, define_forget },
	{ ":save", ":save FILE", "write the definitions and the last program into a new file",
		ARGUMENT_IS_FILE, true, save },
	{ ":saveall", ":saveall FILE", "the same with all programs of this session",
		ARGUMENT_IS_FILE, true, save_all },
	{ ":format", ":format FORMAT", "show results in another format, as sonde -f",
		ARGUMENT_IS_FORMAT, true, format },
	{ ":quit", ":quit", "leave", ARGUMENT_IS_NOTHING, false, quit },
	{ 0 },
};

void command_each(void (*visit)(const char *name, enum argument_kind kind, void *arg), void *arg)
{
	for (const struct command *c = commands; c->name; c++)
		visit(c->name, c->kind, arg);
}

static void refuse(const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	for (const struct command *c = commands; c->name; c++)
		nearest_offer(&near, c->name);
	if (near.best)
		log_error("command '%s' is unknown: did you mean '%s'?", name, near.best);
	else
		log_error("command '%s' is unknown: ':help' lists the commands", name);
}

void command_run(struct repl *r, const char *line)
{
	char *copy = arena_strdup(r->options.arena, line), *end = copy + strlen(copy);
	size_t len = strcspn(copy, " \t");
	const char *argument;

	while (end > copy && strchr(" \t", end[-1]))
		*--end = '\0';
	argument = copy + len + strspn(copy + len, " \t");
	copy[len] = '\0';
	for (const struct command *c = commands; c->name; c++) {
		if (!str_eq(c->name, copy))
			continue;
		if (c->needs_argument && !*argument)
			log_error("command '%s' needs an argument: %s", c->name, c->form);
		else
			c->run(r, argument);
		return;
	}
	refuse(copy);
}

/* What was no program becomes one, so that the file can be run. */
void command_note_program(struct repl *r, const struct typed *typed)
{
	static const char *const around[][2] = {
		[TYPED_PROGRAM] = { "", "\n" },
		[TYPED_STATEMENTS] = { "begin {\n\t", "\n}\n" },
		[TYPED_EXPRESSION] = { "begin {\n\tprint(", ");\n}\n" },
	};

	buffer_clear(&r->last);
	buffer_printf(
		&r->last, "%s%s%s", around[typed->form][0], typed->rest, around[typed->form][1]);
	if (r->all.len)
		buffer_putc(&r->all, '\n');
	buffer_append(&r->all, r->last.data, r->last.len);
	definitions_keep(&r->last_own, typed->defined);
	definitions_keep(
		&r->all_own, definitions_with(r->options.arena, r->all_own.first, typed->defined));
}
