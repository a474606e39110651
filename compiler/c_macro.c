/* compiler/c_macro.c - what #define and #undef say, and from where in the script to where it holds.
 * A use may be looked up long after the text behind it was read.  Called by the directives, the
 * expansion and the resolve pass. */
#include "compiler/c_unit.h"

#include <string.h>

#include "probes/btf_types.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

/* Names that are defined from the beginning (C6); what headers ask of a compiler of their time. */
static const struct {
	const char *name, *text;
	bool (*holds)(void);    /* NULL: always */
} predefined[] = {
	{ "SONDE", "1", NULL },
	{ "BPFTRACE_HAVE_BTF", "1", btf_types_present },
#ifdef __x86_64__
	{ "__x86_64__", "1", NULL },
	{ "__x86_64", "1", NULL },
#endif
#ifdef __aarch64__
	{ "__aarch64__", "1", NULL },
#endif
	{ "__linux__", "1", NULL },
	{ "__LP64__", "1", NULL },
	{ "__STDC__", "1", NULL },
	{ "__STDC_VERSION__", "201710L", NULL },
	{ "__GNUC__", "4", NULL },
	{ "__GNUC_MINOR__", "8", NULL },
	{ "__CHAR_BIT__", "8", NULL },
	{ "__SIZEOF_LONG__", "8", NULL },
	{ "__SIZEOF_POINTER__", "8", NULL },
	{ "__ORDER_LITTLE_ENDIAN__", "1234", NULL },
	{ "__ORDER_BIG_ENDIAN__", "4321", NULL },
	{ "__BYTE_ORDER__", "1234", NULL },
};

static struct c_macro **bucket_of(struct c_unit *u, const char *name)
{
	return &u->macros[hash_add_text(HASH_START, name) % ARRAY_SIZE(u->macros)];
}

static struct c_macro *add(struct c_unit *u, const char *name, uint32_t from)
{
	struct c_macro *m = arena_new_object(u->compilation->arena, struct c_macro),
		       **bucket = bucket_of(u, name);

	m->name = name;
	m->older = *bucket;
	m->from = from;
	m->to = UINT32_MAX;
	*bucket = m;
	return m;
}

/* The newest of a name, from m on. */
static struct c_macro *of_name(struct c_macro *m, const char *name)
{
	while (m && !str_eq(m->name, name))
		m = m->older;
	return m;
}

static void predefine(struct c_unit *u, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(predefined); i++) {
		const char *text = predefined[i].text;

		if (!str_eq(predefined[i].name, name) ||
			(predefined[i].holds && !predefined[i].holds()))
			continue;
		struct c_file f = {
			.name = name, .text = text, .len = (uint32_t)strlen(text), .from = SPAN_NONE
		};
		uint32_t at = 0;

		c_tokens_add(u, &add(u, name, 0)->body, c_lex(&f, &at, f.len));
	}
}

struct c_macro *c_macro_find(struct c_unit *u, const char *name, uint32_t at)
{
	struct c_macro *m = of_name(*bucket_of(u, name), name);

	if (!m) {
		predefine(u, name);
		m = of_name(*bucket_of(u, name), name);
	}
	while (m && (at < m->from || at >= m->to))
		m = of_name(m->older, name);
	return m;
}

void c_macro_undefine(struct c_unit *u, const char *name)
{
	struct c_macro *m = c_macro_find(u, name, u->now);

	if (m)
		m->to = u->now;
}

/* "(" name, ..., "..." ")": the index behind it; 0 when it is none. */
static uint32_t read_params(
	struct c_unit *u, const struct c_tokens *line, uint32_t i, struct c_macro *m)
{
	m->is_function = true;
	m->params = arena_new_array(u->compilation->arena, const char *, line->count);
	if (c_token_is(&line->items[i], ")"))
		return i + 1;
	for (;; i++) {
		const struct c_token *t = &line->items[i];

		if (m->is_variadic)
			return 0;
		if (c_token_is(t, "...")) {
			m->is_variadic = true;
			m->params[m->param_count++] = "__VA_ARGS__";
		} else if (t->kind == C_NAME) {
			m->params[m->param_count++] = c_token_text(u, t);
			m->is_variadic = c_token_is(t + 1, "...");
			i += m->is_variadic;
		} else {
			return 0;
		}
		t = &line->items[++i];
		if (c_token_is(t, ")"))
			return i + 1;
		if (!c_token_is(t, ","))
			return 0;
	}
}

void c_macro_define(struct c_unit *u, const struct c_file *f, const struct c_tokens *line)
{
	const struct c_token *name = &line->items[0];
	struct c_macro *m;
	uint32_t i = 1;

	if (name->kind != C_NAME) {
		if (!f->name)
			diag_error(u->compilation->diags, name->span, DIAG_DIRECTIVE,
				"'#define' needs a name");
		return;
	}
	const char *text = c_token_text(u, name);

	c_macro_undefine(u, text);
	m = add(u, text, u->now);
	m->span = name->span;
	m->of_header = f->name != NULL;
	if (c_token_is(&line->items[1], "(") && !line->items[1].spaced) {
		i = read_params(u, line, 2, m);
		if (!i) {
			m->to = u->now;
			if (!f->name)
				diag_error(u->compilation->diags, line->items[1].span,
					DIAG_DIRECTIVE,
					"the parameters of '%.32s' cannot be read: names between commas, then ')'",
					text);
			return;
		}
	}
	for (; line->items[i].kind != C_END; i++)
		c_tokens_add(u, &m->body, line->items[i]);
}
