/* runtime/repl/definitions.c - lists of what was defined at the prompt.  They are short: a person
 * typed them.  Called by the other files of the room. */
#include "runtime/repl/definitions.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

/* One of the names that are separated by tabs. */
struct name {
	const char *text;
	size_t len;
};

/* The next one; false behind the last one. */
static bool next_name(const char **at, struct name *name)
{
	*name = (struct name){ *at, strcspn(*at, "\t") };
	*at += name->len + ((*at)[name->len] == '\t');
	return name->len > 0;
}

/* "a" of "struct a" and of "macro a(value)". */
static struct name bare_name(struct name n)
{
	const char *space = memchr(n.text, ' ', n.len);

	if (!space)
		return n;
	n.len -= (size_t)(space + 1 - n.text);
	n.text = space + 1;
	n.len = MIN_OF(n.len, strcspn(n.text, "("));
	return n;
}

static bool name_is(struct name a, struct name b)
{
	return a.len == b.len && !memcmp(a.text, b.text, a.len);
}

static bool defines(const struct definition *d, struct name name)
{
	const char *at = d->names;
	struct name own;

	while (next_name(&at, &own))
		if (name_is(own, name))
			return true;
	return false;
}

/* What has no name, as a function in C, is the same when it is the same text. */
static bool is_same(const struct definition *d, const struct definition *other)
{
	const char *at = d->names;
	struct name name;

	if (!*d->names)
		return str_eq(d->text, other->text);
	while (next_name(&at, &name))
		if (defines(other, name))
			return true;
	return false;
}

static bool is_among(const struct definition *d, const struct definition *others)
{
	for (; others; others = others->next)
		if (is_same(d, others))
			return true;
	return false;
}

static struct definition **append(
	struct arena *a, struct definition **end, const struct definition *like)
{
	struct definition *copy = arena_new_object(a, struct definition);

	copy->text = arena_strdup(a, like->text);
	copy->names = arena_strdup(a, like->names);
	copy->section = like->section;
	*end = copy;
	return &copy->next;
}

/* A line of the answer: where in the text the definition is, and what has to be put behind it. */
struct place {
	size_t from, to;
	const char *end;
};

/* False when it is no line of an answer. */
static bool read_line(struct arena *a, const char **at, struct definition *d, struct place *place)
{
	char *behind;

	d->section = (unsigned)strtoul(*at, &behind, 10);
	place->from = strtoul(behind, &behind, 10);
	place->to = strtoul(behind, &behind, 10);
	place->end = *behind == ';' ? ";" : "";
	behind += strlen(place->end);
	if (*behind != ' ')
		return false;
	behind++;
	d->names = arena_strndup(a, behind, strcspn(behind, "\n"));
	*at = behind + strcspn(behind, "\n");
	*at += **at == '\n';
	return true;
}

struct definition *definitions_read(
	struct arena *a, const char *text, const char *answer, const char **rest)
{
	struct definition *first = NULL, **end = &first, d = { 0 };
	size_t len = strlen(text), done = 0;
	struct buffer left = { 0 };
	struct place p;

	while (read_line(a, &answer, &d, &p) && done <= p.from && p.from < p.to && p.to <= len) {
		d.text = arena_printf(a, "%.*s%s", (int)(p.to - p.from), text + p.from, p.end);
		end = append(a, end, &d);
		buffer_append(&left, text + done, p.from - done);
		done = p.to;
	}
	buffer_append(&left, text + done, len - done);
	*rest = buffer_text(&left);
	*rest = arena_strdup(a, *rest + strspn(*rest, " \t\r\n"));
	buffer_free(&left);
	return first;
}

size_t definitions_count(const struct definition *list)
{
	size_t count = 0;

	for (; list; list = list->next)
		count++;
	return count;
}

bool definitions_meet(const struct definition *list, const struct definition *others)
{
	while (list && !is_among(list, others))
		list = list->next;
	return list;
}

struct definition *definitions_without(
	struct arena *a, const struct definition *list, const struct definition *others)
{
	struct definition *first = NULL, **end = &first;

	for (; list; list = list->next)
		if (!is_among(list, others))
			end = append(a, end, list);
	return first;
}

static void insert(struct arena *a, struct definition **at, const struct definition *d)
{
	struct definition *behind = *at;

	*append(a, at, d) = behind;
}

/* In the place of the first that it stands for, without the others; or behind what must, or may,
 * stand in front of it. */
static void put(struct arena *a, struct definition **first, const struct definition *d)
{
	struct definition **at = first, **place = NULL;

	while (*at) {
		if (is_same(*at, d)) {
			place = place ? place : at;
			*at = (*at)->next;
		} else {
			at = &(*at)->next;
		}
	}
	for (at = first; !place && *at && (*at)->section <= d->section;)
		at = &(*at)->next;
	insert(a, place ? place : at, d);
}

struct definition *definitions_with(
	struct arena *a, const struct definition *list, const struct definition *others)
{
	struct definition *first = definitions_without(a, list, NULL);

	for (; others; others = others->next)
		put(a, &first, others);
	return first;
}

struct definition *definitions_without_name(
	struct arena *a, const struct definition *list, const char *name)
{
	struct definition *first = NULL, **end = &first;
	struct name wanted = { name, strlen(name) }, own;

	for (; list; list = list->next) {
		const char *at = list->names;
		bool has_name = false;

		while (next_name(&at, &own))
			has_name |= name_is(own, wanted) || name_is(bare_name(own), wanted);
		if (!has_name)
			end = append(a, end, list);
	}
	return first;
}

void definitions_each_name(struct arena *a, const struct definition *list,
	void (*visit)(const char *name, void *arg), void *arg)
{
	struct name name;

	for (; list; list = list->next) {
		const char *at = list->names;

		while (next_name(&at, &name))
			visit(arena_strndup(a, bare_name(name).text, bare_name(name).len), arg);
	}
}

const struct definition *definitions_find(const struct definition *list, const char *name)
{
	while (list && !defines(list, (struct name){ name, strlen(name) }))
		list = list->next;
	return list;
}

const char *definitions_text(struct arena *a, const struct definition *list)
{
	struct buffer text = { 0 };

	for (; list; list = list->next)
		buffer_printf(&text, "%s%s", list->text,
			list->text[strlen(list->text) - 1] == '\n' ? "" : "\n");
	return buffer_keep(&text, a);
}

void definitions_keep(struct definitions *d, const struct definition *list)
{
	struct definitions next = { .arena = arena_new() };
	struct definition **end = &next.first;

	for (; next.arena && list; list = list->next)
		end = append(next.arena, end, list);
	if (!next.arena)
		return;
	arena_free(d->arena);
	*d = next;
}
