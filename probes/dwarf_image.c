/* probes/dwarf_image.c - the sections of an ELF file that hold debug information, mapped, and
 * unpacked when they are asked for.  Called by dwarf_file.c. */
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "probes/dwarf_internal.h"
#include "probes/elf_segments.h"
#include "runtime/base/file_map.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#ifndef ELFCOMPRESS_ZSTD
#define ELFCOMPRESS_ZSTD 2      /* in the generic ABI since 2022 */
#endif
/* bytes that one may stand for: no deflate stream has more, and no debug information that zstd
 * packs comes near */
#define PACKED_MOST 1040
#define LARGE (64u << 20)       /* from there on it is far fewer in debug information: */
#define LARGE_PACKED_MOST 64

/* Behind ".debug_", but for that of gdb. */
static const char *const section_names[DWARF_SECTION_COUNT] = {
	[DWARF_INFO] = "info",
	[DWARF_TYPES] = "types",
	[DWARF_ABBREV] = "abbrev",
	[DWARF_STR] = "str",
	[DWARF_LINE_STR] = "line_str",
	[DWARF_STR_OFFSETS] = "str_offsets",
	[DWARF_ADDR] = "addr",
	[DWARF_RANGES] = "ranges",
	[DWARF_RNGLISTS] = "rnglists",
	[DWARF_LOC] = "loc",
	[DWARF_LOCLISTS] = "loclists",
	[DWARF_LINE] = "line",
	[DWARF_CU_INDEX] = "cu_index",
	[DWARF_TU_INDEX] = "tu_index",
	[DWARF_ARANGES] = "aranges",
	[DWARF_NAMES] = "names",
	[DWARF_GDB_INDEX] = "gdb_index",
};

struct image_section {
	Elf_Scn *section;
	/* of the same name: .dwo files have one for each type unit */
	struct { Elf_Scn **items; size_t count, capacity; } more;
	/* ".zdebug_": "ZLIB", the size in eight bytes of the other endian, the bytes */
	bool old_packing;
	bool read;
	struct dwarf_bytes bytes;
	void *unpacked;         /* mem_alloc'ed */
};

struct dwarf_image {
	void *map;              /* all of the file */
	size_t len;
	Elf *elf;               /* in it */
	struct elf_segments segments;
	struct image_section sections[DWARF_SECTION_COUNT];
};

static bool is_section(const char *name, unsigned which, bool split)
{
	size_t len = strlen(section_names[which]);
	bool index = which == DWARF_CU_INDEX || which == DWARF_TU_INDEX;

	return !strncmp(name, section_names[which], len) &&
		str_eq(name + len, split && !index ? ".dwo" : "");
}

static void find_section(struct dwarf_image *image, Elf_Scn *section, const char *name, bool split)
{
	bool old_packing = str_starts(name, ".zdebug_"), of_gdb = str_eq(name, ".gdb_index");

	if (!old_packing && !of_gdb && !str_starts(name, ".debug_"))
		return;
	name += of_gdb ? strlen(".") : old_packing ? strlen(".zdebug_") : strlen(".debug_");
	for (unsigned i = 0; i < DWARF_SECTION_COUNT; i++) {
		struct image_section *s = &image->sections[i];

		if (!is_section(name, i, split))
			continue;
		if (s->section)
			VEC_PUSH(&s->more, section);
		else
			*s = (struct image_section){ .section = section,
				.old_packing = old_packing };
	}
}

/* The whole file is mapped, so that the descriptor is not needed any longer: programs may have
 * thousands of .dwo files. */
static bool map_elf(struct dwarf_image *image, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	GElf_Ehdr header;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size &&
		elf_version(EV_CURRENT) != EV_NONE) {
		image->len = (size_t)st.st_size;
		image->map = file_map(fd, image->len);
	}
	if (fd >= 0)
		close(fd);
	image->elf = image->map ? elf_memory(image->map, image->len) : NULL;
	return image->elf && elf_kind(image->elf) == ELF_K_ELF &&
		gelf_getehdr(image->elf, &header) && header.e_ident[EI_CLASS] == ELFCLASS64 &&
		header.e_ident[EI_DATA] == ELFDATA2LSB;
}

struct dwarf_image *dwarf_image_open(const char *path, bool split)
{
	struct dwarf_image *image = mem_zalloc(1, sizeof(*image));
	Elf_Scn *section = NULL;
	size_t names;

	if (!image)
		return NULL;
	if (!map_elf(image, path) || elf_getshdrstrndx(image->elf, &names) ||
		!elf_segments_read(&image->segments, image->elf)) {
		dwarf_image_close(image);
		return NULL;
	}
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr h;
		const char *name = gelf_getshdr(section, &h) && h.sh_type != SHT_NOBITS
			? elf_strptr(image->elf, names, h.sh_name)
			: NULL;

		if (name)
			find_section(image, section, name, split);
	}
	return image;
}

void dwarf_image_close(struct dwarf_image *image)
{
	for (unsigned i = 0; i < DWARF_SECTION_COUNT; i++) {
		mem_free(image->sections[i].unpacked);
		mem_free(image->sections[i].more.items);
	}
	elf_segments_free(&image->segments);
	elf_end(image->elf);
	if (image->map)
		munmap(image->map, image->len);
	mem_free(image);
}

static bool inflate_whole(uint8_t *to, uint64_t len, const uint8_t *from, size_t from_len)
{
	uLongf got = len;

	return uncompress(to, &got, from, from_len) == Z_OK && got == len;
}

static bool unzstd_whole(uint8_t *to, uint64_t len, const uint8_t *from, size_t from_len)
{
	return ZSTD_decompress(to, len, from, from_len) == len;
}

/* ch_type of the header of a compressed section (ELFCOMPRESS_*). */
static const struct packing {
	uint32_t type;
	bool (*unpack)(uint8_t *to, uint64_t len, const uint8_t *from, size_t from_len);
} packings[] = { { ELFCOMPRESS_ZLIB, inflate_whole }, { ELFCOMPRESS_ZSTD, unzstd_whole } };

static void unpack(
	struct image_section *s, uint32_t type, const uint8_t *from, size_t from_len, uint64_t len)
{
	const struct packing *p = packings;

	while (p < packings + ARRAY_SIZE(packings) && p->type != type)
		p++;
	if (p == packings + ARRAY_SIZE(packings) || !len ||
		len / (len < LARGE ? PACKED_MOST : LARGE_PACKED_MOST) > from_len ||
		!(s->unpacked = mem_alloc(len)))
		return;
	if (p->unpack(s->unpacked, len, from, from_len))
		s->bytes = (struct dwarf_bytes){ s->unpacked, len };
}

static void unpack_old(struct image_section *s, const uint8_t *data, size_t len)
{
	uint64_t size = 0;

	if (len < 12 || memcmp(data, "ZLIB", 4))
		return;
	for (unsigned i = 4; i < 12; i++)
		size = size << 8 | data[i];
	unpack(s, ELFCOMPRESS_ZLIB, data + 12, len - 12, size);
}

static void read_section(struct image_section *s)
{
	Elf_Data *data = elf_rawdata(s->section, NULL);
	GElf_Chdr packed;
	GElf_Shdr header;

	if (!data || !data->d_buf || !gelf_getshdr(s->section, &header))
		return;
	if (s->old_packing) {
		unpack_old(s, data->d_buf, data->d_size);
	} else if (!(header.sh_flags & SHF_COMPRESSED)) {
		s->bytes = (struct dwarf_bytes){ data->d_buf, data->d_size };
	} else if (gelf_getchdr(s->section, &packed) && data->d_size > sizeof(Elf64_Chdr)) {
		unpack(s, packed.ch_type, (const uint8_t *)data->d_buf + sizeof(Elf64_Chdr),
			data->d_size - sizeof(Elf64_Chdr), packed.ch_size);
	}
}

/* All of them, one behind the other; the first alone when they claim more than the file holds. */
static void join_sections(struct dwarf_image *image, struct image_section *s)
{
	size_t len = s->bytes.len, used = len;

	for (size_t i = 0; i < s->more.count && len <= image->len; i++) {
		Elf_Data *data = elf_rawdata(s->more.items[i], NULL);

		len += data ? data->d_size : 0;
	}
	uint8_t *joined = len > image->len || s->unpacked ? NULL : mem_alloc(len);

	if (!joined)
		return;
	memcpy(joined, s->bytes.data, used);
	for (size_t i = 0; i < s->more.count; i++) {
		Elf_Data *data = elf_rawdata(s->more.items[i], NULL);

		if (data && data->d_buf)
			memcpy(joined + used, data->d_buf, data->d_size);
		used += data && data->d_buf ? data->d_size : 0;
	}
	s->unpacked = joined;
	s->bytes = (struct dwarf_bytes){ joined, used };
}

struct dwarf_bytes dwarf_image_section(struct dwarf_image *image, enum dwarf_section section)
{
	struct image_section *s = &image->sections[section];

	if (s->section && !s->read)
		read_section(s);
	if (!s->read && s->more.count && s->bytes.len)
		join_sections(image, s);
	s->read = true;
	return s->bytes;
}

bool dwarf_image_address(struct dwarf_image *image, uint64_t offset, uint64_t *address)
{
	return elf_segments_address(&image->segments, offset, true, address);
}
