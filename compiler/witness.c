/* compiler/witness.c - every way from the compiler to the machine leads through a few functions of
 * the C library.  The linker puts the ones below in their place (--wrap: the list is WITNESSED in
 * the Makefile), for our own code as for the libraries'; so no place that looks at something can
 * forget to say so. tests/check_witness proves that no other way is used.  A look is taken before
 * the function itself looks: what changes in between is seen as a change. */
#include "compiler/witness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <mntent.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "probes/look.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

/* The one per process that the replaced functions find; looks are the process's, not a
 * compilation's: what an earlier one found out is not asked again. */
static struct {
	struct buffer looks;
	struct strmap known;
	bool on, busy;
	bool untold;
	char cache[256];        /* directory of files that prove themselves */
} witness;

void witness_start(void)
{
	if (!cache_directory(witness.cache, sizeof(witness.cache), NULL))
		*witness.cache = '\0';
	witness.on = true;
}

bool witness_put(struct buffer *out)
{
	buffer_append(out, witness.looks.data, witness.looks.len);
	return !witness.untold && !witness.looks.failed;
}

static void remember(enum look_kind kind, uint32_t detail, const char *name)
{
	struct look look = { .kind = kind, .detail = detail, .name = name };
	char *key = NULL;

	if (asprintf(&key, "%u %u %s", kind, detail, name) < 0 || strmap_get(&witness.known, key)) {
		witness.untold |= !key;
	} else if (!look_take(&look) || strmap_put(&witness.known, key, &witness)) {
		witness.untold = true;
	} else {
		look_put(&witness.looks, &look);
	}
	free(key);
}

static void see(enum look_kind kind, uint32_t detail, const char *name)
{
	int saved = errno;

	if (!witness.on || witness.busy || witness.untold || (*name && str_eq(name, witness.cache)))
		return;
	witness.busy = true;
	remember(kind, detail, name);
	witness.busy = false;
	errno = saved;
}

static void see_untold(void)
{
	if (!witness.busy)
		witness.untold = true;
}

/* What is left of a function under its own name, and what stands in its place. */
#define WITNESS(type, name, parameters, arguments, look) \
	type __real_##name parameters; \
	type __wrap_##name parameters; \
	type __wrap_##name parameters \
	{ \
		look; \
		return __real_##name arguments; \
	}

WITNESS(int, faccessat, (int dir, const char *path, int mode, int flags), (dir, path, mode, flags),
	if (dir == AT_FDCWD) see(LOOK_ACCESS, (uint32_t)mode, path))
WITNESS(FILE *, fopen, (const char *path, const char *mode), (path, mode), see(LOOK_FILE, 0, path))
WITNESS(DIR *, opendir, (const char *path), (path), see(LOOK_FILE, 0, path))
WITNESS(FILE *, setmntent, (const char *path, const char *mode), (path, mode),
	see(LOOK_FILE, 0, path))
WITNESS(int, stat, (const char *path, struct stat *st), (path, st), see(LOOK_STATUS, 0, path))
WITNESS(int, lstat, (const char *path, struct stat *st), (path, st), see(LOOK_LINK, 0, path);
	see(LOOK_STATUS, 0, path))
WITNESS(int, statfs, (const char *path, struct statfs *fs), (path, fs),
	see(LOOK_FILE_SYSTEM, 0, path))
WITNESS(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size),
	see(LOOK_LINK, 0, path))
WITNESS(char *, realpath, (const char *path, char *to), (path, to), see(LOOK_RESOLVED, 0, path))
WITNESS(char *, getenv, (const char *name), (name), see(LOOK_VARIABLE, 0, name))
WITNESS(int, glob, (const char *pattern, int flags, int (*failed)(const char *, int), glob_t *g),
	(pattern, flags, failed, g), see(LOOK_PATTERN, (uint32_t)flags, pattern))
WITNESS(int, scandir,
	(const char *path, struct dirent ***list, int (*filter)(const struct dirent *),
		int (*compare)(const struct dirent **, const struct dirent **)),
	(path, list, filter, compare), see(LOOK_FILE, 0, path))
/* what is started looks by itself: who starts it looks at the same before (compiler/clang.c) */
WITNESS(int, posix_spawn,
	(pid_t * pid, const char *path, const posix_spawn_file_actions_t *files,
		const posix_spawnattr_t *attributes, char *const argv[], char *const envp[]),
	(pid, path, files, attributes, argv, envp), see(LOOK_FILE, 0, path))
WITNESS(int, sysinfo, (struct sysinfo *info), (info), see_untold())

/* The functions that take more when they have to. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;

	va_start(ap, flags);
	if (flags & (O_CREAT | __O_TMPFILE))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	see(LOOK_FILE, 0, path);
	return __real_open(path, flags, mode);
}

/* bpf(), perf_event_open(): programs and events that are made and closed at once, to learn what the
 * kernel can do. */
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
/* more may be read here than was passed, as in the C library */
__attribute__((no_sanitize("address"))) long __wrap_syscall(long number, ...)
{
	long a[6];
	va_list ap;

	va_start(ap, number);
	for (size_t i = 0; i < ARRAY_SIZE(a); i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	see(LOOK_TRIAL, 0, "");
	return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
