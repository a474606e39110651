/* runtime/base/image_check.h - the parts of image_open(), one per group of tables.  Only image_*.c
 * include it.
 *
 * Every check returns NULL when all is well, else the reason: static text that names the table. */
#pragma once

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"

/** The reason that stands for -ENOMEM: compare the pointer. */
extern const char image_out_of_memory[];

/* Limits that no honest image comes near; they bound what code behind image_open() can be made to
 * do. */
#define IMAGE_LARGEST_VALUE (64u << 20) /* bytes of a type, a map key, a map value */
#define IMAGE_DEEPEST_TYPE 64
#define IMAGE_HEAVIEST_TYPE (1u << 20)  /* types met in a walk, shared ones every time */

/** Check TYPES and FIELDS and decode them into image->decoded_types and decoded_fields. */
const char *image_check_types(struct image *image);

/** Check MAPS and the header's references to them; needs the types. */
const char *image_check_maps(const struct image *image);

/** Check PROGS, RELOCS, LINES, FUNCS and PROBES; needs checked maps. */
const char *image_check_progs(const struct image *image);

/** Check TABLES and TABLE_MAPS; needs checked maps. */
const char *image_check_tables(const struct image *image);

/** Check ACTIONS; needs types and checked maps. */
const char *image_check_actions(const struct image *image);

/** Check FACTS, POINTS, BODIES and VALUES; needs checked programs and probes. */
const char *image_check_portable(const struct image *image);

/** Check PARAMETERS and decode them into image->known_parameters; needs checked maps. */
const char *image_check_parameters(struct image *image);

/** True if records [first, first + count) exist in a table of `limit`. */
static inline bool image_range_ok(uint32_t first, uint32_t count, uint32_t limit)
{
	return first <= limit && count <= limit - first;
}

/** True if a text begins at this offset (STRINGS is known to end with a NUL). */
static inline bool image_has_text(const struct image *image, uint32_t offset)
{
	return offset < image->counts[IMAGE_STRINGS];
}

/** The same, or IMAGE_NONE. */
static inline bool image_has_text_or_none(const struct image *image, uint32_t offset)
{
	return offset == IMAGE_NONE || image_has_text(image, offset);
}

/** The architecture images of this machine carry. */
static inline uint32_t image_machine(void)
{
#if defined(__x86_64__)
	return EM_X86_64;
#elif defined(__aarch64__)
	return EM_AARCH64;
#else
#error "this architecture has no image number yet"
#endif
}
