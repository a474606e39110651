/* probes/debug_file.c - looks for separate debug files and says which of them belongs to a
 * program.  Owns nothing between calls.  Asked by the reader of DWARF and by who wants the symbols
 * of stripped programs. */
#include "probes/debug_file.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "probes/dwarf_cursor.h"
#include "probes/elf_section.h"
#include "runtime/base/util.h"

#define DEBUG_LINK ".gnu_debuglink"
#define SHARED_LINK ".gnu_debugaltlink"
#define SUPPLEMENT ".debug_sup"

/* A directory of the path: absolute; or where the file is, or below that. */
struct directory {
	const char *text;
	int len;
	bool checksum_counts;   /* beside the build id, too */
};

/* The next one, from *at on, which is NULL behind the last. */
static bool next_directory(const char **at, struct directory *out)
{
	if (!*at)
		return false;
	out->checksum_counts = **at == '+';
	out->text = *at + out->checksum_counts;
	out->len = (int)strcspn(out->text, ":");
	*at = out->text[out->len] ? out->text + out->len + 1 : NULL;
	return true;
}

static bool is_absolute(const struct directory *d)
{
	return d->len && d->text[0] == '/';
}

struct build_id {
	uint8_t bytes[DEBUG_FILE_ID_MOST];
	size_t len;
};

/* What a file says about the file that has the rest. */
struct link {
	char name[PATH_MAX];            /* "": there is none */
	uint32_t checksum;              /* of DEBUG_LINK */
	struct build_id id;             /* of the file that is looked for */
};

static Elf *open_elf(int fd)
{
	Elf *elf = elf_version(EV_CURRENT) == EV_NONE ? NULL : elf_begin(fd, ELF_C_READ, NULL);

	if (elf && elf_kind(elf) == ELF_K_ELF)
		return elf;
	elf_end(elf);
	return NULL;
}

/* The build id among the notes in some bytes. */
static bool id_in_notes(Elf_Data *data, struct build_id *out)
{
	size_t at = 0, name, text;
	GElf_Nhdr note;

	while (data && at < data->d_size &&
		(at = gelf_getnote(data, at, &note, &name, &text)) > 0) {
		if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != sizeof("GNU") ||
			memcmp((char *)data->d_buf + name, "GNU", sizeof("GNU")))
			continue;
		if (!note.n_descsz || note.n_descsz > sizeof(out->bytes))
			return false;
		out->len = note.n_descsz;
		memcpy(out->bytes, (char *)data->d_buf + text, out->len);
		return true;
	}
	return false;
}

/* By the segments, which stripped files have; files of debug information alone have only the
 * sections. */
static void read_id(Elf *elf, struct build_id *out)
{
	Elf_Scn *section = NULL;
	size_t count;

	out->len = 0;
	for (size_t i = 0; !elf_getphdrnum(elf, &count) && i < count && i < INT32_MAX; i++) {
		GElf_Phdr segment;

		if (!gelf_getphdr(elf, (int)i, &segment))
			return;
		if (segment.p_type == PT_NOTE && segment.p_offset <= INT64_MAX &&
			id_in_notes(elf_getdata_rawchunk(elf, (int64_t)segment.p_offset,
					    segment.p_filesz,
					    segment.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR),
				out))
			return;
	}
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;

		if (gelf_getshdr(section, &header) && header.sh_type == SHT_NOTE &&
			id_in_notes(elf_getdata(section, NULL), out))
			return;
	}
}

size_t debug_file_build_id(int fd, uint8_t id[DEBUG_FILE_ID_MOST])
{
	struct build_id found = { .len = 0 };
	Elf *elf = open_elf(fd);

	if (elf)
		read_id(elf, &found);
	elf_end(elf);
	memcpy(id, found.bytes, found.len);
	return found.len;
}

/* Both kinds begin with a name that ends with a NUL.  Behind it is a check sum, aligned to 4 bytes,
 * or the build id up to the end. */
static bool read_link(Elf *elf, const char *section, struct link *out)
{
	Elf_Data *data = elf_section_data(elf, section);
	size_t len = data ? strnlen(data->d_buf, data->d_size) : 0;
	bool shared = str_eq(section, SHARED_LINK);

	if (!len || len >= data->d_size || len >= sizeof(out->name))
		return false;
	memcpy(out->name, data->d_buf, len + 1);
	size_t at = shared ? len + 1 : ROUND_UP(len + 1, 4);

	if (shared) {
		out->id.len = MIN_OF(data->d_size - at, sizeof(out->id.bytes));
		memcpy(out->id.bytes, (char *)data->d_buf + at, out->id.len);
		return out->id.len > 0;
	}
	if (at + sizeof(out->checksum) > data->d_size)
		return false;
	memcpy(&out->checksum, (char *)data->d_buf + at, sizeof(out->checksum));
	return true;
}

/* The same in the way of DWARF 5 (7.3.6), in which the file that others share has its id as well:
 * the version, whether it is that file, the name of it for the others, the length of the id, the
 * id. */
static bool read_supplement(Elf *elf, bool is_shared, struct link *out)
{
	Elf_Data *data = elf_section_data(elf, SUPPLEMENT);
	struct dwarf_cursor c =
		dwarf_cursor(data ? (struct dwarf_bytes){ data->d_buf, data->d_size }
				  : (struct dwarf_bytes){ NULL, 0 },
			0);
	bool known = dwarf_read(&c, 2) == 5 && dwarf_read(&c, 1) == is_shared;
	const char *name = dwarf_read_text(&c);
	uint64_t len = dwarf_read_uleb(&c);

	if (!known || c.bad || !len || len > sizeof(out->id.bytes) || len > c.end - c.at ||
		strlen(name) >= sizeof(out->name))
		return false;
	snprintf(out->name, sizeof(out->name), "%s", name);
	out->id.len = len;
	memcpy(out->id.bytes, c.data + c.at, len);
	return true;
}

static bool has_checksum(int fd, uint32_t wanted)
{
	uint8_t bytes[65536];
	uLong sum = crc32(0, NULL, 0);
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET))
		return false;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		sum = crc32(sum, bytes, (uInt)got);
	return !got && sum == wanted;
}

enum checksum { CHECKSUM_UNUSED, CHECKSUM_WITHOUT_ID, CHECKSUM_ALWAYS };

/* A file that belongs to the link: by the build id where both have one. */
static bool belongs(const char *path, const struct link *link, enum checksum checksum)
{
	struct link own = { .name = "" };
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool fits = false;

	if (fd < 0)
		return false;
	Elf *elf = !fstat(fd, &st) && S_ISREG(st.st_mode) ? open_elf(fd) : NULL;

	if (elf) {
		read_id(elf, &own.id);
		if (!own.id.len)
			read_supplement(elf, true, &own);
		bool by_id = own.id.len && link->id.len;

		fits = by_id ? own.id.len == link->id.len &&
				!memcmp(own.id.bytes, link->id.bytes, own.id.len)
			     : checksum != CHECKSUM_UNUSED;
		if (fits && checksum >= (by_id ? CHECKSUM_ALWAYS : CHECKSUM_WITHOUT_ID))
			fits = has_checksum(fd, link->checksum);
	}
	elf_end(elf);
	close(fd);
	return fits;
}

__attribute__((format(printf, 4, 5))) static bool try_file(const struct link *link,
	enum checksum checksum, char out[PATH_MAX], const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(out, PATH_MAX, format, args);
	va_end(args);
	return len < PATH_MAX && belongs(out, link, checksum);
}

static bool find_by_id(const char *search, const char *root, const struct link *link,
	bool has_checksum, char out[PATH_MAX])
{
	char hex[2 * DEBUG_FILE_ID_MOST + 1] = "";
	struct directory d;

	if (link->id.len < 2)
		return false;
	for (size_t i = 0; i < link->id.len; i++)
		snprintf(hex + 2 * i, 3, "%02x", link->id.bytes[i]);
	while (next_directory(&search, &d))
		if (is_absolute(&d) &&
			try_file(link,
				d.checksum_counts && has_checksum ? CHECKSUM_ALWAYS
					: CHECKSUM_UNUSED,
				out, "%s%.*s/.build-id/%.2s/%s.debug", root, d.len, d.text, hex,
				hex + 2))
			return true;
	return false;
}

/* In absolute directories under the path of the program, and by the name alone. */
static bool find_by_link(const char *search, const char *root, const char *path,
	const struct link *link, char out[PATH_MAX])
{
	int own = (int)(strrchr(path, '/') - path);
	struct directory d;

	while (next_directory(&search, &d)) {
		enum checksum checksum = d.checksum_counts ? CHECKSUM_ALWAYS : CHECKSUM_WITHOUT_ID;

		if (is_absolute(&d) ? try_file(link, checksum, out, "%s%.*s%.*s/%s", root, d.len,
					      d.text, own, path, link->name) ||
					try_file(link, checksum, out, "%s%.*s/%s", root, d.len,
						d.text, link->name)
				    : try_file(link, checksum, out, "%s%.*s/%.*s%s%s", root, own,
					      path, d.len, d.text, d.len ? "/" : "", link->name))
			return true;
	}
	return false;
}

static const char *search_of(const struct debug_file_place *of)
{
	return of->search ? of->search : DEBUG_FILE_PATH;
}

static Elf *open_place(const struct debug_file_place *of, int *fd)
{
	char path[PATH_MAX];

	*fd = snprintf(path, sizeof(path), "%s%s", of->root, of->path) < (int)sizeof(path)
		? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
		: -1;
	return *fd < 0 || of->path[0] != '/' ? NULL : open_elf(*fd);
}

static void close_place(Elf *elf, int fd)
{
	elf_end(elf);
	if (fd >= 0)
		close(fd);
}

bool debug_file_find(const struct debug_file_place *of, char out[PATH_MAX])
{
	struct link link = { .name = "" };
	int fd;
	Elf *elf = open_place(of, &fd);
	bool has_link = elf && read_link(elf, DEBUG_LINK, &link) && !strchr(link.name, '/');

	if (elf)
		read_id(elf, &link.id);
	close_place(elf, fd);
	const char *search = search_of(of);

	return find_by_id(search, of->root, &link, has_link, out) ||
		(*of->root && find_by_id(search, "", &link, has_link, out)) ||
		(has_link &&
			(find_by_link(search, of->root, of->path, &link, out) ||
				(*of->root && find_by_link(search, "", of->path, &link, out))));
}

/* The name is a path, or one that starts at the directory of the file. */
bool debug_file_find_shared(const struct debug_file_place *of, char out[PATH_MAX])
{
	struct link link = { .name = "" };
	int fd;
	Elf *elf = open_place(of, &fd);
	bool has_link =
		elf && (read_link(elf, SHARED_LINK, &link) || read_supplement(elf, false, &link));

	close_place(elf, fd);
	if (!has_link)
		return false;
	int directory = link.name[0] == '/' ? 0 : (int)(strrchr(of->path, '/') - of->path);
	const char *between = link.name[0] == '/' ? "" : "/";

	return try_file(&link, CHECKSUM_UNUSED, out, "%s%.*s%s%s", of->root, directory, of->path,
		       between, link.name) ||
		find_by_id(search_of(of), of->root, &link, false, out) ||
		(*of->root && find_by_id(search_of(of), "", &link, false, out));
}

size_t debug_file_root_len(const char *path)
{
	int len = 0;

	return sscanf(path, "/proc/%*[0-9]/root%n/", &len) != EOF && len > 0 && path[len] == '/'
		? (size_t)len
		: 0;
}
