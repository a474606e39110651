/* probes/gfp.h - names of the flags that kernel memory is asked for with (GFP flags). */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"

struct gfp_names;

/** The names that this kernel has for GFP flags, from the format of the event kmem:kmalloc.  The
 * caller frees them with gfp_names_free().  NULL when the kernel does not tell or memory is out;
 * gfp_put() then writes numbers. */
struct gfp_names *gfp_names_new(void);

/** The same from the text of a format file: for tests. */
struct gfp_names *gfp_names_parse(const char *format);

/** Free; NULL is allowed. */
void gfp_names_free(struct gfp_names *names);

/** Append flags as names joined by '|', bits without a name last in hex; 0 is "0".  names may be
 * NULL. */
void gfp_put(struct buffer *out, const struct gfp_names *names, uint64_t flags);
