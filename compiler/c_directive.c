/* compiler/c_directive.c - the lines that begin with '#' (language.md C6), in scripts and headers:
 * conditions with the text that they leave out, #define, #include, #error, #pragma.  Called when
 * the reading of a file comes to such a line; says where the reading goes on. */
#include "compiler/c_unit.h"

#include <stdarg.h>
#include <string.h>

#include "runtime/base/match.h"
#include "runtime/base/util.h"

/* #if that was not closed yet. */
struct c_condition {
	struct c_condition *outer;
	uint32_t start, end;    /* of its line's first words */
	bool taken;             /* one of its branches was read */
	bool has_else;
};

/* #pragma pack(push) */
struct c_pack {
	struct c_pack *below;
	uint32_t value;
};

struct line {
	uint32_t start;         /* of the '#' */
	uint32_t word_end, end;
	struct c_tokens tokens; /* behind the word, with an END behind them */
	uint32_t resume;
};

struct diag *c_error(struct c_unit *u, const struct c_file *f, uint32_t start, uint32_t end,
	const char *fmt, ...)
{
	struct diags *diags = u->compilation->diags;
	struct diag *d = NULL;
	va_list ap;

	if (u->is_quiet || (f->name && !f->is_own))
		return NULL;
	va_start(ap, fmt);
	const char *text = arena_vprintf(u->compilation->arena, fmt, ap);

	va_end(ap);
	if (f->name) {
		uint32_t line = 1;

		for (uint32_t i = 0; i < start && i < f->len; i++)
			line += f->text[i] == '\n';
		d = diag_error(diags, f->from, DIAG_DIRECTIVE, "%s:%u: %s", f->name, line, text);
	} else {
		d = diag_error(diags, c_span(f, start, end), DIAG_DIRECTIVE, "%s", text);
	}
	return d;
}

static void hint(struct diag *d, const char *text)
{
	if (d)
		diag_hint(d, "%s", text);
}

/* Conditions */

/* defined X, defined(X): the index behind it. */
static uint32_t take_defined(
	struct c_unit *u, const struct c_tokens *in, uint32_t i, struct c_tokens *out)
{
	bool paren = c_token_is(&in->items[i + 1], "(");
	const struct c_token *name = &in->items[i + 1 + paren];
	struct c_token t = in->items[i];

	if (name->kind != C_NAME || (paren && !c_token_is(name + 1, ")"))) {
		c_tokens_add(u, out, t);
		return i + 1;
	}
	t.kind = C_NUMBER;
	t.text = c_macro_find(u, c_token_text(u, name), u->now) ? "1" : "0";
	t.len = 1;
	c_tokens_add(u, out, t);
	return i + 2 + 2 * paren;
}

static bool condition_holds(struct c_unit *u, const struct c_file *f, const struct line *l)
{
	struct c_tokens in = { 0 }, list;

	for (uint32_t i = 0; i < l->tokens.count;) {
		if (c_token_is(&l->tokens.items[i], "defined")) {
			i = take_defined(u, &l->tokens, i, &in);
			continue;
		}
		c_tokens_add(u, &in, l->tokens.items[i++]);
	}
	list = c_expand(u, &in);

	struct c_cursor c = { .unit = u, .at = list.items, .in_condition = true };
	struct c_value v = c_value(&c);

	if (!list.count) {
		c_error(u, f, l->start, l->word_end, "the condition is empty");
	} else if (c.failed) {
		c_error(u, f, l->start, l->word_end, "the condition cannot be read: %s", c.why);
	} else if (c.at->kind != C_END) {
		c_error(u, f, l->start, l->word_end,
			"the condition cannot be read: '%.*s' is too much",
			(int)MIN_OF(c.at->len, 32u), c.at->text);
	}
	return !c.failed && c.at->kind == C_END && v.bits;
}

static struct c_token word_behind(const struct c_file *f, uint32_t start, uint32_t *at)
{
	*at = start + 1;
	return c_lex(f, at, c_line_end(f, start));
}

static struct line read_line(struct c_unit *u, const struct c_file *f, uint32_t start)
{
	struct line l = { .start = start, .end = c_line_end(f, start) };
	struct c_token t;
	uint32_t at;

	word_behind(f, start, &at);
	l.word_end = at;
	l.resume = l.end;
	while ((t = c_lex(f, &at, l.end)).kind != C_END)
		c_tokens_add(u, &l.tokens, t);
	c_tokens_add(u, &l.tokens, t);
	l.tokens.count--;
	return l;
}

/* From here on to the '#' of the #elif, #else or #endif of the innermost open condition; the end of
 * the file when there is none. */
static uint32_t find_branch(const struct c_file *f, uint32_t at)
{
	uint32_t depth = 0, behind;
	struct c_token t;

	while ((t = c_lex(f, &at, f->len)).kind != C_END) {
		uint32_t start = (uint32_t)(t.text - f->text);

		if (!t.first || !c_token_is(&t, "#"))
			continue;
		t = word_behind(f, start, &behind);
		at = c_line_end(f, start);
		if (c_token_is(&t, "if") || c_token_is(&t, "ifdef") || c_token_is(&t, "ifndef"))
			depth++;
		else if (!depth &&
			(c_token_is(&t, "elif") || c_token_is(&t, "else") ||
				c_token_is(&t, "endif")))
			return start;
		else if (c_token_is(&t, "endif"))
			depth--;
	}
	return f->len;
}

static void close_condition(struct c_file *f)
{
	f->conditions = f->conditions->outer;
	f->condition_count--;
}

/* The branches from the one whose '#' is here on, to the text that is read. */
static uint32_t choose_branch(struct c_unit *u, struct c_file *f, uint32_t at)
{
	for (; at < f->len; at = find_branch(f, c_line_end(f, at))) {
		struct c_condition *c = f->conditions;
		struct line l = read_line(u, f, at);
		struct c_token word = word_behind(f, at, &l.word_end);

		if (c_token_is(&word, "endif")) {
			close_condition(f);
			return l.end;
		}
		if (c->has_else)
			c_error(u, f, l.start, l.word_end, "'#%.*s' behind '#else'", (int)word.len,
				word.text);
		if (c_token_is(&word, "else"))
			c->has_else = true;
		if (!c->taken && (c->has_else || condition_holds(u, f, &l))) {
			c->taken = true;
			return l.end;
		}
	}
	return f->len;
}

static void open_condition(struct c_unit *u, struct c_file *f, struct line *l, bool holds)
{
	struct c_condition *c = arena_new_object(u->compilation->arena, struct c_condition);

	if (f->condition_count++ == C_CONDITIONS_MAX) {
		c_error(u, f, l->start, l->word_end, "nesting is too deep: more than %d conditions",
			C_CONDITIONS_MAX);
		l->resume = f->len;
		f->conditions = NULL;
		return;
	}
	*c = (struct c_condition){ f->conditions, l->start, l->word_end, holds, false };
	f->conditions = c;
	if (!holds)
		l->resume = choose_branch(u, f, find_branch(f, l->end));
}

static void do_if(struct c_unit *u, struct c_file *f, struct line *l)
{
	open_condition(u, f, l, condition_holds(u, f, l));
}

static bool is_defined(struct c_unit *u, const struct c_file *f, const struct line *l)
{
	if (l->tokens.items[0].kind == C_NAME)
		return c_macro_find(u, c_token_text(u, &l->tokens.items[0]), u->now);
	c_error(u, f, l->start, l->word_end, "'%.*s' needs a name", (int)(l->word_end - l->start),
		f->text + l->start);
	return false;
}

static void do_ifdef(struct c_unit *u, struct c_file *f, struct line *l)
{
	open_condition(u, f, l, is_defined(u, f, l));
}

static void do_ifndef(struct c_unit *u, struct c_file *f, struct line *l)
{
	open_condition(u, f, l, !is_defined(u, f, l));
}

/* The text before was read: nothing up to the #endif is. */
static void do_branch(struct c_unit *u, struct c_file *f, struct line *l)
{
	if (f->conditions)
		l->resume = choose_branch(u, f, l->start);
	else
		c_error(u, f, l->start, l->word_end, "'%.*s' without '#if'",
			(int)(l->word_end - l->start), f->text + l->start);
}

/* The others */

static void do_define(struct c_unit *u, struct c_file *f, struct line *l)
{
	c_macro_define(u, f, &l->tokens);
}

static void do_undef(struct c_unit *u, struct c_file *f, struct line *l)
{
	if (l->tokens.items[0].kind == C_NAME)
		c_macro_undefine(u, c_token_text(u, &l->tokens.items[0]));
	else
		c_error(u, f, l->start, l->word_end, "'#undef' needs a name");
}

static void do_include(struct c_unit *u, struct c_file *f, struct line *l)
{
	c_include(u, f, l->word_end, l->end);
}

static void do_error(struct c_unit *u, struct c_file *f, struct line *l)
{
	const char *text = f->text + l->word_end;
	uint32_t len = l->end - l->word_end;

	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\r'))
		len--;
	c_error(u, f, l->start, l->word_end, "%.*s", (int)len, len ? text : "'#error'");
}

/* #pragma pack(n), pack(push, n), pack(pop), pack(); every other pragma is for compilers */
static void do_pragma(struct c_unit *u, struct c_file *f, struct line *l)
{
	const struct c_token *t = l->tokens.items;

	if (!c_token_is(t, "pack") || !c_token_is(t + 1, "("))
		return;
	t += 2;
	if (c_token_is(t, "push")) {
		struct c_pack *p = arena_new_object(u->compilation->arena, struct c_pack);

		*p = (struct c_pack){ f->packs, f->pack };
		f->packs = p;
		t += c_token_is(t + 1, ",") ? 2 : 1;
	} else if (c_token_is(t, "pop") && f->packs) {
		f->pack = f->packs->value;
		f->packs = f->packs->below;
		return;
	} else if (c_token_is(t, ")")) {
		f->pack = 0;
	}
	if (t->kind == C_NUMBER && t->len == 1 && strchr("1248", *t->text))
		f->pack = (uint32_t)(*t->text - '0');
	else if (t->kind == C_NUMBER && c_token_is(t, "16"))
		f->pack = 16;
	else if (!c_token_is(t, ")"))
		c_error(u, f, l->start, l->word_end,
			"'#pragma pack' takes 1, 2, 4, 8 or 16, 'push' and 'pop'");
}

static const struct directive {
	const char *word;
	void (*run)(struct c_unit *u, struct c_file *f, struct line *l);
} directives[] = {
	{ "include", do_include }, { "define", do_define }, { "undef", do_undef },
	{ "if", do_if }, { "ifdef", do_ifdef }, { "ifndef", do_ifndef },
	{ "elif", do_branch }, { "else", do_branch }, { "endif", do_branch },
	{ "error", do_error }, { "pragma", do_pragma },
};

static void unknown(
	struct c_unit *u, struct c_file *f, const struct line *l, const struct c_token *word)
{
	const char *text = c_token_text(u, word);
	struct nearest near;
	struct diag *d;

	d = c_error(u, f, l->start, l->word_end, "'#%.32s' is no directive", text);
	nearest_start(&near, text);
	for (size_t i = 0; i < ARRAY_SIZE(directives); i++)
		nearest_offer(&near, directives[i].word);
	if (!d || !diag_offer(d, "#", &near))
		hint(d, "comments begin with '//'");
}

uint32_t c_directive(struct c_unit *u, struct c_file *f, uint32_t at)
{
	struct line l = read_line(u, f, at);
	uint32_t behind;
	struct c_token word = word_behind(f, at, &behind);

	if (word.kind == C_END)
		return l.resume;
	for (size_t i = 0; i < ARRAY_SIZE(directives); i++) {
		if (c_token_is(&word, directives[i].word)) {
			directives[i].run(u, f, &l);
			return l.resume;
		}
	}
	unknown(u, f, &l, &word);
	return l.resume;
}

void c_file_end(struct c_unit *u, struct c_file *f)
{
	struct c_condition *c = f->conditions;
	struct compilation *compilation = u->compilation;

	if (!c)
		return;
	if (f == &u->script && !u->is_import)
		compilation->ends_early |= !diags_have_errors(compilation->diags);
	hint(c_error(u, f, c->start, c->end, "'%.*s' has no '#endif'", (int)(c->end - c->start),
		     f->text + c->start),
		"close it with '#endif'");
}
