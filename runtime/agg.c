/* runtime/agg.c - finds the runtime's row of an aggregation. */
#include "runtime/agg.h"

static const struct agg *const rows[] = {
#define AGG_POINTER(id, name) [AGG_##id] = &name##_agg,
	AGG_LIST(AGG_POINTER)
#undef AGG_POINTER
};

const struct agg *agg_row(enum agg_id id)
{
	return rows[id];
}
