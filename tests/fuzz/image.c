/* tests/fuzz/image.c - fuzz target of the image reader: opens the bytes and follows everything that an opened image refers to.  Built with libFuzzer
 * it invents inputs; built with -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>

#include "tests/unit/base_image_sample.h"

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
	/* most inputs of a fuzzer differ in size from what they say: let it get behind that check */
	if (size >= sizeof(struct image_header) && size <= UINT32_MAX)
		((struct image_header *)copy)->size = (uint32_t)size;
	if (image_open(&image, copy, size, &reason) == 0) {
		sample_walk(&image);
		image_close(&image);
	}
	mem_free(copy);
	return 0;
}

#ifdef STANDALONE
static int run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buffer bytes = { 0 };
	char *to;
	size_t got = 0;

	if (!file) {
		perror(path);
		return 2;
	}
	while ((to = buffer_reserve(&bytes, 4096)) && (got = fread(to, 1, 4096, file)) > 0)
		bytes.len += got;
	fclose(file);
	LLVMFuzzerTestOneInput((const uint8_t *)bytes.data, bytes.len);
	buffer_free(&bytes);
	return 0;
}

int main(int argc, char **argv)
{
	int worst = 0;

	for (int i = 1; i < argc; i++) {
		int code = run_file(argv[i]);

		worst = MAX_OF(worst, code);
	}
	return worst;
}
#endif
