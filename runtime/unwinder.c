/* runtime/unwinder.c - see unwinder.h.  Owns the list of processes.  What a process has mapped is
 * one value of a map, which the kernel replaces as a whole, so that stacks are followed by old
 * mappings or by new ones.  Called by runtime/session.c, runtime/stream.c, and for processes that
 * have new stacks runtime/actions.c. */
#include "runtime/unwinder.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include <bpf/bpf.h>

#include "probes/process_events.h"
#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/unwind.h"
#include "runtime/base/util.h"
#include "runtime/unwind_look.h"

/* Looking at a process again because it has new stacks may take this part of the time. */
#define LOOK_SHARE 20

struct process {
	pid_t pid;
	uint64_t next_ns;               /* not looked at again before: CLOCK_MONOTONIC */
	bool asked;                     /* there is something new to see */
	bool inherited;                 /* nobody named it: it was started by one that is known */
	bool speaks_for_space;          /* what it has mapped is that of its address space too */
	struct unwind_process mapped;   /* as programs see it; space 0: they do not */
};

struct unwinder {
	struct process **items;
	size_t count, capacity;
	struct unwind_tables *tables;
	struct process_events *events;  /* NULL: cannot be had */
	struct unwind_process look;     /* being filled */
	int processes_fd, events_err;
	bool follows;                   /* --follow */
	bool told_untold;               /* a warning, once */
};

static int map_of(const struct image *image, const int *maps, enum map_storage storage)
{
	uint32_t map = image_map_of(image, storage);

	return map == IMAGE_NONE ? -1 : maps[map];
}

int unwinder_open(struct unwinder **out, const struct image *image, const int *maps)
{
	int processes = map_of(image, maps, MAP_UNWIND_PROCESSES),
	    pages = map_of(image, maps, MAP_UNWIND_PAGES),
	    rules = map_of(image, maps, MAP_UNWIND_RULES);
	struct unwinder *u;

	*out = NULL;
	if (processes < 0 || pages < 0 || rules < 0)
		return 0;
	u = mem_zalloc(1, sizeof(*u));
	if (!u)
		return -ENOMEM;
	u->processes_fd = processes;
	u->follows = image->header->flags & IMAGE_FOLLOW;
	u->tables = unwind_tables_new(pages, rules);
	if (!u->tables) {
		unwinder_close(u);
		return -ENOMEM;
	}
	u->events_err = process_events_open(&u->events, true);
	*out = u;
	return 0;
}

void unwinder_close(struct unwinder *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->count; i++)
		mem_free(u->items[i]);
	mem_free(u->items);
	process_events_close(u->events);
	unwind_tables_free(u->tables);
	mem_free(u);
}

/* What programs see */

static void put(struct unwinder *u, uint64_t key, const struct process *p)
{
	if (!bpf_map_update_elem(u->processes_fd, &key, &p->mapped, BPF_ANY))
		return;
	if (!u->told_untold)
		log_warn(
			"dw_ustack: process %d: its stacks cannot be followed: %s; at most about %u processes can be known at a time",
			(int)p->pid, errno == E2BIG ? "there are too many" : strerror(errno),
			UNWIND_PROCESSES / 2);
	u->told_untold = true;
}

static bool has_speaker(const struct unwinder *u, uint64_t space)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->items[i]->speaks_for_space && u->items[i]->mapped.space == space)
			return true;
	return false;
}

/* A process leaves its address space: another one that is in it, if there is one, takes its
 * place. */
static void leave_space(struct unwinder *u, struct process *p)
{
	uint64_t space = p->mapped.space;

	if (!p->speaks_for_space)
		return;
	p->speaks_for_space = false;
	p->mapped.space = 0;
	for (size_t i = 0; i < u->count; i++) {
		if (u->items[i]->mapped.space != space)
			continue;
		u->items[i]->speaks_for_space = true;
		put(u, space, u->items[i]);
		return;
	}
	bpf_map_delete_elem(u->processes_fd, &space);
}

static void show(struct unwinder *u, struct process *p, const struct unwind_process *mapped)
{
	if (!memcmp(&p->mapped, mapped, sizeof(*mapped)))
		return;
	if (p->mapped.space != mapped->space)
		leave_space(u, p);
	p->mapped = *mapped;
	p->speaks_for_space = p->speaks_for_space || !has_speaker(u, mapped->space);
	put(u, (uint64_t)p->pid, p);
	if (p->speaks_for_space)
		put(u, mapped->space, p);
}

static void look_again(struct unwinder *u, struct process *p)
{
	uint64_t began = clock_ns(CLOCK_MONOTONIC);
	size_t objects = unwind_tables_count(u->tables);
	int count = unwind_look(u->tables, p->pid, &u->look);

	/* of a process that is ending nothing can be seen any more */
	if (count > 0)
		show(u, p, &u->look);
	p->asked = count == -EAGAIN;
	/* objects are read once: that is no reason to wait */
	p->next_ns = unwind_tables_count(u->tables) == objects
		? clock_ns(CLOCK_MONOTONIC) + (clock_ns(CLOCK_MONOTONIC) - began) * LOOK_SHARE
		: 0;
}

/* Which processes there are */

static struct process *find(struct unwinder *u, pid_t pid)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->items[i]->pid == pid)
			return u->items[i];
	return NULL;
}

static struct process *find_or_add(struct unwinder *u, pid_t pid)
{
	struct process *p = find(u, pid);

	if (p)
		return p;
	p = mem_zalloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->pid = pid;
	if (VEC_PUSH(u, p))
		return p;
	mem_free(p);
	return NULL;
}

static bool has_ended(const struct process *p)
{
	return kill(p->pid, 0) && errno == ESRCH;
}

static void forget(struct unwinder *u, struct process *p)
{
	uint64_t key = (uint64_t)p->pid;

	bpf_map_delete_elem(u->processes_fd, &key);
	leave_space(u, p);
	for (size_t i = 0; i < u->count; i++)
		if (u->items[i] == p)
			u->items[i] = u->items[--u->count];
	mem_free(p);
}

void unwinder_expect(struct unwinder *u, pid_t pid)
{
	find_or_add(u, pid);
}

void unwinder_look(struct unwinder *u, pid_t pid)
{
	struct process *p = find(u, pid);

	if (p)
		look_again(u, p);
}

void unwinder_add(struct unwinder *u, pid_t pid)
{
	unwinder_expect(u, pid);
	unwinder_look(u, pid);
}

void unwinder_seen(struct unwinder *u, pid_t pid)
{
	struct process *p = u->follows ? find_or_add(u, pid) : find(u, pid);

	if (p)
		p->asked = true;
	unwinder_catch_up(u);
}

void unwinder_catch_up(struct unwinder *u)
{
	/* backwards, as one that has ended is taken out */
	for (size_t i = u->count; i-- > 0;) {
		struct process *p = u->items[i];

		if (!p->asked || clock_ns(CLOCK_MONOTONIC) < p->next_ns)
			continue;
		look_again(u, p);
		if (p->inherited && has_ended(p))
			forget(u, p);
	}
}

/* What becomes of them */

static void look_soon(struct process *p)
{
	p->asked = true;
	p->next_ns = 0;
}

/* Programs know a child by its address space; it is known here so that it can take its parent's
 * place, and to see what it does next.  What it has done may have been told before, by another CPU,
 * so it is looked at. */
static void take_child(struct unwinder *u, const struct process *parent, pid_t pid)
{
	struct process *child = find(u, pid) ? NULL : find_or_add(u, pid);

	if (!child)
		return;
	child->inherited = true;
	child->mapped = parent->mapped;
	look_soon(child);
}

/* Events were lost: any of the processes may have ended. */
static void look_at_all(struct unwinder *u)
{
	for (size_t i = u->count; i-- > 0;) {
		if (has_ended(u->items[i]))
			forget(u, u->items[i]);
		else
			look_soon(u->items[i]);
	}
}

static void take_event(const struct process_event *event, void *arg)
{
	struct unwinder *u = arg;
	struct process *p = event->kind == PROCESS_LOST
		? NULL
		: find(u, event->kind == PROCESS_FORKED ? event->parent : event->pid);

	if (!p && event->kind != PROCESS_LOST)
		return;
	switch (event->kind) {
	case PROCESS_FORKED:
		take_child(u, p, event->pid);
		break;
	case PROCESS_EXECUTED:
		if (p->inherited && !u->follows)
			forget(u, p);
		else
			look_soon(p);
		break;
	case PROCESS_MAPPED:
		if (event->inode)
			look_soon(p);
		break;
	case PROCESS_EXITED:
		forget(u, p);
		break;
	case PROCESS_LOST:
		look_at_all(u);
		break;
	}
}

int unwinder_fd(const struct unwinder *u)
{
	return u->events ? process_events_fd(u->events) : u->events_err;
}

void unwinder_listen(struct unwinder *u)
{
	process_events_take(u->events, take_event, u);
	unwinder_catch_up(u);
}
