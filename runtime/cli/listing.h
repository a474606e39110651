/* runtime/cli/listing.h - the inside of `sonde -l`, shared by list.c (what is asked for),
 * list_types.c (types of the kernel) and list_put.c (how it is shown). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/provider.h"

struct arena;
struct buffer;
struct kernel_btf;
struct options;

/** A probe or a type. */
struct listing_item {
	const char *text;               /* full name: "kprobe:vfs_read", "struct path" */
	const struct probe_spec *spec;  /* of a probe whose arguments are to be shown, or NULL */
	const struct kernel_btf *btf;   /* of a type, or NULL */
	uint32_t type;                  /* id there */
};

struct listing {
	struct arena *arena;
	struct probe_scope scope;       /* -p */
	const struct name_filter *wanted;       /* --probe-filter, or NULL */
	const char *filter;     /* pattern over names, or NULL: everything visited */
	bool detailed;          /* arguments and definitions will be shown */
	bool warnings;
	const char *nothing;    /* why a pattern has no match, where more is known than that */
	struct listing_item *items;
	size_t count, capacity;
};

/** Add an item; its texts live in the arena.  0, or the exit code, having said why. */
int listing_add(struct listing *l, struct listing_item item);

/** True for "struct task_*" and its like. */
bool listing_is_types(const char *pattern);

/** Add the types that such a pattern stands for.  0, or the exit code, having said why. */
int listing_add_types(struct listing *l, const char *pattern);

/** Append all of it, sorted, each name once. */
void listing_put(const struct options *o, struct listing *l, struct buffer *out);
