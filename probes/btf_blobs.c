/* probes/btf_blobs.c - which BTF blobs there are: the kernel's own, those of its modules, one of the script.  Reads each when first asked for and owns
 * them, for the life of the process; numbers types across them.  The kernel's own, which is large, is scanned once and then used by the index that is kept
 * of it (btf_index.c); a module's is scanned in microseconds.  Asked by whoever looks types up by name. */
#include "probes/btf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/btf_index.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define BTF_DIRECTORY "/sys/kernel/btf"
#define KERNEL_BLOB "vmlinux"
#define ID_BITS 22              /* of an id within its blob */
#define SCRIPT_NUMBER 1023      /* modules have numbers below this */

struct blob {
	struct kernel_btf btf;
	const char *name;
	void *bytes;
	size_t len;
	bool mapped;
	enum { UNKNOWN, PRESENT, ABSENT } state;
};

static struct {
	const char *directory;          /* NULL: the kernel's */
	const char *file;               /* with the kernel's own, when it is not to be the running one's */
	const char *index_directory;
	struct blob kernel, script;
	struct btf_index index;         /* of the kernel's own */
	struct blob *modules;           /* sorted by name */
	const char **names;
	size_t count;
	bool listed;
} blobs;

static int open_file(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", blobs.directory ? blobs.directory : BTF_DIRECTORY, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* The kernel's own can be mapped from 6.16 on. */
static bool map_blob(int fd, struct blob *out)
{
	struct stat st;
	void *bytes = fstat(fd, &st) || st.st_size <= 0 ? MAP_FAILED : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

	if (bytes == MAP_FAILED)
		return false;
	out->bytes = bytes;
	out->len = (size_t)st.st_size;
	out->mapped = true;
	return true;
}

static bool read_blob(int fd, struct blob *out)
{
	struct stat st;
	size_t got = 0;

	if (fstat(fd, &st) || st.st_size <= 0 || !(out->bytes = mem_alloc((size_t)st.st_size)))
		return false;
	while (got < (size_t)st.st_size) {
		ssize_t n = read(fd, (char *)out->bytes + got, (size_t)st.st_size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	out->len = got;
	return true;
}

static void forget(struct blob *b)
{
	if (b->state == PRESENT)
		kernel_btf_close(&b->btf);
	if (b->mapped)
		munmap(b->bytes, b->len);
	else
		mem_free(b->bytes);
	*b = (struct blob){ .name = b->name };
}

static const struct kernel_btf *done(struct blob *b, bool opened, uint32_t number)
{
	if (opened) {
		b->btf.name = b->name;
		b->btf.number = number;
		b->state = PRESENT;
		return &b->btf;
	}
	forget(b);
	b->state = ABSENT;
	return NULL;
}

/* By the tables of an index that was kept, and its copy of the bytes where the kernel's cannot be mapped. */
static bool open_by_index(struct blob *b, const struct btf_index_key *key)
{
	struct btf_index *index = &blobs.index;

	if (!btf_index_open(index, key))
		return false;
	const void *bytes = b->mapped ? b->bytes : index->blob;

	if (bytes && !kernel_btf_open_scanned(&b->btf, bytes, b->mapped ? b->len : index->blob_len, &index->tables))
		return true;
	btf_index_close(index);
	return false;
}

static void keep_index(const struct blob *b, const struct btf_index_key *key)
{
	struct kernel_btf_tables tables;

	if (btf_index_wanted(key) && kernel_btf_tables(&b->btf, &tables))
		btf_index_write(key, &tables, b->mapped ? NULL : b->bytes, b->len);
}

static bool open_kernel(int fd, struct blob *b)
{
	struct btf_index_key key;
	bool keyed = !blobs.file && (!blobs.directory || blobs.index_directory) && btf_index_key(&key, blobs.index_directory, fd);

	map_blob(fd, b);
	if (keyed && open_by_index(b, &key))
		return true;
	if ((!b->mapped && !read_blob(fd, b)) || kernel_btf_open(&b->btf, NULL, b->bytes, b->len))
		return false;
	if (keyed)
		keep_index(b, &key);
	return true;
}

const struct kernel_btf *kernel_btf(void)
{
	struct blob *b = &blobs.kernel;
	int fd;

	if (b->state != UNKNOWN)
		return b->state == PRESENT ? &b->btf : NULL;
	b->name = KERNEL_BLOB;
	fd = blobs.file ? open(blobs.file, O_RDONLY | O_CLOEXEC) : open_file(b->name);
	done(b, fd >= 0 && open_kernel(fd, b), 0);
	if (fd >= 0)
		close(fd);
	return b->state == PRESENT ? &b->btf : NULL;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_modules(void)
{
	struct { const char **items; size_t count, capacity; } names = { 0 };
	DIR *dir = opendir(blobs.directory ? blobs.directory : BTF_DIRECTORY);

	blobs.listed = true;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char *name = e->d_name[0] == '.' || str_eq(e->d_name, KERNEL_BLOB) ? NULL : mem_strdup(e->d_name);

		if (name && (names.count + 1 >= SCRIPT_NUMBER || !VEC_PUSH(&names, name)))
			mem_free(name);
	}
	if (dir)
		closedir(dir);
	if (!names.count || !(blobs.modules = mem_zalloc(names.count, sizeof(*blobs.modules)))) {
		for (size_t i = 0; i < names.count; i++)
			mem_free((char *)names.items[i]);
		mem_free(names.items);
		return;
	}
	qsort(names.items, names.count, sizeof(*names.items), compare_names);
	blobs.names = names.items;
	blobs.count = names.count;
	for (size_t i = 0; i < blobs.count; i++)
		blobs.modules[i].name = blobs.names[i];
}

const char *const *kernel_btf_modules(size_t *count)
{
	if (!blobs.listed)
		list_modules();
	*count = blobs.count;
	return blobs.names;
}

static const struct kernel_btf *open_module(size_t i)
{
	const struct kernel_btf *base = kernel_btf();
	struct blob *b = &blobs.modules[i];

	if (base && b->state == UNKNOWN) {
		int fd = open_file(b->name);

		done(b, fd >= 0 && read_blob(fd, b) && !kernel_btf_open(&b->btf, base, b->bytes, b->len), (uint32_t)i + 1);
		if (fd >= 0)
			close(fd);
	}
	return b->state == PRESENT ? &b->btf : NULL;
}

const struct kernel_btf *kernel_btf_module(const char *name)
{
	size_t count;
	const char *const *names = kernel_btf_modules(&count);

	if (str_eq(name, KERNEL_BLOB))
		return kernel_btf();
	const char *const *found = count ? bsearch(&name, names, count, sizeof(*names), compare_names) : NULL;

	return found ? open_module((size_t)(found - names)) : NULL;
}

int kernel_btf_add(const void *bytes, size_t len)
{
	struct blob *b = &blobs.script;
	int ret;

	forget(b);
	if (!len)
		return 0;
	b->bytes = mem_alloc(len);
	if (!b->bytes)
		return -ENOMEM;
	memcpy(b->bytes, bytes, len);
	ret = kernel_btf_open(&b->btf, kernel_btf(), b->bytes, len);
	if (ret) {
		forget(b);
		return ret;
	}
	b->btf.number = SCRIPT_NUMBER;
	b->state = PRESENT;
	return 0;
}

bool kernel_btf_each(bool (*visit)(const struct kernel_btf *b, void *arg), void *arg)
{
	const struct kernel_btf *b = kernel_btf();
	size_t count;

	if (blobs.script.state == PRESENT && visit(&blobs.script.btf, arg))
		return true;
	if (!b)
		return false;
	if (visit(b, arg))
		return true;
	kernel_btf_modules(&count);
	for (size_t i = 0; i < count; i++)
		if ((b = open_module(i)) && visit(b, arg))
			return true;
	return false;
}

struct search {
	unsigned kind;
	const char *name;
	uint32_t found;
};

static bool has_name(const struct kernel_btf *b, void *arg)
{
	struct search *s = arg;

	s->found = kernel_btf_id(b, kernel_btf_find(b, s->kind, s->name));
	return s->found != 0;
}

uint32_t kernel_btf_lookup(unsigned kind, const char *name)
{
	struct search s = { .kind = kind, .name = name };

	kernel_btf_each(has_name, &s);
	return s.found;
}

uint32_t kernel_btf_id(const struct kernel_btf *b, uint32_t id)
{
	while (b->base && id < b->first)
		b = b->base;
	return id && id < 1u << ID_BITS ? b->number << ID_BITS | id : 0;
}

const struct kernel_btf *kernel_btf_of(uint32_t number, uint32_t *id)
{
	uint32_t blob = number >> ID_BITS;

	*id = number & ((1u << ID_BITS) - 1);
	if (!blob)
		return *id ? kernel_btf() : NULL;
	if (blob == SCRIPT_NUMBER)
		return blobs.script.state == PRESENT ? &blobs.script.btf : NULL;
	return blob <= blobs.count ? open_module(blob - 1) : NULL;
}

int kernel_btf_set_file(const char *path)
{
	if (access(path, R_OK))
		return -errno;
	blobs.file = path;
	blobs.listed = true;
	return kernel_btf() ? 0 : -EINVAL;
}

void kernel_btf_set_directory(const char *path, const char *index)
{
	forget(&blobs.script);
	for (size_t i = 0; i < blobs.count; i++) {
		forget(&blobs.modules[i]);
		mem_free((char *)blobs.names[i]);
	}
	mem_free(blobs.modules);
	mem_free(blobs.names);
	forget(&blobs.kernel);
	btf_index_close(&blobs.index);
	memset(&blobs, 0, sizeof(blobs));
	blobs.directory = path;
	blobs.index_directory = index;
}
