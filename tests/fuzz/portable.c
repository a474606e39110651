/* tests/fuzz/portable.c - fuzz target of what becomes of images for other machines: opens the
 * bytes, makes an image of this machine of them, and opens that. Built with libFuzzer it invents
 * inputs; built with -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "runtime/base/log.h"
#include "runtime/cli/build.h"
#include "runtime/portable.h"
#include "tests/unit/base_image_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void quiet(enum log_level level, const char *message)
{
	(void)level;
	(void)message;
}

static void settle(const struct image *image)
{
	const struct portable_options options = { 0 };
	struct buffer here = { 0 };
	const char *reason;
	struct image settled;

	/* what was made of a well-formed image is well-formed */
	if (!portable_settle(image, &options, &here)) {
		if (image_open(&settled, here.data, here.len, &reason))
			abort();
		walk_image(&settled);
		image_close(&settled);
	}
	buffer_free(&here);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *reason = NULL;
	struct image image;
	size_t at, len;
	void *copy;

	log_set_callback(quiet);
	if (!build_find_image(data, size, &at, &len))
		return 0;
	copy = mem_alloc(len);  /* aligned, and of exactly this size */
	if (!copy)
		return 0;
	memcpy(copy, data + at, len);
	/* most inputs of a fuzzer differ in size from what they say, and found ones may be older
	 * than the newest version: let them get behind these checks */
	if (len >= sizeof(struct image_header) && len <= UINT32_MAX) {
		((struct image_header *)copy)->size = (uint32_t)len;
		((struct image_header *)copy)->version = IMAGE_VERSION;
		((struct image_header *)copy)->flags |= IMAGE_PORTABLE;
	}
	if (image_open(&image, copy, len, &reason) == 0) {
		settle(&image);
		image_close(&image);
	}
	mem_free(copy);
	return 0;
}

#include "tests/fuzz/standalone.h"
