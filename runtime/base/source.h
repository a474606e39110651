/* runtime/base/source.h - script texts and places in them; the one renderer of located messages
 * (output.md chapter 4). */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"

/** A place in the script texts.  Offsets are global: all sources of a compilation stand one behind
 * the other. */
struct span {
	uint32_t start;
	uint32_t end;           /* one past the last byte */
};

/** A text, or the use of a macro: then its offsets stand for those of the macro's own text, and
 * tell besides where it was used. */
struct source {
	/* path as the user wrote it, "<arg>" for -e, "<stdin>" for standard input; NULL: the use of
	 * a macro */
	const char *name;
	const char *text;       /* or NULL */
	uint32_t len;
	uint32_t start;         /* global offset of text[0] */
	uint32_t origin;        /* of a use: global offset that `start` stands for, below `start` */
	struct span used_at;    /* of a use */
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
	/* bytes that are meant, from there on; 0 when it is only known where they begin */
	uint32_t len;
	const struct sources *sources;
	uint32_t offset;        /* the global offset itself: which use of a macro it is of */
};

/** The text of a file, without the mark of UTF-8 (U+FEFF) that some editors put before it. */
void source_set_text(struct source *s, const char *text, uint32_t len);

/** Where a global offset is.  An offset behind everything is the end of the last source;
 * place->source is NULL if there are no sources. */
struct place source_place(const struct sources *s, uint32_t offset);

/** The text that a global offset lies in, as source_place() has it. */
const struct source *source_of(const struct sources *s, uint32_t offset);

/** The use of a macro that a global offset lies in; NULL: it is of a text itself. */
const struct source *source_use(const struct sources *s, uint32_t offset);

/** A global offset without the uses of macros: where its text is.  Behind everything: the end of
 * the last source. */
uint32_t source_origin(const struct sources *s, uint32_t offset);

/** What is written at a span, of a use of a macro what the macro's text has there: *len bytes
 * without a NUL.  NULL when it lies in no one text. */
const char *source_written(const struct sources *s, struct span where, uint32_t *len);

/** Append a note for each macro around a global offset: where it is used, innermost first. */
void source_render_uses(struct buffer *out, const struct sources *s, uint32_t offset);

/** Append "name:line:col: severity: text", the source line (tabs as four spaces) and the underline
 * of the span; `severity` NULL leaves it out with its colon.  Without any source: "sonde: severity:
 * text". */
void source_render(struct buffer *out, const struct sources *s, struct span where,
	const char *severity, const char *text);
