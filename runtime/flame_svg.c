/* runtime/flame_svg.c - draws a flame graph: a frame for each node, as wide as its share, its
 * callers below it.  All can be read without the script, which adds zoom and search
 * (runtime/flame.js; the look is runtime/flame.css).  Called by runtime/flame.c. */
#include "runtime/flame_svg.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/json.h"
#include "runtime/base/util.h"

/* In pixels; the script reads the same numbers from the document. */
enum {
	WIDTH = 1200,
	SIDE = 12,
	TOP = 64,
	BOTTOM = 34,
	ROW = 18,               /* from one frame to the next; the frame itself leaves a pixel */
	TEXT_SIDE = 4,
	SHADES = 6,             /* of each colour, by name */
};

/* A character of the font, and the narrowest frame that is drawn, in thousandths of a pixel. */
enum { CHARACTER = 6630, NARROWEST = 50 };

static const char style[] =
#include "gen/flame_css.inc"
;
static const char script[] =
#include "gen/flame_js.inc"
;

struct drawing {
	struct buffer *b;
	const struct flame_tree *tree;
	uint32_t height;
};

static const struct { char letter; const char *label; } origins[] = {
	[FOLDED_KEY] = { 'g', "key" },
	[FOLDED_USER] = { 'u', "process" },
	[FOLDED_KERNEL] = { 'k', "kernel" },
};

static bool is_text_of_xml(const char *p, size_t len)
{
	return !(len == 3 && memcmp(p, "\xef\xbf", 2) == 0 && (unsigned char)p[2] >= 0xbe);
}

/* At most `limit` characters; what XML has no character for is a question mark. */
static void put_text(struct buffer *b, const char *bytes, size_t len, size_t limit)
{
	static const struct { char c; const char *entity; } entities[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
	};

	for (size_t at = 0, kept; at < len && limit; at += kept, limit--) {
		const char *shown = NULL;

		kept = utf8_length(bytes + at, len - at);
		for (size_t i = 0; i < ARRAY_SIZE(entities); i++)
			if (entities[i].c == bytes[at])
				shown = entities[i].entity;
		if (!kept || (unsigned char)bytes[at] < 0x20 || !is_text_of_xml(bytes + at, kept))
			shown = "?";
		kept = kept ? kept : 1;
		if (shown)
			buffer_puts(b, shown);
		else
			buffer_append(b, bytes + at, kept);
	}
}

static size_t character_count(const char *bytes, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
	return count;
}

/* 1234567 as 1,234,567 */
static void put_count(struct buffer *b, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);

	for (int i = 0; i < len; i++) {
		buffer_putc(b, digits[i]);
		if (i + 1 < len && (len - 1 - i) % 3 == 0)
			buffer_putc(b, ',');
	}
}

/* A share in hundredths of a per cent, rounded. */
static void put_share(struct buffer *b, uint64_t part, uint64_t all)
{
	unsigned hundredths = (unsigned)(((unsigned __int128)part * 10000 + all / 2) / all);

	buffer_printf(b, "%u.%02u%%", hundredths / 100, hundredths % 100);
}

/* A length on the axis of weights, in thousandths of a pixel. */
static uint64_t scaled(const struct flame_tree *t, uint64_t weight)
{
	return (uint64_t)((unsigned __int128)weight * (WIDTH - 2 * SIDE) * 1000 /
		t->nodes[0].total);
}

static void put_pixels(struct buffer *b, const char *name, uint64_t thousandths)
{
	buffer_printf(b, " %s=\"%" PRIu64 ".%02u\"", name, thousandths / 1000,
		(unsigned)(thousandths % 1000 / 10));
}

static unsigned shade_of(const struct flame_node *n)
{
	unsigned hash = 5381;

	for (size_t i = 0; i < n->len; i++)
		hash = hash * 33 ^ (unsigned char)n->name[i];
	return (hash ^ hash >> 7) % SHADES;
}

static void put_label(struct buffer *b, const struct flame_node *n, uint64_t width)
{
	size_t room =
		width > 2000 * TEXT_SIDE ? (size_t)((width - 2000 * TEXT_SIDE) / CHARACTER) : 0;

	if (room >= character_count(n->name, n->len)) {
		put_text(b, n->name, n->len, SIZE_MAX);
	} else if (room >= 3) {
		put_text(b, n->name, n->len, room - 1);
		buffer_puts(b, "…");
	}
}

static void put_frame(const struct drawing *d, const struct flame_node *n, uint64_t start)
{
	uint64_t left = scaled(d->tree, start), width = scaled(d->tree, start + n->total) - left,
		 all = d->tree->nodes[0].total;
	uint32_t y = d->height - BOTTOM - (n->depth + 1) * ROW;
	struct buffer *b = d->b;

	buffer_printf(b,
		"<g class=\"f %c%u\" data-f=\"%" PRIu32 " %" PRIu64 " %" PRIu64 "\"><title>",
		n->depth ? origins[n->origin].letter : 'r', shade_of(n), n->depth, start, n->total);
	put_text(b, n->name, n->len, SIZE_MAX);
	buffer_putc(b, '\n');
	put_count(b, n->total);
	buffer_puts(b, " of ");
	put_count(b, all);
	buffer_puts(b, ", ");
	put_share(b, n->total, all);
	if (n->depth)
		buffer_printf(b, "\n%s", origins[n->origin].label);
	buffer_puts(b, "</title><rect");
	put_pixels(b, "x", left + SIDE * 1000);
	put_pixels(b, "width", width);
	buffer_printf(b, " y=\"%" PRIu32 "\" height=\"%d\" rx=\"2\"/><text", y, ROW - 1);
	put_pixels(b, "x", left + (SIDE + TEXT_SIDE) * 1000);
	buffer_printf(b, " y=\"%" PRIu32 "\">", y + 13);
	put_label(b, n, width);
	buffer_puts(b, "</text></g>\n");
}

/* A node and what stands on it; deeper than the stack of frames that a script can ask for it never
 * goes. */
static void put_node(const struct drawing *d, uint32_t index, uint64_t start)
{
	const struct flame_node *n = &d->tree->nodes[index];

	if (scaled(d->tree, n->total) < NARROWEST)
		return;
	put_frame(d, n, start);
	for (uint32_t i = 0; i < n->child_count; i++) {
		uint32_t child = d->tree->order[n->first_child + i];

		put_node(d, child, start);
		start += d->tree->nodes[child].total;
	}
}

static bool has_origin(const struct flame_tree *t, enum folded_origin origin)
{
	for (uint32_t i = 1; i < t->count; i++)
		if (t->nodes[i].origin == origin)
			return true;
	return false;
}

static void put_legend(const struct drawing *d)
{
	int x = SIDE;

	buffer_puts(d->b, "<g id=\"legend\">");
	for (size_t i = 0; i < ARRAY_SIZE(origins); i++) {
		if (!has_origin(d->tree, (enum folded_origin)i))
			continue;
		buffer_printf(d->b,
			"<rect class=\"%c2\" x=\"%d\" y=\"40\" width=\"11\" height=\"11\" rx=\"2\"/><text x=\"%d\" y=\"50\">%s</text>",
			origins[i].letter, x, x + 16, origins[i].label);
		x += 34 + (int)(strlen(origins[i].label) * 7);
	}
	buffer_puts(d->b, "</g>\n");
}

static void put_head(const struct drawing *d, const char *title)
{
	struct buffer *b = d->b;

	buffer_printf(b,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"flame\" width=\"%d\" height=\"%" PRIu32
		"\" viewBox=\"0 0 %d %" PRIu32 "\" data-layout=\"%d %d %d\">\n<title>",
		WIDTH, d->height, WIDTH, d->height, SIDE, ROW, TEXT_SIDE);
	put_text(b, title, strlen(title), SIZE_MAX);
	buffer_printf(b,
		"</title>\n<style><![CDATA[\n%s]]></style>\n<rect id=\"ground\" width=\"100%%\" height=\"100%%\"/>\n<text id=\"head\" x=\"%d\" y=\"26\">",
		style, SIDE);
	put_text(b, title, strlen(title), SIZE_MAX);
	buffer_puts(b, "</text>\n");
	put_legend(d);
	buffer_printf(b, "<text id=\"said\" x=\"%d\" y=\"%" PRIu32 "\">", SIDE, d->height - 12);
	put_count(b, d->tree->nodes[0].total);
	buffer_puts(b, " in all</text>\n<g id=\"frames\">\n");
}

void flame_svg_put(struct buffer *b, const struct flame_tree *t, const char *title)
{
	struct drawing d = { b, t, TOP + (t->depth + 1) * ROW + BOTTOM };

	put_head(&d, title);
	put_node(&d, 0, 0);
	buffer_printf(b, "</g>\n<script><![CDATA[\n%s]]></script>\n</svg>\n", script);
}
