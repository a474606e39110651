/* probes/boot_cache.c - keeps texts of the kernel as files of the cache that begin with the boot's
 * identity and a number made of the loaded modules.  Called by klist.c for the list of functions,
 * by ksymbols.c and kallsyms.c for symbols. */
#include "probes/boot_cache.h"

#include <dirent.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "probes/cache.h"
#include "probes/kmissing.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

#define MODULES "/proc/modules"
#define MODULE_DIRECTORY "/sys/module"

/* Which modules there are and where; not how often each is used.  A kernel without modules has no
 * such file. */
static uint64_t hash_modules(uint64_t hash)
{
	struct buffer text = { 0 };
	unsigned field = 0;

	if (kernel_text_read(MODULES, &text)) {
		for (const char *at = buffer_text(&text); *at; at++) {
			field = *at == '\n' ? 0 : field + (*at == ' ');
			/* name size uses users state address */
			if (field != 2 && field != 3)
				hash = hash_add(hash, at, 1);
		}
	}
	buffer_free(&text);
	return hash;
}

/* Another build of a module is often loaded to where the one before was, and is as large; but what
 * stands for it in sysfs has a number of its own. */
static uint64_t hash_loadings(uint64_t hash)
{
	DIR *dir = opendir(MODULE_DIRECTORY);

	for (struct dirent *e; dir && (e = readdir(dir));)
		hash = hash_add(hash, &e->d_ino, sizeof(e->d_ino));
	if (dir)
		closedir(dir);
	return hash;
}

bool boot_identity_put(struct buffer *out)
{
	struct buffer boot = { 0 };
	bool known = kernel_text_read(BOOT_ID, &boot);

	if (known)
		buffer_printf(out, "%016llx %.*s",
			(unsigned long long)hash_loadings(hash_modules(HASH_START)),
			(int)strcspn(buffer_text(&boot), "\n"), buffer_text(&boot));
	buffer_free(&boot);
	return known && !out->failed;
}

/* False when the boot cannot be told from others. */
static bool put_key(struct buffer *out, const char *what)
{
	buffer_printf(out, "sonde %s ", what);

	bool known = boot_identity_put(out);

	buffer_putc(out, '\n');
	return known && !out->failed;
}

void boot_cache_open(
	struct boot_cache *c, const char *directory, const char *name, const char *what)
{
	char place[256];

	*c = (struct boot_cache){ .directory = -1, .name = name, .what = what };
	if (put_key(&c->key, what) && cache_directory(place, sizeof(place), directory))
		c->directory = cache_open_directory(place, true);
}

/* The rest of a file that begins with the key. */
static bool read_behind_key(const struct boot_cache *c, int fd, size_t len, struct buffer *out)
{
	size_t key = c->key.len, rest = len > key ? len - key : 0;
	char *room = rest ? buffer_reserve(out, MAX_OF(key, rest)) : NULL;

	if (!room || read(fd, room, key) != (ssize_t)key || memcmp(room, c->key.data, key) ||
		read(fd, room, rest) != (ssize_t)rest || room[rest - 1] != '\n')
		return false;
	out->len += rest;
	return true;
}

bool boot_cache_read(const struct boot_cache *c, struct buffer *out)
{
	struct stat st;
	int fd = c->directory < 0 ? -1 : cache_open_file(c->directory, c->name, &st);
	bool same = fd >= 0 && read_behind_key(c, fd, (size_t)st.st_size, out);

	if (fd >= 0)
		close(fd);
	return same;
}

void boot_cache_write(const struct boot_cache *c, const struct buffer *text)
{
	struct iovec parts[] = { { c->key.data, c->key.len }, { text->data, text->len } };
	struct cache_family family = { .beginning = c->name };
	struct buffer now = { 0 };

	if (c->directory >= 0 && text->len && !text->failed && put_key(&now, c->what) &&
		now.len == c->key.len && !memcmp(now.data, c->key.data, now.len))
		cache_write(c->directory, c->name, &family, parts, ARRAY_SIZE(parts));
	buffer_free(&now);
}

void boot_cache_close(struct boot_cache *c)
{
	if (c->directory >= 0)
		close(c->directory);
	buffer_free(&c->key);
}
