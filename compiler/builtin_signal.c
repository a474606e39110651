/* compiler/builtin_signal.c - rows about signals: signal signal_thread. */

#include <linux/bpf.h>
#include <signal.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

enum { SIGNAL_LAST = 64 };

/* The number of a name with or without SIG; 0 when there is none. */
static int number_of(const char *name)
{
	/* second names, which the C library does not tell */
	static const struct {
		const char *name;
		int number;
	} aliases[] = { { "IO", SIGIO }, { "IOT", SIGIOT }, { "CLD", SIGCLD } };

	if (str_starts(name, "SIG"))
		name += 3;
	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
		if (str_eq(aliases[i].name, name))
			return aliases[i].number;
	for (int n = 1; n <= SIGNAL_LAST; n++)
		if (sigabbrev_np(n) && str_eq(sigabbrev_np(n), name))
			return n;
	return 0;
}

static const struct type *unknown_signal(struct checker *c, const struct node *arg)
{
	struct diag *d = diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
		"there is no signal '%s'", arg->string.text);
	struct nearest near;

	nearest_start(&near,
		str_starts(arg->string.text, "SIG") ? arg->string.text + 3 : arg->string.text);
	for (int n = 1; n <= SIGNAL_LAST; n++)
		if (sigabbrev_np(n))
			nearest_offer(&near, sigabbrev_np(n));
	diag_offer(d, "SIG", &near);
	return &type_error;
}

static bool is_of_process(const struct row_demand *d, const struct match *m)
{
	return m->spec.provider->flags & PROVIDER_SIGNALS ||
		row_not_here(d, m, "they are about no process",
			"it is available in kprobe, fentry, uprobe, tracepoint, rawtracepoint and profile probes");
}

static const struct type *signal_check(struct checker *c, struct node *n)
{
	const struct node *arg = row_argument(n, 0);

	if (!row_demand(c, n, is_of_process, NULL))
		return &type_error;
	if (arg->kind == NODE_STRING)
		return number_of(arg->string.text) ? NULL : unknown_signal(c, arg);
	if (!row_is_integer(arg->type)) {
		diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
			"%s() needs the name of a signal or its number, not %s", n->call.name,
			type_text(checker_arena(c), arg->type));
		return &type_error;
	}
	return row_in_range(c, n, 0, "a signal", 1, SIGNAL_LAST) ? NULL : &type_error;
}

static ir_value send(struct lowering *l, const struct node *n, int helper)
{
	const struct node *arg = row_argument(n, 0);
	ir_value number = arg->kind == NODE_STRING
		? lower_const(l, (uint64_t)number_of(arg->string.text))
		: lower_argument(l, n, 0);

	lower_helper(l, helper, &number, 1);
	return NULL;
}

static ir_value signal_lower(struct lowering *l, const struct node *n)
{
	return send(l, n, BPF_FUNC_send_signal);
}

static ir_value signal_thread_lower(struct lowering *l, const struct node *n)
{
	return send(l, n, BPF_FUNC_send_signal_thread);
}

const struct builtin signal_builtins[] = {
	{
		.name = "signal",
		.signature = "signal(any signal) -> void",
		.flags = BI_UNSAFE,
		.help = "send a signal, by name or number, to the current process",
		.example = "tracepoint:syscalls:sys_enter_mount { signal(\"SIGSTOP\"); }",
		.check = signal_check,
		.lower = signal_lower,
	},
	{
		.name = "signal_thread",
		.signature = "signal_thread(any signal) -> void",
		.flags = BI_UNSAFE,
		.help = "send a signal, by name or number, to the current thread",
		.example = "tracepoint:syscalls:sys_enter_mount { signal_thread(\"SIGSTOP\"); }",
		.check = signal_check,
		.lower = signal_thread_lower,
	},
	{ 0 },
};
