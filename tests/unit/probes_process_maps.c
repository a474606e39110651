/* tests/unit/probes_process_maps.c - what was mapped when: lives of a process, children, what is
 * mapped over, the order of events, and this process from /proc. The processes that are told about
 * have numbers that no process of this machine can have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "probes/process_maps.h"

enum { PARENT = 0x40000001, CHILD = 0x40000002 };

static void tell(struct process_maps *m, enum process_event_kind kind, pid_t pid, pid_t parent,
	uint64_t time_ns)
{
	process_maps_event(m,
		&(struct process_event){
			.kind = kind, .pid = pid, .parent = parent, .time_ns = time_ns });
}

static void map(
	struct process_maps *m, pid_t pid, uint64_t time_ns, uint64_t start, const char *path)
{
	process_maps_event(m,
		&(struct process_event){
			.kind = PROCESS_MAPPED,
			.pid = pid,
			.time_ns = time_ns,
			.start = start,
			.len = 0x1000,
			.offset = 0x2000,
			.inode = 7,
			.path = path,
		});
}

static void expect(struct process_maps *m, pid_t pid, uint64_t address, uint64_t time_ns,
	const char *path, pid_t whose)
{
	pid_t owner = 0;
	const struct mapping *found = process_maps_find(m, pid, address, time_ns, &owner);

	if (!path) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found->name->path, path);
	assert_int_equal(owner, whose);
}

static void lives_do_not_mix(void **state)
{
	struct process_maps *m = process_maps_new();

	(void)state;
	tell(m, PROCESS_FORKED, PARENT, 1, 100);
	tell(m, PROCESS_EXECUTED, PARENT, 0, 200);
	map(m, PARENT, 210, 0x10000, "/bin/one");
	process_maps_see(m, PARENT);
	tell(m, PROCESS_EXECUTED, PARENT, 0, 300);
	map(m, PARENT, 310, 0x10000, "/bin/two (deleted)");
	tell(m, PROCESS_EXITED, PARENT, 0, 400);
	tell(m, PROCESS_FORKED, PARENT, 1, 500);
	tell(m, PROCESS_EXECUTED, PARENT, 0, 510);
	map(m, PARENT, 520, 0x10000, "/bin/three");
	expect(m, PARENT, 0x10000, 250, "/bin/one", PARENT);
	expect(m, PARENT, 0x10fff, 350, "/bin/two", PARENT);
	expect(m, PARENT, 0x11000, 350, NULL, 0);
	expect(m, PARENT, 0xffff, 350, NULL, 0);
	expect(m, PARENT, 0x10000, 305, NULL, 0);
	expect(m, PARENT, 0x10000, 600, "/bin/three", PARENT);
	expect(m, PARENT, 0x10000, UINT64_MAX, "/bin/three", PARENT);
	process_maps_free(m);
	process_maps_free(NULL);
}

static void children_have_what_their_parents_had(void **state)
{
	struct process_maps *m = process_maps_new();

	(void)state;
	tell(m, PROCESS_EXECUTED, PARENT, 0, 100);
	map(m, PARENT, 110, 0x10000, "/bin/parent");
	tell(m, PROCESS_FORKED, CHILD, PARENT, 200);
	map(m, PARENT, 250, 0x20000, "/lib/later");
	map(m, CHILD, 260, 0x10000, "/lib/over");
	assert_int_equal(process_maps_parent(m, CHILD), PARENT);
	assert_int_equal(process_maps_parent(m, PARENT), 0);
	expect(m, CHILD, 0x10000, 255, "/bin/parent", PARENT);
	expect(m, CHILD, 0x10000, 265, "/lib/over", CHILD);
	expect(m, CHILD, 0x20000, 300, NULL, 0);
	expect(m, PARENT, 0x20000, 300, "/lib/later", PARENT);
	tell(m, PROCESS_EXECUTED, CHILD, 0, 400);
	expect(m, CHILD, 0x10000, 450, NULL, 0);
	process_maps_free(m);
}

/* Each CPU tells in its own order. */
static void the_order_of_telling_does_not_matter(void **state)
{
	struct process_maps *m = process_maps_new();

	(void)state;
	map(m, PARENT, 310, 0x10000, "/bin/two");
	tell(m, PROCESS_EXECUTED, PARENT, 0, 300);
	map(m, PARENT, 210, 0x10000, "/bin/one");
	tell(m, PROCESS_EXECUTED, PARENT, 0, 200);
	tell(m, PROCESS_FORKED, PARENT, 1, 100);
	expect(m, PARENT, 0x10000, 250, "/bin/one", PARENT);
	expect(m, PARENT, 0x10000, 350, "/bin/two", PARENT);
	process_maps_free(m);
}

static void count_all(struct mapping *mapping, void *arg)
{
	assert_non_null(mapping->name);
	++*(int *)arg;
}

static void this_process_is_read(void **state)
{
	struct process_maps *m = process_maps_new();
	uint64_t here = (uint64_t)(uintptr_t)this_process_is_read;
	pid_t owner;
	struct mapping *found = process_maps_find(m, getpid(), here, UINT64_MAX, &owner);
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	int count = 0;

	(void)state;
	exe[len] = '\0';
	assert_non_null(found);
	assert_string_equal(found->name->path, exe);
	assert_int_equal(owner, getpid());
	process_maps_each(m, getpid(), count_all, &count);
	assert_true(count > 1);
	process_maps_free(m);
}

/* Half a million mappings of processes that have ended do not stay; those of one that was seen
 * do. */
static void there_is_an_end_to_it(void **state)
{
	struct process_maps *m = process_maps_new();

	(void)state;
	tell(m, PROCESS_EXECUTED, PARENT, 0, 10);
	map(m, PARENT, 20, 0x10000, "/bin/kept");
	tell(m, PROCESS_EXITED, PARENT, 0, 30);
	process_maps_see(m, PARENT);
	for (int i = 1; i <= 50000; i++) {
		pid_t pid = 0x50000000 + i;

		tell(m, PROCESS_EXECUTED, pid, 0, 100);
		for (int k = 0; k < 10; k++)
			map(m, pid, 110, 0x10000u + (uint64_t)k * 0x1000, "/bin/many");
		tell(m, PROCESS_EXITED, pid, 0, 120);
	}
	expect(m, PARENT, 0x10000, 25, "/bin/kept", PARENT);
	expect(m, 0x50000000 + 50000, 0x10000, 115, "/bin/many", 0x50000000 + 50000);
	expect(m, 0x50000000 + 1, 0x10000, 115, NULL, 0);
	process_maps_free(m);
}

/* Names of files go with their last mapping: a machine may see more files than anything has room
 * for. */
static void files_do_not_stay(void **state)
{
	struct process_maps *m = process_maps_new();
	char path[32];

	(void)state;
	for (int i = 1; i <= 300000; i++) {
		snprintf(path, sizeof(path), "/build/%d", i);
		tell(m, PROCESS_EXECUTED, 0x50000000 + i, 0, 100);
		map(m, 0x50000000 + i, 110, 0x10000, path);
		map(m, 0x50000000 + i, 110, 0x20000, "/lib/all");
		tell(m, PROCESS_EXITED, 0x50000000 + i, 0, 120);
		if (i % 1000 == 0) {
			expect(m, 0x50000000 + i, 0x10000, 115, path, 0x50000000 + i);
			expect(m, 0x50000000 + i, 0x20000, 115, "/lib/all", 0x50000000 + i);
		}
	}
	process_maps_free(m);
}

/* Nor do a hundred thousand children that only came and went. */
static void children_do_not_stay(void **state)
{
	struct process_maps *m = process_maps_new();

	(void)state;
	for (int i = 1; i <= 100000; i++) {
		tell(m, PROCESS_FORKED, 0x50000000 + i, PARENT, (uint64_t)i * 10);
		tell(m, PROCESS_EXITED, 0x50000000 + i, 0, (uint64_t)i * 10 + 1);
	}
	assert_int_equal(process_maps_parent(m, 0x50000000 + 1), 0);
	assert_int_equal(process_maps_parent(m, 0x50000000 + 100000), PARENT);
	process_maps_free(m);
}

/* What a process was that had the number before is known only where somebody asked about it. */
static void numbers_are_used_again(void **state)
{
	(void)state;
	for (int seen = 0; seen < 2; seen++) {
		struct process_maps *m = process_maps_new();

		tell(m, PROCESS_FORKED, CHILD, PARENT, 100);
		tell(m, PROCESS_EXECUTED, CHILD, 0, 110);
		map(m, CHILD, 120, 0x10000, "/bin/first");
		if (seen)
			process_maps_see(m, CHILD);
		tell(m, PROCESS_EXITED, CHILD, 0, 200);
		tell(m, PROCESS_FORKED, CHILD, PARENT, 300);
		tell(m, PROCESS_EXECUTED, CHILD, 0, 310);
		map(m, CHILD, 320, 0x10000, "/bin/second");
		expect(m, CHILD, 0x10000, 330, "/bin/second", CHILD);
		expect(m, CHILD, 0x10000, 130, seen ? "/bin/first" : NULL, CHILD);
		process_maps_free(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lives_do_not_mix),
		cmocka_unit_test(children_have_what_their_parents_had),
		cmocka_unit_test(the_order_of_telling_does_not_matter),
		cmocka_unit_test(this_process_is_read),
		cmocka_unit_test(there_is_an_end_to_it),
		cmocka_unit_test(files_do_not_stay),
		cmocka_unit_test(children_do_not_stay),
		cmocka_unit_test(numbers_are_used_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
