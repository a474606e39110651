/* compiler/c_types.h - the types that C definitions make, on the way to BTF: the kernel's format,
 * in which all other types arrive, so that nobody has to know where a type was defined.
 *
 * A type is a number: that of a kernel's type, or one above all of those.  0 is void. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"

struct c_types;

struct c_member {
	struct c_member *next;
	const char *name;       /* "": without one */
	uint32_t type;
	uint64_t bit_offset;
	uint32_t bit_size;      /* of a bit field, else 0 */
};

struct c_enumerator {
	struct c_enumerator *next;
	const char *name;
	uint64_t value;
	bool is_unsigned;
};

enum c_tag { C_TAG_STRUCT, C_TAG_UNION, C_TAG_ENUM, C_TAG_COUNT };

/** Start with nothing; lives in the arena. */
struct c_types *c_types_new(struct arena *a);

/** An integer, bool or floating number of a size and C name. */
enum c_number { C_SIGNED, C_UNSIGNED, C_BOOL, C_FLOAT };
uint32_t c_types_number(struct c_types *t, const char *name, uint32_t size, enum c_number kind);

uint32_t c_types_pointer(struct c_types *t, uint32_t to);
uint32_t c_types_array(struct c_types *t, uint32_t of, uint32_t count);
uint32_t c_types_function(struct c_types *t);

/** A typedef; align 0: that of the type.  A weak one does not replace the kernel's of that name. */
uint32_t c_types_typedef(
	struct c_types *t, const char *name, uint32_t of, uint32_t align, bool is_weak);

/** The type of a typedef's name: the script's, the kernel's, or one whose name says all ("u32");
 * false if there is none. */
bool c_types_named(struct c_types *t, const char *name, uint32_t *out);

/** What "struct name" means: of the script, also when it is not defined yet.  NULL: a new one
 * without a name. */
uint32_t c_types_tag(struct c_types *t, enum c_tag tag, const char *name);

/** A new type for a definition; true in *twice when the script has one of that name already, which
 * it replaces. */
uint32_t c_types_begin(
	struct c_types *t, enum c_tag tag, const char *name, bool is_weak, bool *twice);

/** Complete what c_types_begin() began. */
void c_types_end(
	struct c_types *t, uint32_t id, struct c_member *members, uint32_t size, uint32_t align);
void c_types_end_enum(
	struct c_types *t, uint32_t id, struct c_enumerator *items, uint32_t size, bool is_signed);

/** A constant of an enum of the script, or of the kernel. */
bool c_types_enumerator(struct c_types *t, const char *name, uint64_t *value, bool *is_unsigned);

/** Make a constant known before its enum is complete. */
void c_types_add_enumerator(struct c_types *t, const struct c_enumerator *e);

/** Size and alignment in bytes; false when the type has none: void, functions, what was not
 * defined. */
bool c_types_size(struct c_types *t, uint32_t id, uint32_t *size, uint32_t *align);

/** True for what a bit field may be of. */
bool c_types_is_integer(struct c_types *t, uint32_t id);

/** Offset in bits of a member, anonymous ones looked through. */
bool c_types_member(
	struct c_types *t, uint32_t id, const char *name, uint64_t *bits, uint32_t *type);

/** True when something was defined. */
bool c_types_any(const struct c_types *t);

/** The names that were defined, in order: "struct a", "typedef b", "constant C"; what headers of
 * the system define is not among them. */
uint32_t c_types_defined_count(const struct c_types *t);
const char *c_types_defined(const struct c_types *t, uint32_t index);

/** All of them as BTF (kernel_btf_add()). */
void c_types_write(struct c_types *t, struct buffer *out);
