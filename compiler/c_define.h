/* compiler/c_define.h - what the files that read C definitions share: c_define.c declarations,
 * c_struct.c what stands in braces, c_layout.c where members lie. */
#pragma once

#include "compiler/c_types.h"
#include "compiler/c_unit.h"

struct c_attributes {
	bool packed;
	uint32_t align;         /* 0: none */
};

/** A member before its place is known. */
struct c_field {
	struct c_field *next;
	struct c_member *member;
	uint32_t size, align;   /* of its type */
	struct c_attributes attributes;
	bool is_bits;
	uint32_t width;         /* of a bit field */
};

struct c_body {
	struct c_field *first, **end;
	uint32_t count;
	uint32_t pack;          /* #pragma pack, 0: none */
	bool is_union;
};

/** Note the failure at the current token; what follows does nothing. */
void c_fail(struct c_cursor *c, const char *why);

bool c_accept(struct c_cursor *c, const char *text);
bool c_expect(struct c_cursor *c, const char *text);
bool c_at(const struct c_cursor *c, const char *text);

/** One level deeper; false (failed) when there are too many. */
bool c_enter(struct c_cursor *c);

/** Over a bracket and what is in it. */
void c_skip_balanced(struct c_cursor *c);

/** __attribute__((...)) and its like, as many as there are. */
void c_attributes(struct c_cursor *c, struct c_attributes *out);

/** The type before the declarators; true in *is_typedef. */
uint32_t c_specifiers(struct c_cursor *c, bool *is_typedef, struct c_attributes *attributes);

/** One declarator; its name in *name, NULL when it has none. */
uint32_t c_declarator(
	struct c_cursor *c, uint32_t base, const char **name, struct c_attributes *attributes);

/** At "struct", "union", "enum". */
uint32_t c_tagged(struct c_cursor *c);

/** Declarations up to the END; what fails is reported in a script, passed over in a header. */
void c_declarations(struct c_unit *u, const struct c_tokens *list, bool is_header);

/** Give the members their places; false when the type is too large. */
bool c_layout(struct c_body *body, const struct c_attributes *attributes, uint32_t *size,
	uint32_t *align);
