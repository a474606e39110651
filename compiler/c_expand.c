/* compiler/c_expand.c - macros replaced by their text the way C does it: arguments first, results
 * read again, no macro inside of itself, '#' and '##'.  For #if, headers and definitions; a macro
 * in an expression of the language is read as an expression instead (c_script.c).  Called by the
 * directives and the definitions. */
#include "compiler/c_unit.h"

#include <string.h>

#include "compiler/lexer_internal.h"
#include "runtime/base/util.h"

#define TEXT_MAX 4096   /* of one token that macros make: pasted to itself it doubles each time */

/* Tokens that are read next; those of a macro keep it from being replaced in them. */
struct context {
	const struct c_token *at, *end;
	struct c_macro *macro;
	struct context *below;
};

struct expansion {
	struct c_unit *unit;
	struct context *top;
	uint32_t nesting;
};

struct arguments {
	struct c_tokens *items;
	uint32_t count;
};

static void push(struct expansion *x, const struct c_tokens *list, struct c_macro *macro)
{
	struct context *c = arena_new_object(x->unit->compilation->arena, struct context);

	*c = (struct context){ list->items, c_tokens_end(list), macro, x->top };
	x->top = c;
	if (macro)
		macro->active = true;
}

static void pop(struct expansion *x)
{
	if (x->top->macro)
		x->top->macro->active = false;
	x->top = x->top->below;
}

static struct c_token next(struct expansion *x)
{
	while (x->top && x->top->at == x->top->end)
		pop(x);
	return x->top ? *x->top->at++ : (struct c_token){ .kind = C_END, .text = "" };
}

static bool at_paren(const struct expansion *x)
{
	const struct context *c = x->top;

	while (c && c->at == c->end)
		c = c->below;
	return c && c_token_is(c->at, "(");
}

/* "(" a, b ")"; false when it does not end. */
static bool read_arguments(struct expansion *x, const struct c_macro *m, struct arguments *args)
{
	uint32_t depth = 0, room = m->param_count + 1;
	struct c_token t = next(x);

	args->items = arena_new_array(x->unit->compilation->arena, struct c_tokens, room);
	args->count = 1;
	for (t = next(x); t.kind != C_END; t = next(x)) {
		bool last = args->count >= m->param_count;

		if (c_token_is(&t, ")") && !depth)
			return true;
		depth += c_token_is(&t, "(");
		depth -= c_token_is(&t, ")");
		if (c_token_is(&t, ",") && !depth && !(last && m->is_variadic) &&
			args->count < room)
			args->count++;
		else
			c_tokens_add(x->unit, &args->items[args->count - 1], t);
	}
	return false;
}

static const struct c_tokens *argument(
	const struct c_macro *m, const struct arguments *args, const struct c_token *t)
{
	static const struct c_tokens none;

	for (uint32_t i = 0; t->kind == C_NAME && i < m->param_count; i++)
		if (c_token_is(t, m->params[i]))
			return i < args->count ? &args->items[i] : &none;
	return NULL;
}

static struct c_token quoted(struct c_unit *u, const struct c_tokens *list)
{
	struct buffer text = { 0 };
	struct c_token t = { .kind = C_STRING };

	buffer_putc(&text, '"');
	for (const char *c = c_tokens_text(u, list); *c && text.len < TEXT_MAX; c++) {
		if (*c == '"' || *c == '\\')
			buffer_putc(&text, '\\');
		buffer_putc(&text, *c);
	}
	buffer_putc(&text, '"');
	t.len = (uint32_t)text.len;
	t.text = buffer_keep(&text, u->compilation->arena);
	return t;
}

/* The last token of the list and t, as one. */
static void paste(struct c_unit *u, struct c_tokens *out, const struct c_token *t)
{
	struct c_token *last = &out->items[out->count - 1];

	if (last->len + t->len > TEXT_MAX)
		return;
	last->text = arena_printf(u->compilation->arena, "%.*s%.*s", (int)last->len, last->text,
		(int)t->len, t->text);
	last->len += t->len;
	last->kind = is_letter(*last->text) ? C_NAME
		: is_digit(*last->text) ? C_NUMBER
		: last->kind;
}

static struct c_tokens expand_at(struct c_unit *u, const struct c_tokens *list, uint32_t nesting);

/* Append a list, its first token pasted to what stands there when `glue`. */
static void append(struct c_unit *u, struct c_tokens *out, const struct c_tokens *list, bool glue)
{
	for (uint32_t i = 0; i < list->count && list->items[i].kind != C_END; i++) {
		if (!i && glue && out->count)
			paste(u, out, &list->items[i]);
		else
			c_tokens_add(u, out, list->items[i]);
	}
}

/* The macro's text with the arguments in it. */
static struct c_tokens substitute(
	struct expansion *x, const struct c_macro *m, const struct arguments *args)
{
	const struct c_token *body = m->body.items, *end = c_tokens_end(&m->body);
	struct c_unit *u = x->unit;
	struct c_tokens out = { 0 };
	bool glue = false;

	for (const struct c_token *t = body; t < end && u->expanded <= C_EXPANDED_MAX; t++) {
		const struct c_tokens *arg = argument(m, args, t);
		struct c_tokens plain;

		if (c_token_is(t, "##") && t > body && t + 1 < end) {
			glue = true;
			continue;
		}
		if (m->is_function && c_token_is(t, "#") && t + 1 < end &&
			argument(m, args, t + 1)) {
			c_tokens_add(u, &out, quoted(u, argument(m, args, t + 1)));
			t++;
		} else if (arg && (glue || (t + 1 < end && c_token_is(t + 1, "##")))) {
			/* ", ## __VA_ARGS__" of nothing takes the comma away, of something pastes
			 * nothing */
			bool comma = glue && m->is_variadic && out.count &&
				c_token_is(&out.items[out.count - 1], ",");

			if (comma && !arg->count)
				out.count--;
			append(u, &out, arg, glue && !comma);
		} else if (arg) {
			plain = expand_at(u, arg, x->nesting + 1);
			append(u, &out, &plain, false);
		} else {
			append(u, &out, &(struct c_tokens){ (struct c_token *)t, 1, 1 }, glue);
		}
		glue = false;
		u->expanded += arg ? arg->count + 1 : 1;
	}
	return out;
}

/* Everything that comes out of a macro stands where its name stood. */
static void replace(struct expansion *x, struct c_macro *m, const struct c_token *name)
{
	struct arguments args = { 0 };
	struct c_tokens text;

	if (m->is_function && !read_arguments(x, m, &args))
		return;
	text = substitute(x, m, &args);
	for (uint32_t i = 0; i < text.count; i++) {
		text.items[i].span = name->span;
		text.items[i].pack = name->pack;
		text.items[i].weak = name->weak;
	}
	if (text.count)
		text.items[0].spaced = name->spaced;
	push(x, &text, m);
}

static struct c_tokens expand_at(struct c_unit *u, const struct c_tokens *list, uint32_t nesting)
{
	struct expansion x = { .unit = u, .nesting = nesting };
	struct c_tokens out = { 0 };
	struct c_token t;

	push(&x, list, NULL);
	for (t = next(&x); t.kind != C_END; t = next(&x)) {
		struct c_macro *m = t.kind == C_NAME && !t.final
			? c_macro_find(u, c_token_text(u, &t), u->now)
			: NULL;

		if (++u->expanded > C_EXPANDED_MAX || nesting > C_NESTING_MAX)
			break;
		if (m && m->active)
			t.final = true;
		else if (m && (!m->is_function || at_paren(&x))) {
			replace(&x, m, &t);
			continue;
		}
		c_tokens_add(u, &out, t);
	}
	while (x.top)
		pop(&x);
	c_tokens_add(u, &out, (struct c_token){ .kind = C_END, .text = "", .span = t.span });
	out.count--;
	return out;
}

struct c_tokens c_expand(struct c_unit *u, const struct c_tokens *list)
{
	return expand_at(u, list, 0);
}
