/* probes/zip.c - finds members of ZIP archives, as far as mapping them needs (PKWARE APPNOTE 4.3;
 * not ZIP64), in bytes that nobody has checked.  Called by elf.c and by who needs the path of the
 * archive. */
#include "probes/zip.h"

#include <string.h>
#include <unistd.h>

#include "runtime/base/file_access.h"
#include "runtime/base/util.h"

#define PAGE 4096

#define END_SIGNATURE 0x06054b50u       /* end of central directory record, 4.3.16 */
#define END_LEN 22
#define END_COUNT 10
#define END_DIRECTORY 16
#define COMMENT_MOST 65535u
#define ENTRY_SIGNATURE 0x02014b50u     /* central directory header, 4.3.12 */
#define ENTRY_LEN 46
#define ENTRY_METHOD 10
#define ENTRY_SIZE 20
#define ENTRY_NAME_LEN 28
#define ENTRY_EXTRA_LEN 30
#define ENTRY_COMMENT_LEN 32
#define ENTRY_LOCAL 42
#define LOCAL_SIGNATURE 0x04034b50u     /* local file header, 4.3.7 */
#define LOCAL_LEN 30
#define LOCAL_NAME_LEN 26
#define LOCAL_EXTRA_LEN 28

size_t zip_path_len(const char *path)
{
	const char *mark = strstr(path, ZIP_MARK);

	return mark && file_access(path, F_OK) ? (size_t)(mark - path) : strlen(path);
}

/* Numbers are little-endian and lie anywhere. */
static uint32_t half(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8;
}

static uint32_t word(const uint8_t *at)
{
	return half(at) | half(at + 2) << 16;
}

/* The record at the end, before a comment of any length; NULL when there is none. */
static const uint8_t *find_end(const uint8_t *bytes, size_t len)
{
	for (size_t back = END_LEN; back <= len && back <= END_LEN + COMMENT_MOST; back++)
		if (word(bytes + len - back) == END_SIGNATURE)
			return bytes + len - back;
	return NULL;
}

static const char *check_member(
	const uint8_t *bytes, size_t len, const uint8_t *entry, struct zip_member *out)
{
	uint64_t local = word(entry + ENTRY_LOCAL);

	if (half(entry + ENTRY_METHOD))
		return "the member of the archive is compressed: it is not what runs";
	if (local + LOCAL_LEN > len || word(bytes + local) != LOCAL_SIGNATURE)
		return "the archive is damaged";
	out->offset = local + LOCAL_LEN + half(bytes + local + LOCAL_NAME_LEN) +
		half(bytes + local + LOCAL_EXTRA_LEN);
	out->len = word(entry + ENTRY_SIZE);
	if (out->offset > len || out->len > len - out->offset)
		return "the archive is damaged";
	return out->offset % PAGE
		? "the member of the archive does not begin at a page: nothing can run it from there"
		: NULL;
}

const char *zip_find(const uint8_t *bytes, size_t len, const char *name, struct zip_member *out)
{
	const uint8_t *end = find_end(bytes, len);
	size_t name_len = strlen(name);

	if (!end)
		return "it is not a ZIP archive";
	uint64_t at = word(end + END_DIRECTORY);

	for (uint32_t left = half(end + END_COUNT); left; left--) {
		if (at + ENTRY_LEN > len || word(bytes + at) != ENTRY_SIGNATURE)
			return "the archive is damaged";
		const uint8_t *entry = bytes + at;
		uint32_t own_len = half(entry + ENTRY_NAME_LEN);

		if (at + ENTRY_LEN + own_len > len)
			return "the archive is damaged";
		if (own_len == name_len && !memcmp(entry + ENTRY_LEN, name, name_len))
			return check_member(bytes, len, entry, out);
		at += ENTRY_LEN + own_len + half(entry + ENTRY_EXTRA_LEN) +
			half(entry + ENTRY_COMMENT_LEN);
	}
	return "the archive has no such member";
}
