/* runtime/openmetrics.c - maps as an OpenMetrics exposition: what kind of metric a map is, how its
 * family, samples and labels are written.  Called by runtime/sink_openmetrics.c. */
#include "runtime/openmetrics.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/json.h"
#include "runtime/base/util.h"
#include "runtime/column_names.h"
#include "runtime/flat.h"
#include "runtime/key_parts.h"
#include "runtime/key_set.h"
#include "runtime/summary.h"

/* A map while its family is written. */
struct writing {
	struct decode_context *ctx;
	const struct map_view *view;
	const struct metric_row *row;
	const char *family;
	struct buffer *out;
	struct column_names names;      /* of the labels */
	struct buffer labels;           /* of the entry, without braces */
	struct buffer value;            /* kept for the memory */
	struct key_set seen;
};

/** How the samples of a kind of metric are written. */
struct metric_row {
	const char *type;               /* for the TYPE line */
	/* that the samples have beside those of the key; NULL: none */
	const char *own_label;
	void (*put)(struct writing *w, const struct value *v);
};

/* Bytes as they stand between quotes.  Those that are no UTF-8 read as JSON has them: the format
 * itself has no escape for them. */
static void put_quoted(struct buffer *b, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t kept = utf8_length(bytes + at, len - at);
		char c = bytes[at];

		if (!kept)
			buffer_printf(b, "\\\\u%04x", (unsigned char)c);
		else if (c == '\n')
			buffer_puts(b, "\\n");
		else if (c == '"' || c == '\\')
			buffer_append(b, (char[]){ '\\', c }, 2);
		else
			buffer_append(b, bytes + at, kept);
		at += kept ? kept : 1;
	}
}

/* Characters that no name of the format has become '_'. */
static void put_name(struct buffer *b, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buffer_putc(
			b, isalnum((unsigned char)bytes[i]) || bytes[i] == '_' ? bytes[i] : '_');
}

/* The labels of an entry; `number` tells keys of the same text apart and is 0 for the first. */
static void make_labels(struct writing *w, const struct value *key, unsigned long number)
{
	struct key_parts parts = key_parts_of(w->view, key);
	const char *name = NULL;

	buffer_clear(&w->labels);
	for (size_t i = 0; i < parts.count; i++) {
		name = column_names_next(&w->names, name);
		put_name(&w->labels, name, strlen(name));
		buffer_clear(&w->value);
		flat_put(w->ctx, &w->value, &parts.items[i]);
		buffer_puts(&w->labels, "=\"");
		put_quoted(&w->labels, w->value.data, w->value.len);
		if (number && i + 1 == parts.count)
			buffer_printf(&w->labels, "#%lu", number);
		buffer_puts(&w->labels, i + 1 < parts.count ? "\"," : "\"");
	}
}

/* The start of a sample's line: its name and labels, the own one last. */
static void put_sample(struct writing *w, const char *suffix, const char *own_value)
{
	bool labels = w->labels.len || own_value;

	buffer_puts(w->out, w->family);
	buffer_puts(w->out, suffix);
	if (labels)
		buffer_putc(w->out, '{');
	buffer_append(w->out, w->labels.data, w->labels.len);
	if (own_value)
		buffer_printf(w->out, "%s%s=\"%s\"", w->labels.len ? "," : "", w->row->own_label,
			own_value);
	buffer_puts(w->out, labels ? "} " : " ");
}

static void put_number(struct writing *w, const struct value *v)
{
	if (v->kind == VALUE_INT)
		buffer_put_i64(w->out, v->i);
	else
		buffer_put_u64(w->out, v->u);
	buffer_putc(w->out, '\n');
}

static void put_counter(struct writing *w, const struct value *v)
{
	put_sample(w, "_total", NULL);
	put_number(w, v);
}

static void put_gauge(struct writing *w, const struct value *v)
{
	put_sample(w, "", NULL);
	put_number(w, v);
}

/* A record of count, average and total. */
static void put_summary(struct writing *w, const struct value *v)
{
	put_sample(w, "_count", NULL);
	put_number(w, &v->list.items[0]);
	put_sample(w, "_sum", NULL);
	put_number(w, &v->list.items[2]);
}

/* "0.5" for 50, "0.999" for 999 */
static void make_quantile(char *text, size_t room, uint32_t percentile)
{
	size_t len = (size_t)snprintf(
		text, room, percentile < 10 ? "0.0%" PRIu32 : "0.%" PRIu32, percentile);

	while (text[len - 1] == '0')
		text[--len] = '\0';
}

/* A record of the count, the percentiles and the largest, which is the last of the quantiles. */
static void put_quantiles(struct writing *w, const struct value *v)
{
	const struct agg_params *p = &w->view->value_type->agg_params;
	char quantile[16];

	for (size_t i = 1; i + 1 < v->list.count; i++) {
		make_quantile(quantile, sizeof(quantile), p->percentiles[i - 1]);
		put_sample(w, "", quantile);
		put_number(w, &v->list.items[i]);
	}
	put_sample(w, "", "1.0");
	put_number(w, &v->list.items[v->list.count - 1]);
	put_sample(w, "_count", NULL);
	put_number(w, &v->list.items[0]);
}

/* Bounds are inclusive, counts of all that is below them. */
static void put_histogram(struct writing *w, const struct value *v)
{
	uint64_t below = 0;
	char bound[32];

	for (size_t i = 0; i < v->hist.count; i++) {
		const struct value_bucket *bucket = &v->hist.buckets[i];

		below += bucket->count;
		if (!bucket->has_max)
			break;
		snprintf(bound, sizeof(bound), "%" PRId64 ".0", bucket->max);
		put_sample(w, "_bucket", bound);
		buffer_printf(w->out, "%" PRIu64 "\n", below);
	}
	put_sample(w, "_bucket", "+Inf");
	buffer_printf(w->out, "%" PRIu64 "\n", below);
}

static const struct metric_row metric_rows[METRIC_KIND_COUNT] = {
	[METRIC_COUNTER] = { "counter", NULL, put_counter },
	[METRIC_GAUGE] = { "gauge", NULL, put_gauge },
	[METRIC_SUMMARY] = { "summary", NULL, put_summary },
	[METRIC_QUANTILES] = { "summary", "quantile", put_quantiles },
	[METRIC_HISTOGRAM] = { "histogram", "le", put_histogram },
};

static enum metric_kind kind_of(const struct map_view *view)
{
	const struct type *t = view->value_type;
	enum value_kind shown = view->entries[0].value.kind;
	enum metric_kind kind;

	if (t->kind != TYPE_AGG)
		return shown == VALUE_INT || shown == VALUE_UINT ? METRIC_GAUGE : METRIC_NONE;
	kind = agg_row((enum agg_id)t->agg)->metric;
	return kind == METRIC_COUNTER && shown == VALUE_INT ? METRIC_GAUGE : kind;
}

/* PREFIX_NAME, without what the samples of a counter add themselves. */
static void make_name(struct buffer *b, struct decode_context *ctx, const struct map_view *view,
	enum metric_kind kind)
{
	const char *name = view->name[1] ? view->name + 1 : "map";
	size_t len = strlen(name), suffix = strlen("_total");

	if (kind == METRIC_COUNTER && len > suffix && str_eq(name + len - suffix, "_total"))
		len -= suffix;
	buffer_puts(b, image_text(ctx->image, ctx->image->header->metrics_prefix));
	buffer_putc(b, '_');
	put_name(b, name, len);
}

/* True when samples of two families may have one name: one family is named as the other's samples
 * are. */
static bool names_clash(const char *a, const char *b)
{
	static const char *const suffixes[] = { "", "_total", "_count", "_sum", "_bucket",
		"_created", "_info" };
	const char *shorter = strlen(a) < strlen(b) ? a : b, *longer = shorter == a ? b : a;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (str_starts(longer, shorter) && str_eq(longer + strlen(shorter), suffixes[i]))
			return true;
	return false;
}

static bool is_taken(const struct exposition *e, const char *name)
{
	for (size_t i = 0; i < e->count; i++)
		if (names_clash(e->families[i].name, name))
			return true;
	return false;
}

static struct metric_family *family_of(struct exposition *e, const char *map)
{
	for (size_t i = 0; i < e->count; i++)
		if (str_eq(e->families[i].map, map))
			return &e->families[i];
	return NULL;
}

static const char incomplete[] = "sonde_incomplete";

/* A family of that name, or name_2 ... where it is taken; NULL when out of memory. */
static struct metric_family *family_add(struct exposition *e, const char *map, struct buffer *name)
{
	struct metric_family *more, family = { .map = mem_strdup(map) };
	size_t len = name->len;

	for (unsigned n = 2; is_taken(e, buffer_text(name)) ||
		(*map && names_clash(incomplete, buffer_text(name)));
		n++) {
		name->len = len;
		buffer_printf(name, "_%u", n);
	}
	family.name = mem_strdup(buffer_text(name));
	more = mem_realloc(e->families, (e->count + 1) * sizeof(*more));
	if (more)
		e->families = more;
	if (!more || !family.name || !family.map || name->failed) {
		mem_free(family.name);
		mem_free(family.map);
		return NULL;
	}
	more += e->count++;
	*more = family;
	return more;
}

static void put_header(struct metric_family *f, const char *type, const char *help)
{
	buffer_clear(&f->text);
	buffer_printf(&f->text, "# TYPE %s %s\n# HELP %s %s\n", f->name, type, f->name, help);
}

/* Those of all entries; false when out of memory. */
static bool name_labels(struct writing *w)
{
	struct key_parts parts = key_parts_of(w->view, &w->view->entries[0].key);

	column_names_add_key(&w->names, w->view, &parts);
	if (w->row->own_label)
		column_names_add(&w->names, COLUMN_OF_FORMAT, w->row->own_label);
	return column_names_settle(&w->names);
}

static void put_entries(struct writing *w)
{
	bool numbered = key_set_open(&w->seen, w->view->count);

	for (size_t i = 0; i < w->view->count; i++) {
		const struct map_entry *entry = &w->view->entries[i];
		unsigned long number;

		make_labels(w, &entry->key, 0);
		number = numbered && w->view->keyed
			? key_set_number(&w->seen, w->labels.data, w->labels.len)
			: 0;
		if (number)
			make_labels(w, &entry->key, number);
		w->row->put(w, &entry->value);
		w->out->failed |= w->labels.failed;
	}
	key_set_close(&w->seen);
}

static const char no_memory[] = "out of memory";

const char *exposition_put_map(
	struct exposition *e, struct decode_context *ctx, const struct map_view *view)
{
	enum metric_kind kind = kind_of(view);
	struct metric_family *family = family_of(e, view->name);
	struct writing w = { .ctx = ctx, .view = view, .row = &metric_rows[kind] };
	struct buffer name = { 0 }, help = { 0 };

	if (kind == METRIC_NONE)
		return "its values are no metric";
	if (!family) {
		make_name(&name, ctx, view, kind);
		family = family_add(e, view->name, &name);
		buffer_free(&name);
	}
	if (!family)
		return no_memory;
	buffer_printf(&help, "the map %s", view->name);
	put_header(family, w.row->type, buffer_text(&help));
	buffer_free(&help);
	w.family = family->name;
	w.out = &family->text;
	if (name_labels(&w))
		put_entries(&w);
	else
		family->text.failed = true;
	column_names_close(&w.names);
	buffer_free(&w.labels);
	buffer_free(&w.value);
	return family->text.failed ? no_memory : NULL;
}

static void put_counter_of_summary(void *arg, const char *counter, uint64_t total)
{
	struct metric_family *f = arg;

	buffer_printf(&f->text, "%s{reason=\"%s\"} %" PRIu64 "\n", f->name, counter, total);
}

void exposition_put_summary(struct exposition *e, const struct run_summary *s)
{
	struct buffer name = { 0 };
	struct metric_family *family;

	buffer_puts(&name, incomplete);
	family = family_add(e, "", &name);
	buffer_free(&name);
	if (!family)
		return;
	put_header(family, "gauge", "what the run lost or left out, by reason");
	summary_each(s, put_counter_of_summary, family);
}

void exposition_write(const struct exposition *e, struct buffer *out)
{
	for (size_t i = 0; i < e->count; i++)
		buffer_append(out, e->families[i].text.data, e->families[i].text.len);
	buffer_puts(out, "# EOF\n");
}

void exposition_close(struct exposition *e)
{
	for (size_t i = 0; i < e->count; i++) {
		mem_free(e->families[i].name);
		mem_free(e->families[i].map);
		buffer_free(&e->families[i].text);
	}
	mem_free(e->families);
	*e = (struct exposition){ 0 };
}
