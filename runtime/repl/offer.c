/* runtime/repl/offer.c - what the Tab key brings: the compiler knows what may stand in a program;
 * commands, scripts and formats are ours.  Called by line.c, through readline. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/topics.h"
#include "runtime/repl/line.h"
#include "runtime/repl/repl.h"

/* A text longer than that is not completed: it was not typed. */
#define COMPLETED_MOST (256u << 10)

/* A word of the line that names are offered for. */
struct word {
	const char *text;
	int start;
	enum argument_kind kind;        /* of the command that was looked for */
};

static void offer_name(const char *name, void *arg)
{
	const struct word *w = arg;

	if (str_starts(name, w->text))
		line_offer(w->start, name);
}

/* What the compiler answers: where the word begins in `text`, then a word a line.  `before` is how
 * much of the text stands in front of the line. */
static void offer_code(struct repl *r, const char *text, long before)
{
	struct script script = typed_script(text, strlen(text));
	struct compiled answer;
	char *copy, *save = NULL, *line;
	long start;

	script.earlier = buffer_text(&r->all);
	script.definitions = define_before(r, NULL);
	if (script.len > COMPLETED_MOST ||
		compile_script(&r->options, &script, COMPILE_COMPLETE, &answer))
		return;
	copy = arena_strndup(r->options.arena, answer.len ? answer.bytes : "", answer.len);
	compiled_release(&answer);
	line = strtok_r(copy, "\n", &save);
	start = line ? strtol(line, NULL, 10) - before : -1;
	while (start >= 0 && (line = strtok_r(NULL, "\n", &save)))
		line_offer((int)start, line);
}

static void offer_script(const char *directory, const char *name, const char *path, void *word)
{
	(void)directory;
	(void)path;
	offer_name(name, word);
}

static void offer_scripts(struct repl *r, struct word *w)
{
	line_offer_files();
	if (!strchr(w->text, '/'))
		script_each_named(r->options.arena, offer_script, w);
}

static void offer_topics(struct repl *r, struct word *w)
{
	struct topics topics;

	if (topics_load(&r->options, &topics))
		return;
	for (uint32_t i = 0; i < topics.count; i++)
		offer_name(topics.items[i].name, w);
}

static void offer_command(const char *name, enum argument_kind kind, void *arg)
{
	(void)kind;
	offer_name(name, arg);
}

static void find_kind(const char *name, enum argument_kind kind, void *arg)
{
	struct word *w = arg;

	if (str_eq(name, w->text))
		w->kind = kind;
}

/* The argument of a command, from `start` of the line on. */
static void offer_argument(struct repl *r, const char *line, int start, enum argument_kind kind)
{
	struct word w = { .text = line + start, .start = start };

	switch (kind) {
	case ARGUMENT_IS_NOTHING:
		break;
	case ARGUMENT_IS_TOPIC:
		offer_topics(r, &w);
		command_each(offer_command, &w);
		break;
	case ARGUMENT_IS_PROBE:
	case ARGUMENT_IS_CODE:
		offer_code(r, line + start, -start);
		break;
	case ARGUMENT_IS_SCRIPT:
		offer_scripts(r, &w);
		break;
	case ARGUMENT_IS_FILE:
		line_offer_files();
		break;
	case ARGUMENT_IS_FORMAT:
		for (size_t i = 0; sinks[i]; i++)
			offer_name(sinks[i]->name, &w);
		break;
	case ARGUMENT_IS_DEFINITION:
		definitions_each_name(r->options.arena, r->kept.first, offer_name, &w);
		offer_name(FORGET_ALL, &w);
		break;
	}
}

void offer(const char *line, int at, void *repl)
{
	struct repl *r = repl;
	int start = (int)strspn(line, " \t"), len = (int)strcspn(line + start, " \t");
	struct word command = {
		.text = arena_strndup(r->options.arena, line + start, (size_t)len),
		.start = start,
	};

	if (r->typed.len) {
		const char *text =
			arena_printf(r->options.arena, "%s\n%s", buffer_text(&r->typed), line);

		offer_code(r, text, (long)r->typed.len + 1);
	} else if (line[start] != ':') {
		offer_code(r, line, 0);
	} else if (start + len == at) {
		command_each(offer_command, &command);
	} else {
		command_each(find_kind, &command);
		start += len;
		offer_argument(r, line, start + (int)strspn(line + start, " \t"), command.kind);
	}
}
