/* runtime/cli/cache.h - images kept from one run to the next, so that a script that ran before
 * starts no compiler. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/compile.h"

struct options;

/** The place of one image. */
struct image_cache {
	int directory;          /* -1: images are not kept */
	char file[48];
	/* all that the answer depends on and that is known before the compiler looks: an entry of
	 * another identity is none */
	struct buffer identity;
};

/** Find the place for what the compiler at `compiler` answers to a request.  It is no error when
 * there is none (-v says why); close it with image_cache_close(). */
void image_cache_open(struct image_cache *c, const char *compiler, const struct buffer *request);

/** Take the image that was kept, if everything that the compiler looked at is still as it was, and
 * say again what the compiler said. */
bool image_cache_read(struct image_cache *c, struct compiled *out);

/** Keep an image with what the compiler wrote of it (struct request_record and what follows). */
void image_cache_write(
	const struct image_cache *c, const struct compiled *image, const struct compiled *record);

void image_cache_close(struct image_cache *c);

/** `sonde cache [clear]`: where images are kept, how many and how large, or remove them.  0 or the
 * exit code. */
int cache_command(const struct options *o, struct buffer *out);
