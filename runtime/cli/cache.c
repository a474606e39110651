/* runtime/cli/cache.c - the compile cache: files of probes/cache.h that hold an image, the request
 * that led to it, and what the compiler looked at on the way. A file is a header, the image, the
 * looks, the identity, and what the compiler said.  Called by compile.c around each compilation;
 * `sonde cache` is here, too. Two answers never get mixed up: the name of a file is a hash of the
 * identity, but the identity in it is compared as a whole. */
#include "runtime/cli/cache.h"

#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "probes/cache.h"
#include "probes/look.h"
#include "runtime/base/json.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "runtime/cli/options.h"

#define BEGINNING "image-"
#define MAGIC 0x454843414344ull /* "DCACHE" */
#define VERSION 1
#define BYTES_MOST (64u << 20)  /* of all images */
#define FILES_MOST 1024

static const struct cache_family images = {
	.beginning = BEGINNING, .bytes_most = BYTES_MOST, .files_most = FILES_MOST, .checked = true
};

struct entry_header {
	uint64_t magic;
	struct cache_digest digest;     /* of all that follows */
	uint64_t version;
	uint64_t image_len, looks_len, identity_len, said_len;
};
_Static_assert(sizeof(struct entry_header) % 8 == 0, "images are read in place");

#define DIGEST_FROM offsetof(struct entry_header, version)

/* A program as it was installed. */
static bool put_build(struct buffer *out, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	buffer_append(out, &st.st_dev, sizeof(st.st_dev));
	buffer_append(out, &st.st_ino, sizeof(st.st_ino));
	buffer_append(out, &st.st_size, sizeof(st.st_size));
	buffer_append(out, &st.st_mtim, sizeof(st.st_mtim));
	buffer_append(out, &st.st_ctim, sizeof(st.st_ctim));
	return true;
}

static bool put_kernel(struct buffer *out)
{
	struct utsname u;

	if (uname(&u))
		return false;
	buffer_append(out, u.release, strlen(u.release) + 1);
	buffer_append(out, u.version, strlen(u.version) + 1);
	buffer_append(out, u.machine, strlen(u.machine) + 1);
	return true;
}

/* What this process may read and load. */
static bool put_rights(struct buffer *out)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct rights[_LINUX_CAPABILITY_U32S_3] = { 0 };
	uid_t user = geteuid();

	if (syscall(SYS_capget, &head, rights) < 0)
		return false;
	buffer_append(out, &user, sizeof(user));
	for (size_t i = 0; i < ARRAY_SIZE(rights); i++)
		buffer_append(out, &rights[i].effective, sizeof(rights[i].effective));
	return true;
}

void image_cache_open(struct image_cache *c, const char *compiler, const struct buffer *request)
{
	struct buffer *identity = &c->identity;
	char place[PATH_MAX];
	const char *why;

	*c = (struct image_cache){ .directory = -1 };
	if (!put_build(identity, "/proc/self/exe") || !put_build(identity, compiler) ||
		!put_kernel(identity) || !put_rights(identity))
		return;
	buffer_append(identity, request->data, request->len);
	if (identity->failed || !cache_directory(place, sizeof(place), NULL))
		return;

	struct cache_digest key = cache_digest(identity->data, identity->len);

	snprintf(c->file, sizeof(c->file), BEGINNING "%016llx%016llx", (unsigned long long)key.high,
		(unsigned long long)key.low);
	c->directory = cache_open_directory(place, true);
	if (c->directory < 0 && (why = cache_problem(place)))
		log_verbose("compile cache: '%s' is not used: %s", place, why);
}

void image_cache_close(struct image_cache *c)
{
	if (c->directory >= 0)
		close(c->directory);
	buffer_free(&c->identity);
	c->directory = -1;
}

/* The bytes of a file in memory of their own: nobody can change them any more. */
static void *read_entry(int fd, size_t len)
{
	bool fits = len >= sizeof(struct entry_header) && len <= BYTES_MOST;
	char *bytes = fits
		? mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
		: MAP_FAILED;
	size_t done = 0;

	if (bytes == MAP_FAILED)
		return NULL;
	while (done < len) {
		ssize_t n = read(fd, bytes + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (done == len)
		return bytes;
	munmap(bytes, len);
	return NULL;
}

/* Whole, and as it was written. */
static bool entry_is_whole(const struct entry_header *h, size_t len)
{
	uint64_t left = len - sizeof(*h);
	const uint64_t parts[] = { h->image_len, h->looks_len, h->identity_len, h->said_len };

	if (h->magic != MAGIC || h->version != VERSION ||
		!cache_digest_eq(
			h->digest, cache_digest((const char *)h + DIGEST_FROM, len - DIGEST_FROM)))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		if (parts[i] > left)
			return false;
		left -= parts[i];
	}
	return !left;
}

static const char *looks_of(const struct entry_header *h)
{
	return (const char *)(h + 1) + h->image_len;
}

static const char *identity_of(const struct entry_header *h)
{
	return looks_of(h) + h->looks_len;
}

/* Whether all is as the compiler saw it. */
static bool looks_hold(const struct entry_header *h)
{
	struct look look;
	size_t cursor = 0;
	int got;

	while ((got = look_next(looks_of(h), h->looks_len, &cursor, &look)) == 1)
		if (!look_holds(&look)) {
			log_verbose("compile cache: the program is compiled anew: %s changed",
				*look.name ? look.name : "what the kernel allows");
			return false;
		}
	return !got;
}

/* An entry that is ours to take, or NULL. */
static struct entry_header *take_entry(const struct image_cache *c, int fd, size_t len)
{
	struct entry_header *h = read_entry(fd, len);

	if (!h || !entry_is_whole(h, len)) {
		log_verbose("compile cache: '%s' is damaged, and removed", c->file);
		unlinkat(c->directory, c->file, 0);
	} else if (h->identity_len == c->identity.len &&
		!memcmp(identity_of(h), c->identity.data, c->identity.len) && looks_hold(h)) {
		return h;
	}
	if (h)
		munmap(h, len);
	return NULL;
}

bool image_cache_read(struct image_cache *c, struct compiled *out)
{
	struct entry_header *h;
	struct stat st;
	int fd = c->directory < 0 ? -1 : cache_open_file(c->directory, c->file, &st);

	if (fd < 0)
		return false;
	h = take_entry(c, fd, (size_t)st.st_size);
	if (h) {
		cache_used(fd, &st);
		write_all(STDERR_FILENO, identity_of(h) + h->identity_len, h->said_len);
		*out = (struct compiled){
			.bytes = h + 1, .len = h->image_len, .map = h, .map_len = (size_t)st.st_size
		};
	}
	close(fd);
	return h;
}

void image_cache_write(
	const struct image_cache *c, const struct compiled *image, const struct compiled *record)
{
	const struct request_record *kept = record->bytes;
	struct buffer entry = { 0 };

	if (c->directory < 0 || !image->len)
		return;
	if (record->len < sizeof(*kept) ||
		record->len - sizeof(*kept) != kept->said_len + kept->looks_len) {
		log_verbose(
			"compile cache: the image is not kept: nobody could tell later whether what it came of has changed");
		return;
	}

	struct entry_header h = {
		.magic = MAGIC,
		.version = VERSION,
		.image_len = image->len,
		.looks_len = kept->looks_len,
		.identity_len = c->identity.len,
		.said_len = kept->said_len,
	};
	const char *said = (const char *)(kept + 1);

	buffer_append(&entry, &h, sizeof(h));
	buffer_append(&entry, image->bytes, image->len);
	buffer_append(&entry, said + kept->said_len, kept->looks_len);
	buffer_append(&entry, c->identity.data, c->identity.len);
	buffer_append(&entry, said, kept->said_len);
	if (!entry.failed && entry.len <= BYTES_MOST) {
		h.digest = cache_digest(entry.data + DIGEST_FROM, entry.len - DIGEST_FROM);
		memcpy(entry.data, &h, sizeof(h));

		const struct iovec whole = { entry.data, entry.len };

		if (!cache_write(c->directory, c->file, &images, &whole, 1))
			log_verbose(
				"compile cache: the image cannot be written: %s", strerror(errno));
	}
	buffer_free(&entry);
}

/* `sonde cache` */

struct total {
	uint64_t entries, bytes;
};

static void add_one(void *arg, uint64_t bytes)
{
	struct total *total = arg;

	total->entries++;
	total->bytes += bytes;
}

static void put_total_json(
	struct buffer *out, const char *type, const char *place, const struct total *total)
{
	buffer_printf(out, "{\"type\": \"%s\", \"data\": {\"directory\": ", type);
	json_put_string(out, place, strlen(place));
	buffer_printf(out, ", \"entries\": %llu, \"bytes\": %llu}}\n",
		(unsigned long long)total->entries, (unsigned long long)total->bytes);
}

static void put_total(
	struct buffer *out, bool cleared, const char *place, const struct total *total)
{
	if (cleared)
		buffer_printf(out, "removed %llu entries, %llu bytes, from %s\n",
			(unsigned long long)total->entries, (unsigned long long)total->bytes,
			place);
	else
		buffer_printf(out,
			"directory: %s\nentries: %llu of at most %u\nbytes: %llu of at most %u\n",
			place, (unsigned long long)total->entries, FILES_MOST,
			(unsigned long long)total->bytes, BYTES_MOST);
}

int cache_command(const struct options *o, struct buffer *out)
{
	bool clear = o->script;
	struct total total = { 0 };
	char place[PATH_MAX];
	const char *why;
	int fd;

	if (!cache_directory(place, sizeof(place), NULL)) {
		log_error(
			"compile cache: there is no place for it: neither SONDE_CACHE_DIR, XDG_CACHE_HOME nor HOME is set");
		return EXIT_CODE_ENVIRONMENT;
	}
	fd = cache_open_directory(place, false);
	if (fd < 0 && (why = cache_problem(place))) {
		log_error("compile cache: '%s' is not used: %s", place, why);
		return EXIT_CODE_ENVIRONMENT;
	}
	if (fd >= 0) {
		cache_each(fd, &images, clear, add_one, &total);
		close(fd);
	}
	if (o->sink->structured)
		put_total_json(out, clear ? "cache_cleared" : "cache", place, &total);
	else
		put_total(out, clear, place, &total);
	return 0;
}
