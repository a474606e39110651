/* probes/gfp.c - GFP flag names as this kernel has them: their values move from version to version,
 * so they are read from the kernel itself, which prints them in its own events: the "print fmt" of
 * kmem:kmalloc holds a list {(unsigned long)EXPRESSION, "NAME"} in the order in which names are to
 * be taken (combinations first).  Used by runtime/printf.c for %gr. */
#include "probes/gfp.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"
#include "probes/machine.h"

#define NAME_SIZE 40
#define NAME_LIMIT 96
#define FORMAT_LIMIT 65536

struct gfp_names {
	uint32_t count;
	struct {
		uint64_t mask;
		char name[NAME_SIZE];
	} items[NAME_LIMIT];
};

/* The constant expressions of C that the lists are written in: numbers, ( ) casts ~ << & |. */
struct reader {
	const char *at;
	unsigned depth;
	bool failed;
};

static uint64_t read_or(struct reader *r);

static bool accept(struct reader *r, const char *text)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
	if (!str_starts(r->at, text))
		return false;
	r->at += strlen(text);
	return true;
}

/* A type's name in parentheses: skipped. */
static bool accept_cast(struct reader *r)
{
	const char *p = r->at + strspn(r->at, " ");

	if (*p++ != '(')
		return false;
	p += strspn(p, " ");
	if (!isalpha((unsigned char)*p) && *p != '_')
		return false;
	while (isalnum((unsigned char)*p) || *p == '_' || *p == ' ')
		p++;
	if (*p != ')')
		return false;
	r->at = p + 1;
	return true;
}

static uint64_t read_unary(struct reader *r)
{
	uint64_t value = 0;
	char *end;

	while (accept_cast(r))
		;
	if (++r->depth > 200) {
		r->failed = true;
	} else if (accept(r, "~")) {
		value = ~read_unary(r);
	} else if (accept(r, "(")) {
		value = read_or(r);
		r->failed |= !accept(r, ")");
	} else {
		value = strtoull(r->at, &end, 0);
		r->failed |= end == r->at;
		r->at = end + strspn(end, "uUlL");
	}
	r->depth--;
	return value;
}

static uint64_t read_shift(struct reader *r)
{
	uint64_t value = read_unary(r);

	while (!r->failed && accept(r, "<<"))
		value <<= read_unary(r) & 63;
	return value;
}

static uint64_t read_and(struct reader *r)
{
	uint64_t value = read_shift(r);

	while (!r->failed && accept(r, "&"))
		value &= read_shift(r);
	return value;
}

static uint64_t read_or(struct reader *r)
{
	uint64_t value = read_and(r);

	while (!r->failed && accept(r, "|"))
		value |= read_and(r);
	return value;
}

/* One {EXPRESSION, "NAME"}; the reader stands behind the brace. */
static bool read_item(struct reader *r, struct gfp_names *names)
{
	uint64_t mask = read_or(r);
	const char *end;

	if (r->failed || !accept(r, ",") || !accept(r, "\""))
		return false;
	end = strchr(r->at, '"');
	if (!end || end == r->at || end - r->at >= NAME_SIZE || names->count == NAME_LIMIT)
		return false;
	names->items[names->count].mask = mask;
	memcpy(names->items[names->count].name, r->at, (size_t)(end - r->at));
	names->count++;
	r->at = end + 1;
	return accept(r, "}");
}

struct gfp_names *gfp_names_parse(const char *format)
{
	struct gfp_names *names = mem_zalloc(1, sizeof(*names));
	const char *list = strstr(format, "__print_flags(");
	struct reader r = {.at = list ? list : ""};

	if (!names)
		return NULL;
	while ((r.at = strchr(r.at, '{')) != NULL) {
		r.at++;
		if (!read_item(&r, names))
			break;
	}
	if (names->count)
		return names;
	mem_free(names);
	return NULL;
}

struct gfp_names *gfp_names_new(void)
{
	struct probe_error err;
	const char *root = machine_tracefs(&err);
	struct gfp_names *names = NULL;
	char path[256], *text;
	size_t len;
	FILE *f;

	if (!root)
		return NULL;
	snprintf(path, sizeof(path), "%s/events/kmem/kmalloc/format", root);
	text = mem_alloc(FORMAT_LIMIT);
	f = text ? fopen(path, "re") : NULL;
	if (f) {
		len = fread(text, 1, FORMAT_LIMIT - 1, f);
		text[len] = '\0';
		names = gfp_names_parse(text);
		fclose(f);
	}
	mem_free(text);
	return names;
}

void gfp_names_free(struct gfp_names *names)
{
	mem_free(names);
}

void gfp_put(struct buffer *out, const struct gfp_names *names, uint64_t flags)
{
	const char *separator = "";

	if (flags == 0)
		buffer_putc(out, '0');
	for (uint32_t i = 0; names && flags && i < names->count; i++) {
		uint64_t mask = names->items[i].mask;

		if (!mask || (flags & mask) != mask)
			continue;
		buffer_printf(out, "%s%s", separator, names->items[i].name);
		separator = "|";
		flags &= ~mask;
	}
	if (flags)
		buffer_printf(out, "%s0x%llx", separator, (unsigned long long)flags);
}
