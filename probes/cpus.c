/* probes/cpus.c - reads the lists of CPUs.  Used by machine.c and by the perf events that sit on
 * every CPU. */
#include "probes/cpus.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Next range of a list; false at its end or where it is damaged. */
static bool next_range(const char **at, uint32_t *first, uint32_t *last)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	unsigned long from = strtoul(*at, &end, 10), to = from;

	if (*end == '-')
		to = strtoul(end + 1, &end, 10);
	if (from > to || to > UINT16_MAX)
		return false;
	*first = (uint32_t)from;
	*last = (uint32_t)to;
	*at = *end == ',' ? end + 1 : end;
	return true;
}

uint32_t cpus_count(const char *list)
{
	uint32_t count = 0, first, last;

	while (next_range(&list, &first, &last))
		count += last - first + 1;
	return count;
}

int cpus_nth(const char *list, uint32_t n)
{
	uint32_t first, last;

	while (next_range(&list, &first, &last)) {
		if (n <= last - first)
			return (int)(first + n);
		n -= last - first + 1;
	}
	return -1;
}

/* Without sysfs there is still the CPU that runs this. */
void cpus_read(enum cpu_set set, char *text)
{
	static const char *const path[] = {
		[CPUS_ONLINE] = "/sys/devices/system/cpu/online",
		[CPUS_POSSIBLE] = "/sys/devices/system/cpu/possible",
	};
	int fd = open(path[set], O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? 0 : read(fd, text, CPUS_TEXT - 1);

	if (fd >= 0)
		close(fd);
	if (len <= 0) {
		text[0] = '0';
		len = 1;
	}
	text[len] = '\0';
}
