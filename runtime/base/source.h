/* runtime/base/source.h - script texts and places in them; the one renderer of located messages (output.md chapter 4). */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"

/** A place in the script texts.  Offsets are global: all sources of a compilation stand one behind the other. */
struct span {
	uint32_t start;
	uint32_t end;           /* one past the last byte */
};

struct source {
	const char *name;       /* path as the user wrote it, "<arg>" for -e, "<stdin>" for standard input */
	const char *text;
	uint32_t len;
	uint32_t start;         /* global offset of text[0] */
};

struct sources {
	struct source *items;
	uint32_t count;
};

struct place {
	const struct source *source;
	uint32_t line;          /* from 1 */
	uint32_t column;        /* in bytes, from 1 */
	uint32_t line_start;    /* offset of the line in source->text */
	uint32_t line_len;
	uint32_t len;           /* bytes that are meant, from there on; 0 when it is only known where they begin */
};

/** Where a global offset is.  An offset behind everything is the end of the last source; place->source is NULL if there are no sources. */
struct place source_place(const struct sources *s, uint32_t offset);

/** Append "name:line:col: severity: text", the source line (tabs as four spaces) and the underline of the span; `severity` NULL leaves it out
 *  with its colon.  Without any source: "sonde: severity: text". */
void source_render(struct buffer *out, const struct sources *s, struct span where, const char *severity, const char *text);
