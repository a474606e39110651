/* probes/klist.c - where the list of the functions that can be traced comes from: a text that was
 * kept since this boot; the kernel, which takes a tenth of a second to make it; or, where the
 * kernel keeps it to itself, the names that have both a symbol and a type.  Called by
 * kfunctions.c. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/boot_cache.h"
#include "probes/kmissing.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

#define FILE_NAME "functions"

static bool is_readable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* In the order of the table, so that nobody who needs one has to sort again. */
static void sort_lines(struct buffer *text)
{
	struct { struct kernel_function *items; size_t count, capacity; } lines = { 0 };
	struct buffer sorted = { 0 };
	bool whole = true;

	buffer_text(text);
	for (char *line = text->data, *end; line && whole && (end = strchr(line, '\n'));
		line = end + 1)
		whole = VEC_PUSH(&lines, kernel_function_split(line, end));
	if (lines.count)
		qsort(lines.items, lines.count, sizeof(*lines.items), kernel_function_compare);
	for (size_t i = 0; i < lines.count; i++) {
		buffer_puts(&sorted, lines.items[i].name);
		if (!str_eq(lines.items[i].module, KERNEL_ITSELF))
			buffer_printf(&sorted, " [%s]", lines.items[i].module);
		buffer_putc(&sorted, '\n');
	}
	sorted.failed |= !whole;
	buffer_free(text);
	*text = sorted;
	mem_free(lines.items);
}

void kernel_functions_read(const char *cache, struct buffer *out)
{
	struct probe_error ignored;
	const char *root = machine_tracefs(&ignored);
	struct boot_cache kept;
	char list[128];

	snprintf(list, sizeof(list), "%s/available_filter_functions", root ? root : "");
	bool listed = root && is_readable(list), read = true;

	boot_cache_open(
		&kept, cache, FILE_NAME, listed ? "functions-listed-2" : "functions-guessed-2");
	if (!boot_cache_read(&kept, out)) {
		if (listed)
			read = kernel_text_read(list, out);
		if (!listed || !read) {
			buffer_clear(out);
			kernel_functions_from_symbols(out);
		}
		sort_lines(out);
		/* a list that could be opened and not read is not kept: the next process may fare
		 * better */
		if (read)
			boot_cache_write(&kept, out);
	}
	boot_cache_close(&kept);
}
