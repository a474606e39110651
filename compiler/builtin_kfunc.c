/* compiler/builtin_kfunc.c - rows about functions of the kernel that programs may call, known when
 * the program is compiled: kfunc_exist kfunc_allowed. */

#include "compiler/compilation.h"
#include "compiler/fact.h"
#include "compiler/row.h"
#include "probes/bpf_call.h"
#include "probes/btf.h"
#include "runtime/base/util.h"

/* The number of a function among the kernel's and its modules' types; 0 when there is none. */
static uint32_t function_number(const struct node *n)
{
	return kernel_btf_lookup(NULL, BTF_KIND_FUNC, row_argument(n, 0)->string.text);
}

static bool kfunc_exist_value(const struct node *n, uint64_t *value)
{
	*value = function_number(n) != 0;
	return true;
}

static bool may_call(const struct probe_plan *plan, uint32_t number)
{
	struct kfunc_call call = {
		.prog_type = plan->prog_type,
		.attach_type = plan->attach_type,
		.attach_btf_id = plan->attach_btf_id,
		.attach_module = plan->attach_module,
	};
	const struct kernel_btf *types = kernel_btf_of(number, &call.btf_id);

	if (!types)
		return false;
	call.module = types->base ? types->name : NULL;
	return bpf_call_may_call(&call);
}

/* One answer for all matches that share the program: they are of one kind. */
bool row_may_call(struct lowering *l, uint32_t number)
{
	return may_call(&lower_match(l)->plan, number);
}

/* As the probe would be planned by all that is known of its body so far. */
static bool would_allow(struct checker *c, const struct match *m, uint32_t number)
{
	const struct probe_node *p = checker_probe(c);
	struct probe_use use = compilation_probe_use(checker_compilation(c));
	struct probe_plan plan = { 0 };
	struct probe_error err;

	use.whole_args = p->uses_whole_args || p->used_fields;
	use.words = p->uses_words;
	use.retval = p->uses_retval;
	use.ctx = p->uses_ctx;
	use.func = p->uses_func;
	use.id = p->uses_probe_id;
	use.typed = p->uses_typed;
	use.override = p->uses_override;
	return !m->spec.provider->plan(&m->spec, &use, checker_arena(c), &plan, &err) &&
		may_call(&plan, number);
}

/* The answer in call.data; none in functions, which any probe may call. */
static const struct type *kfunc_allowed_check(struct checker *c, struct node *n)
{
	const struct attach_node *a = checker_probe(c)->attach;
	bool *allowed = a ? arena_new_object(checker_arena(c), bool) : NULL;

	checker_probe(c)->uses_typed = true;
	n->call.data = allowed;
	if (allowed)
		*allowed = true;
	for (; a; a = a->next)
		if (a->matches)
			*allowed &= would_allow(c, a->matches, function_number(n));
	return NULL;
}

static bool kfunc_allowed_value(const struct node *n, uint64_t *value)
{
	const bool *allowed = n->call.data;

	if (allowed)
		*value = *allowed;
	return allowed;
}

static ir_value kfunc_allowed_lower(struct lowering *l, const struct node *n)
{
	fact_bind(lower_compilation(l), "kfunc_allowed() is what this kernel allows", n->span);
	return lower_const(l, row_may_call(l, function_number(n)));
}

const struct builtin kfunc_builtins[] = {
	{
		.name = "kfunc_exist",
		.signature = "kfunc_exist(literal_string function) -> bool",
		.flags = BI_PURE,
		.help = "true when the kernel or a loaded module has a function of this name",
		.example = "begin { print(kfunc_exist(\"bpf_path_d_path\")); }",
		.constant = kfunc_exist_value,
		.fact = FACT_HAS_FUNCTION,
	},
	{
		.name = "kfunc_allowed",
		.signature = "kfunc_allowed(literal_string function) -> bool",
		.flags = BI_PURE,
		.help = "true when the kernel lets programs of this probe call one of its functions",
		.example = "begin { print(kfunc_allowed(\"bpf_task_from_pid\")); }",
		.check = kfunc_allowed_check,
		.constant = kfunc_allowed_value,
		.lower = kfunc_allowed_lower,
	},
	{ 0 },
};
