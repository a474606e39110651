/* tests/fuzz/standalone.h - a fuzz target built with -DSTANDALONE: runs the files given as
 * arguments, each as one input. */
#pragma once

#ifdef STANDALONE
#include <stdio.h>

#include "runtime/base/buffer.h"

static int run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buffer bytes = { 0 };
	size_t got = 0;
	char *to;

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

		if (code > worst)
			worst = code;
	}
	return worst;
}
#endif
