/* probes/mapped_file.c - see mapped_file.h.  Owns the descriptors, at most MOST_OPEN, the tables,
 * at most MOST_BYTES, and the readers of debug information, at most MOST_DWARFS: what was not used
 * for longest goes first, and is opened and read again if need be.  Called by user_symbols.c. */
#include "probes/mapped_file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "probes/dwarf.h"
#include "probes/elf_debugdata.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define MOST_OPEN 256
#define MOST_BYTES (256u << 20)
#define MOST_DWARFS 16

/* What makes a file that file. */
struct identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

struct mapped_file {
	struct identity identity;
	/* where it was found: the root of a process or "", and its path there */
	char *root, *path;
	char *opened;           /* what it was opened as */
	int fd;                 /* -1: closed meanwhile */
	struct elf_symbols *symbols;
	bool is_read;
	struct dwarf *dwarf;
	bool dwarf_is_open;     /* or was found not to be there */
	uint8_t build_id[MAPPED_FILE_ID];
	bool has_build_id, build_id_is_read;
	uint64_t used;          /* when, in uses */
};

struct mapped_files {
	const char *debug_path;
	struct mapped_file **items;
	size_t count, capacity;
	struct strmap by_identity;
	uint64_t uses, generation;
	size_t open, bytes, dwarfs;
};

struct mapped_files *mapped_files_new(const char *debug_path)
{
	struct mapped_files *f = mem_zalloc(1, sizeof(*f));

	if (f)
		f->debug_path = debug_path;
	return f;
}

static void close_file(struct mapped_files *f, struct mapped_file *file)
{
	if (file->fd < 0)
		return;
	close(file->fd);
	file->fd = -1;
	f->open--;
}

static void drop_symbols(struct mapped_files *f, struct mapped_file *file)
{
	if (!file->symbols)
		return;
	f->bytes -= elf_symbols_bytes(file->symbols);
	f->generation++;
	elf_symbols_free(file->symbols);
	file->symbols = NULL;
	file->is_read = false;
}

static void drop_dwarf(struct mapped_files *f, struct mapped_file *file)
{
	if (!file->dwarf)
		return;
	dwarf_close(file->dwarf);
	file->dwarf = NULL;
	file->dwarf_is_open = false;
	f->dwarfs--;
}

static void free_file(struct mapped_files *f, struct mapped_file *file)
{
	close_file(f, file);
	drop_symbols(f, file);
	drop_dwarf(f, file);
	mem_free(file->root);
	mem_free(file->path);
	mem_free(file->opened);
	mem_free(file);
}

void mapped_files_free(struct mapped_files *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++)
		free_file(f, f->items[i]);
	mem_free(f->items);
	strmap_free(&f->by_identity);
	mem_free(f);
}

uint64_t mapped_files_generation(const struct mapped_files *f)
{
	return f->generation;
}

static bool has_descriptor(const struct mapped_file *file)
{
	return file->fd >= 0;
}

static bool has_symbols(const struct mapped_file *file)
{
	return file->symbols;
}

static bool has_dwarf(const struct mapped_file *file)
{
	return file->dwarf;
}

/* The file that was not used for longest, of those that have something, but for one. */
static struct mapped_file *oldest(const struct mapped_files *f,
	bool (*has)(const struct mapped_file *file), const struct mapped_file *but)
{
	struct mapped_file *found = NULL;

	for (size_t i = 0; i < f->count; i++) {
		struct mapped_file *file = f->items[i];

		if (file != but && has(file) && (!found || file->used < found->used))
			found = file;
	}
	return found;
}

static void keep_within_bounds(struct mapped_files *f, const struct mapped_file *but)
{
	struct mapped_file *file;

	while (f->open > MOST_OPEN && (file = oldest(f, has_descriptor, but)))
		close_file(f, file);
	while (f->bytes > MOST_BYTES && (file = oldest(f, has_symbols, but)))
		drop_symbols(f, file);
	while (f->dwarfs > MOST_DWARFS && (file = oldest(f, has_dwarf, but)))
		drop_dwarf(f, file);
}

static struct identity identity_of(const struct stat *st)
{
	return (struct identity){ st->st_dev, st->st_ino, st->st_size, st->st_mtim };
}

static int open_regular(const char *path, struct stat *st)
{
	/* what is no file may hang */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd >= 0 && (fstat(fd, st) || !S_ISREG(st->st_mode))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* File systems whose files are on another device in stat() than where they are mapped. */
static bool has_own_devices(int fd)
{
	enum { OVERLAYFS = 0x794c7630 };
	const long btrfs = 0x9123683e;
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && (fs.f_type == OVERLAYFS || fs.f_type == btrfs);
}

static bool is_same(const struct mapped_name *name, const struct stat *st, int fd)
{
	bool same_device = major(st->st_dev) == name->major && minor(st->st_dev) == name->minor;

	return st->st_ino == name->inode && (same_device || has_own_devices(fd));
}

/* Through the mapping: also a file that has no path any more, or one of another file system for
 * this process alone. */
static int open_mapping(
	const struct mapping *m, pid_t pid, char *path, size_t room, struct stat *st)
{
	char target[PATH_MAX];
	ssize_t len;
	int fd;

	snprintf(path, room, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64, (int)pid, m->start, m->end);
	len = readlink(path, target, sizeof(target) - 1);
	/* where another process has this number by now, another file is there */
	if (len < 0)
		return -1;
	target[len] = '\0';
	fd = open_regular(path, st);
	if (fd >= 0 && st->st_ino != m->name->inode && !str_starts(target, m->name->path)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static int open_path(
	const struct mapping *m, const char *root, char *path, size_t room, struct stat *st)
{
	int fd;

	snprintf(path, room, "%s%s", root, m->name->path);
	fd = open_regular(path, st);
	if (fd >= 0 && !is_same(m->name, st, fd)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

struct found {
	int fd;
	struct stat st;
	char root[64];
	char opened[PATH_MAX + 64];
};

static void search(
	const struct mapping *m, const pid_t processes[MAPPED_FILE_PROCESSES], struct found *out)
{
	*out = (struct found){ .fd = -1 };
	if (processes[0]) {
		out->fd = open_mapping(m, processes[0], out->opened, sizeof(out->opened), &out->st);
		snprintf(out->root, sizeof(out->root), "/proc/%d/root", (int)processes[0]);
	}
	for (int i = 0; out->fd < 0 && i < MAPPED_FILE_PROCESSES && processes[i]; i++) {
		snprintf(out->root, sizeof(out->root), "/proc/%d/root", (int)processes[i]);
		out->fd = open_path(m, out->root, out->opened, sizeof(out->opened), &out->st);
	}
	if (out->fd < 0) {
		out->root[0] = '\0';
		out->fd = open_path(m, "", out->opened, sizeof(out->opened), &out->st);
	}
}

static struct mapped_file *add_file(
	struct mapped_files *f, const struct mapping *m, const struct found *found, const char *key)
{
	struct mapped_file *file = mem_zalloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->fd = -1;
	file->identity = identity_of(&found->st);
	file->root = mem_strdup(found->root);
	file->path = mem_strdup(m->name->path);
	file->opened = mem_strdup(found->opened);
	if (!file->root || !file->path || !file->opened || !VEC_PUSH(f, file)) {
		free_file(f, file);
		return NULL;
	}
	if (strmap_put(&f->by_identity, key, file)) {
		f->count--;
		free_file(f, file);
		return NULL;
	}
	return file;
}

struct mapped_file *mapped_files_open(struct mapped_files *f, const struct mapping *m,
	const pid_t processes[MAPPED_FILE_PROCESSES])
{
	struct mapped_file *file;
	struct found found;
	char key[128];

	if (!m->name->inode || m->name->path[0] != '/')
		return NULL;
	search(m, processes, &found);
	if (found.fd < 0)
		return NULL;
	snprintf(key, sizeof(key), "%jx:%jx:%jx:%jx.%lx", (uintmax_t)found.st.st_dev,
		(uintmax_t)found.st.st_ino, (uintmax_t)found.st.st_size,
		(uintmax_t)found.st.st_mtim.tv_sec, (unsigned long)found.st.st_mtim.tv_nsec);
	file = strmap_get(&f->by_identity, key);
	if (!file)
		file = add_file(f, m, &found, key);
	if (!file || file->fd >= 0) {
		close(found.fd);
		return file;
	}
	file->fd = found.fd;
	file->used = ++f->uses;
	f->open++;
	keep_within_bounds(f, file);
	return file;
}

static bool open_again(struct mapped_files *f, struct mapped_file *file)
{
	struct identity identity;
	struct stat st;
	int fd = open_regular(file->opened, &st);

	if (fd < 0)
		fd = open_regular(file->path, &st);
	if (fd < 0)
		return false;
	identity = identity_of(&st);
	if (memcmp(&identity, &file->identity, sizeof(identity))) {
		close(fd);
		return false;
	}
	file->fd = fd;
	f->open++;
	return true;
}

/* The ways to a file that we have open, for who looks around it for others: as the process sees it,
 * as we see it, and, when it has no name any more or another file has got it, by the descriptor. */
struct ways {
	char descriptor[64];
	const char *search;
	struct debug_file_place items[3];
	size_t count;
};

static void add_way(struct ways *w, const struct mapped_file *file, const char *root)
{
	char path[PATH_MAX + 64];
	struct identity identity;
	struct stat st;

	snprintf(path, sizeof(path), "%s%s", root, file->path);
	if (stat(path, &st))
		return;
	identity = identity_of(&st);
	if (!memcmp(&identity, &file->identity, sizeof(identity)))
		w->items[w->count++] = (struct debug_file_place){ root, file->path, w->search };
}

static void find_ways(const struct mapped_files *f, const struct mapped_file *file, struct ways *w)
{
	w->search = f->debug_path;
	w->count = 0;
	snprintf(w->descriptor, sizeof(w->descriptor), "/proc/self/fd/%d", file->fd);
	if (file->root[0])
		add_way(w, file, file->root);
	add_way(w, file, "");
	w->items[w->count++] = (struct debug_file_place){ "", w->descriptor, w->search };
}

static void add_packed(struct elf_symbols *symbols, int fd)
{
	size_t len;
	void *image = elf_debugdata_read(fd, &len);

	if (image)
		elf_symbols_add_memory(symbols, image, len);
	mem_free(image);
}

static void add_debug_file(
	struct elf_symbols *symbols, const struct mapped_files *f, const struct mapped_file *file)
{
	bool found = false;
	char path[PATH_MAX];
	struct ways ways;
	struct stat st;
	int fd;

	find_ways(f, file, &ways);
	for (size_t i = 0; !found && i < ways.count; i++) {
		found = debug_file_find(&ways.items[i], path);
		fd = found ? open_regular(path, &st) : -1;
		if (fd >= 0) {
			elf_symbols_add(symbols, fd);
			close(fd);
		}
	}
}

const struct elf_symbols *mapped_file_symbols(struct mapped_files *f, struct mapped_file *file)
{
	file->used = ++f->uses;
	if (file->is_read)
		return file->symbols;
	file->is_read = true;
	if (file->fd < 0 && !open_again(f, file))
		return NULL;
	file->symbols = elf_symbols_read(file->fd);
	if (!file->symbols)
		return NULL;
	if (!elf_symbols_is_whole(file->symbols))
		add_packed(file->symbols, file->fd);
	if (!elf_symbols_is_whole(file->symbols))
		add_debug_file(file->symbols, f, file);
	elf_symbols_sort(file->symbols);
	f->bytes += elf_symbols_bytes(file->symbols);
	keep_within_bounds(f, file);
	return file->symbols;
}

struct dwarf *mapped_file_dwarf(struct mapped_files *f, struct mapped_file *file)
{
	struct ways ways;

	file->used = ++f->uses;
	if (file->dwarf_is_open)
		return file->dwarf;
	file->dwarf_is_open = true;
	if (file->fd < 0 && !open_again(f, file))
		return NULL;
	find_ways(f, file, &ways);
	for (size_t i = 0; !file->dwarf && i < ways.count; i++)
		file->dwarf = dwarf_open(&ways.items[i]);
	f->dwarfs += file->dwarf != NULL;
	keep_within_bounds(f, file);
	return file->dwarf;
}

bool mapped_file_build_id(
	struct mapped_files *f, struct mapped_file *file, uint8_t id[MAPPED_FILE_ID])
{
	uint8_t found[DEBUG_FILE_ID_MOST];

	file->used = ++f->uses;
	if (!file->build_id_is_read && (file->fd >= 0 || open_again(f, file))) {
		size_t len = debug_file_build_id(file->fd, found);

		memcpy(file->build_id, found, MIN_OF(len, sizeof(file->build_id)));
		file->has_build_id = len;
		keep_within_bounds(f, file);
	}
	file->build_id_is_read = true;
	memcpy(id, file->build_id, sizeof(file->build_id));
	return file->has_build_id;
}
