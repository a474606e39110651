/* probes/btf_types.h - types of the running kernel, its modules and the script as ours, looked up
 * one by one when they are asked for: the kernel's structs form cycles, so a struct's members and a
 * pointer's target stay ids until somebody follows them.  Ids are those of kernel_btf_id().  `in`:
 * the programs whose types have their names before the kernel's (probes/btf.h), or NULL. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/type.h"

struct btf_programs;

/** True when the kernel describes its types at all. */
bool btf_types_present(void);

/** Our type of an id: integers, enums (with their names), bool, pointers, arrays (of
 * char: strings), structs and unions (TYPE_STRUCT with name, size and btf_id, their members behind
 * btf_types_member()), void for 0.  NULL for what is none of them (float, functions). */
const struct type *btf_types_by_id(uint32_t id, struct arena *a);

/** By the C text without qualifiers: "struct sock", "enum pid_type", "u32", "gfp_t", "struct file
 * *".  NULL if there is none. */
const struct type *btf_types_by_name(
	const struct btf_programs *in, const char *text, struct arena *a);

/** What a pointer points to, NULL when that is not known. */
const struct type *btf_types_pointee(
	const struct btf_programs *in, const struct type *pointer, struct arena *a);

/** A member of a struct or union, anonymous members looked through.  False if there is none; *out
 * has a type of NULL when we have none for it. */
bool btf_types_member(
	const struct type *t, const char *name, struct arena *a, struct type_field *out);

/** Visit the names of all members of a struct or union, those of anonymous members too. */
void btf_types_each_member(
	const struct type *t, void (*visit)(const char *name, void *arg), void *arg);

/** Visit the names of all types that the first word of text asks for: structs for "struct sock",
 * typedefs for "sock_t". */
void btf_types_each_like(const struct btf_programs *in, const char *text,
	void (*visit)(const char *name, void *arg), void *arg);

/** The type with its members in it, and theirs: for a value as a whole.  Members that we have no
 * type for are void; those of anonymous members stand beside the others.  Of what holds no struct,
 * the type itself. */
const struct type *btf_types_whole(const struct type *t, struct arena *a);

/** An enumerator by name. */
struct btf_enumerator {
	uint64_t value;
	bool is_unsigned; /* above INT64_MAX */
	uint32_t enum_id; /* btf_types_enumerator(): of its enum */
};

bool btf_types_enumerator(
	const struct btf_programs *in, const char *name, struct btf_enumerator *out);

/** Visit the names of all enumerators. */
void btf_types_each_enumerator(
	const struct btf_programs *in, void (*visit)(const char *name, void *arg), void *arg);
