/* probes/source_name.c - compares names as in the source with symbols.  Taking a symbol apart costs
 * microseconds, and there may be a million: those that cannot be meant are passed over by a look at
 * the identifiers in them.  Called by uprobe_find.c. */
#include "probes/source_name.h"

#include <ctype.h>
#include <string.h>

#include "probes/demangle.h"
#include "runtime/base/buffer.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

static bool is_identifier(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Words that a symbol may have an abbreviation for in place of the letters. */
static bool is_abbreviated(const char *word, size_t len)
{
	static const char *const words[] = { "std", "string", "allocator", "basic_string",
		"istream", "ostream", "iostream" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == len && !memcmp(words[i], word, len))
			return true;
	return false;
}

void source_name_init(struct source_name *n, const char *text, bool wild)
{
	/* what stands behind a wildcard may be of the parameters, which symbols abbreviate */
	size_t end = strcspn(text, wild ? "(<{*?[" : "(<{"), start;

	*n = (struct source_name){ .text = text, .wild = wild };
	if (strstr(text, "operator") || text[end] == '{')
		return;
	while (end && !is_identifier(text[end - 1]))
		end--;
	for (start = end; start && is_identifier(text[start - 1]);)
		start--;
	if (start == end || is_abbreviated(text + start, end - start))
		return;
	n->needle = text + start;
	n->needle_len = end - start;
}

static bool is_meant(const struct source_name *n, const char *text)
{
	return n->wild ? glob_match(n->text, text) : str_eq(n->text, text);
}

/* Where "ns::g<int>" has the arguments of the template; NULL when it ends with none. */
static char *template_arguments(char *text, size_t len)
{
	size_t at = len, depth = 0;

	if (!len || text[len - 1] != '>' || strstr(text, "operator"))
		return NULL;
	while (at--) {
		depth += text[at] == '>';
		depth -= text[at] == '<';
		if (!depth)
			return text + at;
	}
	return NULL;
}

bool source_name_match(const struct source_name *n, const char *symbol, struct buffer *shown)
{
	struct buffer bare = { 0 };
	bool found;

	buffer_clear(shown);
	if ((n->needle && !memmem(symbol, strlen(symbol), n->needle, n->needle_len)) ||
		!demangle(symbol, shown))
		return false;
	found = is_meant(n, buffer_text(shown));
	if (!found && demangle_bare(symbol, &bare)) {
		const char *name = buffer_text(&bare), *behind_type = strstr(shown->data, name);

		found = is_meant(n, name) || (behind_type && is_meant(n, behind_type));
		char *arguments = found ? NULL : template_arguments(bare.data, bare.len);

		if (arguments) {
			*arguments = '\0';
			found = is_meant(n, bare.data);
		}
	}
	buffer_free(&bare);
	return found && !shown->failed;
}
