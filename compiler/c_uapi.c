/* compiler/c_uapi.c - constants of the kernel's interface to programs (language.md C3), for scripts
 * that use them where no header is installed and no type information has them.  The Makefile lists
 * the headers and takes the names out of them; the compiler that builds this knows the values.
 * Called for a name that is found nowhere else. */
#include "compiler/c_unit.h"

#include "gen/uapi.h"
#include "runtime/base/util.h"

static const struct {
	const char *name;
	uint64_t value;
} constants[] = {
	/* states of tasks, as tracepoints report them: in no header for programs, in no type, and
	 * the same since Linux 2 */
	{ "TASK_RUNNING", 0 },
	{ "TASK_INTERRUPTIBLE", 1 },
	{ "TASK_UNINTERRUPTIBLE", 2 },
#define CONSTANT(name) { #name, (uint64_t)(int64_t)(name) },
#define HEADER(name)
#include "gen/uapi.inc"
#undef CONSTANT
#undef HEADER
	/* of the kernel's own linux/sched.h: the same since they came */
	{ "TASK_RUNNING", 0 },
	{ "TASK_INTERRUPTIBLE", 1 },
	{ "TASK_UNINTERRUPTIBLE", 2 },
};

static const char *const headers[] = {
#define CONSTANT(name)
#define HEADER(name) name,
#include "gen/uapi.inc"
#undef CONSTANT
#undef HEADER
};

bool c_uapi_constant(const char *name, struct c_value *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(constants); i++) {
		if (str_eq(constants[i].name, name)) {
			*out = (struct c_value){ constants[i].value, false };
			return true;
		}
	}
	return false;
}

bool c_uapi_header(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
		if (str_eq(headers[i], name))
			return true;
	return false;
}

void c_uapi_each(void (*visit)(const char *name, void *arg), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(constants); i++)
		visit(constants[i].name, arg);
}
