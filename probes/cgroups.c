/* probes/cgroups.c - control groups: the id that programs see is the inode number of the group's
 * directory.  Asked by the runtime for cgroup_path() and by the compiler for cgroupid(). */
#include "probes/cgroups.h"

#include <dirent.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define MOUNTS "/proc/self/mounts"
#define PATH_ROOM 4096
#define MAX_DEPTH 64
/* that are told apart: the kernel has 16 kinds, and those that have a name alone */
#define MAX_HIERARCHIES 64

/* Find the directory with this inode number; `path` is where to look, and afterwards where it
 * is. */
static bool find_directory(char *path, size_t len, uint64_t id, unsigned depth)
{
	bool found = false;
	struct dirent *e;
	struct stat st;
	DIR *dir;

	if (stat(path, &st) == 0 && st.st_ino == id)
		return true;
	dir = depth < MAX_DEPTH ? opendir(path) : NULL;
	while (dir && !found && (e = readdir(dir))) {
		size_t name = strlen(e->d_name);

		if (e->d_type != DT_DIR || e->d_name[0] == '.' || len + name + 2 > PATH_ROOM)
			continue;
		path[len] = '/';
		memcpy(path + len + 1, e->d_name, name + 1);
		found = find_directory(path, len + 1 + name, id, depth + 1);
		if (!found)
			path[len] = 0;
	}
	if (dir)
		closedir(dir);
	return found;
}

static const char *hierarchy_name(const struct mntent *m)
{
	const char *slash = strrchr(m->mnt_dir, '/');

	return str_eq(m->mnt_type, "cgroup2") ? "unified" : slash ? slash + 1 : m->mnt_dir;
}

static bool is_hierarchy(const struct mntent *m)
{
	return str_eq(m->mnt_type, "cgroup2") || str_eq(m->mnt_type, "cgroup");
}

/* The hierarchies that a path was found in: each may be mounted at several places. */
struct seen {
	dev_t devices[MAX_HIERARCHIES];
	uint32_t count;
};

static bool has_seen(const struct seen *s, dev_t device)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (s->devices[i] == device)
			return true;
	return false;
}

void cgroups_put_paths(struct buffer *b, uint64_t id, const char *filter)
{
	FILE *f = setmntent(MOUNTS, "re");
	struct seen seen = { 0 };
	char path[PATH_ROOM];
	struct mntent *m;
	struct stat st;
	bool any = false;

	while (f && (m = getmntent(f))) {
		const char *name = hierarchy_name(m);
		size_t len = strlen(m->mnt_dir);

		if (!is_hierarchy(m) || (filter && !glob_match(filter, name)) || len >= PATH_ROOM)
			continue;
		memcpy(path, m->mnt_dir, len + 1);
		if (stat(path, &st) < 0 || has_seen(&seen, st.st_dev) ||
			!find_directory(path, len, id, 0))
			continue;
		if (seen.count < MAX_HIERARCHIES)
			seen.devices[seen.count++] = st.st_dev;
		buffer_printf(b, "%s%s:%s", any ? "," : "", name, path[len] ? path + len : "/");
		any = true;
	}
	if (f)
		endmntent(f);
}

static uint64_t directory_id(const char *path)
{
	struct statfs fs;
	struct stat st;

	if (statfs(path, &fs) ||
		(fs.f_type != CGROUP2_SUPER_MAGIC && fs.f_type != CGROUP_SUPER_MAGIC))
		return 0;
	return stat(path, &st) || !S_ISDIR(st.st_mode) ? 0 : st.st_ino;
}

uint64_t cgroups_id(const char *path)
{
	uint64_t id = directory_id(path);
	char whole[PATH_ROOM];
	struct mntent *m;
	FILE *f;

	if (id)
		return id;
	f = setmntent(MOUNTS, "re");
	while (f && !id && (m = getmntent(f))) {
		if (!str_eq(m->mnt_type, "cgroup2"))
			continue;
		snprintf(whole, sizeof(whole), "%s/%s", m->mnt_dir, path);
		id = directory_id(whole);
	}
	if (f)
		endmntent(f);
	return id;
}
