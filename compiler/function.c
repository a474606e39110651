/* compiler/function.c - functions of the script as the passes share them: the row that a call of one
 * has, and the refusal of functions that call themselves (language.md Q10, Q13).  Called by
 * resolve.c. */
#include "compiler/function.h"

#include "runtime/base/util.h"
#include "compiler/lower.h"
#include "compiler/walk.h"

const struct builtin function_row = {
	.name = "fn",
	.signature = "fn(any ...) -> custom",
	.help = "a function of the script",
	.check = function_call_check,
	.lower = lower_function_call,
};

struct probe_node *function_code(const struct program *p, const struct function *f)
{
	struct probe_node *code = p->functions;

	while (code->function != f)
		code = code->next;
	return code;
}

/* Chains of calls */

struct chain {
	struct compilation *c;
	const struct chain *caller;
	const struct function *function;
	struct span call;
};

static const char *chain_text(struct arena *a, const struct chain *chain, const struct function *first)
{
	if (!chain)
		return "";
	if (chain->function == first)
		return chain->function->name;
	return arena_printf(a, "%s -> %s", chain_text(a, chain->caller, first), chain->function->name);
}

/* Follow the calls of a function; it is done when it has no way back to one of its callers. */
static void follow(struct node **child, void *arg);

static void follow_call(struct chain *chain, struct node *n)
{
	struct function *f = n->call.function;
	struct chain next = { chain->c, chain, f, n->span };
	struct probe_node *code = function_code(chain->c->program, f);

	for (const struct chain *at = chain; at; at = at->caller)
		if (at->function == f) {
			diag_hint(diag_error(chain->c->diags, n->call.name_span, DIAG_RECURSION,
					     "'%s' calls itself: %s -> %s", f->name,
					     chain_text(chain->c->arena, chain, f), f->name),
				  "the kernel has no stack for that: write a loop");
			return;
		}
	if (f->followed)
		return;
	walk_children(code->body, follow, &next);
	f->followed = true;
}

static void follow(struct node **child, void *arg)
{
	struct node *n = *child;

	walk_children(n, follow, arg);
	if (n->kind == NODE_CALL && n->call.function)
		follow_call(arg, n);
}

void functions_refuse_recursion(struct compilation *c)
{
	for (struct probe_node *code = c->program->functions; code; code = code->next) {
		struct chain start = { .c = c, .function = code->function };

		if (!code->function->followed)
			walk_children(code->body, follow, &start);
		code->function->followed = true;
	}
}
