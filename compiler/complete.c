/* compiler/complete.c - finds out where a text ends: in an attach point, in the code of a body, in
 * the config block; with the language's own lexer.  What may stand there is in complete_names.c.
 * Called by the driver for GOAL_COMPLETE. */
#include <string.h>

#include "compiler/complete_internal.h"
#include "compiler/parse.h"
#include "runtime/base/util.h"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_';
}

/* Offset of the unfinished word; '@' and '$' belong to it. */
static uint32_t word_start(const struct source *s)
{
	uint32_t at = s->len;

	while (at && is_word(s->text[at - 1]))
		at--;
	return at && strchr("@$", s->text[at - 1]) ? at - 1 : at;
}

static struct open_level *level(struct text_end *end)
{
	return &end->levels[MIN_OF(end->depth, COMPLETE_LEVELS_MAX - 1)];
}

static void open_level(struct text_end *end, const char *closer)
{
	/* the bracket itself has been counted */
	bool is_target = end->last == TOKEN_MAP && level(end)->tokens == 2;

	end->depth++;
	if (end->depth < COMPLETE_LEVELS_MAX)
		end->levels[end->depth] =
			(struct open_level){ .closer = closer, .is_target = is_target };
}

static void begin_statement(struct text_end *end)
{
	level(end)->needs_body = false;
	level(end)->choices = 0;
	level(end)->tokens = 0;
}

/* Brackets: what closes an opening one; whether one closes. */
static const char *const closers[TOKEN_COUNT] = {
	[TOKEN_BRACE_OPEN] = "}", [TOKEN_PAREN_OPEN] = ")", [TOKEN_BRACKET_OPEN] = "]"
};
static const bool closes[TOKEN_COUNT] = {
	[TOKEN_BRACE_CLOSE] = true, [TOKEN_PAREN_CLOSE] = true, [TOKEN_BRACKET_CLOSE] = true
};

static void take_token(struct text_end *end, const struct token *t)
{
	level(end)->tokens++;
	level(end)->choices += t->kind == TOKEN_QUESTION;
	level(end)->choices -= t->kind == TOKEN_COLON && level(end)->choices;
	level(end)->needs_body |= parse_word_ends_in_block(t);
	if (closes[t->kind] && end->depth)
		end->depth--;
	if (t->kind == TOKEN_SEMICOLON || t->kind == TOKEN_BRACE_OPEN ||
		t->kind == TOKEN_BRACE_CLOSE)
		begin_statement(end);
	if (closers[t->kind])
		open_level(end, closers[t->kind]);
	end->last = t->kind;
	end->type_tag = parse_is_type_tag(t)
		? end->script->text + (t->span.start - end->script->start)
		: NULL;
}

static struct token next_token(struct text_end *end)
{
	end->layout = end->lexer.at;
	return lexer_next(&end->lexer);
}

static void skip_layout(struct text_end *end)
{
	end->layout = end->lexer.at;
	lexer_skip_layout(&end->lexer);
}

/* Does a comment go on where the text ends?  Then it takes a letter behind it, too. */
static bool is_in_comment(const struct text_end *end)
{
	struct source longer = *end->script;
	struct lexer l = end->lexer;

	char *text = arena_alloc(end->c->arena, longer.len + 1);

	memcpy(text, longer.text, longer.len);
	text[longer.len++] = 'x';
	longer.text = text;
	l.source = &longer;
	l.at = end->layout;
	lexer_skip_layout(&l);
	return l.at > end->before.len;
}

/* Over code up to the '}' that ends it, or the end of the text: true then. */
static bool scan_code(struct text_end *end, bool has_braces)
{
	for (;;) {
		struct token t = next_token(end);

		if (t.kind == TOKEN_END)
			return true;
		take_token(end, &t);
		if (has_braces && t.kind == TOKEN_BRACE_CLOSE && !end->depth)
			return false;
	}
}

/* Over a predicate; true when it is not closed. */
static bool scan_predicate(struct text_end *end)
{
	end->lexer.at++;
	end->lexer.in_predicate = true;
	for (;;) {
		struct token t = next_token(end);

		if (t.kind == TOKEN_END) {
			end->in_predicate = true;
			return true;
		}
		if (t.kind == TOKEN_PREDICATE_END)
			break;
		take_token(end, &t);
	}
	end->lexer.in_predicate = false;
	return false;
}

static int byte_at(const struct text_end *end)
{
	return end->lexer.at < end->before.len ? (unsigned char)end->before.text[end->lexer.at]
		: -1;
}

/* Does the text from here to the end of the attach point name a provider, or could it come to
 * that? */
static bool is_attach_point(const struct text_end *end, const struct token *t)
{
	const char *text = end->before.text + (t->span.start - end->before.start);
	size_t len = strcspn(text, ":{/, \t\r\n");
	const char *label = memchr(text, '=', len);
	char *name = arena_strndup(end->c->arena, label ? label + 1 : text,
		label ? (size_t)(text + len - label - 1) : len);

	return provider_find(name) || (text[len] == ':' && strpbrk(name, "*?["));
}

/* One attach point behind the other; true when the text ends in one of them. */
static bool scan_attach_points(struct text_end *end)
{
	for (;;) {
		uint32_t start = end->lexer.at;

		lexer_attach_point(&end->lexer);
		if (end->lexer.at == end->before.len) {
			end->attach = end->script->text + start;
			return true;
		}
		skip_layout(end);
		if (byte_at(end) != ',')
			return byte_at(end) < 0;
		end->lexer.at++;
		skip_layout(end);
	}
}

/* A probe; true when the text ends in it. */
static bool scan_probe(struct text_end *end)
{
	if (scan_attach_points(end))
		return true;
	end->in_code = true;
	end->last = TOKEN_END;
	if (byte_at(end) == '/' && scan_predicate(end))
		return true;
	if (scan_code(end, true))
		return true;
	end->in_code = false;
	return false;
}

/* What stands beside probes: a macro, a function, the config block.  True when the text ends in
 * it. */
static bool scan_item(struct text_end *end, bool is_config)
{
	end->in_config = is_config;
	end->in_code = !is_config;
	if (scan_code(end, true))
		return true;
	end->in_code = end->in_config = false;
	return false;
}

/* Statements without a probe around them, as at the prompt. */
static bool is_bare_code(struct text_end *end)
{
	struct lexer ahead = end->lexer;
	struct token t;

	if (!end->c->at_prompt)
		return false;
	t = lexer_attach_point(&ahead);
	return t.len && !is_attach_point(end, &t);
}

static void scan(struct text_end *end)
{
	bool first = true, is_config, over = false;

	while (!over) {
		skip_layout(end);
		end->depth = 0;
		end->last = TOKEN_END;
		if (byte_at(end) < 0) {
			/* a probe begins here, or at the prompt something else */
			end->attach =
				end->lexer.cut_off ? NULL : end->script->text + end->before.len;
			end->in_code = first && end->c->at_prompt && !end->lexer.cut_off;
			return;
		}
		if (parse_at_item(&end->lexer, &is_config))
			over = scan_item(end, is_config);
		else if (first && (end->in_code = is_bare_code(end)))
			over = scan_code(end, false);
		else
			over = scan_probe(end);
		first = false;
	}
}

static bool is_at_field(const struct text_end *end)
{
	return end->last == TOKEN_DOT || end->last == TOKEN_ARROW;
}

/* Of an attach point the part behind the last colon is the word. */
static uint32_t offset_of_word(const struct text_end *end)
{
	const char *colon = end->attach ? strrchr(end->attach, ':') : NULL;

	if (!end->attach)
		return end->before.len;
	return (uint32_t)((colon ? colon + 1 : end->attach) - end->script->text);
}

void complete_write(struct compilation *c)
{
	const struct source *script = &c->sources.items[0];
	struct text_end end = { .c = c, .script = script, .before = *script, .last = TOKEN_END };

	end.before.len = word_start(script);
	end.word = arena_strndup(
		c->arena, script->text + end.before.len, script->len - end.before.len);
	lexer_start(&end.lexer, &end.before, c->arena, c->diags);
	end.lexer.quiet = true;
	scan(&end);
	buffer_printf(&c->image, "%u\n", offset_of_word(&end));
	if (end.lexer.cut_off || end.depth >= COMPLETE_LEVELS_MAX || is_in_comment(&end))
		return;
	if (end.attach)
		complete_attach_point(&end, &c->image);
	if (end.in_code && is_at_field(&end))
		complete_field(&end, &c->image);
	else if (end.in_code || end.in_config)
		complete_name(&end, &c->image);
}
