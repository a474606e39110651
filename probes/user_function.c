/* probes/user_function.c - what the debug information of a program says about the function that a
 * probe is on: arguments with their types and the ways to them, the result.  Called by the
 * providers of user probes when a script uses these. */
#include "probes/user_function.h"

#include <stdio.h>
#include <string.h>

#include "probes/abi_parts.h"
#include "probes/btf_types.h"
#include "probes/dwarf.h"
#include "runtime/base/util.h"

#define ENTRY_MOST 4            /* bytes of the endbr64 that a probe may sit behind */
#define BY_VALUE_MOST 256       /* bytes of a struct that is copied */

/* Compilers give a function that they changed the parameters of a name of its own. */
static bool is_changed(const char *symbol)
{
	static const char *const marks[] = { ".isra.", ".constprop.", ".part.", ".cold" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strstr(symbol, marks[i]))
			return true;
	return false;
}

/* Go passes arrays by value, too. */
static bool is_bytes(const struct type *t)
{
	return t->kind == TYPE_STRUCT || t->kind == TYPE_ARRAY;
}

static const struct type *type_of(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	const struct type *t = btf_types_by_id(kernel_btf_id(b, id), a);

	if (!t || !is_bytes(t))
		return t;
	t = t->size && t->size <= BY_VALUE_MOST ? btf_types_whole(t, a) : NULL;
	return t && is_bytes(t) ? t : NULL;
}

/* The way to a value; false when there is none: place->why. */
static bool access_to(
	const struct abi_place *place, const struct type *t, struct arena *a, struct access *out)
{
	bool whole = is_bytes(t);

	*out = (struct access){ .size = t->size, .pointer_offset = abi_stack_pointer() };
	switch (place->where) {
	case ABI_NOWHERE:
		return false;
	case ABI_REGISTERS:
		out->kind = whole ? ACCESS_CTX_PIECES
			: place->pieces[0].is_known ? ACCESS_CONSTANT
			: ACCESS_CTX;
		out->offset = place->pieces[0].ctx_offset;
		out->number = (int64_t)place->pieces[0].number;
		out->pieces = arena_memdup(a, place->pieces, sizeof(place->pieces));
		out->piece_count = place->piece_count;
		return true;
	case ABI_STACK:
		out->kind = whole ? ACCESS_USER_BYTES : ACCESS_USER_READ;
		out->number = place->offset;
		return true;
	case ABI_REFERENCE:
		out->kind = whole ? ACCESS_USER_BYTES : ACCESS_USER_READ;
		out->pointer_offset = place->pointer;
		return true;
	}
	return false;
}

/* By the convention of C.  A register that the debug information names counts for more, which
 * functions that only their own file calls need not follow. */
static struct abi_place c_place(struct abi_state *s, const struct kernel_btf *b,
	const struct dwarf_function *f, const struct dwarf_parameter *p, bool changed)
{
	struct abi_place place = abi_argument(s, b, p->type, p->by_reference);

	if (abi_is_argument_register(p->entry_register) && kernel_btf_size(b, p->type) <= 8 &&
		!p->by_reference)
		return (struct abi_place){
			.where = ABI_REGISTERS,
			.size = kernel_btf_size(b, p->type),
			.piece_count = 1,
			.pieces = { { .size = 8,
				.ctx_offset = (uint16_t)abi_register(p->entry_register) } },
		};
	if (changed || (f->may_lack_parameters && !p->in_frame))
		return abi_told_argument(b, p);
	return place;
}

/* A number of which each register has a part, as only optimization makes them. */
static bool is_split(const struct abi_place *place, const struct type *t)
{
	return place->where == ABI_REGISTERS && !is_bytes(t) && place->piece_count > 1;
}

static void add_argument(struct user_function *out, const struct kernel_btf *b,
	const struct dwarf_parameter *p, struct abi_place place, struct arena *a)
{
	uint32_t i = out->arg_count++;
	const struct type *t = type_of(b, p->type, a);

	out->args[i] = (struct probe_value){
		.name = p->name ? p->name : arena_printf(a, "arg%u", i),
		.c_type = kernel_btf_c_text(b, p->type, a),
	};
	if (!t && place.where != ABI_NOWHERE)
		place.why = kernel_btf_size(b, p->type) > BY_VALUE_MOST
			? "it is too large to be copied"
			: "values of its type cannot be read";
	else if (t && is_split(&place, t))
		place = (struct abi_place){
			.where = ABI_NOWHERE,
			.why = "the compiler has split it into several registers",
		};
	if (!t || !access_to(&place, t, a, &out->accesses[i])) {
		out->args[i].refused = place.why;
		return;
	}
	out->args[i].type = t;
	out->args[i].user = t->kind == TYPE_POINTER;
}

static void add_arguments(struct user_function *out, const struct kernel_btf *b,
	const struct dwarf_function *f, bool changed, struct arena *a)
{
	struct abi_state c = abi_begin(b, f->result, f->result_by_reference);
	struct abi_rust_state rust = abi_rust_begin(b, f);
	struct abi_go_state go = { .integers = 0 };

	out->args = arena_new_array(a, struct probe_value, f->count + 1);
	out->accesses = arena_new_array(a, struct access, f->count + 1);
	for (uint32_t i = 0; i < f->count; i++) {
		const struct dwarf_parameter *p = &f->parameters[i];

		switch (f->convention) {
		case DWARF_CONVENTION_C:
			add_argument(out, b, p, c_place(&c, b, f, p, changed), a);
			break;
		case DWARF_CONVENTION_GO:
			add_argument(out, b, p, abi_go_argument(&go, b, p), a);
			break;
		case DWARF_CONVENTION_RUST:
			add_argument(out, b, p, abi_rust_argument(&rust, b, p), a);
			break;
		}
	}
}

static struct abi_place result_place(const struct kernel_btf *b, const struct dwarf_function *f)
{
	switch (f->convention) {
	case DWARF_CONVENTION_C:
		break;
	case DWARF_CONVENTION_GO:
		return abi_go_result(b, f);
	case DWARF_CONVENTION_RUST:
		return abi_rust_result(b, f);
	}
	return abi_result(b, f->result, f->result_by_reference);
}

static void add_result(struct user_function *out, const struct kernel_btf *b,
	const struct dwarf_function *f, struct arena *a)
{
	const struct type *t = f->result ? type_of(b, f->result, a) : NULL;
	struct abi_place place =
		t ? result_place(b, f) : (struct abi_place){ .where = ABI_NOWHERE };

	if (!t || !access_to(&place, t, a, &out->retval_access))
		return;
	out->retval = t;
	out->retval_c_type = kernel_btf_c_text(b, f->result, a);
}

const struct kernel_btf *user_types(const char *path, const char *debug_path)
{
	char root[64];
	size_t len = debug_file_root_len(path);

	if (len >= sizeof(root))
		return NULL;
	memcpy(root, path, len);
	root[len] = '\0';
	return dwarf_types(&(struct debug_file_place){ root, path + len, debug_path });
}

const char *user_function(
	const struct user_place *place, struct arena *a, struct user_function *out)
{
	const struct kernel_btf *b =
		abi_known() ? user_types(place->path, place->debug_path) : NULL;
	struct dwarf_function f;
	uint64_t address;

	*out = (struct user_function){ .args = NULL };
	if (!b)
		return abi_known() ? "there is no debug information"
			: "where arguments lie is not known for this architecture";
	if (!dwarf_address_of(dwarf_of_types(b), place->offset, &address) ||
		!dwarf_function(b, address, a, &f))
		return "the debug information does not have the function";
	if (place->is_return) {
		add_result(out, b, &f, a);
		return NULL;
	}
	if (address < f.entry || address - f.entry > ENTRY_MOST)
		return "the probe is not at the entry of the function";
	add_arguments(out, b, &f, is_changed(place->symbol), a);
	return NULL;
}
