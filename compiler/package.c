/* compiler/package.c - the packages that are part of the compiler: the scripts of stdlib/, which
 * make puts in here as text.  Called by the import pass. */
#include "compiler/import.h"


#include "runtime/base/util.h"

static const struct {
	const char *name, *file, *text;
} packages[] = {
#define PACKAGE(name, text) { name, name ".probe", text },
#include "gen/stdlib.inc"
#undef PACKAGE
};

const char *builtin_package(const char *name, const char **file)
{
	for (size_t i = 0; i < ARRAY_SIZE(packages); i++)
		if (str_eq(packages[i].name, name) || str_eq(packages[i].file, name)) {
			*file = packages[i].file;
			return packages[i].text;
		}
	return NULL;
}

void builtin_package_each(void (*visit)(const char *name, void *arg), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(packages); i++)
		visit(packages[i].name, arg);
}
