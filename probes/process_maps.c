/* probes/process_maps.c - a log of each process: when it was born and became other programs, and
 * what it mapped when.  Whatever the order in which events arrive, the log answers for any time.  A
 * process that was there before we listened has no beginning: /proc/PID/maps is read when it is
 * first asked about. Owns the log, of a bounded size: the processes that have ended go first, and
 * with its last mapping the name of a file.  Called by user_symbols.c. */
#include "probes/process_maps.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "probes/proc_maps.h"
#include "runtime/base/clock.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define MOST_MAPPINGS 262144    /* of all processes; 56 bytes each */
#define MOST_PROCESSES 65536
#define MOST_OF_PROCESS 65536
/* of the path that the kernel tells, a page at most, behind the numbers of the file */
#define MOST_KEY 4300
#define MOST_ANCESTORS 32
#define BUCKETS 4096
#define READ_AGAIN_NS 100000000ull

/* The beginning of a life: of the process, or as another program. */
struct mark {
	uint64_t time_ns;
	pid_t parent;           /* 0: it became another program */
};

struct marks {
	struct mark *items;
	size_t count, capacity;
};

struct mappings {
	struct mapping *items;
	size_t count, capacity;
};

struct process {
	struct process *next;   /* of the bucket */
	pid_t pid;
	struct marks marks;     /* by time */
	struct mappings mappings;
	bool is_read;           /* from /proc */
	uint64_t read_ns;       /* when */
	bool is_kept;
	uint64_t exited_ns;     /* 0: it was not told */
};

struct process_maps {
	struct process *buckets[BUCKETS];
	size_t mapping_count, process_count;
	struct strmap names;    /* of mapped files */
};

struct process_maps *process_maps_new(void)
{
	return mem_zalloc(1, sizeof(struct process_maps));
}

static const char *put_key(
	char key[MOST_KEY], const struct mapped_name *id, const char *path, size_t len)
{
	snprintf(key, MOST_KEY, "%x:%x:%" PRIx64 ":%.*s", id->major, id->minor, id->inode, (int)len,
		path);
	return key;
}

static void name_release(struct process_maps *m, struct mapped_name *name)
{
	char key[MOST_KEY];

	if (--name->mappings)
		return;
	strmap_remove(&m->names, put_key(key, name, name->path, strlen(name->path)));
	mem_free(name);
}

/* Forget the mappings of a process that the time does not keep. */
static void forget_mappings(struct process_maps *m, struct process *p,
	bool (*keeps)(uint64_t time_ns, const struct mapping *mapping), uint64_t time_ns)
{
	size_t left = 0;

	for (size_t i = 0; i < p->mappings.count; i++)
		if (keeps(time_ns, &p->mappings.items[i]))
			p->mappings.items[left++] = p->mappings.items[i];
		else
			name_release(m, p->mappings.items[i].name);
	m->mapping_count -= p->mappings.count - left;
	p->mappings.count = left;
}

static bool keeps_none(uint64_t time_ns, const struct mapping *mapping)
{
	(void)time_ns;
	(void)mapping;
	return false;
}

static void process_free(struct process_maps *m, struct process *p)
{
	forget_mappings(m, p, keeps_none, 0);
	m->process_count--;
	mem_free(p->mappings.items);
	mem_free(p->marks.items);
	mem_free(p);
}

static struct process *find(const struct process_maps *m, pid_t pid)
{
	struct process *p = m->buckets[(uint32_t)pid % BUCKETS];

	while (p && p->pid != pid)
		p = p->next;
	return p;
}

static struct process *find_or_add(struct process_maps *m, pid_t pid)
{
	struct process *p = find(m, pid), **bucket = &m->buckets[(uint32_t)pid % BUCKETS];

	if (p)
		return p;
	p = mem_zalloc(1, sizeof(*p));
	if (!p)
		return NULL;
	m->process_count++;
	p->pid = pid;
	p->next = *bucket;
	return *bucket = p;
}

/* Who goes when there is too much: 0 those that have ended and nobody asked about, then others that
 * have ended, at last all. */
static int worth(const struct process *p)
{
	bool lives = p->marks.count ? p->exited_ns < p->marks.items[p->marks.count - 1].time_ns
		: !p->exited_ns;

	return lives ? 2 : p->is_kept;
}

static bool is_half_full(const struct process_maps *m)
{
	return m->mapping_count > MOST_MAPPINGS / 2 || m->process_count > MOST_PROCESSES / 2;
}

static void make_room(struct process_maps *m)
{
	for (int least = 0; least <= 2 && is_half_full(m); least++)
		for (size_t i = 0; i < BUCKETS && is_half_full(m); i++)
			for (struct process **at = &m->buckets[i]; *at;) {
				struct process *p = *at;

				if (worth(p) > least) {
					at = &p->next;
					continue;
				}
				*at = p->next;
				process_free(m, p);
			}
}

/* The one name of a file, which the caller counts for its mapping; NULL when memory is out. */
static struct mapped_name *intern(
	struct process_maps *m, const struct mapped_name *id, const char *path)
{
	size_t len = proc_maps_path_len(path);
	char key[MOST_KEY];
	struct mapped_name *name = strmap_get(&m->names, put_key(key, id, path, len));

	if (name)
		return name;
	name = mem_zalloc(1, sizeof(*name) + len + 1);
	if (!name)
		return NULL;
	*name = *id;
	memcpy(name->path, path, len);
	if (!strmap_put(&m->names, key, name))
		return name;
	mem_free(name);
	return NULL;
}

/* `mapping` is without its name. */
static void add_mapping(struct process_maps *m, struct process *p, struct mapping *mapping,
	const struct mapped_name *id, const char *path)
{
	if (mapping->end <= mapping->start || p->mappings.count >= MOST_OF_PROCESS)
		return;
	mapping->name = intern(m, id, path);
	if (!mapping->name)
		return;
	mapping->name->mappings++;
	if (VEC_PUSH(&p->mappings, *mapping))
		m->mapping_count++;
	else
		name_release(m, mapping->name);
}

static void add_mark(struct process *p, struct mark mark)
{
	size_t at;

	if (!VEC_PUSH(&p->marks, mark))
		return;
	for (at = p->marks.count - 1; at > 0 && p->marks.items[at - 1].time_ns > mark.time_ns; at--)
		p->marks.items[at] = p->marks.items[at - 1];
	p->marks.items[at] = mark;
}

/* The life that a process was in at a time; that without a beginning when it was there before
 * us. */
static struct mark life_at(const struct process *p, uint64_t time_ns)
{
	size_t at = p->marks.count;

	while (at > 0 && p->marks.items[at - 1].time_ns > time_ns)
		at--;
	return at ? p->marks.items[at - 1] : (struct mark){ 0 };
}

/* What was read from /proc may have been wrong already. */
static void doubt_all(struct process_maps *m)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct process *p = m->buckets[i]; p; p = p->next)
			p->is_read = false;
}

static bool keeps_later(uint64_t time_ns, const struct mapping *mapping)
{
	return mapping->since_ns >= time_ns;
}

/* A number is used again: nobody asked about the process that had it. */
static void forget_before(struct process_maps *m, struct process *p, uint64_t time_ns)
{
	size_t left;

	forget_mappings(m, p, keeps_later, time_ns);
	for (left = 0; left < p->marks.count && p->marks.items[left].time_ns < time_ns; left++)
		continue;
	if (left)
		memmove(p->marks.items, p->marks.items + left,
			(p->marks.count - left) * sizeof(*p->marks.items));
	p->marks.count -= left;
}

void process_maps_event(struct process_maps *m, const struct process_event *event)
{
	const struct mapped_name id = {
		.major = event->major, .minor = event->minor, .inode = event->inode
	};
	struct process *p;

	if (m->mapping_count >= MOST_MAPPINGS || m->process_count >= MOST_PROCESSES)
		make_room(m);
	if (event->kind == PROCESS_LOST)
		doubt_all(m);
	p = event->kind == PROCESS_LOST ? NULL : find_or_add(m, event->pid);
	if (!p)
		return;
	switch (event->kind) {
	case PROCESS_FORKED:
		p->is_read = false;
		if (!p->is_kept && p->marks.count + p->mappings.count)
			forget_before(m, p, event->time_ns);
		add_mark(p, (struct mark){ event->time_ns, event->parent });
		break;
	case PROCESS_EXECUTED:
		add_mark(p, (struct mark){ event->time_ns, 0 });
		break;
	case PROCESS_MAPPED:
		add_mapping(m, p,
			&(struct mapping){
				.since_ns = event->time_ns,
				.start = event->start,
				.end = event->start + event->len,
				.offset = event->offset,
			},
			&id, str_starts(event->path, "//anon") ? "" : event->path);
		break;
	case PROCESS_EXITED:
		p->exited_ns = MAX_OF(p->exited_ns, event->time_ns);
		break;
	case PROCESS_LOST:
		break;
	}
}

/* From /proc */

static bool keeps_told(uint64_t time_ns, const struct mapping *mapping)
{
	return !mapping->from_proc || mapping->since_ns != time_ns;
}

struct reading {
	struct process_maps *maps;
	struct process *process;
	uint64_t since_ns;
	bool has_begun;
};

static int add_read(const struct proc_mapping *mapping, void *arg)
{
	struct reading *r = arg;
	const struct mapped_name id = {
		.major = mapping->major, .minor = mapping->minor, .inode = mapping->inode
	};

	/* what was read before is better than nothing when the process is gone */
	if (!r->has_begun)
		forget_mappings(r->maps, r->process, keeps_told, r->since_ns);
	r->has_begun = true;
	if (mapping->executable)
		add_mapping(r->maps, r->process,
			&(struct mapping){
				.since_ns = r->since_ns,
				.start = mapping->start,
				.end = mapping->end,
				.offset = mapping->offset,
				.from_proc = true,
			},
			&id, mapping->path);
	return 0;
}

void process_maps_read(struct process_maps *m, pid_t pid, bool again)
{
	struct process *p = pid > 0 ? find_or_add(m, pid) : NULL;

	if (!p ||
		(p->is_read && (!again || clock_ns(CLOCK_MONOTONIC) - p->read_ns < READ_AGAIN_NS)))
		return;
	/* what is there now belongs to the life that the process is in now */
	p->is_read = true;
	p->read_ns = clock_ns(CLOCK_MONOTONIC);
	proc_maps_each(pid, add_read,
		&(struct reading){
			.maps = m, .process = p, .since_ns = life_at(p, UINT64_MAX).time_ns });
}

/* Looking */

static struct mapping *newest(
	struct process *p, uint64_t address, uint64_t since_ns, uint64_t time_ns)
{
	struct mapping *best = NULL;

	for (size_t i = p->mappings.count; i-- > 0;) {
		struct mapping *at = &p->mappings.items[i];

		if (address >= at->start && address < at->end && at->since_ns >= since_ns &&
			at->since_ns <= time_ns && (!best || at->since_ns > best->since_ns))
			best = at;
	}
	return best;
}

struct mapping *process_maps_find(
	struct process_maps *m, pid_t pid, uint64_t address, uint64_t time_ns, pid_t *owner)
{
	for (int i = 0; i < MOST_ANCESTORS && pid > 0; i++) {
		struct process *p = find_or_add(m, pid);
		struct mapping *found;
		struct mark life;

		if (!p)
			return NULL;
		life = life_at(p, time_ns);
		found = newest(p, address, life.time_ns, time_ns);
		if (!found && !p->is_read) {
			process_maps_read(m, pid, false);
			found = newest(p, address, life.time_ns, time_ns);
		}
		*owner = pid;
		if (found || !life.parent)
			return found;
		pid = life.parent;
		time_ns = life.time_ns;
	}
	return NULL;
}

void process_maps_each(struct process_maps *m, pid_t pid,
	void (*visit)(struct mapping *mapping, void *arg), void *arg)
{
	struct process *p = find(m, pid);
	uint64_t since_ns = p ? life_at(p, UINT64_MAX).time_ns : 0;

	for (size_t i = 0; p && i < p->mappings.count; i++)
		if (p->mappings.items[i].since_ns >= since_ns)
			visit(&p->mappings.items[i], arg);
}

pid_t process_maps_parent(const struct process_maps *m, pid_t pid)
{
	const struct process *p = find(m, pid);

	for (size_t i = p ? p->marks.count : 0; i-- > 0;)
		if (p->marks.items[i].parent)
			return p->marks.items[i].parent;
	return 0;
}

void process_maps_see(struct process_maps *m, pid_t pid)
{
	struct process *p = find_or_add(m, pid);
	struct mark life;

	if (!p)
		return;
	p->is_kept = true;
	life = life_at(p, UINT64_MAX);
	/* of one that became another program under our eyes everything was told */
	if (!life.time_ns || life.parent)
		process_maps_read(m, pid, false);
}

void process_maps_free(struct process_maps *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct process *p = m->buckets[i], *next; p; p = next) {
			next = p->next;
			process_free(m, p);
		}
	strmap_free(&m->names);
	mem_free(m);
}
