/* runtime/base/image_write.h - how an image is written: by the compiler, and by the runtime when it
 * makes one for this machine of a portable one. */
#pragma once

#include "runtime/base/image.h"

/** Builds an image.  Zero-initialise; the functions append a record and return its index (or
 * offset); out of memory shows in image_writer_finish(). */
struct image_writer {
	struct image_header header;
	struct buffer sections[IMAGE_SECTION_COUNT];
};

/** Append a string (the same text is stored once only if the caller says so by keeping the
 * offset). */
uint32_t image_write_text(struct image_writer *w, const char *text);

/** The same, or IMAGE_NONE for NULL. */
uint32_t image_write_text_or_none(struct image_writer *w, const char *text);

/** Append bytes to DATA; returns their offset. */
uint32_t image_write_data(struct image_writer *w, const void *bytes, size_t len);

/** Append one record of a section; returns its index. */
uint32_t image_write_record(
	struct image_writer *w, enum image_section_id section, const void *record);

/** Append a type with everything it refers to; equal types are stored once.  IMAGE_NONE for
 * NULL. */
uint32_t image_write_type(struct image_writer *w, const struct type *t);

/** Number of records so far. */
uint32_t image_writer_count(const struct image_writer *w, enum image_section_id section);

/** Put everything together into out (magic, version, arch, size and sections are filled in) and
 * free the writer.  0 or -ENOMEM. */
int image_writer_finish(struct image_writer *w, struct buffer *out);
