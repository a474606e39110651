/* probes/demangle.c - names of C++ and Rust functions, by libiberty.  Called where symbols are
 * shown and where they are looked for. */
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
	bool is_too_long;
	jmp_buf too_long;
};

static bool is_ascii(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return false;
	return true;
}

/* A name of a few bytes can stand for an endless one, and libiberty does not stop when it is told
 * so.  What it needs lies on the stack, so that it can be left from here, but for identifiers that
 * are no ASCII: those it holds in memory until we have had them, and is left at the next piece. */
static void take(const char *bytes, size_t len, void *arg)
{
	struct output *o = arg;

	o->is_too_long |= o->text->len - o->before + len > DEMANGLED_MOST;
	if (!o->is_too_long)
		buffer_append(o->text, bytes, len);
	else if (is_ascii(bytes, len))
		longjmp(o->too_long, 1);
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
	if (!setjmp(o.too_long) && try_all(name, options, &o) && !o.is_too_long)
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
