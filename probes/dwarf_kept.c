/* probes/dwarf_kept.c - the table of a program's names in a file under its build id, which the
 * processes to come map.  Part of the DWARF reader. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probes/cache.h"
#include "probes/dwarf_index.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

#define MAGIC 0x58494652415744ull       /* "DWARFIX" */
/* of this layout, and of what dwarf_index.c writes as places and hashes */
#define VERSION 2
#define BEGINNING "dwarf-"
/* with fewer bytes of entries, a pass is as fast as the file */
#define KEPT_LEAST (256u << 10)
#define ALL_MOST (512ull << 20)         /* bytes of all files */

static const struct cache_family family = { .beginning = BEGINNING, .bytes_most = ALL_MOST };

struct file_header {
	uint64_t magic;
	uint32_t version, id_len;
	uint8_t id[DEBUG_FILE_ID_MOST];
	/* bytes of .debug_info, beside the build id: files of one id may hold more or less */
	uint64_t entries_len;
	uint64_t slots;
	uint64_t check;                 /* of the bytes before */
};
_Static_assert(sizeof(struct file_header) == 104, "no padding");

static uint64_t header_check(const struct file_header *h)
{
	return hash_add(HASH_START, h, offsetof(struct file_header, check));
}

/* False for what is not worth a file, or has no build id to know it by. */
static bool fill_header(struct dwarf *d, struct file_header *h, char file[40])
{
	char path[PATH_MAX];
	int fd;

	*h = (struct file_header){ .magic = MAGIC,
		.version = VERSION,
		.entries_len = dwarf_image_section(d->main->image, DWARF_INFO).len };
	if (d->main_path)
		snprintf(path, sizeof(path), "%s", d->main_path);
	else
		snprintf(path, sizeof(path), "%s%s", d->place.root, d->place.path);
	fd = h->entries_len < KEPT_LEAST ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	h->id_len = (uint32_t)debug_file_build_id(fd, h->id);
	close(fd);
	snprintf(file, 40, BEGINNING "%016llx",
		(unsigned long long)hash_add(HASH_START, h, offsetof(struct file_header, slots)));
	return h->id_len > 0;
}

static bool map_index(struct dwarf_index *x, int fd, size_t len, const struct file_header *wanted)
{
	struct file_header *h;

	x->map = len < sizeof(*h) ? MAP_FAILED : mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	x->map_len = len;
	if (x->map == MAP_FAILED) {
		x->map = NULL;
		return false;
	}
	h = x->map;
	if (h->check != header_check(h) || memcmp(h, wanted, offsetof(struct file_header, slots)) ||
		!h->slots || h->slots & (h->slots - 1) ||
		h->slots > (len - sizeof(*h)) / sizeof(struct slot))
		return false;
	x->slots = (const void *)(h + 1);
	x->count = h->slots;
	return true;
}

static bool open_file(struct dwarf_index *x, const struct file_header *wanted, const char *file)
{
	char directory[PATH_MAX];
	struct stat st;
	int dir = cache_directory(directory, sizeof(directory), NULL)
		? cache_open_directory(directory, false)
		: -1;
	int fd = dir < 0 ? -1 : cache_open_file(dir, file, &st);
	bool opened = fd >= 0 && map_index(x, fd, (size_t)st.st_size, wanted);

	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	return opened;
}

static void write_file(const struct dwarf_index *x, struct file_header *h, const char *file)
{
	char directory[PATH_MAX];
	int dir = cache_directory(directory, sizeof(directory), NULL)
		? cache_open_directory(directory, true)
		: -1;

	h->slots = x->count;
	h->check = header_check(h);
	const struct iovec parts[] = { { h, sizeof(*h) },
		{ x->own, x->count * sizeof(struct slot) } };

	if (dir < 0)
		return;
	cache_write(dir, file, &family, parts, ARRAY_SIZE(parts));
	close(dir);
}

bool dwarf_index_open_kept(struct dwarf_index *x, struct dwarf *d)
{
	struct file_header h;
	char file[40];

	return fill_header(d, &h, file) && open_file(x, &h, file);
}

void dwarf_index_keep(const struct dwarf_index *x, struct dwarf *d)
{
	struct file_header h;
	char file[40];

	if (fill_header(d, &h, file))
		write_file(x, &h, file);
}
