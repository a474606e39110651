/* probes/boot_cache.c - keeps texts of the kernel as files of the cache that begin with the boot's identity and a number made of the loaded modules and
 * their places.  Called by klist.c for the list of functions and by kallsyms.c for symbols. */
#include "probes/boot_cache.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "probes/cache.h"
#include "probes/kmissing.h"
#include "runtime/base/util.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MODULES "/proc/modules"

/* Which modules there are and where; not how often each is used.  A kernel without modules has no such file. */
static uint32_t hash_modules(void)
{
	struct buffer text = { 0 };
	uint32_t hash = 2166136261u;
	unsigned field = 0;

	if (kernel_text_read(MODULES, &text)) {
		for (const char *at = buffer_text(&text); *at; at++) {
			field = *at == '\n' ? 0 : field + (*at == ' ');
			/* name size uses users state address */
			if (field != 2 && field != 3)
				hash = (hash ^ (uint8_t)*at) * 16777619u;
		}
	}
	buffer_free(&text);
	return hash;
}

/* False when the boot cannot be told from others. */
static bool put_key(struct buffer *out, const char *what)
{
	struct buffer boot = { 0 };
	bool known = kernel_text_read(BOOT_ID, &boot);

	if (known)
		buffer_printf(out, "sonde %s %08x %.*s\n", what, hash_modules(), (int)strcspn(buffer_text(&boot), "\n"), buffer_text(&boot));
	buffer_free(&boot);
	return known && !out->failed;
}

void boot_cache_open(struct boot_cache *c, const char *directory, const char *name, const char *what)
{
	char place[256];

	*c = (struct boot_cache){ .directory = -1, .name = name, .what = what };
	if (put_key(&c->key, what) && cache_directory(place, sizeof(place), directory))
		c->directory = cache_open_directory(place, true);
}

bool boot_cache_read(const struct boot_cache *c, struct buffer *out)
{
	struct stat st;
	int fd = c->directory < 0 ? -1 : cache_open_file(c->directory, c->name, &st);
	struct buffer kept = { 0 };
	bool same = false;

	if (fd >= 0) {
		size_t len = (size_t)st.st_size;
		char *room = len > c->key.len ? buffer_reserve(&kept, len) : NULL;

		same = room && read(fd, room, len) == (ssize_t)len && !memcmp(room, c->key.data, c->key.len) && room[len - 1] == '\n';
		if (same)
			buffer_append(out, room + c->key.len, len - c->key.len);
		close(fd);
	}
	buffer_free(&kept);
	return same;
}

void boot_cache_write(const struct boot_cache *c, const struct buffer *text)
{
	struct iovec parts[] = { { c->key.data, c->key.len }, { text->data, text->len } };
	struct buffer now = { 0 };

	if (c->directory >= 0 && text->len && !text->failed && put_key(&now, c->what) && now.len == c->key.len &&
	    !memcmp(now.data, c->key.data, now.len))
		cache_write(c->directory, c->name, c->name, parts, ARRAY_SIZE(parts));
	buffer_free(&now);
}

void boot_cache_close(struct boot_cache *c)
{
	if (c->directory >= 0)
		close(c->directory);
	buffer_free(&c->key);
}
