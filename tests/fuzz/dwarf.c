/* tests/fuzz/dwarf.c - fuzz target of the reader of debug information: the bytes as a program and
 * as the package of its split units, whose functions, types, variables, lines and frames are asked
 * for.
 * Built with libFuzzer it invents inputs; built with -DSTANDALONE it runs the files given as
 * arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "probes/btf_types.h"
#include "probes/dwarf.h"
#include "probes/user_function.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

#define ADDRESSES 64    /* that are asked about, in as many parts of the file */
#define NAMES_MOST 256  /* types that are looked at of one kind */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct use {
	const char *path;
	const struct kernel_btf *types;
	struct arena *arena;
	const struct type *type;
	unsigned kind;
	uint32_t names;
	uint64_t sum;
};

static void use_member(const char *name, void *arg)
{
	struct use *u = arg;
	struct type_field field;

	if (btf_types_member(u->type, name, u->arena, &field) &&
		(field.bit_size > 64 || field.bit_offset > 7))
		abort();
}

static void use_type(struct use *u, uint32_t id)
{
	if (!id)
		return;
	u->type = btf_types_by_id(kernel_btf_id(u->types, id), u->arena);
	kernel_btf_c_text(u->types, id, u->arena);
	u->sum += kernel_btf_size(u->types, id);
	if (u->type && u->type->kind == TYPE_STRUCT)
		btf_types_each_member(u->type, use_member, u);
}

static void use_name(const char *name, void *arg)
{
	struct use *u = arg;
	uint32_t id = u->names++ < NAMES_MOST ? kernel_btf_find(u->types, u->kind, name) : 0;

	use_type(u, id);
}

static bool use_frame(const struct dwarf_frame *frame, void *arg)
{
	struct use *u = arg;

	u->sum += frame->line + (frame->function ? (uint8_t)frame->function[0] : 0) +
		(frame->has_source ? (uint8_t)frame->file[0] : 0);
	return false;
}

/* The code at an offset of the file, which is an address of the program. */
static void use_function(struct use *u, uint64_t address, uint64_t offset)
{
	struct dwarf_function fn;
	struct user_function out;

	if (!dwarf_function(u->types, address, u->arena, &fn))
		return;
	for (int at_return = 0; at_return < 2; at_return++)
		user_function(&(struct user_place){ .path = u->path,
				      .offset = offset - (address - fn.entry),
				      .symbol = "f",
				      .is_return = at_return },
			u->arena, &out);
	use_type(u, fn.result);
	for (uint32_t i = 0; i < fn.count; i++)
		use_type(u, fn.parameters[i].type);
}

static void use_lines(struct use *u, struct dwarf *d)
{
	static const struct dwarf_line_query queries[] = { { "small.c", 20, 0 },
		{ "small.c", 21, 3 }, { "no.c", 1, 0 } };

	for (size_t i = 0; i < ARRAY_SIZE(queries); i++) {
		struct dwarf_line_result found;

		dwarf_find_line(d, &queries[i], &found);
		for (size_t k = 0; k < found.count; k++)
			dwarf_frames_at(d, found.items[k], use_frame, u);
		mem_free(found.items);
	}
}

/* Before anything lists names: by the indexes in the file. */
static void use_indexes(struct use *u)
{
	static const struct {
		unsigned kind;
		const char *name;
	} names[] = {
		{ BTF_KIND_STRUCT, "point" },
		{ BTF_KIND_UNION, "ns::number" },
		{ BTF_KIND_ENUM, "color" },
		{ BTF_KIND_TYPEDEF, "callback" },
		{ BTF_KIND_INT, "int" },
		{ BTF_KIND_INT, "long int" },
		{ BTF_KIND_STRUCT, "no_struct" },
	};
	struct dwarf_variable variable;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		use_type(u, kernel_btf_find(u->types, names[i].kind, names[i].name));
	u->sum += kernel_btf_find_enumerator(u->types, "GREEN");
	if (dwarf_variable(u->types, "counter", &variable))
		use_type(u, variable.type);
}

static void use_types(struct use *u, size_t size)
{
	static const unsigned kinds[] = { BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_ENUM,
		BTF_KIND_TYPEDEF, BTF_KIND_INT };
	struct dwarf *d = dwarf_of_types(u->types);
	uint64_t address;

	use_indexes(u);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		u->kind = kinds[i];
		u->names = 0;
		u->types->source->each_name(u->types->from, u->kind, use_name, u);
	}
	for (uint64_t i = 0; i < ADDRESSES; i++) {
		if (!dwarf_address_of(d, size * i / ADDRESSES, &address))
			continue;
		dwarf_frames_at(d, address, use_frame, u);
		use_function(u, address, size * i / ADDRESSES);
	}
	use_lines(u, d);
}

static char directory[] = "/dev/shm/sonde-fuzz-XXXXXX";

static void remove_directory(void)
{
	char path[64];

	for (const char *const *end = (const char *const[]){ "", ".dwp", NULL }; *end; end++) {
		snprintf(path, sizeof(path), "%s/input%s", directory, *end);
		unlink(path);
	}
	rmdir(directory);
}

/* Writes the bytes to a file of a directory of this process, where the name of its package leads to
 * the file itself. */
static void write_input(const uint8_t *data, size_t size, char path[64])
{
	static bool made;
	char package[80];
	FILE *f;

	snprintf(path, 64, "%s/input", directory);
	if (!made) {
		made = mkdtemp(directory) && atexit(remove_directory) == 0;
		snprintf(path, 64, "%s/input", directory);
		snprintf(package, sizeof(package), "%s.dwp", path);
		if (!made || symlink("input", package))
			abort();
	}
	f = fopen(path, "wb");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];

	write_input(data, size, path);
	struct use u = {
		.path = path,
		.types = dwarf_types(&(struct debug_file_place){ "", path }),
		.arena = arena_new(),
	};

	if (u.types && u.arena)
		use_types(&u, size);
	arena_free(u.arena);
	dwarf_types_forget();
	return 0;
}

#include "tests/fuzz/standalone.h"
