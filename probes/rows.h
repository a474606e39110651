/* probes/rows.h - the rows of the provider table, each in its own file, and what their parsers
 * share. */
#pragma once

#include "probes/provider.h"

extern const struct provider begin_provider, end_provider;
extern const struct provider tracepoint_provider, rawtracepoint_provider;
extern const struct provider profile_provider, interval_provider, software_provider,
	hardware_provider;
extern const struct provider uprobe_provider, uretprobe_provider;
extern const struct provider kprobe_provider, kretprobe_provider, fentry_provider, fexit_provider;
extern const struct provider usdt_provider, watchpoint_provider, iter_provider;
extern const struct provider self_provider, test_provider, bench_provider;

/** As probe_fail(), pointing at part i of the attach point as written. */
int probe_fail_part(struct probe_error *err, const struct probe_spec *spec, unsigned i,
	enum probe_failure failure, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/** Refuse a spec with fewer than least or more than most parts, or with an empty one: 0 or
 * -EINVAL. */
int probe_expect_parts(
	const struct probe_spec *spec, unsigned least, unsigned most, struct probe_error *err);

/** Refuse wildcards in any part of a spec that has something exact ("an", "offset") in another: 0
 * or -EINVAL. */
int probe_refuse_wildcards(const struct probe_spec *spec, const char *article, const char *exact,
	struct probe_error *err);

/** Make room for a part that was not written, at most the fourth, at place i. */
void probe_insert_part(struct probe_spec *spec, unsigned i, const char *text);

/** True when part i holds wildcards (P2). */
bool probe_part_wild(const struct probe_spec *spec, unsigned i);

/** True when the name matches part i: as a pattern if that holds wildcards, else as it is. */
bool probe_part_match(const struct probe_spec *spec, unsigned i, const char *name);

/** Set spec->text to the provider's name and the parts, joined by colons. */
void probe_complete(struct probe_spec *spec, struct arena *a);

/** A growing list of names in an arena, sorted before it is used. */
struct name_list {
	const char **items;
	size_t count, capacity;
};

/** Append a copy of a name, in arena memory. */
void name_list_add(struct name_list *l, struct arena *a, const char *name);

/** Sort by bytes. */
void name_list_sort(struct name_list *l);

/** Say in the hint which of the names is nearest to the mistyped one, if any is. */
void name_list_hint(
	const struct name_list *l, const char *name, const char *prefix, struct probe_error *err);
