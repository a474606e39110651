/* compiler/lower_survey.c - looks through a body before it is lowered: which loops become functions
 * that the kernel calls back, how deep those go, whether one of them leaves the body, and for every
 * variable the function that it belongs to, and whether others use it too.  Called for the body of
 * every probe and function. */
#include "compiler/lower_llvm.h"

#include "runtime/base/util.h"
#include "compiler/walk.h"

/* Functions that may call each other (MAX_CALL_FRAMES, linux/bpf_verifier.h), without the program
 * itself and the function of its body. */
#define DEPTH_MAX 6

/* Nodes of the copies of an unrolled body; more become a loop. */
#define UNROLLED_MAX 4000

struct survey {
	struct lowering *l;
	const struct node *loop; /* whose body this is, of those that are callbacks */
	uint32_t depth;		 /* of such loops */
	uint32_t copies;	 /* of what is being looked at, by unrolling */
};

static bool is_inside(const struct node *inner, const struct node *outer)
{
	while (inner && inner != outer)
		inner = inner->loop.outer;
	return inner == outer;
}

static void use_variable(const struct survey *s, struct variable *v, uint8_t parts)
{
	v->parts |= parts;
	if (!v->seen) {
		v->seen = true;
		v->home = s->loop;
		return;
	}
	v->shared |= v->home != s->loop;
	while (!is_inside(s->loop, v->home))
		v->home = v->home->loop.outer;
}

static void count_node(struct node **child, void *arg)
{
	++*(uint32_t *)arg;
	walk_children(*child, count_node, arg);
}

static uint32_t unrolled_size(const struct survey *s, struct node *n)
{
	uint32_t nodes = 0;

	count_node(&n->loop.body, &nodes);
	return nodes * (uint32_t)n->loop.over->integer.value * s->copies;
}

static void survey_node(struct node **child, void *arg);

static void survey_loop(struct survey *s, struct node *n)
{
	struct survey inside = *s;

	n->loop.outer = s->loop;
	n->loop.inlined = n->kind == NODE_UNROLL && unrolled_size(s, n) <= UNROLLED_MAX;
	if (n->loop.inlined) {
		inside.copies *= (uint32_t)n->loop.over->integer.value;
	} else {
		inside.loop = n;
		inside.depth++;
		s->l->loop_depth = MAX_OF(s->l->loop_depth, inside.depth);
	}
	if (inside.depth == DEPTH_MAX + 1)
		diag_hint(diag_error(s->l->c->diags, n->span, DIAG_TOO_DEEP,
			      "more than %d loops inside each other", DEPTH_MAX),
			"the kernel lets no more functions call each other");
	/* a condition belongs to every round */
	survey_node(&n->loop.over, n->kind == NODE_WHILE ? &inside : s);
	if (n->loop.end)
		survey_node(&n->loop.end, s);
	if (n->loop.variable)
		use_variable(&inside, n->loop.variable->variable.ref, 0);
	survey_node(&n->loop.body, &inside);
}

static void survey_call(struct survey *s, const struct node *n)
{
	uint32_t depth = s->depth + n->call.function->frames;

	s->l->loop_depth = MAX_OF(s->l->loop_depth, depth);
	if (depth > DEPTH_MAX)
		diag_hint(diag_error(s->l->c->diags, n->span, DIAG_TOO_DEEP,
			      "more than %d functions and loops inside each other", DEPTH_MAX),
			"the kernel lets no more functions call each other");
}

/* The variable whose element 0 or 1 the node is, or NULL. */
static struct variable *part_of(const struct node *n, uint64_t *index)
{
	const struct node *object = n->kind == NODE_FIELD ? n->field.object
		: n->kind == NODE_INDEX ? n->index.object
		: NULL;

	if (!object || object->kind != NODE_VARIABLE || !object->type ||
		object->type->kind != TYPE_TUPLE)
		return NULL;
	*index = n->kind == NODE_FIELD ? n->field.index : n->index.at->integer.value;
	return object->variable.ref;
}

static bool leaves_body(const struct node *n)
{
	return n->kind == NODE_RETURN ||
		(n->kind == NODE_CALL && (n->call.builtin->flags & (BI_LEAVES | BI_MAY_LEAVE)));
}

static void survey_node(struct node **child, void *arg)
{
	struct survey *s = arg;
	struct node *n = *child;
	uint64_t index;
	struct variable *part = part_of(n, &index);

	s->l->loop_leaves |= s->loop && leaves_body(n);
	if (node_is_loop(n)) {
		survey_loop(s, n);
		return;
	}
	if (part) {
		use_variable(s, part, (uint8_t)(1u << MIN_OF(index, 7u)));
		return;
	}
	if (n->kind == NODE_VARIABLE)
		use_variable(s, n->variable.ref, UINT8_MAX);
	if (n->kind == NODE_CALL && n->call.function)
		survey_call(s, n);
	walk_children(n, survey_node, s);
}

void lower_survey_loops(struct lowering *l, struct probe_node *p)
{
	struct survey s = {.l = l, .copies = 1};

	l->loop_depth = 0;
	l->loop_leaves = false;
	l->early = NULL;
	l->variables = p->variables;
	for (struct variable *v = p->variables; v; v = v->next) {
		v->home = NULL;
		v->seen = v->shared = v->placed = false;
		v->parts = 0;
	}
	for (struct node *param = p->function ? p->function->params : NULL; param;
		param = param->next)
		use_variable(&s, param->let.variable->variable.ref, 0);
	if (p->predicate)
		survey_node(&p->predicate, &s);
	survey_node(&p->body, &s);
}
