/* compiler/lower_fact.c - numbers of the machine in the code of portable images (compiler/fact.h).
 * A word is the address of a symbol "fact.N", which the linking makes a relocation of
 * (compiler/link.c).  In an ordinary image all of them are constants.
 *
 * The verifier lets nobody calculate with the context's address: there the number has to be in the
 * instruction that loads.  So it is written as two instructions in one: the symbol "context.N", and
 * the load behind it, whose offset is meant. */
#include "compiler/lower_llvm.h"

#include <string.h>

#include "compiler/fact.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

static LLVMValueRef assembly(LLVMTypeRef type, const char *code, const char *operands, bool stays)
{
	return LLVMGetInlineAsm(type, code, strlen(code), operands, strlen(operands), stays, false,
		LLVMInlineAsmDialectATT, false);
}

/* Of the address of a symbol LLVM would know that it is not 0. */
static ir_value word_of(struct lowering *l, uint32_t fact)
{
	LLVMTypeRef type = LLVMFunctionType(ir_int(l, 8), NULL, 0, false);

	return LLVMBuildCall2(l->builder, type,
		assembly(type, arena_printf(l->c->arena, "$0 = fact.%u ll", fact), "=r", false),
		NULL, 0, "");
}

static uint32_t use(
	struct lowering *l, const char *text, const char *member, struct image_fact wanted)
{
	wanted.relocated = true;
	return fact_add(l->c, text, member, l->place, wanted);
}

ir_value lower_fact(struct lowering *l, enum fact_kind kind, const char *text, const char *member,
	uint64_t value)
{
	if (!l->c->portable)
		return ir_word(l, value);
	return word_of(l,
		use(l, text, member,
			(struct image_fact){ .kind = kind, .body = FACT_NO_BODY, .value = value }));
}

/* Bodies are numbered through all programs. */
static uint32_t body_number(const struct lowering *l)
{
	uint32_t number = (uint32_t)(l->body - l->prog->bodies);

	for (uint32_t i = 0; i < l->prog_index; i++)
		number += l->layout->progs[i].body_count;
	return number;
}

ir_value lower_body_fact(struct lowering *l, enum fact_kind kind, const char *text, uint64_t value)
{
	if (!l->c->portable)
		return ir_word(l, value);
	return word_of(l,
		use(l, text, NULL,
			(struct image_fact){
				.kind = kind, .body = body_number(l), .value = value }));
}

ir_value lower_kernel_member(struct lowering *l, const char *type, const char *member)
{
	uint32_t size = 0;
	int offset = machine_btf_member(strchr(type, ' ') + 1, member, &size);

	if (!l->c->portable)
		return ir_word(l, (uint64_t)offset);
	return word_of(l,
		use(l, type, member,
			(struct image_fact){
				.kind = FACT_MEMBER,
				.body = FACT_NO_BODY,
				.size = size,
				.value = (uint64_t)offset,
			}));
}

static const char *name_of_id(uint32_t number)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(number, &id);
	const struct btf_type *t = b ? kernel_btf_type(b, id) : NULL;

	return t ? kernel_btf_text(b, t->name_off) : "";
}

const char *lower_variable_fact(struct lowering *l, uint32_t btf_id)
{
	struct image_fact wanted = {.kind = FACT_VARIABLE, .body = FACT_NO_BODY, .value = btf_id};

	return arena_printf(l->c->arena, "factvar.%u", use(l, name_of_id(btf_id), NULL, wanted));
}

const char *lower_function_fact(struct lowering *l, uint32_t btf_id)
{
	struct image_fact wanted = {.kind = FACT_FUNCTION, .body = FACT_NO_BODY, .value = btf_id};

	return arena_printf(l->c->arena, "factfunc.%u", use(l, name_of_id(btf_id), NULL, wanted));
}

/* Members */

static const struct type *holder_type(struct lowering *l, const struct node *object)
{
	return object->type->kind == TYPE_POINTER
		? btf_types_pointee(&l->c->programs, object->type, l->c->arena)
		: object->type;
}

ir_value lower_member_offset(struct lowering *l, const struct node *n, const struct node **holder)
{
	const struct type_field *member = n->field.member;
	const struct node *object = n->field.object;
	const char *way = n->field.name, *type;
	uint64_t offset = member->offset;

	*holder = object;
	if (!l->c->portable)
		return offset ? ir_word(l, offset) : NULL;
	while (!(type = fact_type_name(l->c, holder_type(l, object))) &&
		object->kind == NODE_FIELD && object->field.member &&
		object->type->kind != TYPE_POINTER) {
		offset += object->field.member->offset;
		way = arena_printf(l->c->arena, "%s.%s", object->field.name, way);
		object = object->field.object;
	}
	/* one of the script or of a program, or one that nobody can find again: those are small and
	 * do not change */
	if (!type)
		return member->offset ? ir_word(l, member->offset) : NULL;
	*holder = object;
	return word_of(l,
		use(l, type, way,
			(struct image_fact){
				.kind = FACT_MEMBER,
				.body = FACT_NO_BODY,
				.size = n->type->size,
				.bits = (uint32_t)member->bit_offset << 8 | member->bit_size,
				.value = offset,
			}));
}

/* Values of the probe */

/* The value that lies there, by the name of its field, "" for what the probe returns; NULL: its
 * place is the same everywhere. */
static const char *name_of_value(struct lowering *l, const struct access *a)
{
	const struct match *m = lower_match(l);
	const struct probe_plan *plan = &m->plan;

	if (!l->c->portable)
		return NULL;
	/* behind the arguments, however many the function has */
	if (a == &plan->retval)
		return "";
	for (uint32_t i = 0; plan->args && i < m->carries.arg_count; i++)
		if (a == &plan->args[i])
			return m->carries.args[i].name;
	return NULL;
}

ir_value lower_access_offset(struct lowering *l, const struct access *a)
{
	const char *name = name_of_value(l, a);

	return name ? lower_body_fact(l, FACT_VALUE, name, a->offset) : ir_word(l, a->offset);
}

/* "$0 = *(u32 *)($1 + 0)" */
static ir_value load_there(
	struct lowering *l, const char *name, const struct access *a, uint32_t size)
{
	uint32_t fact = use(l, name, NULL,
		(struct image_fact){
			.kind = FACT_VALUE, .body = body_number(l), .value = a->offset });
	const char *code = arena_printf(
		l->c->arena, "$0 = context.%u ll\n$0 = *(u%u *)($1 + 0)", fact, size * 8);
	LLVMTypeRef pointer = ir_ptr(l), type = LLVMFunctionType(ir_int(l, 8), &pointer, 1, false);

	return LLVMBuildCall2(
		l->builder, type, assembly(type, code, "=&r,r", true), &l->ctx, 1, "");
}

ir_value lower_context_word(struct lowering *l, const struct access *a)
{
	const char *name = name_of_value(l, a);

	return name ? load_there(l, name, a, a->size)
		: ir_load_volatile(l, l->ctx, a->offset, a->size);
}

ir_value lower_data_location(struct lowering *l, const struct access *a)
{
	const char *name = name_of_value(l, a);

	return name ? load_there(l, name, a, 4) : ir_load_volatile(l, l->ctx, a->offset, 4);
}

LLVMValueRef lower_context_pointer(struct lowering *l, const struct access *a)
{
	const char *name = name_of_value(l, a);

	return name ? LLVMBuildIntToPtr(l->builder, load_there(l, name, a, 8), ir_ptr(l), "")
		: ir_load_pointer(l, l->ctx, a->offset);
}
