/* probes/cfi_program.c - the instructions of call frame information (DWARF 5, 6.4.2) and the
 * expressions in them, carried out until each address has its rule. Rules are what the kernel's
 * side can follow: expressions are known by their forms, which are few.  Called by cfi.c. */
#include "probes/cfi_internal.h"

#include "runtime/base/util.h"

/* DW_CFA_*: the first three have an operand in their low six bits. */
enum {
	CFA_ADVANCE_LOC = 1,
	CFA_OFFSET = 2,
	CFA_RESTORE = 3,
	CFA_NOP = 0x00,
	CFA_SET_LOC,
	CFA_ADVANCE_LOC1,
	CFA_ADVANCE_LOC2,
	CFA_ADVANCE_LOC4,
	CFA_OFFSET_EXTENDED,
	CFA_RESTORE_EXTENDED,
	CFA_UNDEFINED,
	CFA_SAME_VALUE,
	CFA_REGISTER,
	CFA_REMEMBER_STATE,
	CFA_RESTORE_STATE,
	CFA_DEF_CFA,
	CFA_DEF_CFA_REGISTER,
	CFA_DEF_CFA_OFFSET,
	CFA_DEF_CFA_EXPRESSION,
	CFA_EXPRESSION,
	CFA_OFFSET_EXTENDED_SF,
	CFA_DEF_CFA_SF,
	CFA_DEF_CFA_OFFSET_SF,
	CFA_VAL_OFFSET,
	CFA_VAL_OFFSET_SF,
	CFA_VAL_EXPRESSION,
	CFA_GNU_ARGS_SIZE = 0x2e,
	CFA_GNU_NEGATIVE_OFFSET_EXTENDED,
};

/* DW_OP_* */
enum {
	OP_DEREF = 0x06,
	OP_AND = 0x1a,
	OP_PLUS = 0x22,
	OP_PLUS_UCONST = 0x23,
	OP_SHL = 0x24,
	OP_GE = 0x2a,
	OP_LIT0 = 0x30,
	OP_LIT31 = 0x4f,
	OP_BREG0 = 0x70,
	OP_BREG16 = 0x80
};

/* struct ucontext of x86_64: where the stack pointer and the address of the next instruction
 * lie. */
enum { UCONTEXT_RSP = 160, UCONTEXT_RIP = 168 };

#define MOST_REMEMBERED 16

struct register_rule {
	enum { SAME, UNDEFINED, AT_CFA, AT_REGISTER, IN_REGISTER, ELSEWHERE } kind;
	uint8_t base;           /* AT_REGISTER, IN_REGISTER */
	int64_t offset;
};

struct state {
	enum unwind_kind kind;  /* of the CFA: REGISTER, MEMORY, PLT or UNKNOWN */
	uint64_t base;
	int64_t offset, add;
	struct register_rule registers[UNWIND_REGISTERS];
};

struct machine {
	const struct cfi_common *common;
	struct state now, initial, remembered[MOST_REMEMBERED];
	size_t remembered_count;
};

/* Expressions */

static bool takes(struct dwarf_cursor *b, uint8_t op)
{
	if (b->at == b->end || b->data[b->at] != op)
		return false;
	b->at++;
	return true;
}

static bool takes_base(struct dwarf_cursor *b, uint64_t *base, int64_t *offset)
{
	if (b->at == b->end || b->data[b->at] < OP_BREG0 || b->data[b->at] > OP_BREG16)
		return false;
	*base = b->data[b->at++] - OP_BREG0;
	*offset = dwarf_read_sleb(b);
	return true;
}

static bool takes_literal(struct dwarf_cursor *b, int64_t *value)
{
	if (b->at == b->end || b->data[b->at] < OP_LIT0 || b->data[b->at] > OP_LIT31)
		return false;
	*value = b->data[b->at++] - OP_LIT0;
	return true;
}

/* "rip & 15 >= n ? 8 : 0", as linkers write it behind "rsp + 8" for their tables of jumps. */
static bool takes_plt(struct dwarf_cursor *b, int64_t *first)
{
	int64_t offset, mask, shift;
	uint64_t base;

	return takes_base(b, &base, &offset) && base == UNWIND_RIP && !offset &&
		takes_literal(b, &mask) && mask == 15 && takes(b, OP_AND) &&
		takes_literal(b, first) && takes(b, OP_GE) && takes_literal(b, &shift) &&
		shift == 3 && takes(b, OP_SHL) && takes(b, OP_PLUS);
}

/* register + offset, with the word there, with a number added. */
static void define_by_expression(struct state *s, struct dwarf_cursor b)
{
	bool known = takes_base(&b, &s->base, &s->offset);

	s->kind = UNWIND_REGISTER;
	s->add = 0;
	if (takes(&b, OP_DEREF)) {
		s->kind = UNWIND_MEMORY;
		if (takes(&b, OP_PLUS_UCONST))
			s->add = (int64_t)dwarf_read_uleb(&b);
	} else if (takes(&b, OP_PLUS_UCONST)) {
		s->offset = (int64_t)((uint64_t)s->offset + dwarf_read_uleb(&b));
	} else if (b.at != b.end) {
		s->kind = UNWIND_PLT;
		known = known && takes_plt(&b, &s->add);
	}
	if (!known || b.bad || b.at != b.end || s->base >= UNWIND_RIP)
		s->kind = UNWIND_UNKNOWN;
}

static struct register_rule saved_by_expression(struct dwarf_cursor b)
{
	struct register_rule r = { .kind = AT_REGISTER };
	uint64_t base = 0;

	if (!takes_base(&b, &base, &r.offset) || b.bad || b.at != b.end || base >= UNWIND_RIP)
		r.kind = ELSEWHERE;
	r.base = (uint8_t)base;
	return r;
}

static struct register_rule in_register(uint64_t number)
{
	return (struct register_rule){
		.kind = number < UNWIND_RIP ? IN_REGISTER : ELSEWHERE,
		.base = (uint8_t)number,
	};
}

/* Rules */

/* An offset in words of 8 bytes, or UNWIND_UNCHANGED when it cannot be said so. */
static int16_t words(int64_t offset)
{
	return offset % 8 || offset / 8 <= INT16_MIN || offset / 8 > INT16_MAX
		? UNWIND_UNCHANGED
		: (int16_t)(offset / 8);
}

static bool is_signal_frame(const struct state *s)
{
	const struct register_rule *rip = &s->registers[UNWIND_RIP];

	return s->kind == UNWIND_MEMORY && s->base == UNWIND_RSP && s->offset == UCONTEXT_RSP &&
		!s->add && rip->kind == AT_REGISTER && rip->base == UNWIND_RSP &&
		rip->offset == UCONTEXT_RIP;
}

/* Where a register was saved; false when that cannot be said in a rule. */
static bool put_saved(
	struct unwind_rule *rule, const struct state *s, unsigned i, enum unwind_register number)
{
	const struct register_rule *r = &s->registers[number];

	rule->saved[i] = UNWIND_UNCHANGED;
	/* one that is lost is as good as one that nobody saved: it is not looked at */
	if (r->kind == SAME || r->kind == UNDEFINED)
		return true;
	if (r->kind == AT_REGISTER && r->base == UNWIND_RBP)
		rule->from_rbp |= (uint8_t)(1u << i);
	else if (r->kind != AT_CFA)
		return false;
	rule->saved[i] = words(r->offset);
	return rule->saved[i] != UNWIND_UNCHANGED;
}

static bool put_return(struct unwind_rule *rule, const struct register_rule *rip)
{
	if (rip->kind == IN_REGISTER)
		rule->return_in = rip->base + 1;
	else if (rip->kind != AT_CFA)
		return false;
	else
		rule->return_address = words(rip->offset);
	return rule->return_address != UNWIND_UNCHANGED;
}

static struct unwind_rule rule_of(const struct machine *m)
{
	static const struct unwind_rule unknown;
	static const enum unwind_register saved[UNWIND_SAVED_COUNT] = UNWIND_SAVED;
	const struct state *s = &m->now;
	const struct register_rule *rip = &s->registers[UNWIND_RIP],
				   *rsp = &s->registers[UNWIND_RSP];
	struct unwind_rule rule = {
		.kind = (uint8_t)s->kind,
		.base = (uint8_t)s->base,
		.offset = (int32_t)s->offset,
		.add = (int32_t)s->add,
	};

	if (rip->kind == UNDEFINED)
		return (struct unwind_rule){ .kind = UNWIND_OUTERMOST };
	if (m->common->is_signal && is_signal_frame(s))
		return (struct unwind_rule){ .kind = UNWIND_SIGNAL };
	if (s->base >= UNWIND_RIP || rule.offset != s->offset || rule.add != s->add ||
		rsp->kind != SAME || !put_return(&rule, rip))
		return unknown;
	for (unsigned i = 0; i < UNWIND_SAVED_COUNT; i++)
		if (!put_saved(&rule, s, i, saved[i]))
			return unknown;
	return rule.kind == UNWIND_UNKNOWN ? unknown : rule;
}

/* Instructions */

/* The register of a number: the return address is found where the one that the object gave it as
 * is; UNWIND_REGISTERS: it is none of ours. */
static uint64_t register_of(const struct machine *m, uint64_t number)
{
	return number == m->common->return_register ? UNWIND_RIP
		: number < UNWIND_RIP ? number
		: UNWIND_REGISTERS;
}

static void set_register(struct machine *m, uint64_t number, struct register_rule rule)
{
	uint64_t i = register_of(m, number);

	if (i < UNWIND_REGISTERS)
		m->now.registers[i] = rule;
}

static void set_offset(struct machine *m, uint64_t number, int64_t factored)
{
	set_register(m, number,
		(struct register_rule){
			.kind = AT_CFA,
			.offset =
				(int64_t)((uint64_t)factored * (uint64_t)m->common->data_factor),
		});
}

static void restore_register(struct machine *m, uint64_t number)
{
	uint64_t i = register_of(m, number);

	if (i < UNWIND_REGISTERS)
		m->now.registers[i] = m->initial.registers[i];
}

static void define(struct machine *m, uint64_t base, int64_t offset)
{
	m->now.kind = UNWIND_REGISTER;
	m->now.base = base;
	m->now.offset = offset;
	m->now.add = 0;
}

static int64_t factored(const struct machine *m, struct dwarf_cursor *b)
{
	return (int64_t)((uint64_t)dwarf_read_sleb(b) * (uint64_t)m->common->data_factor);
}

/* Those that say how the CFA is found.  False: it is none of them. */
static bool run_cfa(struct machine *m, uint8_t op, struct dwarf_cursor *b)
{
	uint64_t base;

	switch (op) {
	case CFA_DEF_CFA:
		base = dwarf_read_uleb(b);
		define(m, base, (int64_t)dwarf_read_uleb(b));
		return true;
	case CFA_DEF_CFA_SF:
		base = dwarf_read_uleb(b);
		define(m, base, factored(m, b));
		return true;
	case CFA_DEF_CFA_REGISTER:
		define(m, dwarf_read_uleb(b), m->now.offset);
		return true;
	case CFA_DEF_CFA_OFFSET:
		define(m, m->now.base, (int64_t)dwarf_read_uleb(b));
		return true;
	case CFA_DEF_CFA_OFFSET_SF:
		define(m, m->now.base, factored(m, b));
		return true;
	case CFA_DEF_CFA_EXPRESSION:
		define_by_expression(&m->now, dwarf_take(b, dwarf_read_uleb(b)));
		return true;
	}
	return false;
}

/* Those that say where a register was saved.  False: it is none of them. */
static bool run_register(struct machine *m, uint8_t op, struct dwarf_cursor *b)
{
	uint64_t number = dwarf_read_uleb(b);

	switch (op) {
	case CFA_OFFSET_EXTENDED:
		set_offset(m, number, (int64_t)dwarf_read_uleb(b));
		return true;
	case CFA_OFFSET_EXTENDED_SF:
		set_offset(m, number, dwarf_read_sleb(b));
		return true;
	case CFA_GNU_NEGATIVE_OFFSET_EXTENDED:
		set_offset(m, number, (int64_t)-dwarf_read_uleb(b));
		return true;
	case CFA_RESTORE_EXTENDED:
		restore_register(m, number);
		return true;
	case CFA_UNDEFINED:
		set_register(m, number, (struct register_rule){ .kind = UNDEFINED });
		return true;
	case CFA_SAME_VALUE:
		set_register(m, number, (struct register_rule){ .kind = SAME });
		return true;
	case CFA_EXPRESSION:
		set_register(m, number, saved_by_expression(dwarf_take(b, dwarf_read_uleb(b))));
		return true;
	case CFA_VAL_EXPRESSION:
		dwarf_take(b, dwarf_read_uleb(b));
		set_register(m, number, (struct register_rule){ .kind = ELSEWHERE });
		return true;
	case CFA_REGISTER:
		set_register(m, number, in_register(dwarf_read_uleb(b)));
		return true;
	case CFA_VAL_OFFSET:
	case CFA_VAL_OFFSET_SF:
		dwarf_read_uleb(b);
		set_register(m, number, (struct register_rule){ .kind = ELSEWHERE });
		return true;
	}
	return false;
}

static bool run_state(struct machine *m, uint8_t op)
{
	switch (op) {
	case CFA_REMEMBER_STATE:
		if (m->remembered_count == MOST_REMEMBERED)
			return false;
		m->remembered[m->remembered_count++] = m->now;
		return true;
	case CFA_RESTORE_STATE:
		if (!m->remembered_count)
			return false;
		m->now = m->remembered[--m->remembered_count];
		return true;
	}
	return op == CFA_NOP;
}

static bool is_advance(uint8_t op)
{
	return op >> 6 == CFA_ADVANCE_LOC || (op >= CFA_ADVANCE_LOC1 && op <= CFA_ADVANCE_LOC4);
}

static uint64_t advance(const struct machine *m, uint8_t op, struct dwarf_cursor *b)
{
	return (op >> 6 ? op & 0x3f : dwarf_read(b, 1u << (op - CFA_ADVANCE_LOC1))) *
		m->common->code_factor;
}

/* One that says something about registers.  False: nothing behind it can be understood. */
static bool run_one(struct machine *m, uint8_t op, struct dwarf_cursor *b)
{
	if (op >> 6 == CFA_OFFSET)
		set_offset(m, op & 0x3f, (int64_t)dwarf_read_uleb(b));
	else if (op >> 6 == CFA_RESTORE)
		restore_register(m, op & 0x3f);
	else if (op == CFA_GNU_ARGS_SIZE)
		dwarf_read_uleb(b);
	else
		return run_state(m, op) || run_cfa(m, op, b) || run_register(m, op, b);
	return true;
}

bool cfi_run(const struct cfi_common *common, const struct cfi_function *f,
	struct dwarf_cursor program, cfi_row_fn row, void *arg)
{
	struct dwarf_cursor initial = common->initial;
	static const struct unwind_rule unknown;
	struct unwind_rule rule;
	uint64_t pc = f->start, next;
	struct machine m;       /* not all set: what is remembered is large, and seldom used */

	m.common = common;
	m.now = (struct state){ .base = UNWIND_REGISTERS };
	m.remembered_count = 0;
	while (initial.at < initial.end)
		if (!run_one(&m, (uint8_t)dwarf_read(&initial, 1), &initial) || initial.bad)
			return row(arg, pc, &unknown);
	m.initial = m.now;
	while (!program.bad && program.at < program.end && pc < f->end) {
		uint8_t op = (uint8_t)dwarf_read(&program, 1);

		if (!is_advance(op)) {
			if (!run_one(&m, op, &program))
				return row(arg, pc, &unknown);
			continue;
		}
		next = pc + advance(&m, op, &program);
		if (next < pc || program.bad)
			return row(arg, pc, &unknown);
		if (next == pc)
			continue;
		rule = rule_of(&m);
		if (!row(arg, pc, &rule))
			return false;
		pc = next;
	}
	rule = rule_of(&m);
	return pc >= f->end || row(arg, pc, program.bad ? &unknown : &rule);
}
