/* runtime/key_parts.c - takes the keys of maps apart for formats that have a column or label for
 * each part.  Called by the sinks. */
#include "runtime/key_parts.h"

#include <string.h>

struct key_parts key_parts_of(const struct map_view *view, const struct value *key)
{
	if (!view->keyed)
		return (struct key_parts){ 0 };
	if (key->kind == VALUE_TUPLE || key->kind == VALUE_RECORD)
		return (struct key_parts){ key->list.items, key->list.count };
	return (struct key_parts){ key, 1 };
}

static size_t name_count(const char *names)
{
	size_t count = names != NULL;

	for (; names && *names; names++)
		count += *names == ',';
	return count;
}

void key_part_put_name(
	struct buffer *b, const struct map_view *view, const struct key_parts *parts, size_t i)
{
	const char *name = view->key_names;

	/* the key may be of one variable that is a tuple */
	if (name_count(name) != parts->count) {
		buffer_printf(b, "key%zu", i + 1);
		return;
	}
	for (; i; i--)
		name = strchr(name, ',') + 1;
	buffer_append(b, name, strcspn(name, ","));
}
