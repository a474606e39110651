/* probes/library.c - finds programs through PATH and libraries through the cache of the dynamic
 * linker.  Called by binaries.c and executed.c, and for the program of -c. */
#include "probes/library.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/buffer.h"
#include "runtime/base/file_access.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define CACHE_PATH "/etc/ld.so.cache"
#define CACHE_MAGIC "glibc-ld.so.cache1.1"

#if defined(__x86_64__)
#define CACHE_OWN_ABI 0x0303    /* libc6, x86-64 */
#elif defined(__aarch64__)
#define CACHE_OWN_ABI 0x0a03    /* libc6, AArch64 */
#endif

struct cache_header {
	char magic[sizeof(CACHE_MAGIC) - 1];
	uint32_t count;
	uint32_t strings_len;
	uint32_t unused[5];
};

struct cache_entry {
	int32_t flags;
	uint32_t key;           /* offsets from the header */
	uint32_t value;
	uint32_t os_version;
	uint64_t hardware;
};

static const char *text_at(const char *bytes, size_t len, uint32_t offset)
{
	return offset < len && memchr(bytes + offset, '\0', len - offset) ? bytes + offset : NULL;
}

bool library_named(const char *file, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(file, name, len) && (!file[len] || str_starts(file + len, ".so"));
}

const char *library_in_cache(const void *bytes, size_t len, const char *name)
{
	const char *start = memmem(bytes, len, CACHE_MAGIC, sizeof(CACHE_MAGIC) - 1);
	struct cache_header header;

	if (!start)
		return NULL;
	len -= (size_t)(start - (const char *)bytes);
	if (len < sizeof(header))
		return NULL;
	memcpy(&header, start, sizeof(header));
	for (size_t i = 0;
		i < header.count && sizeof(header) + (i + 1) * sizeof(struct cache_entry) <= len;
		i++) {
		struct cache_entry entry;

		memcpy(&entry, start + sizeof(header) + i * sizeof(entry), sizeof(entry));
		const char *key = text_at(start, len, entry.key),
			   *path = text_at(start, len, entry.value);

		if (key && path && entry.flags == CACHE_OWN_ABI && library_named(key, name))
			return path;
	}
	return NULL;
}

static const char *real_path(const char *path, struct arena *a)
{
	char full[PATH_MAX];

	return realpath(path, full) ? arena_strdup(a, full) : NULL;
}

static const char *search_path(void)
{
	const char *path = getenv("PATH");

	return path ? path : "/usr/local/bin:/usr/bin:/bin";
}

static bool is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !file_access(path, X_OK);
}

const char *library_program(const char *name, struct arena *a)
{
	if (strchr(name, '/'))
		return is_program(name) ? name : NULL;
	for (const char *at = search_path(); at;) {
		size_t len = strcspn(at, ":");
		const char *file = len
			? arena_printf(a, "%.*s/%s", (int)MIN_OF(len, (size_t)PATH_MAX), at, name)
			: name;

		if (is_program(file))
			return file;
		at = at[len] ? at + len + 1 : NULL;
	}
	return NULL;
}

static const char *find_in_cache(const char *name, struct arena *a)
{
	struct buffer b = { 0 };
	int fd = open(CACHE_PATH, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : 1;

	while (n > 0) {
		char *to = buffer_reserve(&b, 65536);

		n = to ? read(fd, to, 65536) : -1;
		if (n > 0)
			b.len += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	const char *path = b.data ? library_in_cache(b.data, b.len, name) : NULL;
	const char *found = path ? real_path(path, a) : NULL;

	buffer_free(&b);
	return found;
}

const char *library_find(const char *name, struct arena *a)
{
	/* the links of /proc lead into other mount namespaces, where their text means nothing
	 * here */
	if (str_starts(name, "/proc/") && !str_starts(name, "/proc/self/"))
		return file_access(name, F_OK) ? NULL : arena_strdup(a, name);
	if (strchr(name, '/'))
		return real_path(name, a);
	const char *program = library_program(name, a);

	if (program)
		return real_path(program, a);
	return str_starts(name, "lib") ? find_in_cache(name, a) : NULL;
}

static void offer_files(const char *directory, struct arena *a, struct nearest *near)
{
	DIR *dir = opendir(directory);

	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			nearest_offer(near, arena_strdup(a, e->d_name));
	if (dir)
		closedir(dir);
}

const char *library_nearest(const char *name, struct arena *a)
{
	const char *slash = strrchr(name, '/');
	struct nearest near;

	nearest_start(&near, slash ? slash + 1 : name);
	if (slash) {
		const char *directory = arena_strndup(a, name, (size_t)(slash - name) + 1);

		offer_files(directory, a, &near);
		return near.best ? arena_printf(a, "%s%s", directory, near.best) : NULL;
	}
	for (const char *at = search_path(); at;) {
		size_t len = strcspn(at, ":");

		if (len)
			offer_files(arena_strndup(a, at, len), a, &near);
		at = at[len] ? at + len + 1 : NULL;
	}
	return near.best;
}
