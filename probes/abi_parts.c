/* probes/abi_parts.c - the conventions of Go (its ABIInternal, x86-64) and rustc: values are taken apart into their numbers and pointers, which go into registers one by
 * one.  Asked by user_function.c. */
#include "probes/abi_parts.h"

#include <string.h>

#include "runtime/base/util.h"

#define PARTS_MOST ABI_PIECES_MOST
#define DEPTH_MOST 32
#define RUST_MEMORY_LEAST 17    /* bytes of a value that is not passed itself, but as a pointer to it, by rustc of any version */

static const char no_place[] = "the compiler left it out, or does not say where it is";
static const char no_rule[] = "how the compiler passes values like it, or like one before it, is not known";
static const char in_float[] = "it is in a floating-point register, which probes do not see";

/* A number or pointer of a value. */
struct part {
	uint32_t offset, size;
	bool is_float;
};

struct parts {
	struct part items[PARTS_MOST];
	uint32_t count;
	uint32_t floats;
	bool failed;            /* too many, or they overlap: variants of different kinds lie over each other */
};

/* What lies where another lies is the same: so the discriminant of an enum that needs no room of its own. */
static void add_part(struct parts *out, struct part one)
{
	uint32_t at = 0;

	for (; at < out->count && out->items[at].offset + out->items[at].size <= one.offset; at++)
		;
	struct part *next = at < out->count ? &out->items[at] : NULL;

	if (next && next->offset == one.offset && next->size == one.size && next->is_float == one.is_float)
		return;
	out->failed |= out->count == PARTS_MOST || (next && one.offset + one.size > next->offset);
	if (out->failed)
		return;
	for (uint32_t i = out->count++; i > at; i--)
		out->items[i] = out->items[i - 1];
	out->items[at] = one;
	out->floats += one.is_float;
}

static void take_apart(const struct kernel_btf *b, uint32_t id, uint32_t offset, struct parts *out, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || depth > DEPTH_MOST || out->failed) {
		out->failed = true;
		return;
	}
	const struct btf_array *array = (const void *)(t + 1);
	const struct btf_member *members = (const void *)(t + 1);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_STRUCT:
		for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info) && !out->failed; i++) {
			out->failed |= BTF_INFO_KFLAG(t->info) || members[i].offset % 8;
			take_apart(b, members[i].type, offset + members[i].offset / 8, out, depth + 1);
		}
		return;
	case BTF_KIND_UNION:
		out->failed = true;
		return;
	case BTF_KIND_ARRAY:
		out->failed |= array->nelems > 1;
		if (array->nelems == 1)
			take_apart(b, array->type, offset, out, depth + 1);
		return;
	}
	add_part(out, (struct part){ offset, kernel_btf_size(b, id), BTF_INFO_KIND(t->info) == BTF_KIND_FLOAT });
}

static struct parts parts_of(const struct kernel_btf *b, uint32_t type)
{
	struct parts out = { .failed = !abi_is_bounded(b, type) };

	take_apart(b, type, 0, &out, 0);
	/* numbers of 16 bytes take two registers in ways that differ */
	for (uint32_t i = 0; i < out.count; i++)
		out.failed |= out.items[i].size > 8 || !out.items[i].size;
	return out;
}

static struct abi_place nowhere(const char *why)
{
	return (struct abi_place){ .where = ABI_NOWHERE, .why = why };
}

static bool is_word_part(uint32_t offset, uint32_t size)
{
	return (size == 1 || size == 2 || size == 4 || size == 8) && offset % size == 0 && offset <= UINT16_MAX;
}

static bool add_piece(struct abi_place *place, uint32_t offset, uint32_t size, struct access_piece from)
{
	from.offset = (uint16_t)offset;
	from.size = (uint16_t)size;
	if (place->piece_count == ABI_PIECES_MOST || !is_word_part(offset, size))
		return false;
	place->pieces[place->piece_count++] = from;
	return true;
}

/* The parts of a value in registers, the first one in registers[0]. */
static struct abi_place in_registers(const struct kernel_btf *b, uint32_t type, const struct parts *parts, const uint16_t *registers)
{
	struct abi_place place = { .where = ABI_REGISTERS, .size = kernel_btf_size(b, type) };

	if (parts->floats)
		return nowhere(in_float);
	for (uint32_t i = 0; i < parts->count; i++)
		if (!add_piece(&place, parts->items[i].offset, parts->items[i].size, (struct access_piece){ .ctx_offset = registers[i] }))
			return nowhere(no_rule);
	return place;
}

/* What the debug information says of a piece of a parameter; false when nothing. */
static bool told_piece(const struct dwarf_piece *p, struct access_piece *out)
{
	*out = (struct access_piece){ .is_known = p->is_known, .number = p->number };
	if (p->is_known)
		return true;
	if (p->in_register == DWARF_NO_REGISTER || abi_register(p->in_register) < 0)
		return false;
	out->ctx_offset = (uint16_t)abi_register(p->in_register);
	return true;
}

/* Floating-point registers have the DWARF numbers 17 to 32. */
static const char *why_untold(const struct dwarf_parameter *p)
{
	for (uint32_t i = 0; i < p->piece_count; i++)
		if (p->pieces[i].in_register >= 17 && p->pieces[i].in_register <= 32)
			return in_float;
	return no_place;
}

/* Pieces of all of a value, which say their sizes where there is more than one.  Go leaves out what is between them. */
static struct abi_place by_pieces(const struct kernel_btf *b, const struct dwarf_parameter *p, const struct parts *parts)
{
	struct abi_place place = { .where = ABI_REGISTERS, .size = kernel_btf_size(b, p->type) };
	uint32_t offset = 0;

	if (!p->piece_count || (parts && (parts->failed || parts->count != p->piece_count)))
		return nowhere(why_untold(p));
	for (uint32_t i = 0; i < p->piece_count; i++) {
		uint32_t size = p->pieces[i].size ? p->pieces[i].size : place.size;
		struct access_piece from;

		if (parts && parts->items[i].size != size)
			return nowhere(no_place);
		if (!told_piece(&p->pieces[i], &from) || !add_piece(&place, parts ? parts->items[i].offset : offset, size, from))
			return nowhere(why_untold(p));
		offset += size;
	}
	return !parts && offset != place.size ? nowhere(no_place) : place;
}

struct abi_place abi_told_argument(const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	return by_pieces(b, p, NULL);
}

struct abi_place abi_go_argument(const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	struct parts parts = parts_of(b, p->type);

	return by_pieces(b, p, &parts);
}

struct abi_place abi_go_result(const struct kernel_btf *b, uint32_t type)
{
	/* AX, BX, CX, DI, SI, R8 to R11, by their DWARF numbers */
	static const uint8_t numbers[ABI_PIECES_MOST] = { 0, 3, 2, 5, 4, 8, 9, 10, 11 };
	struct parts parts = parts_of(b, type);
	uint16_t registers[ABI_PIECES_MOST];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		registers[i] = (uint16_t)abi_register(numbers[i]);
	return parts.failed || !parts.count ? nowhere(no_rule) : in_registers(b, type, &parts, registers);
}

/* How rustc passes a value. */
enum rust_way { RUST_NOT, RUST_PARTS, RUST_WHOLE, RUST_POINTER, RUST_UNKNOWN };

/* By itself when it is a number, in two registers when it is two; else in memory, of which little goes into a register after all. */
static enum rust_way rust_way(const struct kernel_btf *b, uint32_t type, struct parts *parts)
{
	uint32_t size = kernel_btf_size(b, type);

	*parts = parts_of(b, type);
	if (!type || !size)
		return RUST_NOT;
	if (!parts->failed && (parts->count == 1 || parts->count == 2))
		return RUST_PARTS;
	if (size >= RUST_MEMORY_LEAST)
		return RUST_POINTER;
	return size <= 8 && is_word_part(0, size) && (parts->failed || parts->count > 2) ? RUST_WHOLE : RUST_UNKNOWN;
}

struct abi_rust_state abi_rust_begin(const struct kernel_btf *b, const struct dwarf_function *f)
{
	struct parts parts;
	enum rust_way way = rust_way(b, f->result, &parts);

	/* closures have an argument that the debug information does not call one */
	return (struct abi_rust_state){ .registers = way == RUST_POINTER, .lost = way == RUST_UNKNOWN || !f->name || strstr(f->name, "{closure") };
}

static struct abi_place by_order(struct abi_rust_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	uint16_t registers[2] = { 0 };
	struct parts parts;
	enum rust_way way = rust_way(b, p->type, &parts);
	uint32_t count = way == RUST_PARTS ? parts.count - parts.floats : way != RUST_NOT;

	s->lost |= way == RUST_UNKNOWN || s->registers + count > ABI_ARGUMENT_REGISTERS;
	if (way == RUST_NOT || s->lost)
		return nowhere(way == RUST_NOT ? "it has no size" : no_rule);
	for (uint32_t i = 0; i < count; i++)
		registers[i] = abi_argument_register(s->registers + i);
	s->registers += count;
	if (way == RUST_PARTS)
		return in_registers(b, p->type, &parts, registers);
	struct abi_place place = { .where = way == RUST_POINTER ? ABI_REFERENCE : ABI_REGISTERS, .size = kernel_btf_size(b, p->type), .pointer = registers[0] };

	if (way == RUST_WHOLE)
		add_piece(&place, 0, place.size, (struct access_piece){ .ctx_offset = registers[0] });
	return place;
}

struct abi_place abi_rust_argument(struct abi_rust_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	return p->in_frame ? by_order(s, b, p) : abi_told_argument(b, p);
}

struct abi_place abi_rust_result(const struct kernel_btf *b, uint32_t type)
{
	static const uint8_t numbers[] = { 0, 1 };      /* AX, DX */
	uint16_t registers[2];
	struct parts parts;
	struct abi_place place = { .size = kernel_btf_size(b, type) };

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		registers[i] = (uint16_t)abi_register(numbers[i]);
	switch (rust_way(b, type, &parts)) {
	case RUST_PARTS:
		return in_registers(b, type, &parts, registers);
	case RUST_WHOLE:
		place.where = ABI_REGISTERS;
		add_piece(&place, 0, place.size, (struct access_piece){ .ctx_offset = registers[0] });
		return place;
	case RUST_POINTER:
		place.where = ABI_REFERENCE;
		place.pointer = registers[0];
		return place;
	case RUST_NOT:
	case RUST_UNKNOWN:
		break;
	}
	return nowhere(no_rule);
}
