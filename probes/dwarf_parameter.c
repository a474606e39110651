/* probes/dwarf_parameter.c - parameters of a function: their types, and where they are when it
 * begins.  Part of the DWARF reader. */
#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define PIECES_MOST 32          /* Go counts what is between the members, too */
#define CALLER_MOST (1u << 20)  /* bytes of arguments */
#define REGISTERS_MOST 128

/* A number that an expression pushes; false for any other operation. */
static bool read_constant(struct dwarf_cursor *c, unsigned op, uint64_t *out)
{
	if (op >= DW_OP_lit0 && op <= DW_OP_lit31) {
		*out = op - DW_OP_lit0;
	} else if (op >= DW_OP_const1u && op <= DW_OP_const8s) {
		unsigned size = 1u << (op - DW_OP_const1u) / 2, unused = 64 - 8 * size;
		uint64_t number = dwarf_read(c, size);

		/* odd ones have a sign */
		*out = (op - DW_OP_const1u) % 2 ? (uint64_t)((int64_t)(number << unused) >> unused)
						: number;
	} else if (op == DW_OP_constu || op == DW_OP_consts) {
		*out = op == DW_OP_constu ? dwarf_read_uleb(c) : (uint64_t)dwarf_read_sleb(c);
	} else {
		return false;
	}
	return true;
}

/* A register or a number, if there is anything, then the size if it is only a piece.  False for
 * what is computed, or in memory. */
static bool read_piece(struct dwarf_cursor *c, struct dwarf_piece *out)
{
	unsigned op = (unsigned)dwarf_read(c, 1);
	uint64_t number;

	*out = (struct dwarf_piece){ .in_register = DWARF_NO_REGISTER };
	if (op >= DW_OP_reg0 && op <= DW_OP_reg31) {
		out->in_register = (int)(op - DW_OP_reg0);
	} else if (op == DW_OP_regx) {
		number = dwarf_read_uleb(c);
		out->in_register = number < REGISTERS_MOST ? (int)number : DWARF_NO_REGISTER;
	} else if (op != DW_OP_piece) {
		out->is_known =
			read_constant(c, op, &out->number) && dwarf_read(c, 1) == DW_OP_stack_value;
		if (!out->is_known)
			return false;
	}
	if (op == DW_OP_piece || c->at < c->end) {
		op = op == DW_OP_piece ? op : (unsigned)dwarf_read(c, 1);
		number = dwarf_read_uleb(c);
		out->size = number <= UINT16_MAX ? (uint32_t)number : 0;
		return op == DW_OP_piece && out->size && !c->bad;
	}
	return !c->bad;
}

struct dwarf_start dwarf_start_of(const struct dwarf_die *function, uint64_t address)
{
	struct dwarf_value base;

	return (struct dwarf_start){
		.address = address,
		.from_caller = dwarf_die_attribute(function, DW_AT_frame_base, &base) &&
			base.class == DWARF_BLOCK && base.block.len == 1 &&
			base.block.data[0] == DW_OP_call_frame_cfa,
	};
}

/* What is above that stack pointer, the caller has put there.  Before it may stand pieces that are
 * nowhere, behind it others. */
static bool read_by_caller(
	struct dwarf_bytes expression, const struct dwarf_start *start, uint32_t *out)
{
	struct dwarf_cursor c = dwarf_cursor(expression, 0);
	unsigned op = (unsigned)dwarf_read(&c, 1);

	for (; op == DW_OP_piece && !c.bad; op = (unsigned)dwarf_read(&c, 1))
		dwarf_read_uleb(&c);
	int64_t offset = op == DW_OP_fbreg && start->from_caller ? dwarf_read_sleb(&c)
		: op == DW_OP_call_frame_cfa ? 0
		: -1;

	*out = (uint32_t)offset;
	return !c.bad && offset >= 0 && offset <= CALLER_MOST &&
		(c.at == c.end || dwarf_read(&c, 1) == DW_OP_piece);
}

/* A register that points to the value. */
static int read_pointer(struct dwarf_bytes expression)
{
	struct dwarf_cursor c = dwarf_cursor(expression, 0);
	unsigned op = (unsigned)dwarf_read(&c, 1);
	int64_t offset = dwarf_read_sleb(&c);

	return op >= DW_OP_breg0 && op <= DW_OP_breg31 && !offset && !c.bad && c.at == c.end
		? (int)(op - DW_OP_breg0)
		: DWARF_NO_REGISTER;
}

/* Where the parameter is at the entry, if the debug information says so; it may also say that it is
 * kept elsewhere from later on. */
static void read_location(const struct dwarf_die *instance, const struct dwarf_start *start,
	struct arena *a, struct dwarf_parameter *out)
{
	struct dwarf_bytes expression;
	bool always;
	struct dwarf_value constant, location;
	struct dwarf_piece pieces[PIECES_MOST];
	uint32_t count = 0;

	/* the same in all calls: it is no parameter any longer */
	if (dwarf_die_attribute(instance, DW_AT_const_value, &constant) &&
		(constant.class == DWARF_NUMBER || constant.class == DWARF_SIGNED)) {
		out->pieces = arena_new_object(a, struct dwarf_piece);
		*out->pieces = (struct dwarf_piece){ .in_register = DWARF_NO_REGISTER,
			.is_known = true,
			.number = constant.number };
		out->piece_count = 1;
		return;
	}
	out->has_location = dwarf_die_attribute(instance, DW_AT_location, &location);
	if (!dwarf_die_location(instance, DW_AT_location, start->address, &expression, &always))
		return;
	struct dwarf_cursor c = dwarf_cursor(expression, 0);

	out->in_frame = always && expression.len && expression.data[0] == DW_OP_fbreg;
	out->entry_pointer = read_pointer(expression);
	out->by_caller = read_by_caller(expression, start, &out->caller_offset);
	while (count < PIECES_MOST && c.at < c.end && read_piece(&c, &pieces[count]))
		count++;
	if (c.bad || c.at < c.end || !count)
		return;
	out->pieces = arena_memdup(a, pieces, count * sizeof(*pieces));
	out->piece_count = count;
	if (count == 1 && !pieces[0].size)
		out->entry_register = pieces[0].in_register;
}

/* Without optimization the pointer to an object is put into memory first. */
static bool is_told_reference(
	const struct dwarf_die *instance, const struct dwarf_start *start, bool *told)
{
	struct dwarf_bytes expression;
	bool always, by_pointer;

	*told = dwarf_die_location(
			instance, DW_AT_location, start->address, &expression, &always) &&
		expression.len;
	if (!*told)
		return false;
	struct dwarf_cursor c = dwarf_cursor(expression, 0);

	by_pointer = dwarf_read(&c, 1) == DW_OP_fbreg &&
		(dwarf_read_sleb(&c), dwarf_read(&c, 1) == DW_OP_deref) && c.at == c.end;
	return by_pointer || read_pointer(expression) != DWARF_NO_REGISTER;
}

void dwarf_parameter(const struct kernel_btf *b, const struct dwarf_die *d,
	const struct dwarf_die *instance, const struct dwarf_start *start, struct arena *a,
	struct dwarf_parameter *out)
{
	bool told = false;

	*out = (struct dwarf_parameter){
		.name = dwarf_die_name(d),
		.type = dwarf_value_type(b, d),
		.entry_register = DWARF_NO_REGISTER,
		.entry_pointer = DWARF_NO_REGISTER,
	};
	out->by_reference = instance && is_told_reference(instance, start, &told);
	if (!told)
		out->by_reference = dwarf_is_by_reference(d);
	if (instance)
		read_location(instance, start, a, out);
}
