/* probes/kallsyms.c - the kernel's symbols as /proc/kallsyms lists them: one line each, "address
 * type name", for modules with "[module]" behind it.  Read as a whole when first asked for, by the
 * compiler for kaddr() and by the runtime for stacks and ksym(). */
#include "probes/kallsyms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "probes/boot_cache.h"
#include "runtime/base/bisect.h"
#include "runtime/base/buffer.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define PATH "/proc/kallsyms"
#define PIECE (1u << 20)

/* An address this far behind a symbol belongs to memory without one, such as a BPF program that the
 * list does not name; trampolines, which lie next to those, fill a page at most. */
#define LARGEST_SYMBOL (1u << 20)
#define LARGEST_TRAMPOLINE 4096u
static const char trampoline_module[] = "[__builtin__";

/* The kernel is in the upper half.  Before 6.15 the list of x86-64 also has what each CPU has of
 * its own: its "addresses" are offsets from zero, good for kaddr() and nothing that lies there. */
#define KERNEL_HALF (UINT64_C(1) << 63)

/* The last symbol of the kernel itself. */
static const char image_end[] = "_end";

struct symbol {
	uint64_t address;
	uint32_t name;          /* offset in texts */
	uint32_t order;         /* of its line: the first of several at an address counts */
	uint32_t largest;       /* addresses that it may cover */
};

struct kallsyms {
	struct symbol *items;
	size_t count, capacity;
	struct buffer texts;
	struct strmap by_name;  /* made when the first address is asked for */
};

/* "ffffffff81000000 T name": where the name begins and the line goes on; NULL for another form. */
static const char *parse_line(const char *at, const char *end, uint64_t *address)
{
	const char *start = at;

	*address = 0;
	for (; at < end && *at != ' '; at++) {
		char c = *at;
		int digit = c >= '0' && c <= '9' ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
			: -1;

		if (digit < 0)
			return NULL;
		*address = *address << 4 | (uint64_t)digit;
	}
	/* blank, type, blank, name */
	return at == start || end - at < 4 || at[2] != ' ' ? NULL : at + 3;
}

static int add_line(struct kallsyms *k, const char *line, const char *end)
{
	struct symbol s = { .order = (uint32_t)k->count, .name = (uint32_t)k->texts.len };
	const char *name = parse_line(line, end, &s.address), *behind = name;

	if (!name || !s.address)
		return 0;
	while (behind < end && *behind != '\t' && *behind != ' ')
		behind++;
	s.largest = memmem(behind, (size_t)(end - behind), trampoline_module,
			sizeof(trampoline_module) - 1) ? LARGEST_TRAMPOLINE : LARGEST_SYMBOL;
	buffer_append(&k->texts, name, (size_t)(behind - name));
	buffer_putc(&k->texts, 0);
	return k->texts.failed || !VEC_PUSH(k, s) ? -ENOMEM : 0;
}

static int compare_symbols(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

int kallsyms_parse(const char *text, size_t len, struct kallsyms **out)
{
	struct kallsyms *k = mem_zalloc(1, sizeof(*k));
	const char *end = text + len;
	int err = k ? 0 : -ENOMEM;

	*out = NULL;
	while (!err && text < end) {
		const char *feed = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = feed ? feed : end;

		err = add_line(k, text, line_end);
		text = feed ? feed + 1 : end;
	}
	if (!err && !k->count)
		err = -EPERM;
	if (err) {
		kallsyms_free(k);
		return err;
	}
	qsort(k->items, k->count, sizeof(*k->items), compare_symbols);
	*out = k;
	return 0;
}

static int read_whole(int fd, struct buffer *b)
{
	for (;;) {
		char *room = buffer_reserve(b, PIECE);
		ssize_t got = room ? read(fd, room, PIECE) : 0;

		if (!room)
			return -ENOMEM;
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got == 0)
			return 0;
		b->len += (size_t)(got > 0 ? got : 0);
	}
}

int kallsyms_read(struct kallsyms **out)
{
	struct buffer text = { 0 };
	int fd = open(PATH, O_RDONLY | O_CLOEXEC), err;

	*out = NULL;
	if (fd < 0)
		return -errno;
	err = read_whole(fd, &text);
	close(fd);
	if (!err)
		err = kallsyms_parse(buffer_text(&text), text.len, out);
	buffer_free(&text);
	return err;
}

/* A line for each of the functions, and one for where it ends. */
static void put_some(const struct kallsyms *k, const char *const *prefixes, size_t count,
	struct buffer *out)
{
	for (size_t i = 0; i < k->count; i++)
		for (size_t p = 0; p < count; p++) {
			const char *name = k->texts.data + k->items[i].name;
			struct kernel_symbol s;

			if (!str_starts(name, prefixes[p]) ||
				!kallsyms_at(k, k->items[i].address, &s))
				continue;
			buffer_printf(out, "%llx t %s\n%llx t .\n", (unsigned long long)s.address,
				name, (unsigned long long)s.end);
		}
}

int kallsyms_read_some(const char *kept_as, const char *const *prefixes, size_t count,
	struct kallsyms **out)
{
	struct buffer text = { 0 };
	struct boot_cache kept;
	int err = 0;

	boot_cache_open(&kept, NULL, kept_as, "symbols-1");
	if (!boot_cache_read(&kept, &text)) {
		err = kallsyms_read(out);
		if (!err) {
			put_some(*out, prefixes, count, &text);
			kallsyms_free(*out);
			boot_cache_write(&kept, &text);
		}
	}
	boot_cache_close(&kept);
	*out = NULL;
	if (!err)
		err = kallsyms_parse(buffer_text(&text), text.len, out);
	buffer_free(&text);
	return err;
}

const char *const kallsyms_stub_prefixes[KALLSYMS_STUBS] = { "__bpf_trace_", "__traceiter_" };

int kallsyms_read_stubs(struct kallsyms **out)
{
	return kallsyms_read_some("tracepoints", kallsyms_stub_prefixes, KALLSYMS_STUBS, out);
}

void kallsyms_free(struct kallsyms *k)
{
	if (!k)
		return;
	mem_free(k->items);
	buffer_free(&k->texts);
	strmap_free(&k->by_name);
	mem_free(k);
}

static const char *name_of(const struct kallsyms *k, const struct symbol *s)
{
	return k->texts.data + s->name;
}

bool kallsyms_at(const struct kallsyms *k, uint64_t address, struct kernel_symbol *out)
{
	size_t n = BISECT(i, k->count, k->items[i].address <= address);

	if (n == 0 || address < KERNEL_HALF ||
		address - k->items[n - 1].address >= k->items[n - 1].largest)
		return false;
	*out = (struct kernel_symbol){
		.address = k->items[n - 1].address,
		.end = n < k->count ? k->items[n].address
			: k->items[n - 1].address + k->items[n - 1].largest,
	};
	while (--n && k->items[n - 1].address == out->address)
		;
	out->name = name_of(k, &k->items[n]);
	return !str_eq(out->name, image_end);
}

/* Backwards: of several symbols of one name the first one stays. */
static int index_names(struct kallsyms *k)
{
	int err = 0;

	for (size_t i = k->count; i-- > 0 && !err;)
		err = strmap_put(&k->by_name, name_of(k, &k->items[i]), &k->items[i]);
	if (err)
		strmap_free(&k->by_name);
	return err;
}

static const struct symbol *scan_names(const struct kallsyms *k, const char *name)
{
	for (size_t i = 0; i < k->count; i++)
		if (str_eq(name_of(k, &k->items[i]), name))
			return &k->items[i];
	return NULL;
}

uint64_t kallsyms_address(struct kallsyms *k, const char *name)
{
	bool indexed = k->by_name.count || !index_names(k);
	const struct symbol *found = indexed ? strmap_get(&k->by_name, name) : scan_names(k, name);

	return found ? found->address : 0;
}

void kallsyms_each(const struct kallsyms *k, void (*visit)(const char *name, void *arg), void *arg)
{
	for (size_t i = 0; i < k->count; i++)
		visit(name_of(k, &k->items[i]), arg);
}
