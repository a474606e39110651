/* probes/boot_cache.c - keeps texts of the kernel in files of root below /run, which is gone when the machine starts anew.  A file's name holds a number
 * made of the boot's identity and of the loaded modules with their places, so that an old file is not found any more.  Called by kallsyms.c;
 * what does not change with a boot is kept by cache.c. */
#include "probes/boot_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/kmissing.h"

#define DIRECTORY "/run/sonde"
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MODULES "/proc/modules"

/* FNV-1a, 64 bits */
#define HASH_START 0xcbf29ce484222325u
#define HASH_PRIME 0x100000001b3u

static const char *directory = DIRECTORY;

void boot_cache_set_directory(const char *path)
{
	directory = path ? path : DIRECTORY;
}

static uint64_t hash(uint64_t h, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)text[i]) * HASH_PRIME;
	return h;
}

/* Lines are "name size uses users state address": all but uses, users and state stay the same as long as the module does. */
static uint64_t hash_modules(uint64_t h, const char *text)
{
	while (*text) {
		const char *end = strchrnul(text, '\n'), *address = memrchr(text, '0', (size_t)(end - text));
		const char *size = memchr(text, ' ', (size_t)(end - text));

		h = hash(h, text, size ? (size_t)(size - text) + 1 + strcspn(size + 1, " \n") : (size_t)(end - text));
		while (address && address > text && address[-1] != ' ')
			address--;
		if (address)
			h = hash(h, address, (size_t)(end - address));
		text = *end ? end + 1 : end;
	}
	return h;
}

static bool file_path(const char *name, char *path, size_t room)
{
	struct buffer boot = { 0 }, modules = { 0 };
	uint64_t h = HASH_START;
	bool known = geteuid() == 0 && kernel_text_read(BOOT_ID, &boot);

	/* a kernel without modules has no such file */
	if (known) {
		kernel_text_read(MODULES, &modules);
		h = hash_modules(hash(h, boot.data, boot.len), buffer_text(&modules));
		snprintf(path, room, "%s/%s-%016llx", directory, name, (unsigned long long)h);
	}
	buffer_free(&boot);
	buffer_free(&modules);
	return known;
}

/* Ours alone to write. */
static bool is_trusted(const struct stat *st)
{
	return st->st_uid == 0 && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

static bool directory_trusted(void)
{
	struct stat st;

	return !lstat(directory, &st) && S_ISDIR(st.st_mode) && is_trusted(&st);
}

bool boot_cache_read(const char *name, struct buffer *out)
{
	size_t before = out->len;
	char path[256];
	struct stat st;

	if (!file_path(name, path, sizeof(path)) || !directory_trusted())
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && is_trusted(&st) && st.st_size > 0) {
		char *room = buffer_reserve(out, (size_t)st.st_size);

		if (room && read(fd, room, (size_t)st.st_size) == st.st_size)
			out->len += (size_t)st.st_size;
	}
	close(fd);
	return out->len > before;
}

void boot_cache_write(const char *name, const struct buffer *text)
{
	char path[256], new_path[280];

	if (!text->len || text->failed || !file_path(name, path, sizeof(path)))
		return;
	if ((mkdir(directory, 0755) && errno != EEXIST) || !directory_trusted())
		return;
	snprintf(new_path, sizeof(new_path), "%s.%d", path, getpid());
	int fd = open(new_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return;
	bool whole = write(fd, text->data, text->len) == (ssize_t)text->len;

	if (close(fd) || !whole || rename(new_path, path))
		unlink(new_path);
}
