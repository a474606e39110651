/* compiler/builtin_probe.c - rows about the probe itself: probe probetype func args argN retval.  A
 * body may stand on several probes, so each must hold for all of them. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

static const struct type *probe_check(struct checker *c, struct node *n)
{
	(void)n;
	checker_probe(c)->uses_probe_id = true;
	return NULL;
}

static ir_value probe_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_probe_id(l);
}

/* The kinds of all matches: the longest name, and the one if they have all the same. */
struct kinds {
	uint32_t capacity;
	const char *one;
	bool several;
};

static void probetype_visit(const struct match *m, void *arg)
{
	struct kinds *k = arg;
	const char *kind = m->spec.provider->probetype;

	k->capacity = MAX_OF(k->capacity, (uint32_t)strlen(kind) + 1);
	k->several |= k->one && !str_eq(k->one, kind);
	k->one = kind;
}

/* One kind is a literal from now on, which conditions may be decided by. */
static const struct type *probetype_check(struct checker *c, struct node *n)
{
	struct kinds kinds = { .capacity = 1 };
	struct node *next = n->next;

	checker_each_match(c, probetype_visit, &kinds);
	if (kinds.one && !kinds.several) {
		*n = (struct node){ .kind = NODE_STRING, .span = n->span, .next = next };
		n->string.of_builtin = true;
		n->string.text = kinds.one;
		n->string.len = (uint32_t)strlen(kinds.one);
	}
	return type_string(checker_arena(c), kinds.capacity);
}

static ir_value probetype_lower(struct lowering *l, const struct node *n)
{
	return lower_string_const(l, lower_match(l)->spec.provider->probetype, n->type->size);
}

/* Words that are not alike may have some that no program can read. */
static bool is_readable(const struct row_demand *d, const struct match *m, uint32_t number)
{
	const struct probe_word *word = m->carries.words ? &m->carries.words[number] : NULL;

	if (!word || !word->refused)
		return true;
	diag_error(checker_diags(d->c), d->use->span, DIAG_NO_SUCH_ARGUMENT,
		"'%s' of '%s', which is '%s', cannot be read: %s", row_name(d->use), m->spec.text,
		word->text, word->refused);
	return false;
}

static bool has_word(const struct row_demand *d, const struct match *m)
{
	uint32_t count = m->carries.word_count, number = row_number(d->use);

	if (number < count)
		return is_readable(d, m, number);
	if (!count && m->carries.words) {
		diag_error(checker_diags(d->c), d->use->span, DIAG_NO_SUCH_ARGUMENT,
			"'%s' is not there: '%s' has no arguments", row_name(d->use), m->spec.text);
		return false;
	}
	if (!count)
		return row_not_here(d, m, NULL,
			m->carries.has_args
				? "use a field of args: 'sonde -lv' lists them"
				: "it is carried by kprobe, uprobe, usdt and rawtracepoint probes");
	diag_error(checker_diags(d->c), d->use->span, DIAG_NO_SUCH_ARGUMENT,
		"'%s' is behind the last argument of '%s', which is arg%u", row_name(d->use),
		m->spec.text, count - 1);
	return false;
}

static const struct type *word_check(struct checker *c, struct node *n)
{
	uint32_t number = row_number(n);

	if (!row_demand(c, n, has_word, NULL))
		return &type_error;
	checker_probe(c)->uses_words |= 1u << MIN_OF(number, PROBE_WORD_LAST);
	return &type_raw;
}

static ir_value word_lower(struct lowering *l, const struct node *n)
{
	return lower_probe_word(l, row_number(n));
}

static bool has_retval(const struct row_demand *d, const struct match *m)
{
	const struct type *t = m->carries.retval, **agreed = d->state;

	if (!t)
		return row_not_here(d, m, NULL,
			"it is what a function returned, in kretprobe, fexit and uretprobe probes; a system "
			"call's is args.ret of its sys_exit tracepoint");
	*agreed = !*agreed || type_equal(*agreed, t)
		? t
		: type_int(8, (*agreed)->is_signed || t->is_signed);
	return true;
}

static const struct type *retval_check(struct checker *c, struct node *n)
{
	const struct type *t = NULL;

	checker_describe(c);
	if (!row_demand(c, n, has_retval, &t))
		return &type_error;
	checker_probe(c)->uses_retval = true;
	return t ? t : &type_raw;
}

static ir_value retval_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_probe_retval(l);
}

static bool has_func(const struct row_demand *d, const struct match *m)
{
	const struct type *t = m->carries.has_func ? &type_ksym
		: m->carries.has_user_func ? &type_usym
		: NULL;
	const struct type **agreed = d->state;

	if (!t || (*agreed && *agreed != t))
		return row_not_here(d, m, NULL,
			t ? "other probes of this body have a function of the other side: kernel or process"
				: "it is the function of kprobe, kretprobe, fentry, fexit and uprobe probes");
	*agreed = t;
	return true;
}

static const struct type *func_check(struct checker *c, struct node *n)
{
	const struct type *t = NULL;

	if (!row_demand(c, n, has_func, &t) || !t)
		return &type_error;
	checker_probe(c)->uses_func |= t == &type_ksym;
	checker_probe(c)->uses_ctx |= t == &type_usym;
	return t;
}

static ir_value func_lower(struct lowering *l, const struct node *n)
{
	return n->type->kind == TYPE_USYM ? row_user_address(l, row_instruction_pointer(l))
		: lower_func(l);
}

static bool has_args(const struct row_demand *d, const struct match *m)
{
	const char *words;

	if (m->carries.has_args)
		return true;
	if (!m->carries.word_count && !m->carries.args_need_types)
		return row_not_here(d, m, NULL,
			"it is carried by tracepoint, rawtracepoint, fentry, fexit and kprobe probes");
	words = arena_printf(checker_arena(d->c), "use arg0 to arg%u", m->carries.word_count - 1);
	if (!m->carries.args_need_types)
		return row_not_here(d, m, m->carries.args_missing, words);
	diag_hint(diag_environment(checker_diags(d->c), d->use->span, DIAG_NOT_HERE,
			  "'%s' of '%s' cannot be had: this kernel has no type information",
			  row_name(d->use), m->spec.text),
		"%s, or a kernel with CONFIG_DEBUG_INFO_BTF", words);
	return false;
}

static const struct type *args_check(struct checker *c, struct node *n)
{
	static const struct type fields = { .kind = TYPE_STRUCT, .align = 8, .name = "args" };

	checker_describe(c);
	return row_demand(c, n, has_args, NULL) ? &fields : &type_error;
}

static ir_value args_lower(struct lowering *l, const struct node *n)
{
	return lower_probe_args(l, n->type);
}

const struct builtin probe_builtins[] = {
	{
		.name = "probe",
		.signature = "probe -> probe",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE,
		.help = "full name of the probe that fired",
		.example = "tracepoint:sched:sched_process_* { @[probe] = count(); }",
		.check = probe_check,
		.lower = probe_lower,
	},
	{
		.name = "probetype",
		.signature = "probetype -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE,
		.help = "kind of the probe that fired, such as tracepoint",
		.example =
			"tracepoint:sched:sched_switch, profile:hz:99 { @[probetype] = count(); }",
		.check = probetype_check,
		.lower = probetype_lower,
	},
	{
		.name = "func",
		.signature = "func -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE,
		.help = "the function that is probed, of the kernel or of a process",
		.example = "uprobe:libc:fopen, uprobe:libc:fclose { @[func] = count(); }",
		.check = func_check,
		.lower = func_lower,
	},
	{
		.name = "args",
		.signature = "args -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE | BI_FIELDS | BI_RESERVED,
		.help = "what a tracepoint or a function carries: args.fd, or all of it",
		.example =
			"tracepoint:syscalls:sys_enter_openat { printf(\"%s opens %s\\n\", comm, str(args.filename)); }",
		.check = args_check,
		.lower = args_lower,
	},
	{
		.name = "argN",
		.signature = "argN -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE | BI_NUMBERED | BI_RESERVED,
		.help = "an argument of a function or raw tracepoint by number, from arg0 on",
		.example = "uprobe:libc:malloc { @sizes = hist(arg0); }",
		.check = word_check,
		.lower = word_lower,
	},
	{
		.name = "retval",
		.signature = "retval -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE,
		.help = "what the function returned",
		.example = "uretprobe:libc:malloc { @failed[retval == 0] = count(); }",
		.check = retval_check,
		.lower = retval_lower,
	},
	{ 0 },
};
