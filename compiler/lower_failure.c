/* compiler/lower_failure.c - reads of traced memory, and with -k the word of the kernel's helpers
 * that failed: reads (E7), look-ups of keys (M4), deletes (G1).  Called where the lowering and the
 * rows use such a helper for the script. */
#include "compiler/lower_llvm.h"

#include <errno.h>
#include <linux/bpf.h>

static const char *helper_name(int helper)
{
	switch (helper) {
	case BPF_FUNC_probe_read_user:
		return "probe_read_user";
	case BPF_FUNC_probe_read_kernel:
		return "probe_read_kernel";
	case BPF_FUNC_probe_read_user_str:
		return "probe_read_user_str";
	case BPF_FUNC_probe_read_kernel_str:
		return "probe_read_kernel_str";
	case BPF_FUNC_map_lookup_elem:
		return "map_lookup_elem";
	case BPF_FUNC_map_delete_elem:
		return "map_delete_elem";
	}
	return "?";
}

/* The reader gets what the helper returned as the one argument of the event. */
static void tell(struct lowering *l, int helper, ir_value returned, const char *what)
{
	lower_event_word(l, &(struct lower_event){
			   .kind = ACTION_HELPER,
			   .text = what,
			   .helper = helper_name(helper),
			   .span = l->place,
		       }, returned);
}

/* A read returns a negative error. */
static ir_value checked_read(struct lowering *l, int helper, const ir_value *args)
{
	ir_value returned = lower_helper(l, helper, args, 3);
	struct ir_branch failed;

	if (!l->c->warn_failures)
		return returned;
	failed = ir_if(l, ir_compare(l, OP_LT, returned, ir_word(l, 0), true));
	tell(l, helper, returned, "this memory cannot be read: it is taken as zero");
	ir_end(l, &failed);
	return returned;
}

ir_value lower_read(struct lowering *l, ir_value to, ir_value size, ir_value address, bool user)
{
	ir_value args[] = {to, size, address};

	return checked_read(
		l, user ? BPF_FUNC_probe_read_user : BPF_FUNC_probe_read_kernel, args);
}

ir_value lower_read_text(
	struct lowering *l, ir_value to, ir_value size, ir_value address, bool user)
{
	ir_value args[] = {to, size, address};

	return checked_read(
		l, user ? BPF_FUNC_probe_read_user_str : BPF_FUNC_probe_read_kernel_str, args);
}

bool lower_is_discarded(const struct lowering *l, const struct node *call)
{
	return l->discarded == call;
}

void lower_missing_key(struct lowering *l, const struct map *m)
{
	if (l->c->warn_failures)
		tell(l, BPF_FUNC_map_lookup_elem, ir_word(l, 0),
			arena_printf(l->c->arena,
			"there is no such key in '@%s': its value is taken as zero", m->name));
}

void lower_absent_key(struct lowering *l, const struct map *m, ir_value deleted)
{
	struct ir_branch absent;

	if (!l->c->warn_failures)
		return;
	absent = ir_if(l, ir_compare(l, OP_EQ, deleted, ir_word(l, 0), false));
	tell(l, BPF_FUNC_map_delete_elem, ir_word(l, (uint64_t)-ENOENT),
		arena_printf(
			l->c->arena, "there is no such key in '@%s': nothing is deleted", m->name));
	ir_end(l, &absent);
}
