/* probes/btf_index.c - the file that keeps what a scan of one BTF blob found out.  A header with a
 * key and a check sum of its own, offsets of types, ids by name, and the BTF itself where the
 * kernel does not let it be mapped.  The header alone is checked here: who follows the tables
 * checks each step. Called by btf_blobs.c. */
#include "probes/btf_index.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "probes/cache.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

#define MAGIC 0x58444946544253ull       /* "SBTFIDX" */
#define VERSION 3                       /* of this layout and of the tables in it */
#define BEGINNING "btf-"

static const struct cache_family family = { .beginning = BEGINNING };

struct file_header {
	uint64_t magic;
	uint32_t version;
	uint32_t count;         /* offsets */
	uint32_t slots;         /* names */
	uint32_t blob_len;      /* 0: the kernel's own can be mapped */
	uint8_t of[sizeof(((struct btf_index_key *)0)->of)];
	uint64_t check;         /* of the bytes before */
};
_Static_assert(sizeof(struct file_header) == 120, "no padding");

static uint64_t header_check(const struct file_header *h)
{
	return hash_add(HASH_START, h, offsetof(struct file_header, check));
}

/* What an index is of. */
struct identity {
	struct btf_header header;
	uint8_t build_id[56];
	/* a hash: of the kernel's release, for modules of the kernel's identity */
	uint64_t where;
};
_Static_assert(sizeof(struct identity) == sizeof(((struct btf_index_key *)0)->of), "no padding");

/* The notes are records: sizes of name and text, type, name, text; NT_GNU_BUILD_ID is type 3 of
 * "GNU". */
static bool read_build_id(const char *path, uint8_t *out, size_t most)
{
	uint8_t notes[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, notes, sizeof(notes));

	if (fd >= 0)
		close(fd);
	for (size_t at = 0; got > 0 && at + 12 <= (size_t)got;) {
		uint32_t sizes[3];

		memcpy(sizes, notes + at, sizeof(sizes));
		size_t name = at + 12, text = name + ROUND_UP((size_t)sizes[0], 4);

		if (text > (size_t)got || sizes[1] > (size_t)got - text)
			return false;
		if (sizes[2] == 3 && sizes[0] == 4 && !memcmp(notes + name, "GNU", 4)) {
			memcpy(out, notes + text, MIN_OF(sizes[1], most));
			return sizes[1] > 0;
		}
		at = text + ROUND_UP((size_t)sizes[1], 4);
	}
	return false;
}

static bool fill_key(struct btf_index_key *key, int fd, const char *notes, uint64_t where)
{
	struct identity of = { .where = where };

	if (pread(fd, &of.header, sizeof(of.header), 0) != sizeof(of.header) ||
		!read_build_id(notes, of.build_id, sizeof(of.build_id)))
		return false;
	memcpy(key->of, &of, sizeof(of));
	snprintf(key->file, sizeof(key->file), BEGINNING "%016llx",
		(unsigned long long)hash_add(HASH_START, &of, sizeof(of)));
	return true;
}

bool btf_index_key(struct btf_index_key *key, const char *directory, int fd, const char *notes)
{
	struct utsname u;

	memset(key, 0, sizeof(*key));
	return !uname(&u) && cache_directory(key->directory, sizeof(key->directory), directory) &&
		fill_key(key, fd, notes,
			hash_add(hash_add(HASH_START, u.release, strlen(u.release)), u.version,
				strlen(u.version)));
}

bool btf_index_key_module(
	struct btf_index_key *key, const struct btf_index_key *kernel, int fd, const char *notes)
{
	*key = *kernel;
	return fill_key(key, fd, notes, hash_add(HASH_START, kernel->of, sizeof(kernel->of)));
}

static bool is_usable(const struct btf_index *index, const struct btf_index_key *key)
{
	const struct file_header *h = index->map;

	return h->magic == MAGIC && h->version == VERSION && h->check == header_check(h) &&
		!memcmp(h->of, key->of, sizeof(h->of)) &&
		index->map_len ==
		sizeof(*h) + ((uint64_t)h->count + h->slots) * sizeof(uint32_t) + h->blob_len;
}

static bool map_file(int fd, const struct stat *st, struct btf_index *out)
{
	if (st->st_size < (off_t)sizeof(struct file_header))
		return false;
	out->map_len = (size_t)st->st_size;
	out->map = mmap(NULL, out->map_len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (out->map == MAP_FAILED)
		out->map = NULL;
	return out->map != NULL;
}

bool btf_index_open(struct btf_index *out, const struct btf_index_key *key)
{
	struct stat st;
	int directory = cache_open_directory(key->directory, false);
	int fd = directory < 0 ? -1 : cache_open_file(directory, key->file, &st);

	memset(out, 0, sizeof(*out));
	if (fd >= 0 && map_file(fd, &st, out) && is_usable(out, key)) {
		const struct file_header *h = out->map;
		const uint32_t *tables = (const void *)(h + 1);

		out->tables =
			(struct kernel_btf_tables){ tables, h->count, tables + h->count, h->slots };
		out->blob = h->blob_len ? tables + h->count + h->slots : NULL;
		out->blob_len = h->blob_len;
	} else {
		btf_index_close(out);
	}
	if (fd >= 0)
		close(fd);
	if (directory >= 0)
		close(directory);
	return out->map != NULL;
}

void btf_index_close(struct btf_index *index)
{
	if (index->map)
		munmap(index->map, index->map_len);
	memset(index, 0, sizeof(*index));
}

bool btf_index_wanted(const struct btf_index_key *key)
{
	int fd = cache_open_directory(key->directory, true);
	bool wanted = fd >= 0 && !faccessat(fd, ".", W_OK, AT_EACCESS);

	if (fd >= 0)
		close(fd);
	return wanted;
}

void btf_index_write(const struct btf_index_key *key, const struct kernel_btf_tables *tables,
	const void *blob, size_t blob_len)
{
	struct file_header h = {
		.magic = MAGIC, .version = VERSION, .count = tables->count, .slots = tables->slots
	};
	int directory = cache_open_directory(key->directory, false);

	if (directory < 0)
		return;
	if (blob_len <= UINT32_MAX) {
		h.blob_len = blob ? (uint32_t)blob_len : 0;
		memcpy(h.of, key->of, sizeof(h.of));
		h.check = header_check(&h);
		const struct iovec parts[] = {
			{ &h, sizeof(h) },
			{ (void *)tables->offsets, tables->count * sizeof(uint32_t) },
			{ (void *)tables->names, tables->slots * sizeof(uint32_t) },
			{ (void *)blob, h.blob_len },
		};

		cache_write(directory, key->file, &family, parts, ARRAY_SIZE(parts));
	}
	close(directory);
}
