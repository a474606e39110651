/* compiler/diag.c - collects the errors and warnings of a compilation and prints them in source
 * order.  Owns nothing: all memory is the arena's.  Every pass reports through it; the driver asks
 * it whether to stop and with which exit code. */
#include <stdarg.h>
#include <stdlib.h>

#include "compiler/diag_internal.h"
#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define DIAG_NAME(id) [DIAG_##id] = #id,
static const char *const diag_names[] = { DIAG_LIST(DIAG_NAME) };
#undef DIAG_NAME

struct diags *diags_new(struct arena *a)
{
	struct diags *d = arena_new_object(a, struct diags);

	d->arena = a;
	d->errors.end = &d->errors.first;
	d->warnings.end = &d->warnings.first;
	d->unchecked.end = &d->unchecked.first;
	return d;
}

void diags_set_sources(struct diags *d, const struct sources *sources)
{
	d->sources = sources;
}

void diags_keep(struct diags *d, const bool *kept)
{
	d->kept = kept;
}

void diags_hush(struct diags *d, struct span where)
{
	d->hushed = where;
}

/* Control characters of a script must not reach a terminal through a message. */
static const char *printable_text(struct arena *a, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t unsafe = 0, len = 0;

	for (; text[len]; len++)
		unsafe += (unsigned char)text[len] < 0x20 || text[len] == 0x7f;
	if (!unsafe)
		return text;

	char *safe = arena_alloc(a, len + 3 * unsafe + 1);
	char *to = safe;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != 0x7f) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = digits[c >> 4];
		*to++ = digits[c & 15];
	}
	return safe;
}

/* A machine that lacks something lacks it for every probe: once is enough. */
static bool is_said(const struct diag_list *list, const char *text)
{
	for (const struct diag *i = list->first; i; i = i->next)
		if (str_eq(i->text, text))
			return true;
	return false;
}

/* The same mistake in several uses of a macro is one. */
static bool is_same_in_macro(
	const struct diags *d, const struct diag *a, struct span where, const char *text)
{
	return where.start != UINT32_MAX && source_use(d->sources, where.start) &&
		str_eq(a->text, text) &&
		source_origin(d->sources, a->where.start) == source_origin(d->sources, where.start);
}

static bool is_repeated(const struct diag_list *list, struct span where, enum diag_id id,
			bool same_id)
{
	if (where.start == UINT32_MAX)
		return false;
	for (const struct diag *i = list->first; i; i = i->next)
		if (i->where.start == where.start && (!same_id || i->id == id))
			return true;
	return list->more && list->last_start == where.start;
}

static struct diag *list_add(struct diags *d, struct diag_list *list, struct diag like,
			     const char *fmt, va_list ap)
{
	if (is_repeated(list, like.where, like.id, list == &d->warnings))
		return &d->dropped;
	if (list->shown == DIAG_SHOWN_MAX) {
		list->more++;
		list->last_start = like.where.start;
		return &d->dropped;
	}

	like.text = printable_text(d->arena, arena_vprintf(d->arena, fmt, ap));
	if (list == &d->unchecked && is_said(list, like.text))
		return &d->dropped;
	for (const struct diag *i = list->first; i; i = i->next)
		if (is_same_in_macro(d, i, like.where, like.text))
			return &d->dropped;

	struct diag *diag = arena_memdup(d->arena, &like, sizeof(like));

	diag->arena = d->arena;
	diag->origin = like.where.start == UINT32_MAX ? UINT32_MAX
		: source_origin(d->sources, like.where.start);
	diag->number = list->shown++;
	diag->notes.end = &diag->notes.first;
	diag->hints.end = &diag->hints.first;
	*list->end = diag;
	list->end = &diag->next;
	return diag;
}

#define LIKE(place, name) ((struct diag){ .where = (place), .id = (name) })

struct diag *diag_error(struct diags *d, struct span where, enum diag_id id,
			const char *fmt, ...)
{
	va_list ap;

	if (d->kept && !d->kept[id])
		return &d->dropped;
	if (id == DIAG_INTERNAL)
		d->internal_failed = true;
	d->script_failed = true;
	va_start(ap, fmt);
	struct diag *diag = list_add(d, &d->errors, LIKE(where, id), fmt, ap);
	va_end(ap);
	return diag;
}

struct diag *diag_environment(struct diags *d, struct span where, enum diag_id id,
			      const char *fmt, ...)
{
	va_list ap;

	if (d->kept && !d->kept[id])
		return &d->dropped;
	d->environment_failed |= !d->forgiving;
	va_start(ap, fmt);
	struct diag *diag =
		list_add(d, d->forgiving ? &d->unchecked : &d->errors, LIKE(where, id), fmt, ap);
	va_end(ap);
	return diag;
}

struct diag *diag_warning(struct diags *d, struct span where, enum diag_id id,
			  const char *fmt, ...)
{
	va_list ap;

	if ((d->kept && !d->kept[id]) ||
		(where.start >= d->hushed.start && where.start < d->hushed.end))
		return &d->dropped;

	va_start(ap, fmt);
	struct diag *diag = list_add(d, &d->warnings, LIKE(where, id), fmt, ap);
	va_end(ap);
	return diag;
}

static void remark_add(struct diag *diag, struct remark_list *list, struct span where,
		       const char *fmt, va_list ap)
{
	struct diag_remark *remark = arena_new_object(diag->arena, struct diag_remark);

	remark->where = where;
	remark->text = printable_text(diag->arena, arena_vprintf(diag->arena, fmt, ap));
	*list->end = remark;
	list->end = &remark->next;
}

void diag_note(struct diag *diag, struct span where, const char *fmt, ...)
{
	va_list ap;

	if (!diag->arena)
		return;
	va_start(ap, fmt);
	remark_add(diag, &diag->notes, where, fmt, ap);
	va_end(ap);
}

void diag_hint(struct diag *diag, const char *fmt, ...)
{
	va_list ap;

	if (!diag->arena)
		return;
	va_start(ap, fmt);
	remark_add(diag, &diag->hints, SPAN_NONE, fmt, ap);
	va_end(ap);
}

static bool has_hint(const struct diag *diag, const char *text)
{
	for (const struct diag_remark *r = diag->hints.first; r; r = r->next)
		if (str_eq(r->text, text))
			return true;
	return false;
}

void diag_hint_once(struct diags *d, struct diag *diag, const char *text)
{
	for (const struct diag *other = d->errors.first; other; other = other->next)
		if (has_hint(other, text))
			return;
	diag_hint(diag, "%s", text);
}

bool diag_offer(struct diag *diag, const char *sign, const struct nearest *near)
{
	if (near->best)
		diag_hint(diag, "did you mean '%s%s'?", sign, near->best);
	return near->best;
}

bool diag_is_shown(const struct diag *diag)
{
	return diag->arena;
}

bool diags_show_warnings(const struct diags *d)
{
	return d->warnings.shown < DIAG_SHOWN_MAX;
}

bool diags_show_errors(const struct diags *d)
{
	return d->errors.shown < DIAG_SHOWN_MAX;
}

void diags_forgive_environment(struct diags *d)
{
	d->forgiving = true;
}

bool diags_unchecked(const struct diags *d)
{
	return d->unchecked.first;
}

bool diags_have_errors(const struct diags *d)
{
	return d->script_failed || d->environment_failed;
}

enum diag_id diags_first_error(const struct diags *d, struct span *where)
{
	const struct diag *first = d->errors.first;

	if (!first)
		return DIAG_COUNT;
	*where = first->where;
	return first->id;
}

int diags_exit_code(const struct diags *d)
{
	if (d->internal_failed)
		return 4;
	if (d->script_failed)
		return 1;
	return d->environment_failed ? 2 : 0;
}

static void render_at(struct buffer *out, const struct sources *sources, struct span where,
		      const char *severity, const char *text)
{
	static const struct sources nowhere;

	if (where.start == UINT32_MAX)
		sources = &nowhere;
	source_render(out, sources, where, severity, text);
}

static void diag_render(const struct diag *diag, const struct sources *sources,
			const char *severity, struct buffer *out)
{
	render_at(out, sources, diag->where, severity, diag->text);
	if (diag->where.start != UINT32_MAX)
		source_render_uses(out, sources, diag->where.start);
	for (const struct diag_remark *note = diag->notes.first; note; note = note->next)
		render_at(out, sources, note->where, "note", note->text);
	for (const struct diag_remark *hint = diag->hints.first; hint; hint = hint->next) {
		buffer_printf(out, "    %shint:%s ", log_colour(LOG_PART_HINT), log_colour_end());
		buffer_puts(out, hint->text);
		buffer_putc(out, '\n');
	}
}

static int diag_compare(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;

	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

uint32_t diag_list_sort(const struct diag_list *list, const struct diag *sorted[DIAG_SHOWN_MAX])
{
	uint32_t count = 0;

	for (const struct diag *i = list->first; i; i = i->next)
		sorted[count++] = i;
	qsort(sorted, count, sizeof(*sorted), diag_compare);
	return count;
}

static void list_render(const struct diag_list *list, const struct sources *sources,
			const char *severity, struct buffer *out)
{
	const struct diag *sorted[DIAG_SHOWN_MAX];
	uint32_t count = diag_list_sort(list, sorted);

	for (uint32_t i = 0; i < count; i++)
		diag_render(sorted[i], sources, severity, out);
	if (list->more)
		buffer_printf(out, "sonde: %s: %u more %s%s\n", severity, list->more, severity,
			      list->more == 1 ? "" : "s");
}

void diags_render(const struct diags *d, const struct sources *sources, bool warnings,
		  struct buffer *out)
{
	list_render(&d->errors, sources, "error", out);
	if (warnings)
		list_render(&d->warnings, sources, "warning", out);
	if (warnings)
		list_render(&d->unchecked, sources, "not checked", out);
}

const char *diag_id_name(enum diag_id id)
{
	return (unsigned)id < ARRAY_SIZE(diag_names) ? diag_names[id] : "UNKNOWN";
}
