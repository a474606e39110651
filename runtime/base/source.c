/* runtime/base/source.c - places in script texts, and the one renderer of located messages.  The
 * compiler's diagnostics (errors, warnings and notes) and the runtime's warnings all look the same
 * because they come through here. */
#include "runtime/base/source.h"

#include <string.h>

#include "runtime/base/bisect.h"
#include "runtime/base/json.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"

#define LINE_INDENT 4
#define TAB_WIDTH 4
#define LINE_SHOWN_MAX 4000     /* bytes: more is not written by people */

void source_set_text(struct source *s, const char *text, uint32_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	uint32_t skipped = len >= sizeof(mark) - 1 && !memcmp(text, mark, sizeof(mark) - 1)
		? sizeof(mark) - 1
		: 0;

	s->text = text + skipped;
	s->len = len - skipped;
}

/* The source an offset lies in: the last one that begins at or before it. */
static const struct source *find_source(const struct sources *s, uint32_t offset)
{
	size_t n = BISECT(i, s->count, s->items[i].start <= offset);

	return &s->items[n ? n - 1 : 0];
}

const struct source *source_use(const struct sources *s, uint32_t offset)
{
	const struct source *source = s && s->count ? find_source(s, offset) : NULL;

	return source && !source->name ? source : NULL;
}

uint32_t source_origin(const struct sources *s, uint32_t offset)
{
	const struct source *use;

	while ((use = source_use(s, offset)))
		offset = use->origin + MIN_OF(offset - use->start, use->len);
	return offset;
}

const struct source *source_of(const struct sources *s, uint32_t offset)
{
	return s && s->count ? find_source(s, source_origin(s, offset)) : NULL;
}

const char *source_written(const struct sources *s, struct span where, uint32_t *len)
{
	uint32_t start = source_origin(s, where.start), end;

	if (where.start >= where.end || where.start == UINT32_MAX)
		return NULL;
	end = source_origin(s, where.end - 1) + 1;
	*len = end - start;

	const struct source *of = s->count && end > start ? find_source(s, start) : NULL;

	return of && of->text && start >= of->start && end <= of->start + of->len
		? of->text + (start - of->start)
		: NULL;
}

struct place source_place(const struct sources *s, uint32_t offset)
{
	struct place place = { 0 };
	const struct source *source;
	const char *end;
	uint32_t at;

	if (!s || s->count == 0)
		return place;
	place.sources = s;
	place.offset = offset;
	offset = source_origin(s, offset);
	source = find_source(s, offset);
	at = offset < source->start ? 0 : MIN_OF(offset - source->start, source->len);
	place.source = source;
	place.line = 1;
	for (uint32_t i = 0; i < at; i++) {
		if (source->text[i] == '\n') {
			place.line++;
			place.line_start = i + 1;
		}
	}
	place.column = at - place.line_start + 1;
	place.line_len = source->len - place.line_start;
	end = place.line_len ? memchr(source->text + place.line_start, '\n', place.line_len) : NULL;
	if (end)
		place.line_len = (uint32_t)(end - source->text) - place.line_start;
	if (place.line_len && source->text[place.line_start + place.line_len - 1] == '\r')
		place.line_len--;
	return place;
}

/* One character of the line: its bytes, and the columns it takes on a terminal.  What could disturb
 * a terminal is shown as '?'. */
struct glyph {
	const char *bytes;
	size_t len;
	size_t consumed;
	size_t width;
};

static struct glyph glyph_at(const char *line, size_t len)
{
	unsigned char c = (unsigned char)*line;
	size_t valid = utf8_length(line, len);

	if (c == '\t')
		return (struct glyph){ "    ", TAB_WIDTH, 1, TAB_WIDTH };
	if (valid == 0 || c < 0x20 || c == 0x7f)
		return (struct glyph){ "?", 1, 1, 1 };
	/* C1 controls are two bytes long */
	if (valid == 2 && c == 0xc2 && (unsigned char)line[1] < 0xa0)
		return (struct glyph){ "?", 1, 2, 1 };
	return (struct glyph){ line, valid, valid, 1 };
}

/* What a severity is coloured as. */
static enum log_part part_of(const char *severity)
{
	static const struct {
		const char *severity;
		enum log_part part;
	} parts[] = {
		{ "error", LOG_PART_ERROR },
		{ "warning", LOG_PART_WARNING },
		{ "note", LOG_PART_NOTE },
	};

	for (size_t i = 0; severity && i < ARRAY_SIZE(parts); i++)
		if (str_eq(parts[i].severity, severity))
			return parts[i].part;
	return LOG_PART_PLACE;
}

/* The source line, then `^~~~` under bytes [from, to) of it.  Of a line too long to read, the part
 * around `from`. */
static void put_excerpt(struct buffer *out, const char *line, uint32_t len, uint32_t from,
	uint32_t to, enum log_part part)
{
	uint32_t first = 0, full = len;
	size_t before = 0;      /* columns */
	size_t under = 0;
	struct glyph g;

	if (len > LINE_SHOWN_MAX) {
		first = from > LINE_SHOWN_MAX / 2 ? from - LINE_SHOWN_MAX / 2 : 0;
		/* not into the middle of a character */
		for (int i = 0; i < 3 && first && ((unsigned char)line[first] & 0xc0) == 0x80; i++)
			first--;
		if (len - first > LINE_SHOWN_MAX)
			len = first + LINE_SHOWN_MAX;
	}
	buffer_fill(out, ' ', LINE_INDENT);
	if (first) {
		buffer_puts(out, "...");
		before = 3;
	}
	for (uint32_t i = first; i < len; i += (uint32_t)g.consumed) {
		g = glyph_at(line + i, len - i);
		buffer_append(out, g.bytes, g.len);
		if (i + g.consumed <= from)
			before += g.width;
		else if (i < to)
			under += g.width;
	}
	buffer_puts(out, len < full ? "...\n" : "\n");
	buffer_fill(out, ' ', LINE_INDENT + before);
	buffer_puts(out, log_colour(part));
	buffer_putc(out, '^');
	buffer_fill(out, '~', under ? under - 1 : 0);
	buffer_puts(out, log_colour_end());
	buffer_putc(out, '\n');
}

void source_render(struct buffer *out, const struct sources *s, struct span where,
	const char *severity, const char *text)
{
	bool placed = s && s->count && !(where.start == UINT32_MAX && where.end == UINT32_MAX);
	struct place place = { 0 };
	uint32_t from, len;

	buffer_puts(out, log_colour(LOG_PART_PLACE));
	if (placed) {
		place = source_place(s, where.start);
		buffer_printf(out, "%s:%u:%u:", place.source->name, place.line, place.column);
	} else {
		buffer_puts(out, "sonde:");
	}
	buffer_printf(out, "%s ", log_colour_end());
	if (severity)
		buffer_printf(
			out, "%s%s:%s ", log_colour(part_of(severity)), severity, log_colour_end());
	buffer_puts(out, text);
	buffer_putc(out, '\n');
	if (!placed)
		return;
	from = place.column - 1;
	len = where.end > where.start ? where.end - where.start : 0;
	put_excerpt(out, place.source->text + place.line_start, place.line_len, from,
		len > place.line_len - MIN_OF(from, place.line_len) ? place.line_len : from + len,
		part_of(severity));
}

void source_render_uses(struct buffer *out, const struct sources *s, uint32_t offset)
{
	const struct source *use;

	for (; (use = source_use(s, offset)); offset = use->used_at.start)
		source_render(out, s, use->used_at, "note", "the macro is used here");
}
