/* compiler/diag_internal.h - the lists that diag.c collects and diag_records.c writes out, too. */
#pragma once

#include "compiler/diag.h"

/* What a person can read; more are only counted: a megabyte of garbage gets a short answer. */
#define DIAG_SHOWN_MAX 50

struct diag_remark {
	struct diag_remark *next;
	struct span where;              /* notes only */
	const char *text;
};

struct remark_list {
	struct diag_remark *first, **end;
};

struct diag {
	struct diag *next;
	struct arena *arena;            /* NULL: a dropped one that swallows its remarks */
	struct span where;
	enum diag_id id;
	const char *text;
	uint32_t number;                /* order of reporting: keeps the sort stable */
	/* where it is without the uses of macros: the order of printing */
	uint32_t origin;
	struct remark_list notes, hints;
};

struct diag_list {
	struct diag *first, **end;
	uint32_t shown, more;
	uint32_t last_start;            /* of the last one that was only counted */
};

struct diags {
	struct arena *arena;
	const struct sources *sources;  /* or NULL */
	struct diag_list errors, warnings;
	struct diag_list unchecked;     /* environment errors, where these are forgiven */
	bool forgiving;
	bool script_failed, environment_failed, internal_failed;
	struct diag dropped;
	const bool *kept;               /* by id; NULL: all */
	struct span hushed;             /* without warnings */
};

/** In order of place; returns how many. */
uint32_t diag_list_sort(const struct diag_list *list, const struct diag *sorted[DIAG_SHOWN_MAX]);
