/* probes/binaries.c - from the binary of an attach point to files: paths, names, wildcards, and
 * what processes have mapped, in whatever mount namespace. Called by the list() of the providers
 * for user programs. */
#include "probes/binaries.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/library.h"
#include "probes/proc_maps.h"
#include "probes/rows.h"
#include "probes/zip.h"
#include "runtime/base/file_access.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

/* Files found, each once whatever it is called. */
struct file_set {
	const struct probe_spec *spec;
	unsigned part;
	struct arena *arena;
	struct name_list *paths;
	struct file_id { dev_t device; ino_t inode; } *items;
	size_t count, capacity;
};

static int add_file(const char *path, void *arg)
{
	struct file_set *s = arg;
	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return 0;
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].device == st.st_dev && s->items[i].inode == st.st_ino)
			return 0;
	struct file_id one = { st.st_dev, st.st_ino };

	if (!VEC_PUSH(s, one))
		return -ENOMEM;
	name_list_add(s->paths, s->arena, path);
	return 0;
}

/* Mapped files */

bool binaries_same_file(const char *one, const char *other)
{
	struct stat a, b;

	return !stat(one, &a) && !stat(other, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

struct mapping_visit {
	int32_t pid;
	binaries_visit_fn visit;
	void *arg;
};

static int visit_mapping(const struct proc_mapping *mapping, void *arg)
{
	const struct mapping_visit *v = arg;
	struct binaries_mapping m = {
		.name = basename(mapping->path),
		.pid = v->pid,
		.start = mapping->start,
		.end = mapping->end,
		.offset = mapping->offset,
		.executable = mapping->executable,
		.writable = mapping->writable,
	};
	char mapped[64], inside[PATH_MAX + 64];

	if (mapping->path[0] != '/')
		return 0;
	snprintf(mapped, sizeof(mapped), "/proc/%d/map_files/%" PRIx64 "-%" PRIx64, v->pid, m.start,
		m.end);
	snprintf(inside, sizeof(inside), "/proc/%d/root%s", v->pid, mapping->path);
	/* of a process with another root the kernel tells paths as they are here */
	if (mapping->is_deleted || file_access(inside, F_OK))
		m.path = !mapping->is_deleted && binaries_same_file(mapping->path, mapped)
			? mapping->path
			: mapped;
	else
		m.path = binaries_same_file(mapping->path, inside) ? mapping->path : inside;
	return v->visit(&m, v->arg);
}

static int visit_process(int32_t pid, binaries_visit_fn visit, void *arg)
{
	return proc_maps_each(pid, visit_mapping,
		&(struct mapping_visit){ .pid = pid, .visit = visit, .arg = arg });
}

int binaries_each_mapping(const struct probe_scope *scope, binaries_visit_fn visit, void *arg)
{
	bool named = scope && scope->pid_count;
	DIR *dir = named ? NULL : opendir("/proc");
	int ret = 0;

	for (uint32_t i = 0; named && i < scope->pid_count && !ret; i++)
		ret = visit_process(scope->pids[i], visit, arg);
	for (struct dirent *e; dir && !ret && (e = readdir(dir));)
		if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
			ret = visit_process(atoi(e->d_name), visit, arg);
	if (dir)
		closedir(dir);
	return ret;
}

/* A mapped program or library whose name the part stands for. */
static int add_named(const struct binaries_mapping *m, void *arg)
{
	struct file_set *s = arg;
	const char *name = s->spec->parts[s->part];

	if (!m->executable)
		return 0;
	if (*name &&
		(probe_part_wild(s->spec, s->part) ? !glob_match(name, m->name)
			: !library_named(m->name, name)))
		return 0;
	return add_file(m->path, s);
}

/* Paths */

static int add_path(struct file_set *s, const char *path)
{
	size_t len = zip_path_len(path);
	const char *found = library_find(arena_strndup(s->arena, path, len), s->arena);
	size_t before = s->paths->count;
	int ret = found ? add_file(found, s) : 0;

	/* a member of an archive is called by both their names */
	if (path[len] && s->paths->count > before)
		s->paths->items[before] =
			arena_printf(s->arena, "%s%s", s->paths->items[before], path + len);
	return ret;
}

/* The file that processes see under the path: another one than ours where they have another
 * root. */
static int add_seen(struct file_set *s, const char *path)
{
	const struct probe_scope *scope = s->spec->scope;
	int ret = 0;

	if (*path != '/' || !scope || !scope->pid_count)
		return add_path(s, path);
	for (uint32_t i = 0; i < scope->pid_count && !ret; i++) {
		const char *inside =
			arena_printf(s->arena, "/proc/%d/root%s", scope->pids[i], path);
		const char *file = arena_strndup(s->arena, inside, zip_path_len(inside));

		ret = file_access(file, F_OK) || binaries_same_file(inside, path)
			? add_path(s, path)
			: add_path(s, inside);
	}
	return ret;
}

static int add_glob(struct file_set *s, const char *pattern)
{
	glob_t g = { 0 };
	int ret = 0;

	if (!glob(pattern, 0, NULL, &g))
		for (size_t i = 0; i < g.gl_pathc && !ret; i++)
			ret = add_path(s, g.gl_pathv[i]);
	globfree(&g);
	return ret;
}

static int nothing_found(const struct file_set *s, struct probe_error *err)
{
	const struct probe_spec *spec = s->spec;
	const char *name = spec->parts[s->part];
	bool processes = spec->scope && spec->scope->pid_count;
	const char *near, *rest = "";
	int ret;

	if (!*name)
		return probe_fail(
			err, PROBE_NO_MATCH, "no program or library of what is traced can be read");
	if (probe_part_wild(spec, s->part))
		return probe_fail_part(err, spec, s->part, PROBE_NO_MATCH, "no %s matches '%s'",
			strchr(name, '/') ? "file"
				: processes ? "file that the processes have mapped"
				: "file that a process has mapped",
			name);
	ret = probe_fail_part(
		err, spec, s->part, PROBE_NO_MATCH, "there is no program or library '%s'", name);
	near = library_nearest(name, s->arena);
	if (near) {
		probe_hint(err, "did you mean '%s'?", near);
	} else if (!strchr(name, '/')) {
		for (unsigned i = spec->part_count; i-- > s->part + 1;)
			rest = arena_printf(s->arena, ":%s%s", spec->parts[i], rest);
		probe_hint(
			err, "give its path: %s:/path/to/%s%s", spec->provider->name, name, rest);
	} else if (*name == '/' && !processes) {
		probe_hint(err, "a container's files are found with -p and one of its processes");
	}
	return ret;
}

bool binaries_implied(const struct probe_spec *spec)
{
	return spec->scope && (spec->scope->pid_count || spec->scope->command);
}

int binaries_unnamed(
	const struct probe_spec *spec, const char *word, struct arena *a, struct probe_error *err)
{
	const char *provider = spec->provider->name;
	int ret = probe_fail(err, PROBE_MALFORMED, "'%s:%s' names no binary", provider, word);

	if (library_find(word, a))
		probe_hint(err, "did you mean all that it has, '%s:%s:*'?", provider, word);
	else
		probe_hint(err, "write %s, or name a process with -p or a command with -c",
			spec->provider->form);
	return ret;
}

/* What the process of -c is going to have mapped first. */
static int add_command(struct file_set *s)
{
	const struct probe_scope *scope = s->spec->scope;

	return scope && scope->command
		? add_named(&(struct binaries_mapping){ .path = scope->command,
				    .name = basename(scope->command),
				    .executable = true },
			  s)
		: 0;
}

int binaries_find(const struct probe_spec *spec, unsigned i, struct arena *a, struct name_list *out,
	struct probe_error *err)
{
	struct file_set s = { .spec = spec, .part = i, .arena = a, .paths = out };
	const char *name = spec->parts[i];
	bool wild = probe_part_wild(spec, i), processes = spec->scope && spec->scope->pid_count;
	int ret = 0;

	if (strchr(name, '/'))
		ret = wild ? add_glob(&s, name) : add_seen(&s, name);
	else if (!(ret = add_command(&s)) && (wild || processes))
		ret = binaries_each_mapping(spec->scope, add_named, &s);
	if (!ret && !out->count && !wild && *name && !strchr(name, '/'))
		ret = add_path(&s, name);
	mem_free(s.items);
	if (ret)
		return probe_fail(
			err, PROBE_UNSUPPORTED, "programs cannot be looked for: out of memory");
	name_list_sort(out);
	return out->count ? 0 : nothing_found(&s, err);
}

int binaries_list(struct binaries_list *l)
{
	struct name_list paths = { 0 };
	int ret = binaries_find(l->spec, l->part, l->arena, &paths, l->err);
	bool found = false;

	l->count = paths.count;
	for (size_t i = 0; i < paths.count && !ret; i++) {
		ret = l->list_file(l, paths.items[i]);
		found |= !ret;
		if (paths.count > 1 && (ret == -ENOENT || ret == -EOPNOTSUPP))
			ret = 0;
	}
	return ret || found ? ret : -ENOENT;
}
