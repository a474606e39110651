/* runtime/base/parameter.c - named parameters of a script: words of the command line, values, and
 * the text of --help.  Called by the compiler's resolve pass and by the command line. */
#include "runtime/base/parameter.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "runtime/base/integer.h"
#include "runtime/base/util.h"

static const char *const kind_names[PARAMETER_KIND_COUNT] = {
	[PARAMETER_BOOL] = "bool",
	[PARAMETER_UINT] = "uint64",
	[PARAMETER_INT] = "int64",
	[PARAMETER_STRING] = "string",
};

const char *parameter_kind_name(enum parameter_kind kind)
{
	return kind_names[kind];
}

bool parameter_is_positional(const struct parameter *p)
{
	return isdigit((unsigned char)*p->name) || str_eq(p->name, PARAMETER_COUNT_NAME);
}

bool parameter_name_ok(const char *name)
{
	if (!isalpha((unsigned char)*name) && *name != '_')
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_' && *name != '-')
			return false;
	return true;
}

/* Words */

static const struct parameter *find(const struct parameter_walk *w, const char *name, size_t len)
{
	for (uint32_t i = 0; i < w->known_count; i++)
		if (!parameter_is_positional(&w->known[i]) && strlen(w->known[i].name) == len &&
			!memcmp(w->known[i].name, name, len))
			return &w->known[i];
	return NULL;
}

static void take_named(struct parameter_walk *w, struct parameter_use *use)
{
	const char *name = use->word + 2;
	size_t len = strcspn(name, "=");

	use->is_named = true;
	use->name_len = (uint32_t)len;
	use->of = find(w, name, len);
	if (!use->of && str_starts(name, "no-")) {
		use->of = find(w, name + 3, len - 3);
		use->is_negated = use->of;
	}
	if (name[len])
		use->value = name + len + 1;
	else if (use->of && !use->is_negated && use->of->kind != PARAMETER_BOOL &&
		 w->at < w->word_count)
		use->value = w->words[w->at++];
}

bool parameter_next(struct parameter_walk *w, struct parameter_use *use)
{
	if (w->at < w->word_count && !w->only_positional && str_eq(w->words[w->at], "--")) {
		w->only_positional = true;
		w->at++;
	}
	if (w->at >= w->word_count)
		return false;
	*use = (struct parameter_use){ .word = w->words[w->at++] };
	if (!w->only_positional && str_starts(use->word, "--"))
		take_named(w, use);
	return true;
}

/* Values */

static const char *bool_value(const char *text, void *out)
{
	static const struct {
		const char *text;
		uint64_t value;
	} words[] = { { "true", 1 }, { "false", 0 }, { "1", 1 }, { "0", 0 } };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(text, words[i].text)) {
			memcpy(out, &words[i].value, sizeof(words[i].value));
			return NULL;
		}
	return "not true, false, 1 or 0";
}

static const char *int_value(const char *text, bool is_signed, void *out)
{
	bool is_negative = *text == '-';
	const char *digits = text + is_negative;
	struct integer n;

	if (*digits < '0' || *digits > '9' || integer_read(digits, strlen(digits), &n))
		return "not an integer (as in 42, -7, 0x1f, 5ms)";
	if (is_negative && !is_signed)
		return "negative";
	if (n.is_too_large || (is_signed && n.value > (uint64_t)INT64_MAX + is_negative))
		return "too large for 64 bits";
	if (is_negative)
		n.value = -n.value;
	memcpy(out, &n.value, sizeof(n.value));
	return NULL;
}

const char *parameter_value(const struct parameter *p, const char *text, void *out)
{
	static const uint64_t one = 1;

	if (!text && p->kind != PARAMETER_BOOL)
		return "missing";
	switch (p->kind) {
	case PARAMETER_BOOL:
		if (text)
			return bool_value(text, out);
		memcpy(out, &one, sizeof(one));
		return NULL;
	case PARAMETER_UINT:
	case PARAMETER_INT:
		return int_value(text, p->kind == PARAMETER_INT, out);
	case PARAMETER_STRING:
		if (strlen(text) >= p->size)
			return "too long";
		memset(out, 0, p->size);
		memcpy(out, text, strlen(text));
		return NULL;
	case PARAMETER_KIND_COUNT:
		break;
	}
	return NULL;
}

/* Help */

static const char *end_of_line(const char *at)
{
	return at + strcspn(at, "\n");
}

static void put_line(struct buffer *out, const char *at, const char *end)
{
	if (*at == ' ')
		at++;
	while (end > at && isspace((unsigned char)end[-1]))
		end--;
	buffer_append(out, at, (size_t)(end - at));
	buffer_putc(out, '\n');
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* The lines of a block comment, without the stars that they may begin with. */
static void put_block(struct buffer *out, const char *at)
{
	const char *close = strstr(at, "*/"), *end;

	for (bool first = true; close && at < close; at = end + 1, first = false) {
		end = MIN_OF(end_of_line(at), close);
		at = skip_blanks(at);
		if (!first && at < end && *at == '*')
			at++;
		/* nothing stands beside the opening and the closing mark of most */
		if (skip_blanks(at) < end || (!first && end < close))
			put_line(out, MIN_OF(at, end), end);
	}
}

/* What the script begins with: its lines of //, or one block. */
static void put_comment(struct buffer *out, const char *at)
{
	if (str_starts(at, "#!"))
		at = end_of_line(at);
	at += strspn(at, " \t\r\n");
	if (str_starts(at, "/*")) {
		put_block(out, at + 2);
		return;
	}
	while (str_starts(at, "//")) {
		put_line(out, at + 2, end_of_line(at));
		at = end_of_line(at);
		at = skip_blanks(at + (*at == '\n'));
	}
}

static void put_parameter(struct buffer *out, const struct parameter *p, const size_t widths[3])
{
	const char *cells[3] = { p->name, kind_names[p->kind], p->shown };

	buffer_puts(out, parameter_is_positional(p) ? "  $" : "  --");
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++) {
		size_t len = strlen(cells[i]);

		buffer_puts(out, cells[i]);
		if (i + 1 < ARRAY_SIZE(cells) || p->help)
			buffer_fill(
				out, ' ', widths[i] - len + 2 + (!i && parameter_is_positional(p)));
	}
	if (p->help)
		buffer_puts(out, p->help);
	buffer_putc(out, '\n');
}

void parameter_help(
	struct buffer *out, const char *script, const struct parameter *known, uint32_t count)
{
	size_t widths[3] = { 0 }, start = out->len;

	put_comment(out, script);
	if (count && out->len > start)
		buffer_putc(out, '\n');
	for (uint32_t i = 0; i < count; i++) {
		widths[0] = MAX_OF(widths[0], strlen(known[i].name));
		widths[1] = MAX_OF(widths[1], strlen(kind_names[known[i].kind]));
		widths[2] = MAX_OF(widths[2], strlen(known[i].shown));
	}
	for (uint32_t i = 0; i < count; i++)
		if (!str_eq(known[i].name, PARAMETER_COUNT_NAME))
			put_parameter(out, &known[i], widths);
}
