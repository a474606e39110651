/* tests/unit/probe_plan.h - for tests of the providers: the probes that a text stands for on this
 * kernel, and the plan of one of them. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probes/machine.h"
#include "probes/rows.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

#define TRACEFS_OR_SKIP() do { \
		struct probe_error why; \
		if (!machine_tracefs(&why)) { \
			print_message("%s\n", why.message); \
			skip(); \
		} \
	} while (0)

struct listing {
	struct name_list names;
	struct probe_spec last;
	size_t stop_after;
};

static inline int collect(const struct probe_spec *spec, void *arg)
{
	struct listing *l = arg;

	name_list_add(&l->names, arena, spec->text);
	l->last = *spec;
	return l->names.count == l->stop_after ? 77 : 0;
}

static inline int list(const char *text, struct listing *l, struct probe_error *err)
{
	struct probe_spec spec;

	assert_int_equal(probe_parse(text, strlen(text), arena, &spec, err), 0);
	return probe_list(&spec, arena, collect, l, err);
}

/* Carries and plan of one exact probe, with the named field used (NULL: none; "*": all). */
static inline void plan_one(
	const char *text, const char *field, struct probe_carries *carries, struct probe_plan *plan)
{
	struct listing l = { 0 };
	struct probe_error err;
	bool used[64] = { false };

	assert_int_equal(list(text, &l, &err), 0);
	assert_int_equal(l.names.count, 1);
	assert_int_equal(l.last.provider->carries(&l.last, arena, carries, &err), 0);
	for (uint32_t i = 0; field && i < carries->arg_count && i < ARRAY_SIZE(used); i++)
		used[i] = str_eq(field, "*") || str_eq(field, carries->args[i].name);
	struct probe_use use = { .args = field ? used : NULL };

	assert_int_equal(l.last.provider->plan(&l.last, &use, arena, plan, &err), 0);
}
