/* tests/unit/runtime_cache.c - the compile cache: what is kept comes back byte by byte for the same
 * request and no other, a damaged entry never does, and what the compiler looked at decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/look.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/cache.h"

static char directory[] = "/tmp/sonde-images-XXXXXX";
static char kept[64], compiler[64], watched[64];

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	snprintf(kept, sizeof(kept), "%s/kept", directory);
	snprintf(compiler, sizeof(compiler), "%s/compiler", directory);
	snprintf(watched, sizeof(watched), "%s/watched", directory);
	write_text(compiler, "compiler");
	return setenv("SONDE_CACHE_DIR", kept, 1);
}

static int tear_down(void **state)
{
	(void)state;
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static void open_for(struct image_cache *c, const char *program)
{
	struct buffer request = { 0 };

	request_put(&request, REQUEST_SCRIPT_TEXT, program, strlen(program));
	request_finish(&request);
	image_cache_open(c, compiler, &request);
	buffer_free(&request);
	assert_true(c->directory >= 0);
}

/* An image of a program, made with one look at a file. */
static void keep(const char *program, const char *image)
{
	struct compiled bytes = { .bytes = image, .len = strlen(image) }, record;
	struct look look = { .kind = LOOK_FILE, .name = watched };
	struct buffer looks = { 0 }, all = { 0 };
	struct image_cache c;

	assert_true(look_take(&look));
	look_put(&looks, &look);
	struct request_record head = { .looks_len = looks.len };

	buffer_append(&all, &head, sizeof(head));
	buffer_append(&all, looks.data, looks.len);
	record = (struct compiled){ .bytes = all.data, .len = all.len };
	open_for(&c, program);
	image_cache_write(&c, &bytes, &record);
	image_cache_close(&c);
	buffer_free(&looks);
	buffer_free(&all);
}

static bool has(const char *program, const char *image)
{
	struct compiled out = { 0 };
	struct image_cache c;
	bool same;

	open_for(&c, program);
	same = image_cache_read(&c, &out);
	if (same) {
		assert_int_equal((uintptr_t)out.bytes % 8, 0);
		assert_int_equal(out.len, strlen(image));
		assert_memory_equal(out.bytes, image, out.len);
		compiled_release(&out);
	}
	image_cache_close(&c);
	return same;
}

/* The file of the one entry; "" when there is none. */
static const char *only_entry(void)
{
	static char path[512];
	DIR *d = opendir(kept);
	int count = 0;

	*path = '\0';
	for (struct dirent *e; d && (e = readdir(d));)
		if (str_starts(e->d_name, "image-")) {
			snprintf(path, sizeof(path), "%s/%s", kept, e->d_name);
			count++;
		}
	if (d)
		closedir(d);
	assert_true(count < 2);
	return path;
}

static void empty(void)
{
	DIR *d = opendir(kept);

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));)
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

static void test_kept(void **state)
{
	(void)state;
	assert_false(has("one", "image of one"));
	keep("one", "image of one");
	assert_true(has("one", "image of one"));
	assert_false(has("two", "image of two"));
	keep("two", "image of two");
	assert_true(has("two", "image of two"));
	assert_true(has("one", "image of one"));
	keep("one", "another image");
	assert_true(has("one", "another image"));
	write_text(compiler, "another compiler");
	assert_false(has("one", "another image"));
	empty();
}

static void test_looks(void **state)
{
	(void)state;
	keep("one", "image");
	assert_true(has("one", "image"));
	write_text(watched, "now it is there");
	assert_false(has("one", "image"));
	unlink(watched);
	assert_true(has("one", "image"));
}

/* Two requests with one hash: the second does not get the image of the first. */
static void test_collision(void **state)
{
	struct image_cache one, other;
	char path[128];

	(void)state;
	keep("one", "image");
	open_for(&one, "one");
	open_for(&other, "six");
	snprintf(path, sizeof(path), "%s/%s", kept, other.file);
	assert_int_equal(rename(only_entry(), path), 0);
	image_cache_close(&one);
	image_cache_close(&other);
	assert_false(has("six", "image"));
	assert_string_equal(only_entry(), path);
	unlink(path);
}

static void put_bytes(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* Every byte counts: one that is another, or all that follow are missing. */
static void test_damage(void **state)
{
	char path[512], *good;
	struct stat st;
	FILE *f;

	(void)state;
	keep("one", "image");
	snprintf(path, sizeof(path), "%s", only_entry());
	assert_int_equal(stat(path, &st), 0);
	good = malloc((size_t)st.st_size + 1);
	f = fopen(path, "r");
	assert_int_equal(fread(good, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	for (off_t at = 0; at < st.st_size; at++) {
		good[at] ^= 0x10;
		put_bytes(path, good, (size_t)st.st_size);
		assert_false(has("one", "image"));
		assert_string_equal(only_entry(), "");
		good[at] ^= 0x10;
		put_bytes(path, good, (size_t)at);
		assert_false(has("one", "image"));
		assert_string_equal(only_entry(), "");
	}
	good[st.st_size] = 0;
	put_bytes(path, good, (size_t)st.st_size + 1);
	assert_false(has("one", "image"));
	put_bytes(path, good, (size_t)st.st_size);
	assert_true(has("one", "image"));
	free(good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_collision),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
