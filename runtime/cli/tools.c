/* runtime/cli/tools.c - `sonde tools`: what named scripts there are, and the question that each
 * answers, as its leading comment says.  Called by main() and by completion. */
#include "runtime/cli/tools.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/escape.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/cli/put.h"
#include "runtime/cli/script.h"

/* The leading comment's first line stands there, or nowhere. */
#define HEAD_BYTES 4096
#define NAME_COLUMN 16

struct search {
	struct arena *arena;
	struct tool *items;
	uint32_t count, capacity;
};

static const char *skip_any(const char *at, const char *characters)
{
	return at + strspn(at, characters);
}

/* What a comment's line says behind its marks, and behind the script's own name: "// net - TCP and
 * UDP" and " * net.bt TCP and UDP" alike. */
static const char *without_name(const char *line, const char *name)
{
	const char *text = skip_any(line, "/* \t"), *behind;
	size_t len = strlen(name);

	if (strncmp(text, name, len) || !strchr(" \t.:-", text[len]))
		return text;
	behind = text + len;
	if (*behind == '.')
		behind += strcspn(behind, " \t");
	return skip_any(behind, " \t:-");
}

static const char *question_in(struct arena *a, char *text, const char *name)
{
	char *line, *end;
	bool in_comment = false;

	while ((line = strsep(&text, "\n"))) {
		if (str_starts(line, "#!"))
			continue;
		line = (char *)skip_any(line, " \t\r");
		if (str_starts(line, "/*"))
			in_comment = true;
		else if (*line && !in_comment && !str_starts(line, "//"))
			return "";
		end = strstr(line, "*/");
		if (end)
			*end = '\0';
		for (end = line + strlen(line); end > line && strchr(" \t\r", end[-1]); end--)
			end[-1] = '\0';
		if (*skip_any(line, "/* \t"))
			return arena_strdup(a, without_name(line, name));
	}
	return "";
}

static const char *question_of(struct arena *a, const char *path, const char *name)
{
	char head[HEAD_BYTES + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return "";
	n = read(fd, head, HEAD_BYTES);
	close(fd);
	head[MAX_OF(n, 0)] = '\0';
	return question_in(a, head, name);
}

static void add(const char *directory, const char *name, const char *path, void *arg)
{
	struct search *s = arg;

	for (uint32_t i = 0; i < s->count; i++)
		if (str_eq(s->items[i].name, name))
			return;
	arena_grow(s->arena, s->items, s->count, s->capacity);
	s->items[s->count++] =
		(struct tool){ directory, name, path, question_of(s->arena, path, name) };
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct tool *)a)->name, ((const struct tool *)b)->name);
}

struct tools tools_find(struct arena *a)
{
	struct search s = { .arena = a };

	script_each_named(a, add, &s);
	for (uint32_t start = 0, end; start < s.count; start = end) {
		for (end = start + 1;
			end < s.count && s.items[end].directory == s.items[start].directory; end++)
			;
		qsort(s.items + start, end - start, sizeof(*s.items), by_name);
	}
	return (struct tools){ s.items, s.count };
}

static void put_tool(struct buffer *out, const struct tool *tool)
{
	const struct put_member members[] = { { "name", tool->name },
		{ "question", tool->question }, { "path", tool->path } };

	put_record(out, "tool", members, ARRAY_SIZE(members));
}

static void put_line(struct buffer *out, const struct tool *tool)
{
	size_t start = out->len + strlen("  ");

	buffer_printf(out, "  %s", tool->name);
	text_escape_controls(out, start, false);
	if (*tool->question) {
		buffer_fill(out, ' ',
			out->len - start < NAME_COLUMN ? NAME_COLUMN - (out->len - start) : 0);
		start = out->len;
		buffer_printf(out, " %s", tool->question);
		text_escape_controls(out, start, false);
	}
	buffer_putc(out, '\n');
}

int tools_list(const struct options *o, struct buffer *out)
{
	struct tools tools = tools_find(o->arena);

	for (uint32_t i = 0; i < tools.count; i++) {
		const struct tool *tool = &tools.items[i];

		if (o->sink->structured) {
			put_tool(out, tool);
			continue;
		}
		if (!i || tool->directory != tool[-1].directory)
			buffer_printf(out, "%s%s:\n", i ? "\n" : "", tool->directory);
		put_line(out, tool);
	}
	if (!tools.count)
		log_notice(
			"there are no named scripts: they are looked for in directories that sonde(8) names");
	return 0;
}
