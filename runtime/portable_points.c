/* runtime/portable_points.c - what the attach points of a portable image stand for on this
 * machine.  Part of runtime/portable.c. */
#include <errno.h>
#include <string.h>

#include "probes/executed.h"
#include "probes/name_filter.h"
#include "runtime/base/log.h"
#include "runtime/base/positional.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "runtime/portable_internal.h"
#include "runtime/report.h"

struct finding {
	struct settling *s;
	uint32_t point;
	bool is_open;                   /* the point has wildcards */
	struct strmap *seen;            /* names of the probe's matches so far */
};

static struct local *add_local(struct settling *s, uint32_t point, const struct probe_spec *spec)
{
	struct local *l = arena_new_object(s->arena, struct local);

	l->point = point;
	l->spec = *spec;
	*(s->last[point] ? s->last[point] : &s->by_point[point]) = l;
	s->last[point] = &l->next;
	return l;
}

/* Each probe once for a body, however often its attach points name it. */
static int found(const struct probe_spec *spec, void *arg)
{
	struct finding *f = arg;
	struct settling *s = f->s;
	const char *place = spec->place
		? arena_printf(s->arena, "%s at %u", spec->text, spec->place)
		: spec->text;

	if (!name_filter_keeps(s->options->filter, spec))
		return 0;
	if (strmap_get(f->seen, place))
		return 0;
	strmap_put(f->seen, place, f);
	if (spec->warning && s->options->warnings)
		log_warn("%s", spec->warning);
	add_local(s, f->point, spec)->is_open = f->is_open;
	return ++s->found > s->image->header->max_probes ? -E2BIG : 0;
}

/* The part of the attach point that the complaint is about; its text ends the span. */
static struct span blame(
	const struct settling *s, const struct image_point *p, const struct probe_error *err)
{
	uint32_t len = (uint32_t)strlen(image_text(s->image, p->text)),
		 start = p->span_end - len + err->start;

	if (p->flags & IMAGE_POINT_PARAMETERS || !err->len || len > p->span_end - p->span_start ||
		(uint64_t)err->start + err->len > len)
		return (struct span){ p->span_start, p->span_end };
	return (struct span){ start, start + err->len };
}

static int report_missing(
	struct settling *s, const struct image_point *p, const struct probe_error *err, int ret)
{
	if (err->failure == PROBE_NO_MATCH && p->flags & IMAGE_POINT_MISSING) {
		if (!(p->flags & IMAGE_POINT_SILENT) && s->options->warnings)
			log_warn("%s", err->message);
		s->skipped++;
		return 0;
	}
	if (ret == -E2BIG) {
		report_error_at(s->image, (struct span){ p->span_start, p->span_end },
			arena_printf(s->arena,
				"'%s' brings the script above %u probes on this machine",
				image_text(s->image, p->text), s->image->header->max_probes),
			"build the image with a narrower wildcard, or raise the limit with SONDE_MAX_PROBES");
		return ret;
	}
	report_error_at(s->image, blame(s, p, err), err->message, err->hint);
	return ret;
}

/* Parameters */

struct words {
	const struct portable_options *options;
	struct buffer text;
};

static bool put(char byte, uint32_t at, void *arg)
{
	(void)at;
	buffer_putc(&((struct words *)arg)->text, byte);
	return true;
}

static const char *word(uint64_t number, uint32_t at, uint32_t len, void *arg)
{
	const struct portable_options *o = ((struct words *)arg)->options;

	(void)at;
	(void)len;
	return number && number <= o->word_count ? o->words[number - 1] : NULL;
}

/* The text of an attach point with its parameters put in; NULL, said so. */
static const char *text_of(struct settling *s, const struct image_point *p)
{
	struct words w = { .options = s->options };
	struct positional all = { .value = word, .put = put, .arg = &w };
	const char *text = image_text(s->image, p->text), *why = NULL;

	if (!(p->flags & IMAGE_POINT_PARAMETERS))
		return text;
	switch (positional_expand(&all, text)) {
	case POSITIONAL_OK:
		return buffer_keep(&w.text, s->arena);
	case POSITIONAL_STOPPED:
		why = arena_printf(s->arena,
			"which probe it is depends on parameter $%llu, which is missing",
			(unsigned long long)all.number);
		break;
	case POSITIONAL_NO_NUMBER:
		why = arena_printf(s->arena, "'$' in parameter $%llu is no part of a probe's name",
			(unsigned long long)all.number);
		break;
	case POSITIONAL_CIRCULAR:
		why = arena_printf(s->arena,
			"parameter $%llu stands for a text that it is part of itself",
			(unsigned long long)all.number);
		break;
	}
	buffer_free(&w.text);
	report_error_at(s->image, (struct span){ p->span_start, p->span_end }, why,
		"parameters are the words behind the image");
	return NULL;
}

static int find_point(struct settling *s, uint32_t point, struct strmap *seen)
{
	const struct image_point *p = &s->image->points[point];
	const char *text = text_of(s, p);
	struct finding f = { .s = s, .point = point, .seen = seen };
	struct probe_error err = { 0 };
	struct probe_spec spec;
	int ret;

	if (!text)
		return -EINVAL;
	if (probe_names_many(text, strlen(text))) {
		f.is_open = true;
		ret = probe_list_many(text, strlen(text), &s->scope, s->arena, found, &f, &err);
	} else {
		ret = probe_parse(text, strlen(text), s->arena, &spec, &err);
		spec.scope = &s->scope;
		f.is_open = !ret && probe_wild(&spec);
		if (!ret && spec.risk && !(s->image->header->flags & IMAGE_UNSAFE))
			ret = probe_fail(&err, PROBE_MALFORMED, "'%s' %s", text, spec.risk);
		if (!ret)
			ret = probe_list(&spec, s->arena, found, &f, &err);
	}
	return ret ? report_missing(s, p, &err, ret) : 0;
}

static void add_entry(
	struct settling *s, uint32_t point, const struct probe_spec *spec, struct local *leaves)
{
	struct local *l = add_local(s, point, spec);

	l->leaves = leaves;
	l->is_open = leaves->is_open;
}

/* Hidden ones are at the entries of what others leave, in the same order. */
static void find_entries(struct settling *s, uint32_t point)
{
	uint32_t of = s->image->points[point].entry_of;

	for (struct local *l = s->by_point[of]; l; l = l->next) {
		struct probe_spec spec;

		if (l->spec.provider->entry && l->spec.provider->entry(&l->spec, s->arena, &spec))
			add_entry(s, point, &spec, l);
	}
}

static void join_points(struct settling *s)
{
	struct local **last = &s->locals;

	for (uint32_t i = 0; i < s->image->counts[IMAGE_POINTS]; i++)
		if (s->by_point[i]) {
			*last = s->by_point[i];
			last = s->last[i];
		}
}

int portable_find(struct settling *s)
{
	uint32_t count = s->image->counts[IMAGE_POINTS];
	struct strmap seen = { 0 };
	int err = 0;

	s->by_point = arena_new_array(s->arena, struct local *, count + 1);
	s->last = arena_new_array(s->arena, struct local **, count + 1);
	if (s->options->command_path)
		s->scope.command = executed_program(s->options->command_path, s->arena);
	for (uint32_t i = 0; i < count && !err; i++) {
		if (i && s->image->points[i].probe != s->image->points[i - 1].probe)
			strmap_free(&seen);
		if (s->image->points[i].entry_of == IMAGE_NONE)
			err = find_point(s, i, &seen);
	}
	strmap_free(&seen);
	for (uint32_t i = 0; i < count && !err; i++)
		if (s->image->points[i].entry_of != IMAGE_NONE)
			find_entries(s, i);
	join_points(s);
	return err;
}
