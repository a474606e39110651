/* compiler/not_yet.c - names that belong to the language and have no row yet, so that using one is
 * told apart from a mistake.  A name leaves this list when its row arrives. */
#include "runtime/base/util.h"
#include "compiler/resolve.h"

static const char *const names[] = {
	/* this language's own */
	"container", "container_id", "pod", "namespace", "image", "service", "match"};

bool name_is_not_yet(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}
