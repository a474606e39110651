/* probes/abi_parts.c - the conventions of Go (its ABIInternal, x86-64) and rustc: values are taken
 * apart into their numbers and pointers, which go into registers one by one.  Asked by
 * user_function.c. */
#include "probes/abi_parts.h"

#include <string.h>

#include "runtime/base/util.h"

#define GO_INTEGERS 9           /* registers for arguments, and for results */
#define GO_FLOATS 15
/* with more, a value is in memory by all conventions */
#define PARTS_MOST (GO_INTEGERS + GO_FLOATS)
/* bytes of a value that rustc may pass in registers: two numbers of 16 */
#define RUST_REGISTERS_MOST 32
/* bytes of a value of more than two parts of which rustc of any version passes a pointer */
#define RUST_MEMORY_LEAST 17
/* Between these versions it is not known where smaller ones are; before and after it is a pointer,
 * as 1.63 and 1.95 show with --emit=llvm-ir. */
#define RUST_OLD_LAST 63
#define RUST_NEW_FIRST 95

static const char no_place[] = "the compiler left it out, or does not say where it is";
static const char no_rule[] =
	"how the compiler passes values like it, or like one before it, is not known";
static const char in_float[] = "it is in a floating-point register, which probes do not see";

/* A number or pointer of a value; the discriminant of an enum of Rust may lie where one is. */
enum part_kind { PART_UNSIGNED, PART_SIGNED, PART_POINTER, PART_FLOAT, PART_DISCRIMINANT };

struct part {
	uint32_t offset, size;
	enum part_kind kind;
};

struct parts {
	struct part items[PARTS_MOST];
	uint32_t count;
	uint32_t floats;
	/* too many, or they overlap: variants of different kinds lie over each other */
	bool failed;
	bool has_array;         /* of more than nothing */
	bool unclear;           /* compilers differ in what they make of it */
};

/* What lies where another lies is the same: so the discriminant of an enum that needs no room of
 * its own. */
static void add_part(struct parts *out, struct part one)
{
	uint32_t at = 0;

	for (; at < out->count && out->items[at].offset + out->items[at].size <= one.offset; at++)
		;
	struct part *next = at < out->count ? &out->items[at] : NULL;

	if (next && next->offset == one.offset && next->size == one.size &&
		(next->kind == PART_FLOAT) == (one.kind == PART_FLOAT)) {
		out->unclear |= next->kind != one.kind && next->kind != PART_DISCRIMINANT &&
			one.kind != PART_DISCRIMINANT;
		next->kind = next->kind == PART_DISCRIMINANT ? one.kind : next->kind;
		return;
	}
	out->failed |= out->count == PARTS_MOST || (next && one.offset + one.size > next->offset);
	if (out->failed)
		return;
	for (uint32_t i = out->count++; i > at; i--)
		out->items[i] = out->items[i - 1];
	out->items[at] = one;
	out->floats += one.kind == PART_FLOAT;
}

/* The names of the variants are an enum without a name (dwarf_types.c). */
static enum part_kind part_kind(const struct btf_type *t)
{
	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_FLOAT:
		return PART_FLOAT;
	case BTF_KIND_PTR:
		return PART_POINTER;
	case BTF_KIND_INT:
		return BTF_INT_ENCODING(*(const uint32_t *)(t + 1)) & BTF_INT_SIGNED
			? PART_SIGNED
			: PART_UNSIGNED;
	}
	return !t->name_off ? PART_DISCRIMINANT
		: BTF_INFO_KFLAG(t->info) ? PART_SIGNED
		: PART_UNSIGNED;
}

static void take_apart(
	const struct kernel_btf *b, uint32_t id, uint32_t offset, struct parts *out, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || depth > KERNEL_BTF_DEPTH_MOST || out->failed) {
		out->unclear |= !out->failed;
		out->failed = true;
		return;
	}
	const struct btf_array *array = (const void *)(t + 1);
	const struct btf_member *members = (const void *)(t + 1);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_STRUCT:
		for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info) && !out->failed; i++) {
			out->failed |= BTF_INFO_KFLAG(t->info) || members[i].offset % 8;
			take_apart(
				b, members[i].type, offset + members[i].offset / 8, out, depth + 1);
		}
		return;
	case BTF_KIND_UNION:
		out->failed = out->unclear = true;
		return;
	case BTF_KIND_ARRAY:
		out->has_array |= kernel_btf_size(b, id) > 0;
		out->failed |= array->nelems > 1;
		if (array->nelems == 1)
			take_apart(b, array->type, offset, out, depth + 1);
		return;
	}
	struct part one = { offset, kernel_btf_size(b, id), part_kind(t) };

	/* numbers of 16 bytes take two registers in ways that differ, and so do two numbers that
	 * the debug information calls one */
	out->unclear |= one.size > 8 || (one.kind == PART_FLOAT && abi_alignment(b, id) < one.size);
	if (one.size)
		add_part(out, one);
}

static struct parts parts_of(const struct kernel_btf *b, uint32_t type)
{
	bool bounded = abi_is_bounded(b, type);
	struct parts out = { .failed = !bounded, .unclear = !bounded };

	take_apart(b, type, 0, &out, 0);
	out.failed |= out.unclear;
	return out;
}

static struct abi_place nowhere(const char *why)
{
	return (struct abi_place){ .where = ABI_NOWHERE, .why = why };
}

static bool is_word_part(uint32_t offset, uint32_t size)
{
	return (size == 1 || size == 2 || size == 4 || size == 8) && offset % size == 0 &&
		offset <= UINT16_MAX;
}

static bool add_piece(
	struct abi_place *place, uint32_t offset, uint32_t size, struct access_piece from)
{
	from.offset = (uint16_t)offset;
	from.size = (uint16_t)size;
	if (place->piece_count == ABI_PIECES_MOST || !is_word_part(offset, size))
		return false;
	place->pieces[place->piece_count++] = from;
	return true;
}

/* The parts of a value in registers, the first one in registers[0]. */
static struct abi_place in_registers(const struct kernel_btf *b, uint32_t type,
	const struct parts *parts, const uint16_t *registers)
{
	struct abi_place place = { .where = ABI_REGISTERS, .size = kernel_btf_size(b, type) };

	if (parts->floats)
		return nowhere(in_float);
	for (uint32_t i = 0; i < parts->count; i++)
		if (!add_piece(&place, parts->items[i].offset, parts->items[i].size,
			    (struct access_piece){ .ctx_offset = registers[i] }))
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

/* Pieces of all of a value, which say their sizes where there is more than one.  Go leaves out what
 * is between them. */
static struct abi_place by_pieces(
	const struct kernel_btf *b, const struct dwarf_parameter *p, const struct parts *parts)
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
		if (!told_piece(&p->pieces[i], &from) ||
			!add_piece(&place, parts ? parts->items[i].offset : offset, size, from))
			return nowhere(why_untold(p));
		offset += size;
	}
	return !parts && offset != place.size ? nowhere(no_place) : place;
}

struct abi_place abi_told_argument(const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	int pointer = abi_register(p->entry_pointer);

	if (pointer >= 0)
		return (struct abi_place){
			.where = ABI_REFERENCE,
			.size = kernel_btf_size(b, p->type),
			.pointer = (uint16_t)pointer,
		};
	return by_pieces(b, p, NULL);
}

/* Without optimization Go says what is between the parts as well, as pieces of nothing. */
static struct dwarf_parameter without_gaps(
	const struct dwarf_parameter *p, struct dwarf_piece pieces[ABI_PIECES_MOST])
{
	struct dwarf_parameter out = *p;

	out.piece_count = 0;
	out.pieces = pieces;
	for (uint32_t i = 0; i < p->piece_count; i++) {
		const struct dwarf_piece *piece = &p->pieces[i];

		if (piece->in_register == DWARF_NO_REGISTER && !piece->is_known)
			continue;
		if (out.piece_count == ABI_PIECES_MOST)
			return *p;
		pieces[out.piece_count++] = *piece;
	}
	return out;
}

/* Give the next value its registers, all or none (Go's ABIInternal, "Function call argument and
 * result passing"); true: it is on the stack, at an offset. */
static bool go_takes_stack(struct abi_go_state *s, const struct kernel_btf *b, uint32_t type,
	const struct parts *parts, uint32_t *at)
{
	uint32_t integers = parts->count - parts->floats;

	s->lost |= parts->unclear;
	if (!parts->failed && s->integers + integers <= GO_INTEGERS &&
		s->floats + parts->floats <= GO_FLOATS) {
		s->integers += integers;
		s->floats += parts->floats;
		return false;
	}
	*at = ROUND_UP(s->stack, abi_alignment(b, type));
	s->stack = *at + kernel_btf_size(b, type);
	s->lost |= s->stack < *at;
	return true;
}

struct abi_place abi_go_argument(
	struct abi_go_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	struct dwarf_piece pieces[ABI_PIECES_MOST];
	struct dwarf_parameter told = without_gaps(p, pieces);
	uint32_t size = kernel_btf_size(b, p->type), at = 0;
	struct parts parts = parts_of(b, p->type);
	bool on_stack = go_takes_stack(s, b, p->type, &parts, &at);

	/* what has no bytes is anywhere */
	s->lost |= on_stack ? told.piece_count > 0 : p->by_caller && size;
	if (!on_stack)
		return by_pieces(b, &told, &parts);
	s->lost |= p->by_caller && (p->caller_offset < at || p->caller_offset - at >= size);
	return s->lost ? nowhere(no_rule) : abi_stack_argument(size, at);
}

/* Results that are in memory stand behind the arguments that are. */
static struct abi_place go_stack_result(
	const struct kernel_btf *b, const struct dwarf_function *f, const struct parts *parts)
{
	struct abi_go_state s = { .integers = 0 };
	uint32_t at = 0;

	for (uint32_t i = 0; i < f->count; i++)
		abi_go_argument(&s, b, &f->parameters[i]);
	s = (struct abi_go_state){ .stack = ROUND_UP(s.stack, 8), .lost = s.lost };
	return go_takes_stack(&s, b, f->result, parts, &at) && !s.lost
		? abi_stack_argument(kernel_btf_size(b, f->result), at)
		: nowhere(no_rule);
}

struct abi_place abi_go_result(const struct kernel_btf *b, const struct dwarf_function *f)
{
	/* AX, BX, CX, DI, SI, R8 to R11, by their DWARF numbers */
	static const uint8_t numbers[GO_INTEGERS] = { 0, 3, 2, 5, 4, 8, 9, 10, 11 };
	struct parts parts = parts_of(b, f->result);
	uint16_t registers[GO_INTEGERS];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		registers[i] = (uint16_t)abi_register(numbers[i]);
	if (parts.floats <= GO_FLOATS && !parts.failed && parts.count &&
		parts.count - parts.floats <= GO_INTEGERS)
		return in_registers(b, f->result, &parts, registers);
	return go_stack_result(b, f, &parts);
}

/* How rustc passes a value. */
enum rust_way { RUST_NOT, RUST_PARTS, RUST_WHOLE, RUST_POINTER, RUST_UNKNOWN };

/* One or two numbers and nothing else: no array, which is never taken for its elements, and no room
 * that an alignment added. */
static bool is_numbers(const struct parts *parts, uint32_t size)
{
	if (parts->failed || parts->has_array || !parts->count || parts->count > 2 ||
		parts->items[0].offset)
		return false;
	const struct part *first = parts->items, *last = &parts->items[parts->count - 1];

	return (last == first || last->offset == ROUND_UP(first->size, last->size)) &&
	       size == ROUND_UP(last->offset + last->size, MAX_OF(first->size, last->size));
}

/* By itself when it is a number, in two registers when it is two; else in memory, of which little
 * goes into a register after all. */
static enum rust_way rust_way(
	const struct kernel_btf *b, uint32_t type, uint32_t version, struct parts *parts)
{
	uint32_t size = kernel_btf_size(b, type);

	*parts = parts_of(b, type);
	if (!type || !size)
		return RUST_NOT;
	if (size > RUST_REGISTERS_MOST)
		return RUST_POINTER;
	if (parts->unclear)
		return RUST_UNKNOWN;
	if (is_numbers(parts, size))
		return RUST_PARTS;
	if (size <= 8)
		return is_word_part(0, size) ? RUST_WHOLE : RUST_UNKNOWN;
	return size >= RUST_MEMORY_LEAST || (version && version <= RUST_OLD_LAST) ||
			version >= RUST_NEW_FIRST
		? RUST_POINTER
		: RUST_UNKNOWN;
}

struct abi_rust_state abi_rust_begin(const struct kernel_btf *b, const struct dwarf_function *f)
{
	struct parts parts;
	enum rust_way way = rust_way(b, f->result, f->rustc, &parts);
	/* closures have an argument that the debug information does not call one */
	struct abi_rust_state s = { .version = f->rustc,
		.registers = way == RUST_POINTER,
		.lost = way == RUST_UNKNOWN || !f->name || strstr(f->name, "{closure") };

	for (uint32_t i = 0; i < f->count; i++)
		s.in_frame |= f->parameters[i].in_frame;
	return s;
}

static struct abi_place by_order(
	struct abi_rust_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	uint16_t registers[2] = { 0 };
	struct parts parts;
	enum rust_way way = rust_way(b, p->type, s->version, &parts);
	uint32_t count = way == RUST_PARTS ? parts.count - parts.floats : way != RUST_NOT;

	s->lost |= way == RUST_UNKNOWN || s->registers + count > ABI_ARGUMENT_REGISTERS;
	if (way == RUST_NOT || s->lost)
		return nowhere(way == RUST_NOT ? "it has no size" : no_rule);
	for (uint32_t i = 0; i < count; i++)
		registers[i] = abi_argument_register(s->registers + i);
	s->registers += count;
	if (way == RUST_PARTS)
		return in_registers(b, p->type, &parts, registers);
	struct abi_place place = {
		.where = way == RUST_POINTER ? ABI_REFERENCE : ABI_REGISTERS,
		.size = kernel_btf_size(b, p->type),
		.pointer = registers[0],
	};

	if (way == RUST_WHOLE)
		add_piece(
			&place, 0, place.size, (struct access_piece){ .ctx_offset = registers[0] });
	return place;
}

static bool is_same_place(const struct abi_place *a, const struct abi_place *b)
{
	if (a->where != b->where)
		return false;
	if (a->where == ABI_REFERENCE)
		return a->pointer == b->pointer;
	for (uint32_t i = 0; i < a->piece_count && i < b->piece_count; i++)
		if (a->pieces[i].is_known || a->pieces[i].ctx_offset != b->pieces[i].ctx_offset)
			return false;
	return a->piece_count == b->piece_count;
}

struct abi_place abi_rust_argument(
	struct abi_rust_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p)
{
	struct abi_place told = abi_told_argument(b, p), place = by_order(s, b, p);

	if (told.where != ABI_NOWHERE) {
		s->lost |= !is_same_place(&told, &place);
		return told;
	}
	/* what is passed by a pointer stays where it is */
	if (p->in_frame || (place.where == ABI_REFERENCE && p->has_location && s->in_frame))
		return place;
	s->lost |= !p->has_location && kernel_btf_size(b, p->type);
	return told;
}

struct abi_place abi_rust_result(const struct kernel_btf *b, const struct dwarf_function *f)
{
	static const uint8_t numbers[] = { 0, 1 };      /* AX, DX */
	uint16_t registers[2];
	struct parts parts;
	struct abi_place place = { .size = kernel_btf_size(b, f->result) };

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		registers[i] = (uint16_t)abi_register(numbers[i]);
	switch (rust_way(b, f->result, f->rustc, &parts)) {
	case RUST_PARTS:
		return in_registers(b, f->result, &parts, registers);
	case RUST_WHOLE:
		place.where = ABI_REGISTERS;
		add_piece(
			&place, 0, place.size, (struct access_piece){ .ctx_offset = registers[0] });
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
