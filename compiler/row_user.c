/* compiler/row_user.c - does a pointer point into user memory?  The providers mark the values of a
 * probe; here the mark is followed from where a pointer is used back to where it came from, through
 * operators, variables, maps and functions of the script.  Called by the rows that read memory
 * while they are lowered, and by check_space.c. */

#include "compiler/row.h"
#include "compiler/space.h"

#include "compiler/compilation.h"
#include "compiler/function.h"
#include "compiler/walk.h"
#include "runtime/base/util.h"

/* No more names than this are looked into, each once: assignments may go in circles. */
#define MAX_NAMES 32

/* Operators deeper than this say nothing about a pointer. */
#define MAX_STEPS 16

struct search {
	const struct program *program;
	const struct match *match; /* of the probe that asks, or whose function does */
	const void *names[MAX_NAMES]; /* struct variable, map and function already looked into */
	unsigned name_count;
};

/* The name whose assignments are being looked at. */
struct name {
	const struct variable *variable;
	const struct map *map;
	struct search *search;
	const struct match *match; /* of the probe that is looked through */
	enum space found;
};

static enum space space_of(
	struct search *s, const struct match *m, const struct node *n, unsigned steps);

/* Where nothing is known, a probe on user code or on system calls deals in user pointers. */
static bool is_user_by_default(const struct match *m)
{
	if (m->carries.words_user)
		return true;
	for (uint32_t i = 0; i < m->carries.arg_count; i++)
		if (m->carries.args[i].user)
			return true;
	return false;
}

static enum space space_of_field(const struct match *m, const struct node *n)
{
	bool pointer = n->type && n->type->kind == TYPE_POINTER;

	for (uint32_t i = 0; i < m->carries.arg_count; i++)
		if (str_eq(m->carries.args[i].name, n->field.name) && m->carries.args[i].user)
			return SPACE_USER;
	return pointer && !is_user_by_default(m) ? SPACE_KERNEL : SPACE_UNKNOWN;
}

const struct match *space_match(const struct probe_node *probe)
{
	for (const struct attach_node *a = probe->attach; a; a = a->next)
		if (a->matches)
			return a->matches;
	return NULL;
}

/* An assignment: if it is to the name, where does the value point? */
static void look_at(struct name *name, const struct node *target, const struct node *value)
{
	bool wanted = name->variable ? target->kind == NODE_VARIABLE &&
					       target->variable.ref == name->variable
				     : target->kind == NODE_MAP && target->map.ref == name->map;

	if (wanted && value && name->found != SPACE_USER) {
		enum space space = space_of(name->search, name->match, value, 0);

		if (space != SPACE_UNKNOWN)
			name->found = space;
	}
}

static void look_at_arguments(struct name *name, const struct node *call)
{
	const struct node *param = call->call.function->params;

	for (const struct node *arg = call->call.args; arg && param;
		arg = arg->next, param = param->next)
		look_at(name, param->let.variable, arg);
}

static void walk(struct node **child, void *arg)
{
	struct node *n = *child;

	if (n->kind == NODE_ASSIGN)
		look_at(arg, n->assign.target, n->assign.value);
	else if (n->kind == NODE_LET)
		look_at(arg, n->let.variable, n->let.value);
	else if (n->kind == NODE_FOR_MAP)
		look_at(arg, n->loop.variable, n->loop.over);
	else if (n->kind == NODE_VARIABLE && n->variable.element)
		look_at(arg, n, n->variable.element);
	else if (n->kind == NODE_CALL && n->call.function)
		look_at_arguments(arg, n);
	walk_children(n, walk, arg);
}

/* True the first time, as long as there is room. */
static bool is_new(struct search *s, const void *name)
{
	for (unsigned i = 0; i < s->name_count; i++)
		if (s->names[i] == name)
			return false;
	if (!name || s->name_count == MAX_NAMES)
		return false;
	s->names[s->name_count++] = name;
	return true;
}

static enum space space_of_name(struct search *s, const struct match *m, struct name name)
{
	if (!is_new(s, name.variable ? (const void *)name.variable : (const void *)name.map))
		return SPACE_UNKNOWN;
	for (const struct probe_node *p = program_next(s->program, NULL); p;
		p = program_next(s->program, p)) {
		struct node *body = p->body, *predicate = p->predicate;

		/* variables have their probe; those of functions are what that probe gives to
		 * them */
		if (name.variable && !p->function && p != m->probe)
			continue;
		name.search = s;
		name.match = p->function ? m : space_match(p);
		if (name.match && predicate)
			walk(&predicate, &name);
		if (name.match && body)
			walk(&body, &name);
	}
	return name.found;
}

bool space_is_word(const struct node *n)
{
	return n->type && n->type->kind == TYPE_INT && n->type->is_raw;
}

static enum space either(enum space a, enum space b)
{
	return a == SPACE_UNKNOWN ? b : a;
}

/* A tuple that holds a user pointer anywhere: it is not told which element is asked for. */
static enum space space_of_elements(
	struct search *s, const struct match *m, const struct node *tuple, unsigned steps)
{
	enum space found = SPACE_UNKNOWN;

	for (const struct node *e = tuple->list.first; e; e = e->next) {
		enum space space = space_of(s, m, e, steps);

		if (space == SPACE_USER)
			return space;
		found = either(found, space);
	}
	return found;
}

/* The values that a function of the script returns are being looked at. */
struct result {
	struct search *search;
	const struct match *match;
	enum space found;
};

static void find_result(struct node **child, void *arg)
{
	struct result *r = arg;
	const struct node *n = *child;

	if (n->kind == NODE_RETURN && n->expression.value && r->found != SPACE_USER) {
		enum space space = space_of(r->search, r->match, n->expression.value, 0);

		if (space != SPACE_UNKNOWN)
			r->found = space;
	}
	walk_children(*child, find_result, arg);
}

static enum space space_of_result(struct search *s, const struct match *m, const struct function *f)
{
	struct result r = { .search = s, .match = m };
	struct node *body;

	if (!is_new(s, f))
		return SPACE_UNKNOWN;
	body = f->code->body;
	find_result(&body, &r);
	return r.found;
}

/* A row that says where its result points, or passes on what its first argument is. */
static enum space space_of_call(
	struct search *s, const struct match *m, const struct node *n, unsigned steps)
{
	unsigned flags = n->call.builtin->flags;

	if (n->call.function)
		return space_of_result(s, m, n->call.function);
	if (flags & (BI_KERNEL_POINTER | BI_USER_POINTER))
		return flags & BI_USER_POINTER ? SPACE_USER : SPACE_KERNEL;
	if (n->type && n->type->kind == TYPE_POINTER && n->call.args)
		return space_of(s, m, n->call.args, steps);
	return SPACE_UNKNOWN;
}

static enum space space_of(
	struct search *s, const struct match *m, const struct node *n, unsigned steps)
{
	uint64_t offset = 0;

	if (steps++ > MAX_STEPS)
		return SPACE_UNKNOWN;
	/* a register says nothing about what it points to */
	if (n->type && n->type->kind == TYPE_INT && row_in_context(n, &offset))
		return SPACE_UNKNOWN;
	if (n->kind == NODE_FIELD)
		return node_is_args(n->field.object) ? space_of_field(m, n)
			: space_of(s, m, n->field.object, steps);
	if (n->kind == NODE_CAST)
		return space_of(s, m, n->cast.operand, steps);
	if (n->kind == NODE_DEREF)
		return space_of(s, m, n->unary.operand, steps);
	if (n->kind == NODE_NAME && n->name.builtin &&
		(n->name.builtin->flags & (BI_KERNEL_POINTER | BI_CONTEXT)))
		return SPACE_KERNEL;
	if (n->kind == NODE_CALL && n->call.builtin)
		return space_of_call(s, m, n, steps);
	if (n->kind == NODE_TUPLE || n->kind == NODE_RECORD)
		return space_of_elements(s, m, n, steps);
	if (n->kind == NODE_INDEX)
		return space_of(s, m, n->index.object, steps);
	if (n->kind == NODE_NAME && n->name.builtin && space_is_word(n))
		return m->carries.words_user ? SPACE_USER : SPACE_KERNEL;
	if (n->kind == NODE_BINARY)
		return either(space_of(s, m, n->binary.left, steps),
			space_of(s, m, n->binary.right, steps));
	if (n->kind == NODE_TERNARY)
		return either(
			space_of(s, m, n->ternary.then ? n->ternary.then : n->ternary.cond, steps),
			space_of(s, m, n->ternary.other, steps));
	if (n->kind == NODE_BLOCK)
		return n->list.value ? space_of(s, m, n->list.value, steps) : SPACE_UNKNOWN;
	if (n->kind == NODE_ADDRESS)
		return SPACE_KERNEL;
	if (n->kind == NODE_COMPTIME)
		return SPACE_UNKNOWN;
	if (n->kind == NODE_VARIABLE)
		return space_of_name(s, m, (struct name){ .variable = n->variable.ref });
	if (n->kind == NODE_MAP)
		return space_of_name(s, m, (struct name){ .map = n->map.ref });
	return SPACE_UNKNOWN;
}

enum space space_of_value(const struct program *p, const struct match *m, const struct node *n)
{
	struct search s = { .program = p, .match = m };

	return space_of(&s, m, n, 0);
}

bool row_is_user(struct lowering *l, const struct node *n)
{
	const struct match *m = lower_match(l);
	enum space space = space_of_value(lower_compilation(l)->program, m, n);

	return space == SPACE_UNKNOWN ? is_user_by_default(m) : space == SPACE_USER;
}
