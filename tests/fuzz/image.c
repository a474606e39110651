/* tests/fuzz/image.c - fuzz target of the image reader: opens the bytes and follows everything that
 * an opened image refers to.  Built with libFuzzer it invents inputs; built with -DSTANDALONE it
 * runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>

#include "tests/unit/base_image_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *reason = NULL;
	struct image image;
	void *copy = mem_alloc(size);   /* aligned, and of exactly this size */

	if (!copy)
		return 0;
	if (size)
		memcpy(copy, data, size);
	/* most inputs of a fuzzer differ in size from what they say, and the corpus is older than
	 * the newest version: let them get behind these checks */
	if (size >= sizeof(struct image_header) && size <= UINT32_MAX) {
		((struct image_header *)copy)->size = (uint32_t)size;
		((struct image_header *)copy)->version = IMAGE_VERSION;
	}
	if (image_open(&image, copy, size, &reason) == 0) {
		walk_image(&image);
		image_close(&image);
	}
	mem_free(copy);
	return 0;
}

#include "tests/fuzz/standalone.h"
