/* compiler/builtin_change.c - rows that change what the traced system does: override write_user.
 * Signals are in builtin_signal.c.  What a kernel does not let programs do is told when it refuses
 * them (runtime/refusal.c). */

#include <linux/bpf.h>

#include "compiler/check.h"
#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

/* override */

/* At the entry of a function of the kernel, with its registers. */
static bool enters_function(const struct row_demand *d, const struct match *m)
{
	return (m->carries.has_func && m->carries.has_registers && m->carries.word_count) ||
		row_not_here(d, m, NULL,
			"a function is kept from running where it is entered, in kprobe probes");
}

static const struct type *override_check(struct checker *c, struct node *n)
{
	if (!row_demand(c, n, enters_function, NULL))
		return &type_error;
	checker_probe(c)->uses_override = true;
	return NULL;
}

static ir_value override_lower(struct lowering *l, const struct node *n)
{
	ir_value args[] = { lower_context(l), lower_argument(l, n, 0) };

	lower_helper(l, BPF_FUNC_override_return, args, 2);
	return NULL;
}

/* write_user */

enum { WRITE_MOST = 1024 };

/* Bytes that are there to be written; WRITE_MOST where a pointer is all that is known, 0 for what
 * has none. */
static uint32_t bytes_of(const struct type *t)
{
	if (t->kind == TYPE_STRING || t->kind == TYPE_ARRAY)
		return MIN_OF(t->size, WRITE_MOST);
	return t->kind == TYPE_POINTER ? WRITE_MOST : 0;
}

static const struct type *write_user_check(struct checker *c, struct node *n)
{
	const struct node *from = row_argument(n, 1);
	uint32_t most = bytes_of(from->type);

	if (!most) {
		diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
			"write_user() writes a string, an array or what a pointer points to, not %s",
			type_text(checker_arena(c), from->type));
		return &type_error;
	}
	return row_in_range(c, n, 2, "a number of bytes of this", 1, most) ? NULL : &type_error;
}

static ir_value write_user_lower(struct lowering *l, const struct node *n)
{
	uint32_t most = bytes_of(row_argument(n, 1)->type), room = row_length_room(most);
	/* the verifier has to see that the size is not 0 where the kernel is called */
	ir_value to = lower_argument(l, n, 0),
		 size = ir_opaque(l, row_length(l, row_argument(n, 2), most)),
		 done = ir_cell(l, lower_const(l, 0));
	ir_value bytes = lower_temporary(l, room), args[] = { to, bytes, size };

	ir_zero(l, bytes, room);
	ir_copy(l, bytes, row_bytes(l, n, 1, most), most);
	struct ir_branch some = ir_if(l, size);
	ir_value got = lower_helper(l, BPF_FUNC_probe_write_user, args, 3);

	ir_cell_set(l, done, ir_compare(l, OP_EQ, got, lower_const(l, 0), false));
	ir_end(l, &some);
	return ir_cell_get(l, done);
}

const struct builtin change_builtins[] = {
	{
		.name = "override",
		.signature = "override(int result) -> void",
		.flags = BI_UNSAFE | BI_PROBE_DATA,
		.help = "keep the probed function of the kernel from running and let it return a result",
		.example = "kprobe:__x64_sys_mkdir { override(-13); }",
		.check = override_check,
		.lower = override_lower,
	},
	{
		.name = "write_user",
		.signature = "write_user(pointer to, any from, int length) -> bool",
		.flags = BI_UNSAFE,
		.help = "write bytes of a string, an array or behind a pointer into the memory of the process, and say whether that was possible",
		.check = write_user_check,
		.lower = write_user_lower,
	},
	{ 0 },
};
