/* probes/process_status.c - reads /proc/PID/status.  Called for what has only the number of a
 * process, or of one of its threads. */
#include "probes/process_status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"

pid_t process_status_number(pid_t pid, const char *name, pid_t otherwise)
{
	char path[64], line[256];
	pid_t number = otherwise;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		const char *last = strrchr(line, '\t');

		if (str_starts(line, name) && last)
			number = (pid_t)atoi(last + 1);
	}
	if (f)
		fclose(f);
	return number;
}
