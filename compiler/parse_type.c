/* compiler/parse_type.c - types where they are written: casts, sizeof, offsetof (language.md T1 to
 * T4, E12, E13).  Called by the expressions of the parser; names are looked up in the check pass.
 *
 *   type = qualifier* (("struct" | "union" | "enum") name ("::" name)* | word+ | name | typeof)
 *     qualifier* "*"* ("["
 * number? "]")*
 */
#include <string.h>

#include "compiler/builtin.h"
#include "compiler/parse.h"
#include "compiler/type_word.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

/* More than anybody follows. */
#define STARS_MAX 8

static bool is_one_of(const struct token *t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (token_is_word(t, words[i]))
			return true;
	return false;
}

bool parse_is_type_tag(const struct token *t)
{
	static const char *const tags[] = {"struct", "union", "enum"};

	return is_one_of(t, tags, ARRAY_SIZE(tags));
}

static bool is_qualifier(const struct token *t)
{
	static const char *const qualifiers[] = {"const", "volatile"};

	return is_one_of(t, qualifiers, ARRAY_SIZE(qualifiers));
}

/* Words of which several make one type: "unsigned long int". */
static bool is_part(const struct token *t)
{
	static const char *const parts[] = {"unsigned", "signed", "char", "short", "int", "long"};

	return is_one_of(t, parts, ARRAY_SIZE(parts));
}

/* A name that can only be a type: needed where "(name) - x" could also be a subtraction. */
static bool is_type_name(const struct token *t)
{
	static const char *const of_kernel[] = { "void", "u8", "u16", "u32", "u64", "s8", "s16",
		"s32", "s64" };
	const struct type_word *word =
		t->kind == TOKEN_NAME ? type_word_find(t->text, t->len) : NULL;

	if (parse_is_type_tag(t) || is_qualifier(t) || is_part(t) ||
		is_one_of(t, of_kernel, ARRAY_SIZE(of_kernel)))
		return true;
	if (word && !word->may_be_name)
		return true;
	return t->len > 2 && !memcmp(t->text + t->len - 2, "_t", 2);
}

/* A name that the kernel or the script gives to a type, and the language to nothing else (E12). */
static bool is_known_type(const struct parser *p, const struct token *t)
{
	const char *name = arena_printf(p->compilation->arena, "%.*s", (int)t->len, t->text);

	return !builtin_find(name, NULL) && btf_types_by_name(NULL, name, p->compilation->arena);
}

static bool begins_operand(enum token_kind kind)
{
	return kind == TOKEN_NAME || kind == TOKEN_VARIABLE || kind == TOKEN_MAP ||
	       kind == TOKEN_INT || kind == TOKEN_STRING || kind == TOKEN_POSITIONAL ||
	       kind == TOKEN_POSITIONAL_COUNT || kind == TOKEN_NOT || kind == TOKEN_COMPLEMENT;
}

static bool begins_operand_or_goes_on(enum token_kind kind)
{
	return kind == TOKEN_MINUS || kind == TOKEN_STAR || kind == TOKEN_AND ||
	       kind == TOKEN_PAREN_OPEN || kind == TOKEN_INCREMENT || kind == TOKEN_DECREMENT;
}

/* The words of a type without its stars; the token behind them. */
static struct token skip_words(struct lexer *ahead, struct token t)
{
	while (is_qualifier(&t))
		t = lexer_next(ahead);
	if (parse_is_type_tag(&t)) {
		t = lexer_next(ahead);
		return t.kind == TOKEN_NAME ? lexer_next(ahead) : t;
	}
	if (!is_part(&t))
		return t.kind == TOKEN_NAME ? lexer_next(ahead) : t;
	while (is_part(&t))
		t = lexer_next(ahead);
	return t;
}

bool parser_at_cast(const struct parser *p)
{
	struct lexer ahead = p->lexer;
	bool is_type;

	ahead.quiet = true;
	struct token t = lexer_next(&ahead), name = t;

	if (t.kind != TOKEN_NAME)
		return false;
	if (parse_is_type_tag(&t) || token_is_word(&t, "typeof"))
		return true;
	is_type = is_qualifier(&t);
	for (t = skip_words(&ahead, t); t.kind == TOKEN_STAR || is_qualifier(&t);
	     t = lexer_next(&ahead))
		is_type = true;
	while (t.kind == TOKEN_BRACKET_OPEN) {
		t = lexer_next(&ahead);
		if (t.kind == TOKEN_INT)
			t = lexer_next(&ahead);
		if (t.kind != TOKEN_BRACKET_CLOSE || !is_type_name(&name))
			return false;
		t = lexer_next(&ahead);
	}
	if (t.kind != TOKEN_PAREN_CLOSE)
		return false;
	t = lexer_next(&ahead);
	/* behind a condition without parentheses it is the body */
	if (t.kind == TOKEN_BRACE_OPEN)
		return !p->bare_condition;
	return begins_operand(t.kind) || (begins_operand_or_goes_on(t.kind) &&
					     (is_type || is_type_name(&name) ||
						 is_known_type(p, &name)));
}

bool parser_at_type(const struct parser *p)
{
	struct lexer ahead = p->lexer;

	ahead.quiet = true;
	if (p->token.kind != TOKEN_NAME)
		return false;
	if (is_type_name(&p->token) || token_is_word(&p->token, "typeof"))
		return true;
	struct token t = lexer_next(&ahead);

	if (t.kind != TOKEN_STAR)
		return false;
	while (t.kind == TOKEN_STAR)
		t = lexer_next(&ahead);
	return t.kind == TOKEN_PAREN_CLOSE || t.kind == TOKEN_COMMA;
}

static void skip_qualifiers(struct parser *p)
{
	while (is_qualifier(&p->token))
		parser_advance(p);
}

/* "ns::T": types of programs in languages that have namespaces. */
static const char *parse_scope(struct parser *p, const char *text)
{
	while (parser_accept(p, TOKEN_SCOPE)) {
		if (!parser_at(p, TOKEN_NAME)) {
			parser_expected(p, "the name of a type");
			return NULL;
		}
		text = arena_printf(
			p->compilation->arena, "%s::%s", text, parser_text(p, &p->token));
		parser_advance(p);
	}
	return text;
}

/* The words before the stars, joined by blanks; NULL after an error. */
static const char *parse_base(struct parser *p)
{
	const char *text;

	skip_qualifiers(p);
	if (!parser_at(p, TOKEN_NAME)) {
		parser_expected(p, "a type");
		return NULL;
	}
	bool tag = parse_is_type_tag(&p->token), part = is_part(&p->token), scoped = tag;

	text = parser_text(p, &p->token);
	parser_advance(p);
	if (tag && !parser_at(p, TOKEN_NAME)) {
		parser_expected(p, "the name of a type");
		return NULL;
	}
	while (tag || (part && is_part(&p->token))) {
		text = arena_printf(
			p->compilation->arena, "%s %s", text, parser_text(p, &p->token));
		parser_advance(p);
		tag = false;
	}
	if (scoped)
		text = parse_scope(p, text);
	skip_qualifiers(p);
	return text;
}

/* ("[" number? "]")* */
static void parse_dimensions(struct parser *p, struct type_name *t)
{
	while (!p->panic && parser_accept(p, TOKEN_BRACKET_OPEN)) {
		uint32_t count = 0;

		if (parser_at(p, TOKEN_INT)) {
			count = (uint32_t)MIN_OF(p->token.value, (uint64_t)UINT32_MAX);
			parser_advance(p);
		}
		parser_expect(p, TOKEN_BRACKET_CLOSE, "']'");
		if (t->dimension_count < ARRAY_SIZE(t->dimensions))
			t->dimensions[t->dimension_count++] = count;
		else if (!p->panic)
			diag_error(p->compilation->diags, p->last, DIAG_TOO_MANY,
				"a type has at most %zu dimensions", ARRAY_SIZE(t->dimensions));
	}
}

struct type_name *parse_type(struct parser *p)
{
	struct type_name *t = arena_new_object(p->compilation->arena, struct type_name);

	t->span.start = p->token.span.start;
	if (token_is_word(&p->token, "typeof")) {
		t->base = "typeof";
		t->query = parse_typeof(p);
	} else {
		t->base = parse_base(p);
	}
	while (!p->panic && parser_accept(p, TOKEN_STAR)) {
		t->stars++;
		skip_qualifiers(p);
	}
	if (t->stars > STARS_MAX)
		diag_error(p->compilation->diags, (struct span){t->span.start, p->last.end},
			DIAG_TOO_MANY, "a type has at most %d stars", STARS_MAX);
	parse_dimensions(p, t);
	t->span.end = p->last.end;
	return t->base ? t : NULL;
}

struct type_name *parse_cast_type(struct parser *p)
{
	struct type_name *t;

	parser_advance(p);
	t = parse_type(p);
	if (!p->panic)
		parser_expect(p, TOKEN_PAREN_CLOSE, "')' behind the type");
	return t;
}

struct member_name *parse_member_path(struct parser *p)
{
	struct member_name *first = NULL, **end = &first;

	if (!parser_expect(p, TOKEN_COMMA, "',' and the name of a field"))
		return NULL;
	do {
		if (!parser_at(p, TOKEN_NAME)) {
			parser_expected(p, "the name of a field");
			break;
		}
		struct member_name *m = arena_new_object(p->compilation->arena, struct member_name);

		m->text = parser_text(p, &p->token);
		m->span = p->token.span;
		*end = m;
		end = &m->next;
		parser_advance(p);
	} while (parser_accept(p, TOKEN_DOT));
	return first;
}
