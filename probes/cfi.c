/* probes/cfi.c - finds the descriptions of frames in an ELF object and makes one table of them.
 * Everything read is bounded by the bytes of the object, so that damaged and hostile ones cost no
 * more than their size.  Owns the table that it hands out.  Called by the runtime's unwinder. */
#include "probes/cfi.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "probes/cfi_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

/* No program comes near: the largest browsers have some ten million rows. */
#define MOST_ROWS (1u << 26)
#define MOST_FUNCTIONS (1u << 24)
/* What functions have in common is read for each of them, so what is larger than it ever is would
 * cost more than the size of its object. */
#define MOST_COMMON 1024
#define RULE_BUCKETS 4096

/* DW_EH_PE_*: how an address is written, and what it counts from. */
enum {
	PE_ABSPTR = 0,
	PE_UDATA2 = 2,
	PE_UDATA4 = 3,
	PE_UDATA8 = 4,
	PE_SDATA2 = 10,
	PE_SDATA4 = 11,
	PE_SDATA8 = 12,
	PE_FORMAT = 0x0f,
	PE_PCREL = 0x10,
	PE_BASE = 0x70,
	PE_INDIRECT = 0x80,
	PE_OMIT = 0xff
};

struct functions {
	struct cfi_function *items;
	size_t count, capacity;
};

/* An object being read. */
struct reader {
	struct cfi_table *table;
	const uint8_t *bytes;
	size_t len;
	const Elf64_Phdr *segments;
	size_t segment_count;
	struct dwarf_bytes frames;      /* .eh_frame */
	uint64_t frames_address;
	struct functions functions;
	size_t row_capacity, rule_capacity;
	uint32_t *buckets, *next_rule;          /* rules by hash: indices plus one */
	size_t next_capacity;
	int err;
};

/* The object */

#define PAGE 4096u

static void add_segment(struct cfi_table *t, const Elf64_Phdr *s)
{
	uint64_t into_page = s->p_offset % PAGE;

	if (s->p_type == PT_LOAD && s->p_flags & PF_X && s->p_filesz <= UINT64_MAX - s->p_offset &&
		t->segment_count < CFI_SEGMENTS)
		t->segments[t->segment_count++] =
			(struct cfi_segment){
				.offset = s->p_offset - into_page,
				.end = s->p_offset + s->p_filesz,
				.address = s->p_vaddr - into_page,
			};
}

const struct cfi_segment *cfi_segment_at(
	const struct cfi_segment *segments, uint32_t count, uint64_t offset)
{
	for (uint32_t i = 0; i < count; i++)
		if (offset >= segments[i].offset && offset < segments[i].end)
			return &segments[i];
	return NULL;
}

static bool open_object(struct reader *r)
{
	const Elf64_Ehdr *h = (const void *)r->bytes;
	uint64_t lowest = UINT64_MAX;

	if (r->len < sizeof(*h) || memcmp(h->e_ident, ELFMAG, SELFMAG) ||
		h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB ||
		h->e_machine != EM_X86_64 || h->e_phentsize != sizeof(Elf64_Phdr))
		return false;
	if (h->e_phoff % 8 || h->e_phoff > r->len ||
		h->e_phnum > (r->len - h->e_phoff) / sizeof(Elf64_Phdr))
		return false;
	r->segments = (const void *)(r->bytes + h->e_phoff);
	r->segment_count = h->e_phnum;
	for (size_t i = 0; i < r->segment_count; i++) {
		if (r->segments[i].p_type == PT_LOAD)
			lowest = MIN_OF(lowest, r->segments[i].p_vaddr);
		add_segment(r->table, &r->segments[i]);
	}
	r->table->base = lowest;
	return lowest != UINT64_MAX;
}

/* The bytes of the object from an address on; none when they are not in its file. */
static struct dwarf_cursor at_address(const struct reader *r, uint64_t address)
{
	for (size_t i = 0; i < r->segment_count; i++) {
		const Elf64_Phdr *s = &r->segments[i];
		uint64_t skip = address - s->p_vaddr;

		if (s->p_type == PT_LOAD && address >= s->p_vaddr && skip < s->p_filesz &&
			s->p_offset <= r->len && s->p_filesz <= r->len - s->p_offset)
			return dwarf_cursor((struct dwarf_bytes){ r->bytes + s->p_offset + skip,
						    s->p_filesz - skip },
				0);
	}
	return (struct dwarf_cursor){ .bad = true };
}

static bool is_code(const struct reader *r, const struct cfi_function *f)
{
	for (uint32_t i = 0; i < r->table->segment_count; i++) {
		const struct cfi_segment *s = &r->table->segments[i];
		uint64_t size = s->end - s->offset, at = f->start - s->address;

		if (f->start >= s->address && at < size && f->end - f->start <= size - at)
			return true;
	}
	return false;
}

/* An address as it is written at `b`, which lies at `here`. */
static uint64_t read_address(struct dwarf_cursor *b, uint8_t encoding, uint64_t here)
{
	uint64_t value = 0;

	switch (encoding & PE_FORMAT) {
	case PE_ABSPTR:
	case PE_UDATA8:
	case PE_SDATA8:
		value = dwarf_read(b, 8);
		break;
	case PE_UDATA2:
		value = dwarf_read(b, 2);
		break;
	case PE_UDATA4:
		value = dwarf_read(b, 4);
		break;
	case PE_SDATA2:
		value = (uint64_t)(int16_t)dwarf_read(b, 2);
		break;
	case PE_SDATA4:
		value = (uint64_t)(int32_t)dwarf_read(b, 4);
		break;
	default:
		b->bad = true;
	}
	if ((encoding & (PE_BASE | PE_INDIRECT)) == PE_PCREL)
		value += here;
	else if (encoding & (PE_BASE | PE_INDIRECT))
		b->bad = true;
	return value;
}

static const Elf64_Phdr *segment_of(const struct reader *r, uint32_t type)
{
	for (size_t i = 0; i < r->segment_count; i++)
		if (r->segments[i].p_type == type)
			return &r->segments[i];
	return NULL;
}

/* By the index that linkers put before it, as the loader finds it. */
static bool find_by_index(struct reader *r)
{
	const Elf64_Phdr *index = segment_of(r, PT_GNU_EH_FRAME);
	struct dwarf_cursor b, frames;
	uint8_t encoding;

	if (!index)
		return false;
	b = at_address(r, index->p_vaddr);
	if (dwarf_read(&b, 1) != 1)
		return false;
	encoding = (uint8_t)dwarf_read(&b, 1);
	dwarf_read(&b, 2);
	r->frames_address = read_address(&b, encoding, index->p_vaddr + 4);
	if (b.bad || encoding == PE_OMIT)
		return false;
	frames = at_address(r, r->frames_address);
	r->frames = (struct dwarf_bytes){ frames.data, frames.end };
	return !frames.bad;
}

/* By its section: objects that were linked without the index.  It also says where the frames
 * end. */
static bool find_by_section(struct reader *r)
{
	const Elf64_Ehdr *h = (const void *)r->bytes;
	const Elf64_Shdr *sections, *names, *s;

	if (!h->e_shoff || h->e_shoff % 8 || h->e_shentsize != sizeof(*s) || h->e_shoff > r->len ||
		h->e_shnum > (r->len - h->e_shoff) / sizeof(*s) || h->e_shstrndx >= h->e_shnum)
		return false;
	sections = (const void *)(r->bytes + h->e_shoff);
	names = &sections[h->e_shstrndx];
	if (names->sh_offset > r->len || names->sh_size > r->len - names->sh_offset)
		return false;
	for (s = sections; s < sections + h->e_shnum; s++) {
		static const char name[] = ".eh_frame";

		if (s->sh_type == SHT_NOBITS || names->sh_size < sizeof(name) ||
			s->sh_name > names->sh_size - sizeof(name) ||
			memcmp(r->bytes + names->sh_offset + s->sh_name, name, sizeof(name)) ||
			s->sh_offset > r->len || s->sh_size > r->len - s->sh_offset)
			continue;
		r->frames = (struct dwarf_bytes){ r->bytes + s->sh_offset, s->sh_size };
		r->frames_address = s->sh_addr;
		return true;
	}
	return false;
}

/* Descriptions */

/* The contents of the record at `b`, which is moved behind it; empty for the one that ends the
 * frames. */
static struct dwarf_cursor take_record(struct dwarf_cursor *b)
{
	uint64_t len = dwarf_read(b, 4);

	return dwarf_take(b, len == 0xffffffff ? dwarf_read(b, 8) : len);
}

static uint64_t address_of(const struct reader *r, const struct dwarf_cursor *b)
{
	return r->frames_address + b->at;
}

/* "zPLR": what else is said, of which only the encoding of addresses matters, and that frames are
 * those of a signal. */
static bool read_augmentation(
	const struct reader *r, struct cfi_common *c, const char *text, struct dwarf_cursor *b)
{
	struct dwarf_cursor data;
	uint8_t encoding;

	if (!*text)
		return true;
	if (*text++ != 'z')
		return false;
	c->has_augmentation = true;
	data = dwarf_take(b, dwarf_read_uleb(b));
	for (; *text; text++) {
		switch (*text) {
		case 'R':
			c->encoding = (uint8_t)dwarf_read(&data, 1);
			break;
		case 'L':
			dwarf_read(&data, 1);
			break;
		case 'P':
			encoding = (uint8_t)dwarf_read(&data, 1);
			read_address(&data, encoding & PE_FORMAT, address_of(r, &data));
			break;
		case 'S':
			c->is_signal = true;
			break;
		default:
			return false;
		}
	}
	return !data.bad;
}

static bool read_common(const struct reader *r, struct dwarf_cursor b, struct cfi_common *c)
{
	const char *augmentation;
	uint8_t version;

	*c = (struct cfi_common){ 0 };
	if (dwarf_read(&b, 4) != 0)
		return false;
	version = (uint8_t)dwarf_read(&b, 1);
	augmentation = dwarf_read_text(&b);
	if (version != 1 && version != 3)
		return false;
	c->code_factor = dwarf_read_uleb(&b);
	c->data_factor = dwarf_read_sleb(&b);
	c->return_register = version == 1 ? dwarf_read(&b, 1) : dwarf_read_uleb(&b);
	if (!read_augmentation(r, c, augmentation, &b))
		return false;
	c->initial = b;
	return !b.bad;
}

/* The start of a description of a function: which one, by what it has in common with others; what
 * is left of the bytes are its instructions. */
static bool read_function(const struct reader *r, struct dwarf_cursor *b, struct cfi_common *c,
	struct cfi_function *f)
{
	uint64_t here = b->at, back = dwarf_read(b, 4);
	struct dwarf_cursor common, record;

	if (!back || back > here)
		return false;
	common = dwarf_cursor(r->frames, here - back);
	record = take_record(&common);
	if (record.end - record.at > MOST_COMMON || !read_common(r, record, c))
		return false;
	f->start = read_address(b, c->encoding, address_of(r, b));
	f->end = f->start + read_address(b, c->encoding & PE_FORMAT, 0);
	if (c->has_augmentation)
		dwarf_take(b, dwarf_read_uleb(b));
	return !b->bad && f->end > f->start;
}

/* Which functions there are.  What follows a damaged record is left out. */
static int find_functions(struct reader *r)
{
	struct dwarf_cursor b = dwarf_cursor(r->frames, 0);
	struct cfi_common common;

	while (b.at < b.end && r->functions.count < MOST_FUNCTIONS) {
		struct cfi_function f = { .at = (uint32_t)b.at };
		struct dwarf_cursor record = take_record(&b);

		if (b.bad || record.at == record.end || b.at > UINT32_MAX)
			break;
		if (read_function(r, &record, &common, &f) && is_code(r, &f) &&
			!VEC_PUSH(&r->functions, f))
			return -ENOMEM;
	}
	return r->functions.count ? 0 : -ENODATA;
}

static int by_start(const void *a, const void *b)
{
	const struct cfi_function *x = a, *y = b;

	return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
		: (x->at > y->at) - (x->at < y->at);
}

/* The table */

uint32_t cfi_hash_rule(const struct unwind_rule *rule)
{
	return hash_fold(hash_add(HASH_START, rule, sizeof(*rule)));
}

/* The index of a rule in the table, where each is kept once; of the first one, with which nothing
 * is known, when there are too many; UINT32_MAX when out of memory. */
static uint32_t number_of(struct reader *r, const struct unwind_rule *rule)
{
	struct cfi_table *t = r->table;
	uint32_t *bucket = &r->buckets[cfi_hash_rule(rule) % RULE_BUCKETS];

	for (uint32_t i = *bucket; i; i = r->next_rule[i - 1])
		if (!memcmp(&t->rules[i - 1], rule, sizeof(*rule)))
			return i - 1;
	if (t->rule_count == UNWIND_RULES)
		return 0;
	if (!vec_reserve((void **)&t->rules, t->rule_count, &r->rule_capacity, sizeof(*t->rules)) ||
		!vec_reserve((void **)&r->next_rule, t->rule_count, &r->next_capacity,
			sizeof(*r->next_rule)))
		return UINT32_MAX;
	t->rules[t->rule_count] = *rule;
	r->next_rule[t->rule_count] = *bucket;
	*bucket = (uint32_t)++t->rule_count;
	return *bucket - 1;
}

static int put_row(struct reader *r, struct unwind_row row)
{
	struct cfi_table *t = r->table;
	struct unwind_row *last = t->row_count ? &t->rows[t->row_count - 1] : NULL;

	if (last && last->pc == row.pc) {
		last->value = row.value;
		return 0;
	}
	if (last && last->value == row.value)
		return 0;
	if (t->row_count == MOST_ROWS)
		return -E2BIG;
	if (!vec_reserve((void **)&t->rows, t->row_count, &r->row_capacity, sizeof(*t->rows)))
		return -ENOMEM;
	t->rows[t->row_count++] = row;
	return 0;
}

static bool add_row(void *arg, uint64_t pc, const struct unwind_rule *rule)
{
	struct reader *r = arg;
	uint64_t at = pc - r->table->base;
	uint32_t number = number_of(r, rule);

	if (at >= UINT32_MAX)
		r->err = -E2BIG;
	else
		r->err = number == UINT32_MAX
			? -ENOMEM
			: put_row(r, (struct unwind_row){ .pc = (uint32_t)at, .value = number });
	return !r->err;
}

/* Of two descriptions of the same code the first one counts. */
static int make_rows(struct reader *r)
{
	static const struct unwind_rule unknown;
	uint64_t end = 0;

	if (number_of(r, &unknown) == UINT32_MAX)
		return -ENOMEM;
	for (size_t i = 0; i < r->functions.count && !r->err; i++) {
		struct cfi_function *f = &r->functions.items[i];
		struct dwarf_cursor b = dwarf_cursor(r->frames, f->at), record = take_record(&b);
		struct cfi_common common;

		if (f->start < end)
			continue;
		/* between two functions there may be code that nobody describes */
		if (end && f->start > end && !add_row(r, end, &unknown))
			break;
		read_function(r, &record, &common, f);
		cfi_run(&common, f, record, add_row, r);
		end = f->end;
	}
	if (!r->err)
		add_row(r, end, &unknown);
	return r->err;
}

int cfi_read(struct cfi_table *table, const void *bytes, size_t len)
{
	struct reader r = { .table = table, .bytes = bytes, .len = len };
	int err;

	*table = (struct cfi_table){ 0 };
	if (!open_object(&r))
		return -ENOEXEC;
	if (!find_by_index(&r) && !find_by_section(&r))
		return -ENODATA;
	r.buckets = mem_zalloc(RULE_BUCKETS, sizeof(*r.buckets));
	err = r.buckets ? find_functions(&r) : -ENOMEM;
	if (!err) {
		qsort(r.functions.items, r.functions.count, sizeof(*r.functions.items), by_start);
		err = make_rows(&r);
	}
	mem_free(r.functions.items);
	mem_free(r.buckets);
	mem_free(r.next_rule);
	if (err)
		cfi_free(table);
	return err;
}

void cfi_free(struct cfi_table *table)
{
	mem_free(table->rows);
	mem_free(table->rules);
	*table = (struct cfi_table){ 0 };
}

const struct unwind_rule *cfi_find(const struct cfi_table *table, uint64_t address)
{
	size_t n = BISECT(i, table->row_count, table->rows[i].pc <= address - table->base);

	return n && address >= table->base ? &table->rules[table->rows[n - 1].value] : NULL;
}
