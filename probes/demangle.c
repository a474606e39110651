/* probes/demangle.c - names of C++ and Rust functions, by libiberty.  Called where symbols are shown and where they are looked for. */
#include "probes/demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <string.h>

#include "runtime/base/buffer.h"

#define WHOLE (DMGL_PARAMS | DMGL_ANSI)
#define BARE DMGL_ANSI

struct output {
	struct buffer *text;
	size_t before;
	jmp_buf too_long;
};

/* A name of a few bytes can stand for an endless one, and libiberty does not stop when it is told so: it keeps all it needs on the stack, so that it can be
 * left from here. */
static void take(const char *bytes, size_t len, void *arg)
{
	struct output *o = arg;

	if (o->text->len - o->before + len > DEMANGLED_MOST)
		longjmp(o->too_long, 1);
	buffer_append(o->text, bytes, len);
}

static bool try_all(const char *name, int options, struct output *o)
{
	if (rust_demangle_callback(name, options, take, o))
		return true;
	o->text->len = o->before;
	return cplus_demangle_v3_callback(name, options, take, o);
}

static bool demangle_as(const char *name, int options, struct buffer *out)
{
	struct output o = { .text = out, .before = out->len };

	/* most names are of C: they are told apart without looking further */
	if (strncmp(name, "_Z", 2) && strncmp(name, "___Z", 4) && strncmp(name, "_R", 2))
		return false;
	if (!setjmp(o.too_long) && try_all(name, options, &o))
		return true;
	out->len = o.before;
	return false;
}

bool demangle(const char *name, struct buffer *out)
{
	return demangle_as(name, WHOLE, out);
}

bool demangle_bare(const char *name, struct buffer *out)
{
	return demangle_as(name, BARE, out);
}
