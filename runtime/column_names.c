/* runtime/column_names.c - names of columns and labels, told apart.  Called by columns.c and
 * openmetrics.c. */
#include "runtime/column_names.h"

#include <string.h>
#include <strings.h>

static void add(struct buffer *names, enum column_owner owner, const char *name)
{
	/* all of it or nothing */
	if (!buffer_reserve(names, strlen(name) + 2))
		return;
	buffer_putc(names, (char)owner);
	buffer_append(names, name, strlen(name) + 1);
}

void column_names_add(struct column_names *n, enum column_owner owner, const char *name)
{
	add(&n->wanted, owner, name);
}

void column_names_add_key(
	struct column_names *n, const struct map_view *view, const struct key_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		buffer_putc(&n->wanted, COLUMN_OF_SCRIPT);
		key_part_put_name(&n->wanted, view, parts, i);
		buffer_putc(&n->wanted, '\0');
	}
}

static bool has_name(const struct buffer *names, const char *name, bool of_format)
{
	/* databases do not tell letters by their case */
	for (const char *at = names->data; at && at < names->data + names->len;
		at += strlen(at) + 1)
		if ((!of_format || *at == COLUMN_OF_FORMAT) && !strcasecmp(at + 1, name))
			return true;
	return false;
}

static void give(struct column_names *n, const char *wanted)
{
	const char *name = wanted + 1;
	struct buffer made = { 0 };

	bool is_taken = *wanted == COLUMN_OF_SCRIPT &&
		(has_name(&n->wanted, name, true) || has_name(&n->given, name, false));

	for (unsigned number = 2; is_taken; number++) {
		buffer_clear(&made);
		buffer_printf(&made, "%s_%u", wanted + 1, number);
		name = buffer_text(&made);
		is_taken = !made.failed &&
			(has_name(&n->wanted, name, false) || has_name(&n->given, name, false));
	}
	add(&n->given, COLUMN_OF_SCRIPT, name);
	n->given.failed |= made.failed;
	buffer_free(&made);
}

bool column_names_settle(struct column_names *n)
{
	const char *end = n->wanted.data + n->wanted.len;

	/* without memory the last name may have no end */
	if (n->wanted.failed)
		return false;
	for (const char *at = n->wanted.data; at && at < end; at += strlen(at) + 1)
		give(n, at);
	return !n->given.failed;
}

const char *column_names_next(const struct column_names *n, const char *last)
{
	const char *at = last ? last + strlen(last) + 1 : n->given.data;

	return at && at < n->given.data + n->given.len ? at + 1 : NULL;
}

void column_names_close(struct column_names *n)
{
	buffer_free(&n->wanted);
	buffer_free(&n->given);
}
