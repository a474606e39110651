/* compiler/function.c - functions of the script as the passes share them: the row that a call of
 * one has, and the refusal of functions that call themselves (language.md Q10, Q13).  Called by
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

/* Chains of calls */

/* functions; the kernel allows fewer, which depends on the loops in them
 * (compiler/lower_survey.c) */
#define CHAIN_MAX 30

struct chain {
	struct compilation *c;
	const struct chain *caller;
	struct function *function;
	uint32_t depth;
};

static const char *chain_text(
	struct arena *a, const struct chain *chain, const struct function *first)
{
	if (!chain)
		return "";
	if (chain->function == first)
		return chain->function->name;
	return arena_printf(
		a, "%s -> %s", chain_text(a, chain->caller, first), chain->function->name);
}

/* Follow the calls of a function; it is done when it has no way back to one of its callers. */
static void follow(struct node **child, void *arg);

static void report_recursion(struct chain *chain, const struct function *f, struct span where)
{
	diag_hint(diag_error(chain->c->diags, where, DIAG_RECURSION, "'%s' calls itself: %s -> %s",
			  f->name, chain_text(chain->c->arena, chain, f), f->name),
		"the kernel has no stack for that: write a loop");
}

static void follow_function(struct chain *chain)
{
	struct function *f = chain->function;

	f->being_followed = true;
	f->height = 1;
	walk_children(f->code->body, follow, chain);
	f->being_followed = false;
	f->followed = true;
}

static void report_depth(struct chain *chain, struct span where)
{
	diag_hint(diag_error(chain->c->diags, where, DIAG_TOO_DEEP,
			  "more than %d functions call each other in a row", CHAIN_MAX),
		"the kernel lets fewer do so: let one function do what some of them do");
}

static void follow_call(struct chain *chain, struct node *n)
{
	struct function *f = n->call.function;
	struct chain next = { chain->c, chain, f, chain->depth + 1 };

	if (f->being_followed) {
		report_recursion(chain, f, n->call.name_span);
		return;
	}
	if (!f->followed && next.depth <= CHAIN_MAX)
		follow_function(&next);
	if (f->followed && f->height < CHAIN_MAX)
		chain->function->height = MAX_OF(chain->function->height, f->height + 1);
	else
		report_depth(chain, n->call.name_span);
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
	for (struct probe_node *code = c->program->functions; code; code = code->next)
		if (!code->function->followed)
			follow_function(
				&(struct chain){ .c = c, .function = code->function, .depth = 1 });
}
