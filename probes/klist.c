/* probes/klist.c - where the list of the functions that can be traced comes from: a file of the cache that was written since this boot and for these
 * modules; the kernel, which takes a tenth of a second to make it; or, where the kernel keeps it to itself, the names that have both a symbol and a type.
 * Called by kfunctions.c. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/cache.h"
#include "probes/kmissing.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

#define FILE_NAME "functions"
#define FORMAT "sonde-functions-1"      /* a number more when the lines mean something else */
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MODULES "/proc/modules"

/* Which modules there are and where; not how often each is used. */
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

/* What a list in the cache has to begin with to be of use: the kernel's own and the other one are not the same.  False when that cannot be told. */
static bool put_key(struct buffer *out, bool from_kernel)
{
	struct buffer boot = { 0 };
	bool known = kernel_text_read(BOOT_ID, &boot);

	if (known)
		buffer_printf(out, FORMAT " %s %08x %.*s\n", from_kernel ? "listed" : "guessed", hash_modules(), (int)strcspn(buffer_text(&boot), "\n"),
			      buffer_text(&boot));
	buffer_free(&boot);
	return known && !out->failed;
}

static bool read_kept(int directory, const struct buffer *key, struct buffer *out)
{
	struct stat st;
	int fd = cache_open_file(directory, FILE_NAME, &st);
	struct buffer kept = { 0 };
	bool same = false;

	if (fd >= 0) {
		size_t len = (size_t)st.st_size;
		char *room = len > key->len ? buffer_reserve(&kept, len) : NULL;

		same = room && read(fd, room, len) == (ssize_t)len && !memcmp(room, key->data, key->len) && room[len - 1] == '\n';
		if (same)
			buffer_append(out, room + key->len, len - key->len);
		close(fd);
	}
	buffer_free(&kept);
	return same;
}

/* Unless modules came or went meanwhile. */
static void keep(int directory, const struct buffer *key, bool from_kernel, const struct buffer *text)
{
	struct iovec parts[] = { { key->data, key->len }, { text->data, text->len } };
	struct buffer now = { 0 };

	if (put_key(&now, from_kernel) && now.len == key->len && !memcmp(now.data, key->data, now.len))
		cache_write(directory, FILE_NAME, FILE_NAME, parts, ARRAY_SIZE(parts));
	buffer_free(&now);
}

void kernel_functions_read(const char *cache, struct buffer *out)
{
	struct probe_error ignored;
	const char *root = machine_tracefs(&ignored);
	char list[128], place[256];
	struct buffer key = { 0 };

	snprintf(list, sizeof(list), "%s/available_filter_functions", root ? root : "");
	int fd = root ? open(list, O_RDONLY | O_CLOEXEC) : -1;
	bool from_kernel = fd >= 0;
	/* without types there is nothing to guess from */
	int directory = (from_kernel || kernel_btf()) && put_key(&key, from_kernel) && cache_directory(place, sizeof(place), cache) ? cache_open_directory(place, true) : -1;

	if (fd >= 0)
		close(fd);
	if (directory < 0 || !read_kept(directory, &key, out)) {
		if (!from_kernel || !kernel_text_read(list, out)) {
			from_kernel = false;
			buffer_clear(out);
			kernel_functions_from_symbols(out);
		}
		/* what comes next must tell the two apart: a list that could be opened and not read is not kept */
		if (directory >= 0 && out->len && !out->failed && from_kernel == (fd >= 0))
			keep(directory, &key, from_kernel, out);
	}
	if (directory >= 0)
		close(directory);
	buffer_free(&key);
}
