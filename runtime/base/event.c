/* runtime/base/event.c - where the arguments of an event record lie: the compiler writes records by
 * it, the runtime reads them by it. */
#include "runtime/base/event.h"

#include "runtime/base/util.h"

uint32_t event_layout(const struct type_field *fields, uint32_t count, uint32_t *offsets)
{
	uint64_t at = sizeof(struct event_header);

	for (uint32_t i = 0; i < count; i++) {
		const struct type *t = fields[i].type;
		bool apart = t->kind == TYPE_STRING && t->size > EVENT_INLINE_STRING;
		uint64_t align = apart ? 4 : t->align ? t->align : 1;

		at = ROUND_UP(at, align);
		offsets[i] = (uint32_t)MIN_OF(at, (uint64_t)UINT32_MAX);
		at += apart ? sizeof(struct event_string) : t->size;
	}
	return (uint32_t)MIN_OF(ROUND_UP(at, 8u), (uint64_t)(UINT32_MAX & ~7u));
}
