/* compiler/clang_depends.c - looks at what a run of clang depends on: the files that it reads, and
 * the places where it looked for them first, in which a file of that name would be read from then
 * on.  Called by clang.c before each run. */
#include "compiler/clang_depends.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probes/rows.h"
#include "runtime/base/buffer.h"
#include "runtime/base/file_access.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define FILES_MOST 4096
#define LOOKS_MOST 8192

/* Names, each once. */
struct names {
	struct arena *arena;
	struct strmap known;
	struct name_list list;
};

static void add(struct names *n, const char *text, size_t len)
{
	const char *name = arena_strndup(n->arena, text, len);

	n->known.arena = n->arena;
	if (strmap_get(&n->known, name))
		return;
	strmap_put(&n->known, name, n);
	name_list_add(&n->list, n->arena, name);
}

/* Directories of headers: those of the lists that are searched, and those that clang leaves out
 * because they are not there. */
static void read_directories(const char *search, struct names *out)
{
	static const char list[] = "search starts here:", end_of_list[] = "End of search list.",
			  missing[] = "ignoring nonexistent directory \"";
	bool inside = false;

	for (const char *line = search, *end; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');

		size_t len = (size_t)(end - line);

		if (str_starts(line, missing) && len >= sizeof(missing) && end[-1] == '"')
			add(out, line + sizeof(missing) - 1, len - sizeof(missing));
		else if (str_starts(line, end_of_list))
			inside = false;
		else if (inside && *line == ' ')
			add(out, line + 1, len - 1);
		else if (memmem(line, len, list, sizeof(list) - 1))
			inside = true;
	}
}

struct name_list clang_depends_directories(const char *search, struct arena *a)
{
	struct names directories = { .arena = a };

	read_directories(search, &directories);
	return directories.list;
}

/* One file of a rule of make, its quoting undone; *at is moved behind it. */
static void read_file(const char **at, struct names *out)
{
	struct buffer name = { 0 };
	const char *s = *at;

	for (; *s && !strchr(" \t\n", *s) && !str_starts(s, "\\\n"); s++) {
		if ((*s == '\\' && s[1] && strchr(" \t#\\", s[1])) || (*s == '$' && s[1] == '$'))
			s++;
		buffer_putc(&name, *s);
	}
	*at = s;
	add(out, buffer_text(&name), name.len);
	buffer_free(&name);
}

static void read_files(const char *rules, struct names *out)
{
	static const char rule[] = CLANG_DEPENDS_TARGET ":";
	const char *s = strstr(rules, rule);

	s = s ? s + sizeof(rule) - 1 : "";
	while (*s && *s != '\n') {
		if (*s == ' ' || *s == '\t')
			s++;
		else if (str_starts(s, "\\\n"))
			s += 2;
		else
			read_file(&s, out);
	}
}

/* Asks of the time or of files that are not among those that it reads.  __has_include_next asks, in
 * the compiler's own headers, for their names elsewhere. */
static bool asks_for_more(const char *text)
{
	static const char *const words[] = { "__DATE__", "__TIME__", "__TIMESTAMP__", "__has_embed",
		"incbin" };
	static const char has_include[] = "__has_include", next[] = "_next";

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(text, words[i]))
			return true;
	for (; (text = strstr(text, has_include)); text++)
		if (!str_starts(text + sizeof(has_include) - 1, next))
			return true;
	return false;
}

static bool look_at_file(const char *path)
{
	struct buffer text = { 0 };
	FILE *f = fopen(path, "re");
	char part[65536];
	size_t n;
	bool told;

	if (!f)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)))
		buffer_append(&text, part, n);
	told = !ferror(f) && !text.failed && !asks_for_more(buffer_text(&text));
	fclose(f);
	buffer_free(&text);
	return told;
}

/* What of a path is behind a directory; NULL: it does not lie there.  Rules leave out a "./" that
 * paths begin with. */
static const char *name_below(const char *path, const char *directory)
{
	size_t len;

	if (str_eq(directory, "."))
		return *path == '/' ? NULL : path;
	if (str_starts(directory, "./"))
		directory += 2;
	len = strlen(directory);
	return str_starts(path, directory) && path[len] == '/' ? path + len + 1 : NULL;
}

/* The same name in another directory. */
static void look_elsewhere(
	const char *path, const char *name, const struct name_list *directories, struct arena *a)
{
	for (size_t i = 0; i < directories->count; i++) {
		const char *other = arena_printf(a, "%s/%s", directories->items[i], name);

		if (!str_eq(other, path))
			file_access(other, F_OK);
	}
}

/* The directories of the lists, and those of files, which may include what lies beside them. */
static struct name_list find_places(
	const struct name_list *searched, const struct name_list *files, struct arena *a)
{
	struct names all = { .arena = a };

	for (size_t i = 0; i < searched->count; i++)
		add(&all, searched->items[i], strlen(searched->items[i]));
	for (size_t i = 0; i < files->count; i++) {
		const char *slash = strrchr(files->items[i], '/');

		add(&all, slash ? files->items[i] : ".",
			slash ? (size_t)(slash - files->items[i]) : 1);
	}
	return all.list;
}

static bool look_at_places(
	const struct name_list *searched, const struct name_list *files, struct arena *a)
{
	const struct name_list places = find_places(searched, files, a);

	if (places.count * files->count > LOOKS_MOST)
		return false;
	for (size_t i = 0; i < files->count; i++)
		for (size_t k = 0; k < searched->count; k++) {
			const char *name = name_below(files->items[i], searched->items[k]);

			if (name)
				look_elsewhere(files->items[i], name, &places, a);
		}
	return true;
}

bool clang_depends_look(const char *search, const char *rules, struct arena *a)
{
	const struct name_list directories = clang_depends_directories(search, a);
	struct names files = { .arena = a };

	read_files(rules, &files);
	if (!directories.count || !files.list.count || files.list.count > FILES_MOST)
		return false;
	for (size_t i = 0; i < files.list.count; i++)
		if (!look_at_file(files.list.items[i]))
			return false;
	return look_at_places(&directories, &files.list, a);
}
