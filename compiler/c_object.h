/* compiler/c_object.h - objects of BPF programs in C that a script imports, and their functions,
 * which it may call (language.md Q20, Q22). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/bpf_elf.h"
#include "compiler/builtin.h"
#include "compiler/compilation.h"
#include "runtime/base/image.h"

/** The kernel passes five words in registers. */
#define C_FUNCTION_PARAMS 5

/** A function that other objects may call, with the prototype that its object describes. */
struct c_function {
	struct c_function *next;
	struct c_object *object;
	const char *name;
	const char *prototype;          /* "int add(int a, long b)" */
	const struct type *result;      /* NULL: of a kind that scripts have no values of */
	const struct type *params[C_FUNCTION_PARAMS];   /* likewise */
	const char *param_names[C_FUNCTION_PARAMS];
	uint32_t param_count;           /* of the prototype: may be more than there is room for */
	/* where it lies: instructions from the start of the section */
	uint32_t section, start;
};

/** A map that an object defines. */
struct c_map {
	struct c_map *next;
	const char *name;
	uint64_t at;                    /* in its section */
	const char *refusal;            /* why it cannot be had, or NULL */
	enum map_storage storage;
	uint32_t key_size, value_size, max_entries;
	uint32_t index;                 /* layout pass: of the image's map */
};

struct c_object {
	struct c_object *next;
	const char *path;
	struct span imported;           /* the string of the import */
	struct bpf_elf elf;
	const void *btf;                /* contents of .BTF: well formed */
	size_t btf_len;
	struct c_function *functions;
	struct c_program *programs;     /* compiler/c_program.h */
	struct c_map *maps;
	uint32_t data_size;             /* of what its functions can change */
	/* layout pass: the map for that; IMAGE_NONE: there is nothing */
	uint32_t data_map;
	const void *data;               /* object pass: what is in it at first */
	/* object pass: something in it cannot be linked, which was said */
	bool refused;
};

/** Add the object in the bytes, which must outlive the compilation and be aligned to 8; NULL after
 * reporting what is wrong with them. */
struct c_object *c_object_add(struct compilation *c, const char *path, struct span imported,
	const void *bytes, size_t len);

/** The function of a name in all objects; NULL when there is none. */
struct c_function *c_function_find(const struct compilation *c, const char *name);

/** Visit the names of all functions. */
void c_function_each(
	const struct compilation *c, void (*visit)(const char *name, void *arg), void *arg);

struct kernel_btf;
struct btf_type;

/** Add the map that a variable of the object's types defines, if it does (compiler/c_map.c). */
void c_map_add(struct arena *a, struct c_object *o, const struct kernel_btf *b,
	const struct btf_type *variable);

/** The map that is defined at a place of a section; NULL when none is. */
const struct c_map *c_map_find(const struct c_object *o, uint32_t section, uint64_t at);

/** Sections of data that functions can only read, and those that they can change. */
bool c_section_is_constant(const struct bpf_elf *e, uint32_t section);
bool c_section_is_changed(const struct bpf_elf *e, uint32_t section);

/** The row that all calls of them have; call.c_function says of which. */
extern const struct builtin c_function_row;

/** check of the row (compiler/check_c_function.c). */
const struct type *c_function_check(struct checker *c, struct node *n);

/** What is before the name in the symbols of LLVM's object that stand for them. */
#define C_FUNCTION_PREFIX "c."
