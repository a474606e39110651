/* probes/proc_maps.c - the lines of /proc/PID/maps.  Owns nothing.  Called by binaries.c and
 * process_maps.c. */
#include "probes/proc_maps.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t proc_maps_path_len(const char *path)
{
	static const char deleted[] = " (deleted)";
	size_t len = strlen(path), mark = sizeof(deleted) - 1;

	return len > mark && !strcmp(path + len - mark, deleted) ? len - mark : len;
}

/* "55d0c0a0-55d0c0b0 r-xp 00001000 fd:00 1234   /usr/bin/x" */
static bool read_line(char *line, struct proc_mapping *out)
{
	char writable, executable;
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*c%c%c%*c %" SCNx64 " %x:%x %" SCNu64 " %n",
		    &out->start, &out->end, &writable, &executable, &out->offset, &out->major,
		    &out->minor, &out->inode, &at) < 8 ||
		!at)
		return false;
	size_t len = proc_maps_path_len(line + at);

	out->writable = writable == 'w';
	out->executable = executable == 'x';
	out->is_deleted = line[at + len];
	line[at + len] = '\0';
	out->path = line + at;
	return true;
}

int proc_maps_each(pid_t pid, proc_maps_fn visit, void *arg)
{
	char name[64], *line = NULL;
	size_t room = 0;
	int ret = 0;

	snprintf(name, sizeof(name), "/proc/%d/maps", (int)pid);
	FILE *f = fopen(name, "re");

	while (f && !ret && getline(&line, &room, f) > 0) {
		struct proc_mapping mapping;

		if (read_line(line, &mapping))
			ret = visit(&mapping, arg);
	}
	free(line);
	if (f)
		fclose(f);
	return ret;
}
