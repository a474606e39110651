/* runtime/cli/words.c - splits the command of -c into words: quotes and backslash count, nothing
 * else of a shell does. Called by the option table. */
#include <string.h>

#include "runtime/cli/options.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Copy one word to out, without its quotes.  Returns where it ended, NULL when a quote or a
 * backslash is left open. */
static const char *word_copy(const char *at, char **out, const char **why)
{
	char quote = 0;

	for (; *at && (quote || !is_blank(*at)); at++) {
		if (*at == '\\' && quote != '\'') {
			if (!at[1]) {
				*why = "it ends in a backslash";
				return NULL;
			}
			/* as in a shell, inside double quotes a backslash only takes away the
			 * meaning of these */
			if (quote == '"' && !strchr("\"\\$`", at[1]))
				*(*out)++ = '\\';
			*(*out)++ = *++at;
		} else if (quote ? *at == quote : *at == '\'' || *at == '"') {
			quote = quote ? 0 : *at;
		} else {
			*(*out)++ = *at;
		}
	}
	if (quote) {
		*why = quote == '"' ? "a \" is not closed" : "a ' is not closed";
		return NULL;
	}
	return at;
}

char **words_split(struct arena *a, const char *text, const char **why)
{
	size_t len = strlen(text);
	char **words = arena_new_array(a, char *, len / 2 + 2);
	char *out = arena_alloc(a, 2 * len + 2);
	size_t count = 0;

	for (;;) {
		while (is_blank(*text))
			text++;
		if (!*text)
			break;
		words[count++] = out;
		text = word_copy(text, &out, why);
		if (!text)
			return NULL;
		*out++ = '\0';
	}
	words[count] = NULL;
	return words;
}
