/* runtime/func_info.h - the type information (BTF) that the kernel wants of programs that hand
 * functions to helpers. */
#pragma once

#include <stdint.h>

#include <linux/btf.h>
#include <linux/bpf.h>

#include "runtime/base/image.h"

struct func_info {
	int btf_fd;
	struct bpf_func_info *records;
	uint32_t count;
};

/** Describe every function of the program to the kernel.  On success the caller gives the result to
 * func_info_close() after loading.  0 or -errno. */
int func_info_make(const struct image *image, const struct image_prog *prog, struct func_info *out);

/** Close and free. */
void func_info_close(struct func_info *info);
