/* runtime/unwind_tables.c - see unwind_tables.h.  Owns the list of objects and the numbers of pages
 * and rules that are in use; both are for ever, as a stack may be followed by them at any time.
 * Called by runtime/unwinder.c. */
#include "runtime/unwind_tables.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "runtime/base/file_map.h"
#include "runtime/base/log.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define MOST_OBJECTS 65536
#define RULE_SLOTS (2 * UNWIND_RULES)

struct objects {
	struct unwind_object **items;
	size_t count, capacity;
};

struct unwind_tables {
	int pages_fd, rules_fd;
	uint32_t page_count, rule_count;
	struct unwind_rule rules[UNWIND_RULES];
	uint32_t slots[RULE_SLOTS];     /* rules by hash: numbers plus one */
	struct objects objects;
	struct strmap by_identity;
	struct unwind_page page;        /* being filled */
	bool told_full;
};

struct unwind_tables *unwind_tables_new(int pages_fd, int rules_fd)
{
	struct unwind_tables *t = mem_zalloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->pages_fd = pages_fd;
	t->rules_fd = rules_fd;
	t->rule_count = 1;              /* rule 0 is what maps have at first: nothing is known */
	return t;
}

void unwind_tables_free(struct unwind_tables *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->objects.count; i++)
		mem_free(t->objects.items[i]);
	mem_free(t->objects.items);
	strmap_free(&t->by_identity);
	mem_free(t);
}

size_t unwind_tables_count(const struct unwind_tables *t)
{
	return t->objects.count;
}

int unwind_tables_tell_full(struct unwind_tables *t, const char *what)
{
	if (!t->told_full)
		log_warn(
			"dw_ustack: there is no room for more %s; frames of what comes later are not known: follow fewer processes at a time",
			what);
	t->told_full = true;
	return -E2BIG;
}

/* Rules */

/* The number of a rule, of all objects together; 0, with which nothing is known, when there are too
 * many. */
static uint32_t number_of(struct unwind_tables *t, const struct unwind_rule *rule)
{
	uint32_t slot = cfi_hash_rule(rule) % RULE_SLOTS, number;

	if (rule->kind == UNWIND_UNKNOWN)
		return 0;
	for (; t->slots[slot]; slot = (slot + 1) % RULE_SLOTS)
		if (!memcmp(&t->rules[t->slots[slot] - 1], rule, sizeof(*rule)))
			return t->slots[slot] - 1;
	number = t->rule_count;
	if (number == UNWIND_RULES) {
		unwind_tables_tell_full(t, "rules");
		return 0;
	}
	if (bpf_map_update_elem(t->rules_fd, &number, rule, BPF_ANY))
		return 0;
	t->rules[number] = *rule;
	t->slots[slot] = ++t->rule_count;
	return number;
}

/* Pages */

static int put_page(struct unwind_tables *t, const struct unwind_row *rows, size_t count)
{
	uint64_t number = t->page_count;

	if (number == UNWIND_PAGES)
		return unwind_tables_tell_full(t, "pages");
	memset(&t->page, 0xff, sizeof(t->page));
	memcpy(t->page.rows, rows, count * sizeof(*rows));
	if (bpf_map_update_elem(t->pages_fd, &number, &t->page, BPF_ANY))
		return -errno;
	t->page_count++;
	return 0;
}

/* Pages of rows, over which pages of those are put until there is one.  The rows of the upper pages
 * take the place of the lower ones. */
static int put_rows(
	struct unwind_tables *t, struct unwind_object *o, struct unwind_row *rows, size_t count)
{
	for (o->levels = 1; ; o->levels++) {
		size_t pages = 0;
		int err = 0;

		for (size_t at = 0; at < count && !err; at += UNWIND_PAGE_ROWS) {
			struct unwind_row index = { .pc = rows[at].pc, .value = t->page_count };

			err = put_page(t, rows + at, MIN_OF(count - at, (size_t)UNWIND_PAGE_ROWS));
			rows[pages++] = index;
		}
		if (err || (pages > 1 && o->levels == UNWIND_LEVELS)) {
			o->levels = 0;
			return err ? err : unwind_tables_tell_full(t, "rows of one object");
		}
		count = pages;
		if (pages == 1)
			break;
	}
	o->page = rows[0].value;
	return 0;
}

/* Objects */

static void fill_object(
	struct unwind_tables *t, struct unwind_object *o, const void *bytes, size_t len)
{
	struct cfi_table table;
	uint32_t *numbers;

	if (cfi_read(&table, bytes, len))
		return;
	numbers = mem_alloc((table.rule_count + 1) * sizeof(*numbers));
	for (size_t i = 0; numbers && i < table.rule_count; i++)
		numbers[i] = number_of(t, &table.rules[i]);
	for (size_t i = 0; numbers && i < table.row_count; i++)
		table.rows[i].value = numbers[table.rows[i].value];
	/* the search finds the first row for what lies before it */
	if (numbers && table.rows[0].pc &&
		vec_reserve((void **)&table.rows, table.row_count, &(size_t){ table.row_count },
			sizeof(*table.rows))) {
		memmove(table.rows + 1, table.rows, table.row_count++ * sizeof(*table.rows));
		table.rows[0] = (struct unwind_row){ 0 };
	}
	o->base = table.base;
	memcpy(o->segments, table.segments, sizeof(o->segments));
	o->segment_count = table.segment_count;
	if (numbers)
		put_rows(t, o, table.rows, table.row_count);
	mem_free(numbers);
	cfi_free(&table);
}

static struct unwind_object *add_object(struct unwind_tables *t, const char *identity)
{
	struct unwind_object *o;

	if (t->objects.count == MOST_OBJECTS) {
		unwind_tables_tell_full(t, "objects");
		return NULL;
	}
	o = mem_zalloc(1, sizeof(*o));
	if (o && VEC_PUSH(&t->objects, o)) {
		if (!strmap_put(&t->by_identity, identity, o))
			return o;
		t->objects.count--;
	}
	mem_free(o);
	return NULL;
}

const struct unwind_object *unwind_tables_file(struct unwind_tables *t, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct unwind_object *o = NULL;
	char identity[128];
	struct stat st;
	void *bytes;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		goto out;
	snprintf(identity, sizeof(identity), "%jx:%jx:%jx:%jx.%lx", (uintmax_t)st.st_dev,
		(uintmax_t)st.st_ino, (uintmax_t)st.st_size, (uintmax_t)st.st_mtim.tv_sec,
		(unsigned long)st.st_mtim.tv_nsec);
	o = strmap_get(&t->by_identity, identity);
	if (o)
		goto out;
	bytes = file_map(fd, (size_t)st.st_size);
	if (!bytes)
		goto out;
	o = add_object(t, identity);
	if (o)
		fill_object(t, o, bytes, (size_t)st.st_size);
	munmap(bytes, (size_t)st.st_size);
out:
	close(fd);
	return o;
}

const struct unwind_object *unwind_tables_vdso(
	struct unwind_tables *t, const void *bytes, size_t len)
{
	struct unwind_object *o = strmap_get(&t->by_identity, "vdso");

	if (!o) {
		o = add_object(t, "vdso");
		if (o)
			fill_object(t, o, bytes, len);
	}
	return o;
}
