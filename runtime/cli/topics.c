/* runtime/cli/topics.c - collects the rows of the command line, of the formats and of the language
 * into one table, and shows them.  Called by main() for `sonde help`, by the prompt and by
 * completion. */
#include "runtime/cli/topics.h"

#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/script.h"

#define NAMES_WIDTH 78
#define NEAR_MAX 3

struct collection {
	struct arena *arena;
	struct topic *items;
	uint32_t count, capacity;
};

static void add(struct collection *c, struct topic topic)
{
	arena_grow(c->arena, c->items, c->count, c->capacity);
	c->items[c->count++] = topic;
}

static void add_commands(struct collection *c)
{
	for (const struct subcommand_row *row = subcommand_rows; row->name; row++)
		add(c, (struct topic){ "command", row->name, "", row->form, row->help, "" });
}

static void add_options(struct collection *c, const struct option_row *row)
{
	for (; row && (row->letter || row->name); row++) {
		struct buffer form = { 0 };
		const char *letter = row->letter ? arena_printf(c->arena, "-%c", row->letter) : "";
		const char *name = row->name ? arena_printf(c->arena, "--%s", row->name) : letter;

		option_put_form(&form, row);
		add(c,
			(struct topic){ "option", name,
				row->name ? arena_printf(c->arena, "%s %s", row->name, letter) : "",
				buffer_keep(&form, c->arena), row->help, "" });
	}
}

static void add_formats(struct collection *c)
{
	for (size_t i = 0; sinks[i]; i++)
		add(c,
			(struct topic){ "format", sinks[i]->name, "",
				arena_printf(c->arena, "-f %s", sinks[i]->name), sinks[i]->help,
				"" });
}

/* A line of the compiler's, whose tabs become ends. */
static void add_row(struct collection *c, char *line)
{
	const char *fields[6] = { "", "", "", "", "", "" };

	for (size_t i = 0; i < ARRAY_SIZE(fields) && line; i++)
		fields[i] = strsep(&line, "\t");
	if (!*fields[3]) /* words of the grammar, which editors want */
		return;
	add(c,
		(struct topic){
			.kind = fields[0],
			.name = fields[1],
			.form = fields[2],
			.help = fields[3],
			.example = fields[4],
			.aliases = fields[5],
		});
}

static int add_language(const struct options *o, struct collection *c)
{
	static const struct script nothing = { .name = "<arg>", .text = "" };
	struct compiled rows;
	int code = compile_script(o, &nothing, COMPILE_ROWS, &rows);
	char *text, *line;

	if (code)
		return code;
	text = arena_strndup(c->arena, rows.bytes ? rows.bytes : "", rows.len);
	compiled_release(&rows);
	while ((line = strsep(&text, "\n")))
		if (*line)
			add_row(c, line);
	return 0;
}

int topics_load(const struct options *o, struct topics *out)
{
	struct collection c = { .arena = o->arena };
	int code;

	add_commands(&c);
	add_options(&c, option_rows);
	for (const struct subcommand_row *row = subcommand_rows; row->name; row++)
		add_options(&c, row->options);
	add_formats(&c);
	code = add_language(o, &c);
	*out = (struct topics){ c.items, c.count };
	return code;
}

static bool is_numbered(const struct topic *t, const char *name)
{
	size_t stem = strlen(t->name) - 1;

	return t->name[stem] == 'N' && !strncmp(t->name, name, stem) && name[stem] &&
		!name[stem + strspn(name + stem, "0123456789")];
}

static bool is_alias(const struct topic *t, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = t->aliases; len && *at; at += strcspn(at, " "), at += *at == ' ')
		if (!strncmp(at, name, len) && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

static bool is_called(const struct topic *t, const char *name)
{
	return str_eq(t->name, name) || is_alias(t, name) || is_numbered(t, name);
}

static void put_topic(const struct topic *t, struct buffer *out)
{
	buffer_printf(out, "%s: %s\n    %s\n", t->kind, t->form, t->help);
	if (*t->example)
		buffer_printf(out, "    example: %s\n", t->example);
}

uint32_t topics_put(const struct topics *t, const char *name, struct buffer *out)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < t->count; i++)
		if (is_called(&t->items[i], name)) {
			if (found++)
				buffer_putc(out, '\n');
			put_topic(&t->items[i], out);
		}
	return found;
}

static void put_kind(const struct topics *t, const char *kind, struct buffer *out)
{
	size_t start;

	buffer_printf(out, "%s:\n   ", kind);
	start = out->len - strlen("   ");
	for (uint32_t i = 0; i < t->count; i++) {
		const struct topic *topic = &t->items[i];

		if (!str_eq(topic->kind, kind))
			continue;
		if (out->len - start + strlen(topic->name) + 1 > NAMES_WIDTH) {
			buffer_puts(out, "\n   ");
			start = out->len - strlen("   ");
		}
		buffer_printf(out, " %s", topic->name);
	}
	buffer_putc(out, '\n');
}

static bool is_first_of_kind(const struct topics *t, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (str_eq(t->items[i].kind, t->items[index].kind))
			return false;
	return true;
}

void topics_put_names(const struct topics *t, struct buffer *out)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (is_first_of_kind(t, i))
			put_kind(t, t->items[i].kind, out);
}

void topics_put_near(const struct topics *t, const char *name, struct buffer *out)
{
	const char *found[NEAR_MAX];
	uint32_t count = 0;

	while (count < NEAR_MAX) {
		struct nearest near;

		nearest_start(&near, name);
		for (uint32_t i = 0; i < t->count; i++) {
			bool taken = false;

			for (uint32_t k = 0; k < count && !taken; k++)
				taken = str_eq(found[k], t->items[i].name);
			if (!taken)
				nearest_offer(&near, t->items[i].name);
		}
		if (!near.best)
			break;
		found[count++] = near.best;
	}
	for (uint32_t i = 0; i < count; i++)
		buffer_printf(out, "%s'%s'%s",
			i == 0 ? ": did you mean "
				: i + 1 < count ? ", "
				: " or ",
			found[i], i + 1 < count ? "" : "?");
}

int help_topic(const struct options *o, struct buffer *out)
{
	struct buffer near = { 0 };
	struct topics topics;
	int code = topics_load(o, &topics);

	if (code)
		return code;
	if (!o->script) {
		buffer_puts(out, "'sonde help TOPIC' tells what one of these is:\n\n");
		topics_put_names(&topics, out);
		return 0;
	}
	if (topics_put(&topics, o->script, out))
		return 0;
	topics_put_near(&topics, o->script, &near);
	code = usage_error("command 'help': '%s' is no topic%s", o->script,
		near.len ? buffer_text(&near) : ": 'sonde help' lists them");
	buffer_free(&near);
	return code;
}
