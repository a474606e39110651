/* probes/user_symbols.c - names of functions in running processes.  An address becomes a place in a mapped file by /proc/PID/maps, which is read again when
 * an address is not in what was there before (libraries come, programs are replaced); the functions of each file are read once.  Owned by the decode
 * context of the runtime. */
#include "probes/user_symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/elf.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

struct function {
	uint64_t offset, size;
	const char *name;
};

/* A mapped file, by device and inode. */
struct object {
	char *key;
	struct arena *names;
	struct function *items;
	size_t count, capacity;
};

struct mapping {
	uint64_t start, end, offset;
	struct object *object;  /* NULL: no file that has symbols */
};

struct process {
	pid_t pid;
	struct mapping *items;
	size_t count, capacity;
};

struct objects {
	struct object **items;
	size_t count, capacity;
};

struct user_symbols {
	struct objects objects;
	struct process *items;
	size_t count, capacity;
};

struct user_symbols *user_symbols_new(void)
{
	return mem_zalloc(1, sizeof(struct user_symbols));
}

static void object_free(struct object *o)
{
	mem_free(o->items);
	mem_free(o->key);
	arena_free(o->names);
	mem_free(o);
}

void user_symbols_free(struct user_symbols *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->objects.count; i++)
		object_free(s->objects.items[i]);
	for (size_t i = 0; i < s->count; i++)
		mem_free(s->items[i].items);
	mem_free(s->objects.items);
	mem_free(s->items);
	mem_free(s);
}

static int add_function(const struct elf_function *from, void *arg)
{
	struct object *o = arg;
	size_t len = strlen(from->name) + 1;
	struct function f = { from->offset, from->size, arena_try_alloc(o->names, len) };

	if (!f.name)
		return -1;
	memcpy((char *)f.name, from->name, len);
	return VEC_PUSH(o, f) ? 0 : -1;
}

/* Of several names for one function the one with the fewest underscores in front, then the first by the alphabet: always the same one. */
static int compare_functions(const void *a, const void *b)
{
	const struct function *x = a, *y = b;
	size_t under_x = strspn(x->name, "_"), under_y = strspn(y->name, "_");

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	if (under_x != under_y)
		return under_x < under_y ? -1 : 1;
	return strcmp(x->name, y->name);
}

static struct object *find_object(struct user_symbols *s, const char *key)
{
	for (size_t i = 0; i < s->objects.count; i++)
		if (str_eq(s->objects.items[i]->key, key))
			return s->objects.items[i];
	return NULL;
}

/* The file as the process sees it; one that cannot be read has no functions. */
static struct object *read_object(struct user_symbols *s, pid_t pid, const char *key, const char *path)
{
	struct object *o = mem_zalloc(1, sizeof(*o));
	char seen[4200];
	const char *why;
	struct elf_file *file;

	if (!o)
		return NULL;
	o->key = mem_strdup(key);
	o->names = arena_new();
	if (!o->key || !o->names || !VEC_PUSH(&s->objects, o)) {
		object_free(o);
		return NULL;
	}
	snprintf(seen, sizeof(seen), "/proc/%d/root%s", (int)pid, path);
	file = elf_file_open(seen, &why);
	if (!file)
		return o;
	elf_file_functions(file, add_function, o);
	elf_file_close(file);
	if (o->count)
		qsort(o->items, o->count, sizeof(*o->items), compare_functions);
	return o;
}

/* "start-end r-xp offset dev inode path" */
static void add_mapping(struct user_symbols *s, struct process *p, const char *line)
{
	char device[32], path[4096], key[64];
	unsigned long long inode;
	struct mapping m = { 0 };
	char executable;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*c%*c%c%*c %" SCNx64 " %31s %llu %4095[^\n]", &m.start, &m.end, &executable, &m.offset, device,
		    &inode, path) != 7 || executable != 'x' || path[0] != '/')
		return;
	snprintf(key, sizeof(key), "%s:%llu", device, inode);
	m.object = find_object(s, key);
	if (!m.object)
		m.object = read_object(s, p->pid, key, path);
	VEC_PUSH(p, m);
}

static void read_mappings(struct user_symbols *s, struct process *p)
{
	char name[64], line[4300];
	FILE *f;

	p->count = 0;
	snprintf(name, sizeof(name), "/proc/%d/maps", (int)p->pid);
	f = fopen(name, "re");
	while (f && fgets(line, sizeof(line), f))
		add_mapping(s, p, line);
	if (f)
		fclose(f);
}

static struct process *find_process(struct user_symbols *s, pid_t pid)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].pid == pid)
			return &s->items[i];
	return VEC_PUSH(s, ((struct process){ .pid = pid })) ? &s->items[s->count - 1] : NULL;
}

static const char *function_at(const struct object *o, uint64_t offset)
{
	size_t low = 0, high = o->count;
	const struct function *f;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (o->items[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	f = &o->items[low - 1];
	while (f > o->items && f[-1].offset == f->offset)
		f--;
	/* a symbol without a size goes on to the next one */
	return !f->size || offset < f->offset + f->size ? f->name : NULL;
}

static const char *name_in(const struct process *p, uint64_t address)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct mapping *m = &p->items[i];

		if (address >= m->start && address < m->end)
			return m->object ? function_at(m->object, address - m->start + m->offset) : NULL;
	}
	return NULL;
}

const char *user_symbols_name(struct user_symbols *s, pid_t pid, uint64_t address)
{
	struct process *p = find_process(s, pid);
	const char *name = p ? name_in(p, address) : NULL;

	if (name || !p)
		return name;
	read_mappings(s, p);
	return name_in(p, address);
}
