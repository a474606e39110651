/* runtime/base/positional.c - puts positional parameters into attach points.  Called by the
 * compiler's resolve pass, and by runtime/portable_points.c for images that take theirs when they
 * run. */
#include "runtime/base/positional.h"

#include <ctype.h>
#include <stddef.h>

/* Parameters that name each other go no deeper than this, and are no more in one attach point. */
#define MOST_NESTED 8
#define MOST_PUT 1000

/* Text that is put in: as written, or the value of the parameter that is written at `at`. */
struct inserted {
	const char *text;
	const struct inserted *in; /* NULL: as written */
	uint32_t at, len;	   /* what stands for it in the text as written */
	unsigned depth;
};

static enum positional_result expand(struct positional *p, const struct inserted *s);

static enum positional_result fail(struct positional *p, const struct inserted *s, uint32_t i,
	uint32_t len, enum positional_result why)
{
	p->at = s->in ? s->at : i;
	p->len = s->in ? s->len : len;
	return why;
}

/* $N at text[*i], which is moved behind it: its value is scanned again. */
static enum positional_result put_parameter(
	struct positional *p, const struct inserted *s, uint32_t *i)
{
	uint32_t start = *i, end = start + 1;
	uint64_t n = 0;

	if (!isdigit((unsigned char)s->text[end]))
		return fail(p, s, start, 1, POSITIONAL_NO_NUMBER);
	for (; isdigit((unsigned char)s->text[end]); end++)
		n = n > UINT32_MAX ? n : n * 10 + (uint64_t)(s->text[end] - '0');
	*i = end;
	p->number = n;
	if (s->depth == MOST_NESTED || ++p->count > MOST_PUT)
		return fail(p, s, start, end - start, POSITIONAL_CIRCULAR);

	struct inserted inner = {
		.in = s,
		.at = s->in ? s->at : start,
		.len = s->in ? s->len : end - start,
		.depth = s->depth + 1,
	};

	inner.text = p->value(n, inner.at, inner.len, p->arg);
	return inner.text ? expand(p, &inner) : fail(p, s, start, end - start, POSITIONAL_STOPPED);
}

static enum positional_result expand(struct positional *p, const struct inserted *s)
{
	enum positional_result result = POSITIONAL_OK;
	const char *text = s->text;
	bool quoted = false;

	for (uint32_t i = 0; text[i] && !result;) {
		uint32_t from = s->in ? s->at : i;

		if (!quoted && text[i] == '$') {
			result = put_parameter(p, s, &i);
			continue;
		}
		if (text[i] == '"')
			quoted = !quoted;
		if (quoted && text[i] == '\\' && text[i + 1] && !p->put(text[i++], from, p->arg))
			return POSITIONAL_STOPPED;
		if (!p->put(text[i++], from, p->arg))
			return POSITIONAL_STOPPED;
	}
	return result;
}

enum positional_result positional_expand(struct positional *p, const char *text)
{
	return expand(p, &(struct inserted){ .text = text });
}
