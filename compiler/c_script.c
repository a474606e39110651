/* compiler/c_script.c - the C in a script, as the rest of the compiler asks for it.  Called by the
 * lexer for each line that begins with '#', and by the parse pass. */
#include "compiler/c_script.h"

#include <string.h>

#include "compiler/c_unit.h"
#include "runtime/base/util.h"

struct c_unit *c_script_open(struct compilation *c, const struct source *script)
{
	struct c_unit *u = arena_new_object(c->arena, struct c_unit);

	u->compilation = c;
	u->script.text = script->text;
	u->script.len = script->len;
	u->script.start = script->start;
	u->unread_end = &u->unread;
	return u;
}

static void remember(struct c_unit *u, uint32_t at, uint32_t resume)
{
	if (u->seen_count == u->seen_capacity) {
		uint32_t capacity = u->seen_capacity ? u->seen_capacity * 2 : 16;
		struct c_seen *seen = arena_new_array(u->compilation->arena, struct c_seen, capacity);

		if (u->seen_count)
			memcpy(seen, u->seen, u->seen_count * sizeof(*seen));
		u->seen = seen;
		u->seen_capacity = capacity;
	}
	u->seen[u->seen_count++] = (struct c_seen){ at, resume };
}

uint32_t c_script_line(struct c_unit *u, uint32_t at)
{
	uint32_t low = 0, high = u->seen_count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (u->seen[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < u->seen_count && u->seen[low].at == at)
		return u->seen[low].resume;
	/* what lies before the last line read is no line of its own: a mistake in the script's text made it look like one */
	if (u->seen_count && at < u->seen[u->seen_count - 1].resume)
		return c_line_end(&u->script, at);
	u->now = at;
	uint32_t resume = c_directive(u, &u->script, at);

	remember(u, at, resume);
	return resume;
}

void c_script_close(struct c_unit *u)
{
	c_file_end(u, &u->script);
}
