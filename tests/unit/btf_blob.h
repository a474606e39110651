/* tests/unit/btf_blob.h - makes small BTF blobs by hand, alone or going on from another. */
#pragma once

#include <linux/btf.h>
#include <string.h>

#include "probes/btf.h"
#include "runtime/base/buffer.h"

/* A blob under construction; base, set first, is the blob that it goes on from. */
struct blob {
	const struct kernel_btf *base;
	struct buffer types, strings, all;
};

static inline uint32_t text(struct blob *b, const char *s)
{
	uint32_t at = (uint32_t)b->strings.len +
		(b->base ? b->base->text_first + b->base->strings_len : 0);

	buffer_append(&b->strings, s, strlen(s) + 1);
	return at;
}

static inline void words(struct blob *b, const uint32_t *list, size_t count)
{
	buffer_append(&b->types, list, count * sizeof(*list));
}

#define WORDS(b, ...) \
	words(b, (const uint32_t[]){ __VA_ARGS__ }, sizeof((const uint32_t[]){ __VA_ARGS__ }) / 4)
#define INFO(kind, vlen) ((uint32_t)(kind) << 24 | (vlen))

static inline void finish(struct blob *b)
{
	struct btf_header h = {
		.magic = BTF_MAGIC,
		.version = 1,
		.hdr_len = sizeof(h),
		.type_len = (uint32_t)b->types.len,
		.str_off = (uint32_t)b->types.len,
		.str_len = (uint32_t)b->strings.len,
	};

	buffer_append(&b->all, &h, sizeof(h));
	buffer_append(&b->all, b->types.data, b->types.len);
	buffer_append(&b->all, b->strings.data, b->strings.len);
}

static inline void blob_free(struct blob *b)
{
	buffer_free(&b->types);
	buffer_free(&b->strings);
	buffer_free(&b->all);
}
