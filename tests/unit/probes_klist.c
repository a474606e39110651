/* tests/unit/probes_klist.c - the list of functions is kept in a file and believed only while it
 * can be true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/kmissing.h"
#include "runtime/base/util.h"

static char directory[] = "/tmp/sonde-klist-XXXXXX", file[64];

static void read_list(struct buffer *out)
{
	buffer_clear(out);
	kernel_functions_read(directory, out);
}

static void write_file(const char *begin, size_t begin_len, const char *rest)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fwrite(begin, 1, begin_len, f);
	fputs(rest, f);
	fclose(f);
}

static bool is_marked(struct buffer *list)
{
	read_list(list);
	return list->len == strlen("marked\n") && !memcmp(list->data, "marked\n", list->len);
}

static void check_order(const struct buffer *list)
{
	char *text = mem_alloc(list->len + 1), *line = text, *end;
	struct kernel_function before = { "", "", 0 };

	memcpy(text, list->data, list->len);
	for (text[list->len] = '\0'; (end = strchr(line, '\n')); line = end + 1) {
		struct kernel_function f = kernel_function_split(line, end);
		int order = strcmp(before.name, f.name);

		assert_true(order < 0 || (!order && strcmp(before.module, f.module) <= 0));
		before = f;
	}
	mem_free(text);
}

static void test_kept(void **state)
{
	struct buffer first = { 0 }, list = { 0 }, kept = { 0 };
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(file, sizeof(file), "%s/functions", directory);
	read_list(&first);
	if (!first.len) {
		print_message("the functions of this kernel cannot be found out\n");
		rmdir(directory);
		skip();
	}
	check_order(&first);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(kernel_text_read(file, &kept));

	size_t key = strcspn(buffer_text(&kept), "\n") + 1;

	assert_int_equal(kept.len - key, first.len);
	assert_memory_equal(kept.data + key, first.data, first.len);

	/* believed, so that a change in it is seen */
	write_file(kept.data, key, "marked\n");
	assert_true(is_marked(&list));
	/* cut off; others may write it; of another boot, other modules, another form: made anew */
	write_file(kept.data, key, "marked");
	assert_false(is_marked(&list));
	assert_int_equal(list.len, first.len);
	write_file(kept.data, key, "marked\n");
	chmod(file, 0602);
	assert_false(is_marked(&list));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	for (size_t i = 0; i + 1 < key; i += 3) {
		char *other = mem_strdup(buffer_text(&kept));

		other[i] ^= 1;
		write_file(other, key, "marked\n");
		assert_false(is_marked(&list));
		assert_int_equal(list.len, first.len);
		mem_free(other);
	}
	/* a directory of others is not looked at */
	write_file(kept.data, key, "marked\n");
	chmod(directory, 0777);
	assert_false(is_marked(&list));
	unlink(file);
	rmdir(directory);
	buffer_free(&first);
	buffer_free(&list);
	buffer_free(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
