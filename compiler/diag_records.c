/* compiler/diag_records.c - diagnostics as JSON records: `sonde check -f json`.  Called by
 * main.c. */
#include <string.h>

#include "compiler/diag_internal.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"

static void put_string(struct buffer *out, const char *key, const char *text)
{
	buffer_printf(out, ", \"%s\": ", key);
	json_put_string(out, text, strlen(text));
}

/* Records name what has no file as those of a run do (output.md J12). */
static const char *file_name(const struct source *s)
{
	return str_eq(s->name, "<arg>") || str_eq(s->name, "<stdin>") ? "stdin" : s->name;
}

/* Nothing for a message without a place. */
static void put_place(struct buffer *out, const struct sources *sources, struct span where)
{
	struct place at, end;

	if (where.start == UINT32_MAX)
		return;
	at = source_place(sources, where.start);
	if (!at.source)
		return;
	put_string(out, "filename", file_name(at.source));
	buffer_printf(out, ", \"line\": %u, \"col\": %u", at.line, at.column);
	end = source_place(sources, where.end);
	if (end.source == at.source)
		buffer_printf(out, ", \"end_line\": %u, \"end_col\": %u", end.line, end.column);
}

static bool has_place(const struct diag *d)
{
	return d->where.start != UINT32_MAX;
}

/* The macros around the place, innermost first. */
static void put_uses(struct buffer *out, const struct diag *d, const struct sources *sources)
{
	const struct source *use = has_place(d) ? source_use(sources, d->where.start) : NULL;

	for (bool first = true; use; first = false) {
		buffer_puts(out,
			first ? "{\"msg\": \"the macro is used here\""
				: ",{\"msg\": \"the macro is used here\"");
		put_place(out, sources, use->used_at);
		buffer_putc(out, '}');
		use = source_use(sources, use->used_at.start);
	}
}

static void put_notes(struct buffer *out, const struct diag *d, const struct sources *sources)
{
	buffer_puts(out, ", \"notes\": [");
	put_uses(out, d, sources);
	for (const struct diag_remark *n = d->notes.first; n; n = n->next) {
		buffer_printf(out, "%s{\"msg\": ",
			n == d->notes.first &&
					!(has_place(d) && source_use(sources, d->where.start))
				? ""
				: ",");
		json_put_string(out, n->text, strlen(n->text));
		put_place(out, sources, n->where);
		buffer_putc(out, '}');
	}
	buffer_puts(out, "], \"hints\": [");
	for (const struct diag_remark *h = d->hints.first; h; h = h->next) {
		buffer_puts(out, h == d->hints.first ? "" : ",");
		json_put_string(out, h->text, strlen(h->text));
	}
	buffer_putc(out, ']');
}

static void put_list(struct buffer *out, const struct diag_list *list, const char *type,
		     const struct sources *sources)
{
	const struct diag *sorted[DIAG_SHOWN_MAX];
	uint32_t count = diag_list_sort(list, sorted);

	for (uint32_t i = 0; i < count; i++) {
		buffer_printf(out, "{\"type\": \"%s\", \"id\": \"%s\"", type,
			      diag_id_name(sorted[i]->id));
		put_string(out, "msg", sorted[i]->text);
		put_place(out, sources, sorted[i]->where);
		put_notes(out, sorted[i], sources);
		buffer_puts(out, "}\n");
	}
	if (list->more)
		buffer_printf(out, "{\"type\": \"%s\", \"msg\": \"%u more\"}\n", type, list->more);
}

void diags_put_records(const struct diags *d, const struct sources *sources, bool warnings,
		       struct buffer *out)
{
	put_list(out, &d->errors, "error", sources);
	if (!warnings)
		return;
	put_list(out, &d->warnings, "warning", sources);
	put_list(out, &d->unchecked, "unchecked", sources);
}
