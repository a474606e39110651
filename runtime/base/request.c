/* runtime/base/request.c - the request that sonde sends to sonde-compile: a magic, then entries
 * (tag, length, bytes, NUL), then a terminator.  Numbers are four bytes, little endian, not
 * aligned. */
#include "runtime/base/request.h"

#include <errno.h>
#include <string.h>

#define MAGIC "SONDEREQ"
#define MAGIC_LEN 8
#define TERMINATOR 0xffffffffu

static void put_u32(struct buffer *b, uint32_t n)
{
	unsigned char bytes[4] = {
		(unsigned char)n, (unsigned char)(n >> 8),
		(unsigned char)(n >> 16), (unsigned char)(n >> 24),
	};

	buffer_append(b, bytes, sizeof(bytes));
}

static uint32_t get_u32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put_magic_once(struct buffer *request)
{
	if (request->len == 0)
		buffer_append(request, MAGIC, MAGIC_LEN);
}

void request_put(struct buffer *request, enum request_tag tag, const void *text, size_t len)
{
	put_magic_once(request);
	if (len >= UINT32_MAX) {
		request->failed = true;
		return;
	}
	put_u32(request, tag);
	put_u32(request, (uint32_t)len);
	if (len)
		buffer_append(request, text, len);
	buffer_putc(request, 0);
}

void request_finish(struct buffer *request)
{
	put_magic_once(request);
	put_u32(request, TERMINATOR);
}

int request_next(const void *bytes, size_t len, size_t *cursor, struct request_item *item)
{
	const unsigned char *p = bytes;
	size_t at = *cursor;
	uint32_t tag, text_len;

	if (at == 0) {
		if (len < MAGIC_LEN || memcmp(p, MAGIC, MAGIC_LEN) != 0)
			return -EINVAL;
		at = MAGIC_LEN;
	}
	if (at > len || len - at < 4)
		return -EINVAL;
	tag = get_u32(p + at);
	if (tag == TERMINATOR) {
		*cursor = at;
		return 0;
	}
	if (tag >= REQUEST_TAG_COUNT || len - at < 9)
		return -EINVAL;
	text_len = get_u32(p + at + 4);
	at += 8;
	if (len - at <= text_len || p[at + text_len] != 0)
		return -EINVAL;
	*item = (struct request_item){
		.tag = (enum request_tag)tag, .text = (const char *)p + at, .len = text_len
	};
	*cursor = at + text_len + 1;
	return 1;
}
