/* tests/unit/probes_boot_cache.c - texts of the kernel kept until the machine starts anew: what is
 * written is read again, by its name alone, and files that somebody else could have written are
 * not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/boot_cache.h"

static char directory[] = "/tmp/sonde-cache-XXXXXX";
static char inside[sizeof(directory) + 8];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	/* the cache makes its directory itself */
	snprintf(inside, sizeof(inside), "%s/kept", directory);
	return 0;
}

/* Call for the path of each file that is there. */
static int each_file(int (*visit)(const char *path))
{
	DIR *d = opendir(inside);
	int count = 0;
	char path[512];

	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", inside, e->d_name);
		visit(path);
		count++;
	}
	if (d)
		closedir(d);
	return count;
}

static int tear_down(void **state)
{
	(void)state;
	each_file(remove);
	rmdir(inside);
	return rmdir(directory);
}

static int let_others_write(const char *path)
{
	return chmod(path, 0666);
}

static int take_away(const char *path)
{
	return chmod(path, 0600);
}

static const char *what = "lines-1";

static bool reads(const char *name, const char *want)
{
	struct buffer text = { 0 };
	struct boot_cache kept;

	boot_cache_open(&kept, inside, name, what);
	bool found = boot_cache_read(&kept, &text) && !strcmp(buffer_text(&text), want);

	boot_cache_close(&kept);
	buffer_free(&text);
	return found;
}

static void write_text(const char *name, const char *lines)
{
	struct buffer text = { 0 };
	struct boot_cache kept;

	buffer_puts(&text, lines);
	boot_cache_open(&kept, inside, name, what);
	boot_cache_write(&kept, &text);
	boot_cache_close(&kept);
	buffer_free(&text);
}

static void test_kept(void **state)
{
	(void)state;
	assert_false(reads("functions", "vfs_read\n"));
	write_text("functions", "vfs_read\n");
	assert_true(reads("functions", "vfs_read\n"));
	assert_false(reads("others", "vfs_read\n"));
	write_text("functions", "vfs_read\nvfs_write\n");
	assert_true(reads("functions", "vfs_read\nvfs_write\n"));
	assert_int_equal(each_file(take_away), 1);
	/* of another kind, or cut off */
	what = "lines-2";
	assert_false(reads("functions", "vfs_read\nvfs_write\n"));
	what = "lines-1";
	write_text("part", "vfs_re");
	assert_false(reads("part", "vfs_re"));
	assert_int_equal(each_file(remove), 2);
	write_text("functions", "vfs_read\nvfs_write\n");
	write_text("nothing", "");
	assert_int_equal(each_file(take_away), 1);
}

static void test_trust(void **state)
{
	(void)state;
	write_text("functions", "vfs_read\n");
	assert_int_equal(each_file(let_others_write), 1);
	assert_false(reads("functions", "vfs_read\n"));
	each_file(take_away);
	assert_true(reads("functions", "vfs_read\n"));
	assert_int_equal(chmod(inside, 0777), 0);
	assert_false(reads("functions", "vfs_read\n"));
	assert_int_equal(chmod(inside, 0755), 0);
	assert_true(reads("functions", "vfs_read\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_kept),
		cmocka_unit_test(test_trust) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
