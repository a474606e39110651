/* compiler/not_yet.c - names that belong to the language and have no row yet, so that using one is
 * told apart from a mistake.  A name leaves this list when its row arrives. */
#include "runtime/base/util.h"
#include "compiler/resolve.h"

/* Of these no macro and no parameter of one may take the name (X3). */
static const char *const reserved[] = {"ustack"};

static const char *const names[] = {
    /* builtins */
    "dw_ustack", "elf_is_exe", "elf_info",
    /* functions */
    "unwatch", "uaddr",
    /* this language's own */
    "container", "container_id", "pod", "namespace", "image", "service", "match",
    "table", "rate", "errno_name", "dev_name", "if_name", "sockaddr", "flag_names",
    "duration", "bytes"};

static bool is_one_of(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(list[i], name))
			return true;
	return false;
}

bool name_is_not_yet(const char *name)
{
	return name_is_reserved(name) || is_one_of(names, ARRAY_SIZE(names), name);
}

bool name_is_reserved(const char *name)
{
	return is_one_of(reserved, ARRAY_SIZE(reserved), name);
}
