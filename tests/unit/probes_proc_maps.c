/* tests/unit/probes_proc_maps.c - what this process has mapped, against what it mapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cmocka.h>

#include "probes/proc_maps.h"

#define PAGE 4096u

struct wanted {
	uint64_t address;
	struct proc_mapping found;
	char path[128];
	int count;
};

static int look(const struct proc_mapping *mapping, void *arg)
{
	struct wanted *w = arg;

	if (w->address < mapping->start || w->address >= mapping->end)
		return 0;
	w->found = *mapping;
	w->count++;
	assert_true(strlen(mapping->path) < sizeof(w->path));
	strcpy(w->path, mapping->path);
	return 0;
}

static struct wanted look_for(const void *address)
{
	struct wanted w = { .address = (uint64_t)(uintptr_t)address };

	assert_int_equal(proc_maps_each(getpid(), look, &w), 0);
	assert_int_equal(w.count, 1);
	return w;
}

static void test_file(void **state)
{
	char path[] = "/tmp/probes proc_maps.XXXXXX";
	int fd = mkstemp(path);
	struct wanted w;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 8 * PAGE), 0);
	char *map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 3 * PAGE);

	assert_true(map != MAP_FAILED);
	w = look_for(map + PAGE);
	assert_int_equal(w.found.start, (uintptr_t)map);
	assert_int_equal(w.found.end, (uintptr_t)map + 2 * PAGE);
	assert_int_equal(w.found.offset, 3 * PAGE);
	assert_true(w.found.executable && !w.found.writable && !w.found.is_deleted);
	assert_string_equal(w.path, path);
	/* the same when it has no name any more, and can be written */
	unlink(path);
	assert_int_equal(mprotect(map, 2 * PAGE, PROT_READ | PROT_WRITE), 0);
	w = look_for(map);
	assert_true(w.found.writable && !w.found.executable && w.found.is_deleted);
	assert_string_equal(w.path, path);
	munmap(map, 2 * PAGE);
	close(fd);
}

/* Of a file in memory, because older kernels tell of one in an overlay where it lies below that. */
static void test_identity(void **state)
{
	int fd = memfd_create("probes_proc_maps", MFD_CLOEXEC);
	struct stat st;

	(void)state;
	assert_int_equal(ftruncate(fd, PAGE), 0);
	assert_int_equal(fstat(fd, &st), 0);
	char *map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);

	assert_true(map != MAP_FAILED);
	struct wanted w = look_for(map);

	assert_int_equal(w.found.inode, st.st_ino);
	assert_int_equal(w.found.major, major(st.st_dev));
	assert_int_equal(w.found.minor, minor(st.st_dev));
	assert_true(w.found.is_deleted);
	assert_string_equal(w.path, "/memfd:probes_proc_maps");
	munmap(map, PAGE);
	close(fd);
}

static void test_no_file(void **state)
{
	char *map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct wanted w;

	(void)state;
	assert_true(map != MAP_FAILED);
	w = look_for(map);
	assert_int_equal(w.found.inode, 0);
	assert_string_equal(w.path, "");
	munmap(map, PAGE);
	w = look_for(&w);
	assert_string_equal(w.path, "[stack]");
}

static int stop(const struct proc_mapping *mapping, void *arg)
{
	(void)mapping;
	return ++*(int *)arg == 2 ? 77 : 0;
}

static void test_end(void **state)
{
	int count = 0;

	(void)state;
	assert_int_equal(proc_maps_each(getpid(), stop, &count), 77);
	assert_int_equal(count, 2);
	assert_int_equal(proc_maps_each(INT32_MAX, stop, &count), 0);
	assert_int_equal(count, 2);
	assert_int_equal(proc_maps_path_len("/a (deleted)"), 2);
	assert_int_equal(proc_maps_path_len("/a (deleted) "), 13);
	assert_int_equal(proc_maps_path_len(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
