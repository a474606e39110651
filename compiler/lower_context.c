/* compiler/lower_context.c - reads of fields of `ctx`, and the tests on the context that the runs
 * of an iterator begin with.  A field lies in the context itself, or behind pointers in it, which
 * are followed like all others. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <string.h>

#include "compiler/check.h"
#include "compiler/row.h"

ir_value lower_context(struct lowering *l)
{
	return LLVMBuildPtrToInt(l->builder, l->ctx, ir_int(l, 8), "");
}

ir_value lower_read_word(struct lowering *l, ir_value address, bool user)
{
	ir_value bytes = lower_temporary(l, 8);

	ir_zero(l, bytes, 8);
	lower_read(l, bytes, LLVMConstInt(ir_int(l, 4), 8, false), address, user);
	return ir_load(l, bytes, 0, 8, false);
}

/* Contexts that are no memory are read as the kernel rewrites such reads: whole words. */
ir_value lower_context_field(struct lowering *l, const struct node *n)
{
	const struct type_field *member = n->kind == NODE_FIELD ? n->field.member : NULL;
	uint64_t offset = 0;
	uint32_t bits = 8 * n->type->size, shift;
	ir_value word;

	if (!lower_match(l)->carries.context_words || !row_in_context(n, &offset))
		return NULL;
	if (!type_is_word(n->type)) {
		diag_hint(diag_error(l->c->diags, n->span, DIAG_NOT_HERE,
			      "this part of 'ctx' cannot be read as a whole in %s probes",
			      lower_match(l)->spec.provider->name),
			"use its fields, one by one");
		return ir_word(l, 0);
	}
	shift = 8 * (uint32_t)(offset % 8);
	if (member && member->bit_size) {
		shift += member->bit_offset;
		bits = member->bit_size;
	}
	word = ir_load_volatile(l, l->ctx, (uint32_t)(offset - offset % 8), 8);
	if (bits >= 64)
		return word;
	word = LLVMBuildShl(l->builder, word, ir_word(l, 64 - bits - shift), "");
	if (type_is_signed(n->type))
		return LLVMBuildAShr(l->builder, word, ir_word(l, 64 - bits), "");
	return LLVMBuildLShr(l->builder, word, ir_word(l, 64 - bits), "");
}

/* The kernel tells programs of the end of a walk by a run without an object. */
ir_value lower_is_present(struct lowering *l)
{
	const struct access *present = &l->prog->plan->present;

	/* to the verifier it is an address */
	return present->kind == ACCESS_NONE ? ir_word(l, 1)
		: ir_opaque(l, lower_access_word(l, present, false));
}

/* Half of the ring is free: whatever a run records has room there. */
ir_value lower_has_room(struct lowering *l)
{
	ir_value ring = ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.ring));
	ir_value waiting[] = { ring, ir_word(l, BPF_RB_AVAIL_DATA) },
		 size[] = { ring, ir_word(l, BPF_RB_RING_SIZE) };
	ir_value used = lower_helper(l, BPF_FUNC_ringbuf_query, waiting, 2);

	return ir_compare(l, OP_LE, LLVMBuildMul(l->builder, used, ir_word(l, 2), ""),
		lower_helper(l, BPF_FUNC_ringbuf_query, size, 2), false);
}

void lower_seq_print(struct lowering *l, const char *format, const ir_value *values, uint32_t count)
{
	uint32_t len = (uint32_t)strlen(format) + 1;
	/* the context of every walk begins with a pointer to struct bpf_iter_meta */
	LLVMValueRef meta = ir_load_pointer(l, l->ctx, 0),
		     seq = ir_load_pointer(l,
			     ir_offset(l, meta,
				     lower_kernel_member(l, "struct bpf_iter_meta", "seq")),
			     0);
	ir_value data = count ? lower_temporary(l, 8 * count) : LLVMConstNull(ir_ptr(l));

	for (uint32_t i = 0; i < count; i++)
		ir_store(l, data, 8 * i, 8, values[i]);
	ir_value args[] = { seq, lower_string_const(l, format, len),
		LLVMConstInt(ir_int(l, 4), len, false), data,
		LLVMConstInt(ir_int(l, 4), 8 * count, false) };

	lower_helper(l, BPF_FUNC_seq_printf, args, 5);
}

static LLVMValueRef typed_address(struct lowering *l, const struct node *n, LLVMBasicBlockRef none);

/* A pointer as the verifier knows it; the code goes on behind `none` when there is none. */
static LLVMValueRef typed_pointer(struct lowering *l, const struct node *n, LLVMBasicBlockRef none)
{
	LLVMBasicBlockRef some = ir_block(l, "some");
	LLVMValueRef v;

	if (n->kind == NODE_NAME)
		return l->ctx;
	if (n->kind == NODE_FIELD && node_is_args(n->field.object))
		v = lower_context_pointer(l, &lower_match(l)->plan.args[n->field.index]);
	else
		v = ir_load_pointer(l, typed_address(l, n, none), 0);
	LLVMBuildCondBr(l->builder, LLVMBuildIsNull(l->builder, v, ""), none, some);
	ir_at(l, some);
	return v;
}

static LLVMValueRef typed_address(struct lowering *l, const struct node *n, LLVMBasicBlockRef none)
{
	const struct node *object;
	LLVMValueRef base;
	ir_value offset;

	if (n->kind == NODE_DEREF)
		return typed_pointer(l, n->unary.operand, none);
	/* with the context's own address the verifier lets nobody calculate; what it holds has the
	 * same place on every kernel */
	if (n->field.object->kind == NODE_NAME)
		return ir_gep(l, l->ctx, n->field.member->offset);
	offset = lower_member_offset(l, n, &object);
	base = object->type->kind == TYPE_POINTER ? typed_pointer(l, object, none)
		: typed_address(l, object, none);
	return offset ? ir_offset(l, base, offset) : base;
}

struct lower_object lower_object_begin(struct lowering *l, const struct node *n)
{
	struct lower_object o = { .none = ir_block(l, "none") };

	o.pointer = typed_pointer(l, n, o.none);
	return o;
}

ir_value lower_object_end(struct lowering *l, struct lower_object *o, ir_value word)
{
	LLVMBasicBlockRef some = LLVMGetInsertBlock(l->builder), done = ir_block(l, "done");
	LLVMValueRef result, values[] = { word, ir_word(l, 0) };
	LLVMBasicBlockRef from[] = { some, o->none };

	LLVMBuildBr(l->builder, done);
	ir_at(l, o->none);
	LLVMBuildBr(l->builder, done);
	ir_at(l, done);
	result = LLVMBuildPhi(l->builder, ir_int(l, 8), "");
	LLVMAddIncoming(result, values, from, 2);
	return result;
}

ir_value lower_path(struct lowering *l, const struct node *n, uint32_t size)
{
	LLVMBasicBlockRef none = ir_block(l, "none"), done = ir_block(l, "done");
	ir_value name = lower_temporary(l, size);
	ir_value path = n->type->kind == TYPE_POINTER ? typed_pointer(l, n, none)
		: typed_address(l, n, none);
	ir_value args[] = { path, name, LLVMConstInt(ir_int(l, 4), size, false) };
	ir_value got = lower_helper(l, BPF_FUNC_d_path, args, 3);

	LLVMBuildCondBr(l->builder,
		ir_bool(l, ir_compare(l, OP_LT, got, ir_word(l, 1), true)), none, done);
	ir_at(l, none);
	ir_zero(l, name, size);
	ir_goto(l, done);
	ir_at(l, done);
	return name;
}
