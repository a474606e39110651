/* probes/btf_blobs.c - which BTF blobs there are: the kernel's own, those of its modules, one of
 * the script.  Reads each when first asked for and owns them, for the life of the process; numbers
 * types across them.  Large ones are scanned once and then used by the index that is kept of them
 * (btf_index.c).  Asked by whoever looks types up by name. */
#include "probes/btf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "probes/btf_index.h"
#include "probes/dwarf.h"
#include "runtime/base/file_access.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define SYSFS "/sys"
#define BTF_DIRECTORY "kernel/btf"
#define KERNEL_BLOB "vmlinux"
#define KERNEL_NOTES "kernel/notes"
#define MODULE_NOTES "module/%s/notes/.note.gnu.build-id"

/* Modules with less than this are read and scanned in the time that it takes to find their
 * index. */
#define INDEXED_LEAST (32u << 10)

#define ID_BITS 22              /* of an id within its blob */
#define SCRIPT_NUMBER 1023
#define PROGRAMS_MOST 256
/* of the first; modules have numbers below this */
#define PROGRAM_NUMBER (SCRIPT_NUMBER - PROGRAMS_MOST)

struct blob {
	struct kernel_btf btf;
	const char *name;
	void *bytes;
	size_t len;
	bool mapped;
	struct btf_index index; /* that it is used by, with its bytes when there are none above */
	enum { UNKNOWN, PRESENT, ABSENT } state;
};

static struct {
	const char *sysfs;              /* NULL: the kernel's */
	/* with the kernel's own, when it is not to be the running one's */
	const char *file;
	const char *index_directory;
	struct blob kernel, script;
	struct btf_index_key key;       /* of the kernel's own, if it has one */
	bool has_key;
	struct blob *modules;           /* sorted by name */
	const char **names;
	size_t count;
	bool listed;
	const struct kernel_btf *debug_information;     /* of the kernel, where it has no BTF */
	bool sought_debug_information;
	const struct kernel_btf *programs[PROGRAMS_MOST];
	uint32_t program_count;
} blobs;

/* "/sys" and a path below it. */
__attribute__((format(printf, 3, 4))) static void sysfs_path(
	char *out, size_t size, const char *format, ...)
{
	int len = snprintf(out, size, "%s/", blobs.sysfs ? blobs.sysfs : SYSFS);
	va_list args;

	va_start(args, format);
	vsnprintf(out + len, size - (size_t)len, format, args);
	va_end(args);
}

static int open_file(const struct blob *b)
{
	char path[PATH_MAX];

	sysfs_path(path, sizeof(path), BTF_DIRECTORY "/%s", b->name);
	return open(b == &blobs.kernel && blobs.file ? blobs.file : path, O_RDONLY | O_CLOEXEC);
}

/* The kernel's own can be mapped from 6.16 on. */
static bool map_blob(int fd, struct blob *out)
{
	struct stat st;
	void *bytes = fstat(fd, &st) || st.st_size <= 0
		? MAP_FAILED
		: mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

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
	btf_index_close(&b->index);
	*b = (struct blob){ .name = b->name };
}

/* By the tables of an index that was kept, and its copy of the bytes where the kernel's cannot be
 * mapped. */
static bool open_by_index(
	int fd, struct blob *b, const struct kernel_btf *base, const struct btf_index_key *key)
{
	const struct btf_index *index = &b->index;

	if (!btf_index_open(&b->index, key))
		return false;
	if ((index->blob &&
		    !kernel_btf_open_scanned(
			    &b->btf, base, index->blob, index->blob_len, &index->tables)) ||
		(!index->blob && map_blob(fd, b) &&
			!kernel_btf_open_scanned(&b->btf, base, b->bytes, b->len, &index->tables)))
		return true;
	btf_index_close(&b->index);
	return false;
}

/* False for what is not worth an index, or could be mistaken for something else. */
static bool find_key(int fd, const struct blob *b, struct btf_index_key *key)
{
	char notes[PATH_MAX];
	struct stat st;

	if (b == &blobs.kernel) {
		sysfs_path(notes, sizeof(notes), KERNEL_NOTES);
		return !blobs.file && (!blobs.sysfs || blobs.index_directory) &&
			btf_index_key(key, blobs.index_directory, fd, notes);
	}
	if (!blobs.has_key || fstat(fd, &st) || st.st_size < INDEXED_LEAST)
		return false;
	sysfs_path(notes, sizeof(notes), MODULE_NOTES, b->name);
	return btf_index_key_module(key, &blobs.key, fd, notes);
}

/* Not when another build of the module was loaded meanwhile: the bytes and the build id may not
 * belong together. */
static void keep_index(int fd, const struct blob *b, const struct btf_index_key *key)
{
	struct kernel_btf_tables tables;
	struct btf_index_key now;

	if (btf_index_wanted(key) && kernel_btf_tables(&b->btf, &tables) && find_key(fd, b, &now) &&
		!memcmp(now.of, key->of, sizeof(now.of)))
		btf_index_write(key, &tables, b->mapped ? NULL : b->bytes, b->len);
}

static bool open_blob(int fd, struct blob *b, const struct kernel_btf *base)
{
	struct btf_index_key key;
	bool keyed = find_key(fd, b, &key);

	if (b == &blobs.kernel && keyed) {
		blobs.key = key;
		blobs.has_key = true;
	}
	if (keyed && open_by_index(fd, b, base, &key))
		return true;
	if ((!b->mapped && !map_blob(fd, b) && !read_blob(fd, b)) ||
		kernel_btf_open(&b->btf, base, b->bytes, b->len))
		return false;
	if (keyed)
		keep_index(fd, b, &key);
	return true;
}

/* Opens a blob that was not asked for before. */
static const struct kernel_btf *get_blob(
	struct blob *b, const struct kernel_btf *base, uint32_t number)
{
	if (b->state == UNKNOWN) {
		int fd = open_file(b);

		if (fd >= 0 && open_blob(fd, b, base)) {
			b->btf.name = b->name;
			b->btf.number = number;
			b->state = PRESENT;
		} else {
			forget(b);
			b->state = ABSENT;
		}
		if (fd >= 0)
			close(fd);
	}
	return b->state == PRESENT ? &b->btf : NULL;
}

/* Where kernels with debug information are, by release. */
static const char *const kernel_files[] = {
	"/usr/lib/debug/boot/vmlinux-%s",
	"/usr/lib/debug/lib/modules/%s/vmlinux",
	"/boot/vmlinux-%s",
	"/lib/modules/%s/build/vmlinux",
	"/usr/lib/debug/boot/vmlinux-%s.debug",
};

/* In the place of BTF: the debug information of a kernel.  Not where a test has its own /sys. */
static const struct kernel_btf *find_debug_information(void)
{
	const struct kernel_btf *found = NULL;
	char path[PATH_MAX];
	struct utsname u;

	if (blobs.file)
		return realpath(blobs.file, path) ? dwarf_types_of_kernel(path) : NULL;
	for (size_t i = 0; !blobs.sysfs && !uname(&u) && !found && i < ARRAY_SIZE(kernel_files);
		i++) {
		snprintf(path, sizeof(path), kernel_files[i], u.release);
		found = file_access(path, R_OK) ? NULL : dwarf_types_of_kernel(path);
	}
	return found;
}

const struct kernel_btf *kernel_btf(void)
{
	const struct kernel_btf *b;

	blobs.kernel.name = KERNEL_BLOB;
	b = get_blob(&blobs.kernel, NULL, 0);
	if (!b && !blobs.sought_debug_information) {
		blobs.sought_debug_information = true;
		blobs.debug_information = find_debug_information();
	}
	return b ? b : blobs.debug_information;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_modules(void)
{
	struct { const char **items; size_t count, capacity; } names = { 0 };
	char path[PATH_MAX];
	DIR *dir;

	sysfs_path(path, sizeof(path), BTF_DIRECTORY);
	dir = opendir(path);
	blobs.listed = true;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char *name = e->d_name[0] == '.' || str_eq(e->d_name, KERNEL_BLOB)
			? NULL
			: mem_strdup(e->d_name);

		if (name && (names.count + 1 >= PROGRAM_NUMBER || !VEC_PUSH(&names, name)))
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

	return base ? get_blob(&blobs.modules[i], base, (uint32_t)i + 1) : NULL;
}

const struct kernel_btf *kernel_btf_module(const char *name)
{
	size_t count;
	const char *const *names = kernel_btf_modules(&count);

	if (str_eq(name, KERNEL_BLOB))
		return kernel_btf();
	const char *const *found =
		count ? bsearch(&name, names, count, sizeof(*names), compare_names) : NULL;

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

bool kernel_btf_add_program(struct kernel_btf *b)
{
	if (blobs.program_count == PROGRAMS_MOST)
		return false;
	b->number = PROGRAM_NUMBER + blobs.program_count;
	blobs.programs[blobs.program_count++] = b;
	return true;
}

void kernel_btf_forget_programs(void)
{
	blobs.program_count = 0;
}

const struct kernel_btf *btf_program(const struct btf_programs *in, size_t i)
{
	return in && in->at ? in->at(i, in->arg) : NULL;
}

bool kernel_btf_each(const struct btf_programs *in,
	bool (*visit)(const struct kernel_btf *b, void *arg), void *arg)
{
	const struct kernel_btf *b = kernel_btf(), *program;
	size_t count;

	if (blobs.script.state == PRESENT && visit(&blobs.script.btf, arg))
		return true;
	for (size_t i = 0; (program = btf_program(in, i)); i++)
		if (visit(program, arg))
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

uint32_t kernel_btf_lookup(const struct btf_programs *in, unsigned kind, const char *name)
{
	struct search s = { .kind = kind, .name = name };

	kernel_btf_each(in, has_name, &s);
	return s.found;
}

uint32_t kernel_btf_id(const struct kernel_btf *b, uint32_t id)
{
	while (b->base && id < b->first)
		b = b->base;
	if (b->source && id)
		id = b->source->same(b->from, id);
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
	if (blob >= PROGRAM_NUMBER)
		return blob - PROGRAM_NUMBER < blobs.program_count
			? blobs.programs[blob - PROGRAM_NUMBER]
			: NULL;
	return blob <= blobs.count ? open_module(blob - 1) : NULL;
}

int kernel_btf_set_file(const char *path)
{
	if (file_access(path, R_OK))
		return -errno;
	blobs.file = path;
	blobs.listed = true;
	return kernel_btf() ? 0 : -EINVAL;
}

void kernel_btf_set_sysfs(const char *sysfs, const char *index)
{
	forget(&blobs.script);
	for (size_t i = 0; i < blobs.count; i++) {
		forget(&blobs.modules[i]);
		mem_free((char *)blobs.names[i]);
	}
	mem_free(blobs.modules);
	mem_free(blobs.names);
	forget(&blobs.kernel);
	memset(&blobs, 0, sizeof(blobs));
	blobs.sysfs = sysfs;
	blobs.index_directory = index;
}
