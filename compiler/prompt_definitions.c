/* compiler/prompt_definitions.c - what a text of the prompt defines, piece by piece, so that it can
 * be kept for what is typed later: definitions in C, lines that begin with '#', the config block,
 * imports, macros, functions, declarations of maps.  Called by prompt.c. */
#include <string.h>

#include "compiler/c_script.h"
#include "compiler/lexer.h"
#include "compiler/prompt.h"
#include "runtime/base/util.h"

/* A part of the script that can be replaced by itself; `names` in the form of the answer. */
struct piece {
	uint32_t start, end;
	unsigned section;
	bool left_open;
	struct buffer names;
};

static void add_name(struct piece *p, const char *name)
{
	if (p->names.len)
		buffer_putc(&p->names, '\t');
	/* the answer has tabs and line breaks of its own */
	for (; *name; name++)
		buffer_putc(&p->names, (unsigned char)*name < ' ' ? ' ' : *name);
}

static const char *token_text(const struct compilation *c, const struct token *t)
{
	const struct source *script = &c->sources.items[0];

	return arena_strndup(c->arena, script->text + (t->span.start - script->start),
		t->span.end - t->span.start);
}

/* Lines that begin with '#' */

/* "#define NAME", which #undef is about as well, or the whole line.  False for what belongs to the
 * lines around it, as #if does. */
static bool name_line(const struct compilation *c, struct piece *p)
{
	const char *line =
		arena_strndup(c->arena, c->sources.items[0].text + p->start, p->end - p->start);
	const char *word = line + 1 + strspn(line + 1, " \t"), *name;
	size_t len = strcspn(word, " \t\r\n");
	bool is_name = (len == 6 && !memcmp(word, "define", len)) ||
		(len == 5 && !memcmp(word, "undef", len));

	name = word + len + strspn(word + len, " \t");
	if (is_name)
		add_name(p,
			arena_printf(
				c->arena, "#define %.*s", (int)strcspn(name, " \t\r\n("), name));
	else
		add_name(p, arena_strndup(c->arena, line, strcspn(line, "\r\n")));
	return is_name || (len == 7 && !memcmp(word, "include", len));
}

/* Items */

static const struct macro *macro_in(const struct compilation *c, struct span span)
{
	for (const struct macro *m = c->program->macros; m; m = m->next)
		if (m->name_span.start >= span.start && m->name_span.end <= span.end)
			return m;
	return NULL;
}

/* Macros of one name that take different things are different ones (Q1). */
static const char *macro_name(struct arena *a, const struct macro *m)
{
	static const char *const kinds[] = {
		[MACRO_VARIABLE] = "$", [MACRO_MAP] = "@", [MACRO_EXPRESSION] = "value"
	};
	const char *name = arena_printf(a, "macro %s(", m->name);

	for (const struct macro_param *p = m->params; p; p = p->next)
		name = arena_printf(a, "%s%s%s", name, kinds[p->kind], p->next ? ", " : "");
	return arena_printf(a, "%s)", name);
}

/* The word that it begins with, and the name, the map or the path behind that. */
static const char *item_name(const struct compilation *c, struct span span)
{
	const struct source *script = &c->sources.items[0];
	const struct macro *m = macro_in(c, span);
	struct token word, name;
	struct lexer l;

	if (m)
		return macro_name(c->arena, m);
	lexer_start(&l, script, c->arena, c->diags);
	l.quiet = true;
	l.at = span.start - script->start;
	word = lexer_next(&l);
	name = lexer_next(&l);
	return name.kind == TOKEN_ASSIGN || name.kind == TOKEN_BRACE_OPEN
		? token_text(c, &word)
		: arena_printf(c->arena, "%s %s", token_text(c, &word), token_text(c, &name));
}

static void name_item(const struct compilation *c, const struct source_item *item, struct piece *p)
{
	if (item->kind != ITEM_DEFINITION)
		add_name(p, item_name(c, item->span));
	for (uint32_t i = item->c_names; i < item->c_names_end; i++)
		add_name(p, c_script_name(c->c_unit, i));
}

/* The pieces in order */

struct walk {
	const struct compilation *c;
	const struct source_item *item;
	uint32_t line;
	bool is_whole;          /* a piece met so far cannot be replaced by itself */
};

static bool next_item(struct walk *w, struct piece *p)
{
	const struct source_item *item = w->item;

	*p = (struct piece){
		.start = item->span.start,
		.end = item->span.end,
		.section = item->section,
		.left_open = item->left_open,
	};
	w->item = item->next;
	if (item->kind == ITEM_PROBE)
		return false;
	name_item(w->c, item, p);
	return true;
}

/* Lines within an item are a part of that. */
static bool next_piece(struct walk *w, struct piece *p)
{
	for (;;) {
		uint32_t start, end;
		bool has_line = c_script_line_at(w->c->c_unit, w->line, &start, &end), is_piece;

		if (has_line && (!w->item || start < w->item->span.start)) {
			*p = (struct piece){ .start = start, .end = end };
			w->line++;
			w->is_whole |= !name_line(w->c, p);
			return true;
		}
		if (!w->item)
			return false;
		is_piece = next_item(w, p);
		while (c_script_line_at(w->c->c_unit, w->line, &start, &end) && start < p->end)
			w->line++;
		if (is_piece)
			return true;
	}
}

static void put_piece(struct buffer *out, struct piece *p)
{
	buffer_printf(out, "%u %u %u%s %s\n", p->section, p->start, p->end, p->left_open ? ";" : "",
		buffer_text(&p->names));
}

void prompt_write_definitions(const struct compilation *c, struct buffer *out)
{
	struct piece all = { .end = c->sources.items[0].len }, p;
	struct walk w = { .c = c, .item = c->program->items };
	struct buffer apart = { 0 };

	while (next_piece(&w, &p)) {
		put_piece(&apart, &p);
		all.section = MAX_OF(all.section, p.section);
		all.left_open = p.left_open;
		if (p.left_open)
			all.end = p.end;
		if (p.names.len)
			buffer_printf(&all.names, "%s%s", all.names.len ? "\t" : "",
				buffer_text(&p.names));
		buffer_free(&p.names);
	}
	if (w.is_whole && prompt_is_definitions(c))
		put_piece(out, &all);
	else
		buffer_append(out, buffer_text(&apart), apart.len);
	buffer_free(&apart);
	buffer_free(&all.names);
}

bool prompt_is_definitions(const struct compilation *c)
{
	uint32_t start, end;

	for (const struct source_item *i = c->program->items; i; i = i->next)
		if (i->kind == ITEM_PROBE)
			return false;
	return c->program->items || c_script_line_at(c->c_unit, 0, &start, &end);
}
