/* runtime/cli/option_value.c - how options read their values: numbers, one of some names, lists of
 * words; and what is said of those that are none.  Called by the functions of the option table. */
#include "runtime/cli/option_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"

bool option_number(const char *text, long low, long high, long *out)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*out = strtol(text, &end, 10);
	return !errno && !*end && *out >= low && *out <= high;
}

int option_choose(const char *option, const char *what, const char *const *names, size_t count,
	const char *value)
{
	struct buffer list = { 0 };

	for (size_t i = 0; i < count; i++)
		if (str_eq(value, names[i]))
			return (int)i;
	for (size_t i = 0; i < count; i++)
		buffer_printf(&list, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
	usage_error("option '%s': '%s' is no %s: use %s", option, value, what, buffer_text(&list));
	buffer_free(&list);
	return -1;
}

void option_offer_names(struct completion *c, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		completion_offer(c, names[i], "");
}

const char **option_list_add(
	struct options *o, const char **list, uint32_t *count, const char *value)
{
	const char **more = arena_new_array(o->arena, const char *, *count + 1);

	if (*count)
		memcpy(more, list, *count * sizeof(*more));
	more[(*count)++] = value;
	return more;
}

int option_take_list(struct options *o, const char *value, const struct option_list_words *words)
{
	char *rest = arena_strdup(o->arena, value), *save = NULL;
	bool any = false;

	for (char *word = strtok_r(rest, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		if (!words->take(o, word))
			return usage_error("option '%s': '%s' is no %s: use %s", words->option,
				word, words->element, words->there_are);
		any = true;
	}
	return any ? 0 : usage_error("option '%s': no %s is named", words->option, words->element);
}
