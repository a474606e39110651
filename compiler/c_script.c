/* compiler/c_script.c - the C in a script, as the rest of the compiler asks for it.  Called by the
 * lexer for each line that begins with '#', and by the parse pass. */
#include "compiler/c_script.h"

#include <string.h>

#include "compiler/c_define.h"
#include "compiler/c_unit.h"
#include "probes/btf.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

static void open_file(struct c_unit *u, const struct source *file)
{
	u->script = (struct c_file){ .text = file->text, .len = file->len, .start = file->start };
	u->script_name = file->name && *file->name != '<' ? file->name : "";
}

/* The offset of the script that something happens at: an import stands in front of it. */
static uint32_t where_in_script(const struct c_unit *u, uint32_t at)
{
	return u->is_import ? 0 : at;
}

struct c_unit *c_script_open(struct compilation *c, const struct source *script)
{
	struct c_unit *u = arena_new_object(c->arena, struct c_unit);

	u->compilation = c;
	open_file(u, script);
	u->unread_end = &u->unread;
	u->types = c_types_new(c->arena);
	for (uint32_t i = 0; i < c->include_file_count; i++)
		c_include_option(u, c->include_files[i]);
	return u;
}

static void remember(struct c_unit *u, uint32_t at, uint32_t resume)
{
	arena_grow(u->compilation->arena, u->seen, u->seen_count, u->seen_capacity);
	u->seen[u->seen_count++] = (struct c_seen){ at, resume };
}

uint32_t c_script_line(struct c_unit *u, uint32_t at)
{
	size_t n = BISECT(i, u->seen_count, u->seen[i].at < at);

	if (n < u->seen_count && u->seen[n].at == at)
		return u->seen[n].resume;
	/* what lies before the last line read is no line of its own: a mistake in the script's text
	 * made it look like one */
	if (u->seen_count && at < u->seen[u->seen_count - 1].resume)
		return c_line_end(&u->script, at);
	u->now = where_in_script(u, at);
	uint32_t resume = c_directive(u, &u->script, at);

	remember(u, at, resume);
	return resume;
}

bool c_script_line_at(const struct c_unit *u, uint32_t index, uint32_t *start, uint32_t *end)
{
	if (index >= u->seen_count)
		return false;
	*start = u->seen[index].at;
	*end = u->seen[index].resume;
	return true;
}

uint32_t c_script_name_count(const struct c_unit *u)
{
	return c_types_defined_count(u->types);
}

const char *c_script_name(const struct c_unit *u, uint32_t index)
{
	return c_types_defined(u->types, index);
}

static bool is_attribute(const struct c_token *t)
{
	return c_token_is(t, "__attribute__") || c_token_is(t, "__packed") ||
		c_token_is(t, "__aligned");
}

/* Is the definition complete in front of this?  Behind a '}' only what belongs to it may follow:
 * the text of a probe begins anywhere. */
static bool ends_before(
	const struct c_file *f, const struct c_tokens *list, const struct c_token *t, uint32_t at)
{
	struct c_token next;

	if (c_token_is(t, "(") && is_attribute(&list->items[list->count - 1]))
		return false;
	if (t->kind != C_NAME)
		return !c_token_is(t, ";");
	if (is_attribute(t))
		return false;
	next = c_lex(f, &at, f->len);
	return !c_token_is(&next, ";");
}

static uint32_t read_definition(struct c_unit *u, uint32_t at, struct c_tokens *list)
{
	const struct c_file *f = &u->script;
	uint32_t braces = 0, parens = 0, before;
	bool braced = false, is_typedef = false;
	struct c_token t;

	for (;;) {
		before = at;
		t = c_lex(f, &at, f->len);
		t.pack = (uint8_t)f->pack;
		if (t.kind == C_END ||
			(braced && !braces && !parens && !is_typedef &&
				ends_before(f, list, &t, at))) {
			at = before;
			break;
		}
		if (t.first && c_token_is(&t, "#")) {
			at = c_script_line(u, (uint32_t)(t.text - f->text));
			continue;
		}
		is_typedef |= !list->count && c_token_is(&t, "typedef");
		c_tokens_add(u, list, t);
		parens += c_token_is(&t, "(");
		parens -= c_token_is(&t, ")") && parens;
		if (c_token_is(&t, "{")) {
			braces++;
			parens = 0;
		} else if (c_token_is(&t, "}")) {
			braces -= braces > 0;
			braced |= !braces;
			parens = 0;
		} else if (c_token_is(&t, ";") && !braces) {
			break;
		}
	}
	t = (struct c_token){ .kind = C_END, .text = "", .span = c_span(f, at, at) };
	c_tokens_add(u, list, t);
	list->count--;
	return at;
}

uint32_t c_script_definition(struct c_unit *u, uint32_t at)
{
	struct c_tokens list = { 0 }, expanded;
	uint32_t end = read_definition(u, at, &list);

	u->now = where_in_script(u, end);
	expanded = c_expand(u, &list);
	expanded.items[expanded.count].span = list.items[list.count].span;
	c_declarations(u, &expanded, false);
	return end;
}

bool c_script_skipped(const struct c_unit *u, const char *type, struct span *include)
{
	for (const struct c_skipped *s = u ? u->skipped : NULL; s; s = s->next) {
		size_t len = strlen(s->tag);

		if (strncmp(type, s->tag, len) || type[len] != ' ' ||
			!str_eq(type + len + 1, s->name))
			continue;
		*include = s->span;
		return true;
	}
	return false;
}

/* What was defined goes to where all types come from. */
static void hand_over(struct c_unit *u)
{
	struct buffer bytes = { 0 };

	if (c_types_any(u->types))
		c_types_write(u->types, &bytes);
	if (bytes.failed || kernel_btf_add(bytes.data, bytes.len))
		diag_error(u->compilation->diags, SPAN_NONE, DIAG_INTERNAL,
			"the C definitions cannot be kept");
	buffer_free(&bytes);
}

void c_script_close(struct c_unit *u)
{
	c_file_end(u, &u->script);
}

/** The file around one that is imported. */
struct c_outer {
	struct c_file script;
	struct c_seen *seen;
	uint32_t seen_count, seen_capacity;
	const char *script_name;
	bool is_import;
};

struct c_outer *c_script_enter(struct c_unit *u, const struct source *file)
{
	struct c_outer *outer = arena_new_object(u->compilation->arena, struct c_outer);

	*outer = (struct c_outer){ u->script, u->seen, u->seen_count, u->seen_capacity,
		u->script_name, u->is_import };
	u->seen = NULL;
	u->seen_count = u->seen_capacity = 0;
	u->is_import = true;
	open_file(u, file);
	return outer;
}

void c_script_leave(struct c_unit *u, struct c_outer *outer)
{
	c_file_end(u, &u->script);
	u->script = outer->script;
	u->seen = outer->seen;
	u->seen_count = outer->seen_count;
	u->seen_capacity = outer->seen_capacity;
	u->script_name = outer->script_name;
	u->is_import = outer->is_import;
}

void c_script_import(struct c_unit *u, const char *path, struct span where)
{
	u->now = 0;
	c_include_file(u, path, where);
}

void c_script_finish(struct c_unit *u)
{
	if (!diags_have_errors(u->compilation->diags))
		hand_over(u);
}
