/* probes/klist.c - where the list of the functions that can be traced comes from: a text that was kept since this boot; the kernel, which takes a tenth of
 * a second to make it; or, where the kernel keeps it to itself, the names that have both a symbol and a type.  Called by kfunctions.c. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "probes/boot_cache.h"
#include "probes/kmissing.h"
#include "probes/machine.h"

#define FILE_NAME "functions"

static bool is_readable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void kernel_functions_read(const char *cache, struct buffer *out)
{
	struct probe_error ignored;
	const char *root = machine_tracefs(&ignored);
	struct boot_cache kept;
	char list[128];

	snprintf(list, sizeof(list), "%s/available_filter_functions", root ? root : "");
	bool listed = root && is_readable(list), read = true;

	boot_cache_open(&kept, cache, FILE_NAME, listed ? "functions-listed-1" : "functions-guessed-1");
	if (!boot_cache_read(&kept, out)) {
		if (listed)
			read = kernel_text_read(list, out);
		if (!listed || !read) {
			buffer_clear(out);
			kernel_functions_from_symbols(out);
		}
		/* a list that could be opened and not read is not kept: the next process may fare better */
		if (read)
			boot_cache_write(&kept, out);
	}
	boot_cache_close(&kept);
}
