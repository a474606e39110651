/* probes/elf_symbols.c - functions of a file by place: entries of 24 bytes in order, and the
 * sections of names as they are, so that even a large table is one copy and one sort.  Only these
 * sections are read, and not by a mapping, which would end us when somebody cuts the file off.
 * Nothing of the file is needed afterwards.  Called by user_symbols.c. */
#include "probes/elf_symbols.h"

#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>

#include "probes/elf_segments.h"
#include "runtime/base/bisect.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

#define MOST_NAMES (1u << 30)   /* bytes: places of names have 32 bits */
#define MOST_TABLES 4           /* of a kind: programs have one */
/* symbols inside of a longer one that are stepped over to find that */
#define MOST_NESTED 16

struct entry {
	uint64_t address, size;
	uint32_t name;
	uint32_t order;         /* among those of the same address */
};

struct elf_symbols {
	struct entry *items;
	size_t count, capacity;
	struct buffer names;
	struct elf_segments segments;
	bool is_whole;
};

/* Copy the section of names; false when there is none, or no room for it.  *base is where it
 * begins. */
static bool read_names(struct elf_symbols *s, Elf *elf, size_t section, uint32_t *base, size_t *len)
{
	Elf_Scn *scn = elf_getscn(elf, section);
	Elf_Data *data = scn ? elf_rawdata(scn, NULL) : NULL;

	if (!data || !data->d_buf || !data->d_size || data->d_size > MOST_NAMES - s->names.len - 1)
		return false;
	*base = (uint32_t)s->names.len;
	*len = data->d_size;
	buffer_append(&s->names, data->d_buf, data->d_size);
	buffer_putc(&s->names, '\0');
	return !s->names.failed;
}

static bool is_function(const GElf_Sym *symbol)
{
	unsigned type = GELF_ST_TYPE(symbol->st_info);

	return (type == STT_FUNC || type == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF &&
		symbol->st_name;
}

/* True when functions were found. */
static bool read_table(struct elf_symbols *s, Elf *elf, Elf_Scn *section, const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t before = s->count, names_len;
	uint32_t names;

	if (!data || !header->sh_entsize ||
		!read_names(s, elf, header->sh_link, &names, &names_len))
		return false;
	for (uint64_t i = 0; i < data->d_size / header->sh_entsize && i < INT32_MAX; i++) {
		GElf_Sym symbol;

		if (!gelf_getsym(data, (int)i, &symbol))
			break;
		if (!is_function(&symbol) || symbol.st_name >= names_len ||
			!s->names.data[names + symbol.st_name])
			continue;
		if (!VEC_PUSH(s,
			    ((struct entry){ symbol.st_value, symbol.st_size,
				    names + (uint32_t)symbol.st_name, 0 })))
			break;
	}
	return s->count > before;
}

static bool read_tables_of(struct elf_symbols *s, Elf *elf, unsigned type)
{
	Elf_Scn *section = NULL;
	bool found = false;
	int tables = 0;

	while (tables < MOST_TABLES && (section = elf_nextscn(elf, section))) {
		GElf_Shdr header;

		if (!gelf_getshdr(section, &header) || header.sh_type != type)
			continue;
		found |= read_table(s, elf, section, &header);
		tables++;
	}
	return found;
}

/* .symtab has what .dynsym has. */
static void read_tables(struct elf_symbols *s, Elf *elf)
{
	if (read_tables_of(s, elf, SHT_SYMTAB))
		s->is_whole = true;
	else
		read_tables_of(s, elf, SHT_DYNSYM);
}

static bool is_program(Elf *elf)
{
	GElf_Ehdr header;

	return elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &header) &&
		(header.e_type == ET_EXEC || header.e_type == ET_DYN);
}

/* Takes the open file over. */
static struct elf_symbols *read_elf(Elf *elf)
{
	struct elf_symbols *s = is_program(elf) ? mem_zalloc(1, sizeof(*s)) : NULL;

	if (s && elf_segments_read(&s->segments, elf)) {
		read_tables(s, elf);
	} else {
		elf_symbols_free(s);
		s = NULL;
	}
	elf_end(elf);
	return s;
}

struct elf_symbols *elf_symbols_read(int fd)
{
	return elf_version(EV_CURRENT) == EV_NONE ? NULL
		: read_elf(elf_begin(fd, ELF_C_READ, NULL));
}

struct elf_symbols *elf_symbols_read_memory(const void *image, size_t len)
{
	/* libelf does not write to what it is only asked to read */
	return elf_version(EV_CURRENT) == EV_NONE
		? NULL
		: read_elf(elf_memory((char *)(uintptr_t)image, len));
}

static void add_elf(struct elf_symbols *s, Elf *elf)
{
	if (is_program(elf))
		read_tables(s, elf);
	elf_end(elf);
}

void elf_symbols_add(struct elf_symbols *s, int fd)
{
	add_elf(s, elf_begin(fd, ELF_C_READ, NULL));
}

void elf_symbols_add_memory(struct elf_symbols *s, const void *image, size_t len)
{
	add_elf(s, elf_memory((char *)(uintptr_t)image, len));
}

/* Of several names for one function the one with the fewest underscores in front, then the first by
 * the alphabet: always the same one. */
static int compare_entries(const void *a, const void *b, void *names)
{
	const struct entry *x = a, *y = b;
	const char *name_x = (const char *)names + x->name, *name_y = (const char *)names + y->name;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	size_t under_x = strspn(name_x, "_"), under_y = strspn(name_y, "_");

	if (under_x != under_y)
		return under_x < under_y ? -1 : 1;
	return strcmp(name_x, name_y);
}

void elf_symbols_sort(struct elf_symbols *s)
{
	if (!s->count)
		return;
	qsort_r(s->items, s->count, sizeof(*s->items), compare_entries, s->names.data);
	for (size_t i = 1; i < s->count; i++)
		if (s->items[i].address == s->items[i - 1].address)
			s->items[i].order = s->items[i - 1].order + 1;
}

void elf_symbols_free(struct elf_symbols *s)
{
	if (!s)
		return;
	mem_free(s->items);
	buffer_free(&s->names);
	elf_segments_free(&s->segments);
	mem_free(s);
}

bool elf_symbols_address(const struct elf_symbols *s, uint64_t file_offset, uint64_t *address)
{
	return elf_segments_address(&s->segments, file_offset, false, address);
}

/* The last entry that begins at or before the address, the preferred one of those that begin
 * together; NULL when all begin behind it. */
static const struct entry *last_before(const struct elf_symbols *s, uint64_t address)
{
	size_t n = BISECT(i, s->count, s->items[i].address <= address);

	return n ? &s->items[n - 1 - s->items[n - 1].order] : NULL;
}

static bool holds(const struct entry *e, uint64_t address)
{
	return address - e->address < e->size;
}

bool elf_symbols_find(const struct elf_symbols *s, uint64_t file_offset, struct elf_symbol *out)
{
	uint64_t address;
	const struct entry *first = elf_symbols_address(s, file_offset, &address)
		? last_before(s, address)
		: NULL,
			   *e = first;

	/* a short symbol may lie inside of a longer one */
	for (int i = 0; e && e->size && !holds(e, address) && i < MOST_NESTED; i++)
		e = e > s->items ? e - 1 - e[-1].order : NULL;
	/* one without a size goes on to the next one */
	if (!e || (e->size ? !holds(e, address) : e != first))
		return false;
	*out = (struct elf_symbol){
		.name = s->names.data + e->name, .offset = address - e->address, .is_sized = e->size
	};
	out->name_len = strcspn(out->name, "@");
	return true;
}

bool elf_symbols_is_whole(const struct elf_symbols *s)
{
	return s->is_whole;
}

size_t elf_symbols_bytes(const struct elf_symbols *s)
{
	return sizeof(*s) + s->capacity * sizeof(*s->items) + s->names.capacity;
}
