/* runtime/summary.c - the completeness counters (output.md 10.1) as text and as JSON: one table of
 * counters, in the order in which they show. */
#include "runtime/summary.h"

#include <stddef.h>

#include "runtime/base/json.h"
#include "runtime/base/util.h"

/* A counter is one number, or a list of named ones (then `count` is where its length is). */
struct counter {
	const char *name;
	bool is_list;
	size_t at;
	size_t count_at;
};

#define NUMBER(member) { .name = #member, .at = offsetof(struct run_summary, member) }
#define LIST(member) { .name = #member, .is_list = true, \
	.at = offsetof(struct run_summary, member), \
	.count_at = offsetof(struct run_summary, member##_count) }

static const struct counter counters[] = {
	NUMBER(lost_events),
	LIST(map_full),
	LIST(missed_runs),
	NUMBER(truncated_strings),
	NUMBER(unresolved_symbols),
	NUMBER(skipped_probes),
	NUMBER(late_labels),
	NUMBER(stopped_early),
};

static const void *member_at(const struct run_summary *s, size_t offset)
{
	return (const char *)s + offset;
}

/* The entries of a list; for a number `single` takes it as the only, nameless one. */
static const struct summary_count *counter_entries(const struct run_summary *s,
	const struct counter *c, struct summary_count *single, size_t *count)
{
	if (c->is_list) {
		*count = *(const size_t *)member_at(s, c->count_at);
		return *(struct summary_count *const *)member_at(s, c->at);
	}
	*single = (struct summary_count){ .count = *(const uint64_t *)member_at(s, c->at) };
	*count = 1;
	return single;
}

unsigned summary_counters(const struct run_summary *s)
{
	unsigned set = 0;

	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		struct summary_count single;
		size_t count;
		const struct summary_count *entries =
			counter_entries(s, &counters[i], &single, &count);

		for (size_t j = 0; j < count; j++)
			if (entries[j].count)
				set |= 1u << i;
	}
	return set;
}

bool summary_is_complete(const struct run_summary *s)
{
	return !summary_counters(s);
}

unsigned summary_counter_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		if (str_eq(counters[i].name, name))
			return 1u << i;
	return 0;
}

void summary_put_names(struct buffer *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		buffer_printf(b, "%s%s", i ? ", " : "", counters[i].name);
}

void summary_put_text(struct buffer *b, const struct run_summary *s)
{
	const char *separator = "Incomplete: ";

	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		struct summary_count single;
		size_t count;
		const struct summary_count *entries =
			counter_entries(s, &counters[i], &single, &count);

		for (size_t j = 0; j < count; j++) {
			if (!entries[j].count)
				continue;
			buffer_puts(b, separator);
			buffer_puts(b, counters[i].name);
			buffer_putc(b, ' ');
			if (entries[j].name) {
				buffer_puts(b, entries[j].name);
				buffer_putc(b, ' ');
			}
			buffer_put_u64(b, entries[j].count);
			separator = "; ";
		}
	}
}

static void put_json_list(struct buffer *b, const struct summary_count *entries, size_t count)
{
	buffer_putc(b, '{');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_puts(b, ", ");
		json_put_string(b, entries[i].name, strlen(entries[i].name));
		buffer_puts(b, ": ");
		buffer_put_u64(b, entries[i].count);
	}
	buffer_putc(b, '}');
}

void summary_put_json(struct buffer *b, const struct run_summary *s)
{
	buffer_puts(b, summary_is_complete(s) ? "{\"complete\": true" : "{\"complete\": false");
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		struct summary_count single;
		size_t count;
		const struct summary_count *entries =
			counter_entries(s, &counters[i], &single, &count);

		buffer_puts(b, ", \"");
		buffer_puts(b, counters[i].name);
		buffer_puts(b, "\": ");
		if (counters[i].is_list)
			put_json_list(b, entries, count);
		else
			buffer_put_u64(b, entries[0].count);
	}
	buffer_puts(b, ", \"duration_ns\": ");
	buffer_put_u64(b, s->duration_ns);
	buffer_putc(b, '}');
}

void summary_each(const struct run_summary *s,
	void (*visit)(void *arg, const char *counter, uint64_t total), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++) {
		struct summary_count single;
		size_t count;
		const struct summary_count *entries =
			counter_entries(s, &counters[i], &single, &count);
		uint64_t total = 0;

		for (size_t j = 0; j < count; j++)
			total += entries[j].count;
		visit(arg, counters[i].name, total);
	}
}
