/* runtime/base/format.c - takes a printf format apart.  The compiler checks programs with it,
 * image_open() checks images with it, and the runtime prints by what it returns.
 *
 *     item = text '%' flag* (digits | '*')? ('.' (digits | '*')?)? length? conversion
 */
#include "runtime/base/format.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"

struct parser {
	const char *text;
	const char *at;
	struct arena *arena;
	char *scratch;          /* where literal bytes go: never longer than the format */
	const char *what;
};

static const struct {
	char letter;
	enum format_conversion conversion;
} conversions[] = {
	{ 'd', FORMAT_SIGNED }, { 'i', FORMAT_SIGNED },    { 'u', FORMAT_UNSIGNED },
	{ 'o', FORMAT_OCTAL },  { 'x', FORMAT_HEX },       { 'X', FORMAT_HEX_UPPER },
	{ 'c', FORMAT_CHAR },   { 'p', FORMAT_POINTER },   { 's', FORMAT_STRING },
};

static const struct {
	const char *text;
	uint8_t narrow;
} lengths[] = {
	{ "hh", 8 }, { "h", 16 }, { "ll", 0 }, { "l", 0 },
	{ "j", 0 },  { "z", 0 },  { "t", 0 },  { "L", 0 },
};

static bool is_number(enum format_conversion conversion)
{
	return conversion >= FORMAT_SIGNED && conversion <= FORMAT_HEX_UPPER;
}

/* Copies text up to the next conversion or the end, with %% as one %. */
static void parse_literal(struct parser *p, struct format_item *item)
{
	item->literal = p->scratch;
	while (*p->at && (p->at[0] != '%' || p->at[1] == '%')) {
		if (*p->at == '%')
			p->at++;
		*p->scratch++ = *p->at++;
	}
	item->literal_len = (uint32_t)(p->scratch - item->literal);
}

static void parse_flags(struct parser *p, struct format_item *item)
{
	static const char letters[] = "-+ #0";  /* in the order of enum format_flag */
	const char *found;

	while (*p->at && (found = strchr(letters, *p->at))) {
		item->flags |= 1u << (found - letters);
		p->at++;
	}
}

/* Digits (0 when there are none) or '*'. */
static int parse_field(struct parser *p, const char *too_large, int *value, bool *from_arg)
{
	if (*p->at == '*') {
		p->at++;
		*from_arg = true;
		return 0;
	}
	while (*p->at >= '0' && *p->at <= '9') {
		*value = *value * 10 + (*p->at++ - '0');
		if (*value > FORMAT_LARGEST_FIELD)
			*value = FORMAT_LARGEST_FIELD + 1;
	}
	if (*value <= FORMAT_LARGEST_FIELD)
		return 0;
	p->what = too_large;
	return -EINVAL;
}

static void parse_length(struct parser *p, struct format_item *item)
{
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		if (str_starts(p->at, lengths[i].text)) {
			p->at += strlen(lengths[i].text);
			item->narrow = lengths[i].narrow;
			return;
		}
	}
}

static bool parse_letter(struct parser *p, struct format_item *item)
{
	for (size_t i = 0; i < ARRAY_SIZE(conversions); i++) {
		if (conversions[i].letter == *p->at) {
			item->conversion = conversions[i].conversion;
			p->at++;
			return true;
		}
	}
	if (str_starts(p->at, "gr")) {
		item->conversion = FORMAT_GFP;
		p->at += 2;
		return true;
	}
	if (*p->at != 'r')
		return false;
	p->at++;
	item->conversion = *p->at == 'x' ? FORMAT_BUFFER_HEX
		: *p->at == 'h' ? FORMAT_BUFFER_SPACED
		: FORMAT_BUFFER;
	if (item->conversion != FORMAT_BUFFER)
		p->at++;
	return true;
}

/* Says that text from `start` to the character at p->at is no conversion. */
static int unknown_conversion(struct parser *p, const char *start)
{
	size_t bad = utf8_length(p->at, strlen(p->at));
	size_t len;
	char *what;

	if (*p->at == 0) {
		p->what = "incomplete conversion at the end of the format";
		return -EINVAL;
	}
	if (bad == 0 || (unsigned char)*p->at < 0x20 || *p->at == 0x7f) {
		p->at++;
		p->what = "unknown conversion: no letter after '%'";
		return -EINVAL;
	}
	p->at += bad;
	len = (size_t)(p->at - start);
	what = arena_try_alloc(p->arena, len + sizeof("unknown conversion ''"));
	if (!what)
		return -ENOMEM;
	sprintf(what, "unknown conversion '%.*s'", (int)MIN_OF(len, (size_t)1000), start);
	p->what = what;
	return -EINVAL;
}

static int parse_conversion(struct parser *p, struct format_item *item)
{
	const char *start = p->at++;
	int err;

	item->at = (uint32_t)(start - p->text);
	parse_flags(p, item);
	err = parse_field(
		p, "width is too large: at most 65535", &item->width, &item->width_from_arg);
	if (!err && *p->at == '.') {
		p->at++;
		item->has_precision = true;
		err = parse_field(p, "precision is too large: at most 65535", &item->precision,
			&item->precision_from_arg);
	}
	if (!err) {
		parse_length(p, item);
		if (!parse_letter(p, item))
			err = unknown_conversion(p, start);
	}
	item->at_len = (uint32_t)(p->at - start);
	if (!err && item->narrow && !is_number(item->conversion)) {
		p->what = "lengths 'h' and 'hh' fit only the conversions d i u o x X";
		err = -EINVAL;
	}
	return err;
}

static uint32_t count_percents(const char *text)
{
	uint32_t n = 0;

	for (; *text; text++)
		n += *text == '%';
	return n;
}

/* The values an item takes from the argument list. */
static uint32_t item_args(const struct format_item *item)
{
	if (item->conversion == FORMAT_LITERAL)
		return 0;
	return 1 + item->width_from_arg + item->precision_from_arg;
}

int format_parse(const char *text, struct arena *a, struct format *out, const char **what,
	uint32_t *at, uint32_t *at_len)
{
	struct parser p = { .text = text, .at = text, .arena = a };
	uint32_t most = count_percents(text) + 1;
	int err = 0;

	*out = (struct format){ 0 };
	*what = "out of memory";
	*at = *at_len = 0;
	out->items = arena_try_alloc(a, most * sizeof(*out->items));
	p.scratch = arena_try_alloc(a, strlen(text) + 1);
	if (!out->items || !p.scratch)
		return -ENOMEM;
	for (;;) {
		struct format_item *item = &out->items[out->count++];

		parse_literal(&p, item);
		if (*p.at == 0)
			return 0;
		err = parse_conversion(&p, item);
		if (err) {
			*what = p.what ? p.what : *what;
			*at = item->at;
			*at_len = item->at_len;
			return err;
		}
		out->arg_count += item_args(item);
	}
}
