/* probes/look.c - looks at this machine: how each kind is taken.  Ordinary files are known by their
 * node, size and times.  In file systems that the kernel makes up those say nothing: there a look
 * is at the text itself, or, where that is long, at what it follows from. */
#include "probes/look.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "probes/boot_cache.h"
#include "probes/kmissing.h"
#include "runtime/base/file_access.h"
#include "runtime/base/util.h"

#define TEXT_MOST (1u << 20)            /* what is longer is not read only to compare it */
#define FIRST_BYTES 4096
/* files written within one tick of the kernel's clock have the same time: 10 ms at 100 Hz */
#define CLOCK_STEP_NS 20000000
/* and file systems that keep whole seconds, or every other one */
#define WHOLE_STEP_NS 2500000000ll
#ifndef SYSFS_MAGIC
#define SYSFS_MAGIC 0x62656572
#endif

/* What was seen, as bytes; ends as their digest. */
struct sight {
	struct buffer bytes;
	bool untold;    /* it cannot be put into bytes */
};

static void put(struct sight *s, const void *bytes, size_t len)
{
	buffer_append(&s->bytes, bytes, len);
}

static void put_number(struct sight *s, uint64_t number)
{
	put(s, &number, sizeof(number));
}

static void put_node(struct sight *s, const struct stat *st)
{
	put_number(s, st->st_dev);
	put_number(s, st->st_ino);
	put_number(s, st->st_mode);
	put_number(s, st->st_uid);
}

static void put_times(struct sight *s, const struct stat *st)
{
	put_number(s, (uint64_t)st->st_size);
	put(s, &st->st_mtim, sizeof(st->st_mtim));
	put(s, &st->st_ctim, sizeof(st->st_ctim));
}

enum file_system {
	FS_ORDINARY,
	/* made up when they are read; their nodes may be numbered anew at any time */
	FS_TEXTS,
	FS_OBJECTS,     /* the same, and a node stands for one object as long as that is there */
	FS_NODES        /* a file is nothing but its number */
};

static enum file_system file_system_of(const char *path)
{
	static const struct {
		uint32_t magic;
		enum file_system kind;
	} own[] = {
		{ PROC_SUPER_MAGIC, FS_TEXTS },
		{ TRACEFS_MAGIC, FS_TEXTS },
		{ DEBUGFS_MAGIC, FS_TEXTS },
		{ SECURITYFS_MAGIC, FS_TEXTS },
		{ SYSFS_MAGIC, FS_OBJECTS },
		{ CGROUP_SUPER_MAGIC, FS_OBJECTS },
		{ CGROUP2_SUPER_MAGIC, FS_OBJECTS },
		{ NSFS_MAGIC, FS_NODES },
	};
	struct statfs fs;

	if (statfs(path, &fs))
		return FS_TEXTS;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if ((uint32_t)fs.f_type == own[i].magic)
			return own[i].kind;
	return FS_ORDINARY;
}

/* Names of a directory, in whatever order it has them, and the nodes where these mean something. */
static void put_names(struct sight *s, int fd, bool nodes)
{
	DIR *dir = fdopendir(fd);
	struct cache_digest sum = { 0 };

	if (!dir)
		close(fd);
	s->untold |= !dir;
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct cache_digest one = cache_digest(e->d_name, strlen(e->d_name));

		sum.low += one.low;
		sum.high += nodes ? one.high ^ e->d_ino * 0x9e3779b97f4a7c15ull : one.high;
	}
	if (dir)
		closedir(dir);
	put(s, &sum, sizeof(sum));
}

/* Up to `most` bytes of a text; more than that is not told unless its beginning is all that
 * counts. */
static void put_text(struct sight *s, int fd, size_t most, bool beginning)
{
	size_t start = s->bytes.len;
	ssize_t n = 1;

	while (n > 0 && s->bytes.len - start < most) {
		char *room = buffer_reserve(&s->bytes, 16384);

		n = room ? read(fd, room, MIN_OF(16384, most - (s->bytes.len - start))) : -1;
		s->bytes.len += n > 0 ? (size_t)n : 0;
	}
	if (n < 0)
		put_number(s, (uint64_t)errno);
	s->untold |= n > 0 && !beginning;
	close(fd);
}

static void put_content(struct sight *s, const char *path, size_t most, bool beginning)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		put_number(s, (uint64_t)errno);
		if (fd >= 0)
			close(fd);
	} else if (S_ISDIR(st.st_mode)) {
		put_names(s, fd, file_system_of(path) != FS_TEXTS);
	} else if (S_ISREG(st.st_mode)) {
		put_text(s, fd, most, beginning);
	} else {
		s->untold = true;
		close(fd);
	}
}

/* Since when the machine runs, and which modules are there. */
static void put_boot(struct sight *s)
{
	s->untold |= !boot_identity_put(&s->bytes);
}

static void put_beginning_of_boot(struct sight *s, const char *path)
{
	put_boot(s);
	put_content(s, path, FIRST_BYTES, true);
}

static void put_boot_alone(struct sight *s, const char *path)
{
	(void)path;
	put_boot(s);
}

static void put_nothing_certain(struct sight *s, const char *path)
{
	(void)path;
	s->untold = true;
}

/* Long texts of the kernel, and one that tells how often modules are used: they follow from the
 * modules (what the first bytes add is whether addresses may be seen).  Which processes there are
 * is never the same again. */
static const struct {
	const char *path;
	void (*put)(struct sight *s, const char *path);
} known_texts[] = {
	{ "/proc", put_nothing_certain },
	{ "/proc/kallsyms", put_beginning_of_boot },
	{ "/proc/modules", put_boot_alone },
	{ "/sys/kernel/debug/kprobes/blacklist", put_beginning_of_boot },
	{ "/sys/kernel/debug/tracing/available_filter_functions", put_beginning_of_boot },
	{ "/sys/kernel/tracing/available_filter_functions", put_beginning_of_boot },
};

static void put_made_up(struct sight *s, const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_texts); i++)
		if (str_eq(path, known_texts[i].path)) {
			known_texts[i].put(s, path);
			return;
		}
	put_content(s, path, TEXT_MOST, false);
}

/* BTF of the kernel, or of a module, with which its file goes: long, and always the same. */
static bool is_long_object(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_size > FIRST_BYTES;
}

static void put_file(struct sight *s, const struct look *l)
{
	struct stat st;

	if (stat(l->name, &st)) {
		put_number(s, (uint64_t)errno);
		return;
	}
	switch (file_system_of(l->name)) {
	case FS_TEXTS:
		put_made_up(s, l->name);
		break;
	case FS_OBJECTS:
		put_node(s, &st);
		put_number(s, (uint64_t)st.st_size);
		if (is_long_object(&st))
			s->untold |= !kernel_text_read(BOOT_ID, &s->bytes);
		else
			put_made_up(s, l->name);
		break;
	case FS_NODES:
		put_node(s, &st);
		break;
	case FS_ORDINARY:
		put_node(s, &st);
		if (l->detail)
			put_content(s, l->name, TEXT_MOST, false);
		else
			put_times(s, &st);
		break;
	}
}

static void put_status(struct sight *s, const struct look *l)
{
	struct stat st;

	if (stat(l->name, &st)) {
		put_number(s, (uint64_t)errno);
		return;
	}
	switch (file_system_of(l->name)) {
	case FS_TEXTS:
		put_number(s, st.st_mode);
		put_number(s, st.st_uid);
		break;
	case FS_OBJECTS:
	case FS_NODES:
		put_node(s, &st);
		break;
	case FS_ORDINARY:
		put_node(s, &st);
		if (!S_ISDIR(st.st_mode))
			put_times(s, &st);
		break;
	}
}

static void put_access(struct sight *s, const struct look *l)
{
	put_number(s, file_access(l->name, (int)l->detail) ? (uint64_t)errno : 0);
}

static void put_link(struct sight *s, const struct look *l)
{
	char to[PATH_MAX];
	ssize_t len = readlink(l->name, to, sizeof(to));

	if (len < 0)
		put_number(s, (uint64_t)errno);
	else
		put(s, to, (size_t)len);
}

static void put_resolved(struct sight *s, const struct look *l)
{
	char to[PATH_MAX];

	if (realpath(l->name, to))
		put(s, to, strlen(to));
	else
		put_number(s, (uint64_t)errno);
}

static void put_pattern(struct sight *s, const struct look *l)
{
	glob_t g = { 0 };

	put_number(s, (uint64_t)glob(l->name, (int)l->detail, NULL, &g));
	for (size_t i = 0; i < g.gl_pathc; i++)
		put(s, g.gl_pathv[i], strlen(g.gl_pathv[i]) + 1);
	globfree(&g);
}

static void put_file_system(struct sight *s, const struct look *l)
{
	struct statfs fs;

	put_number(s, statfs(l->name, &fs) ? (uint64_t)errno : (uint64_t)fs.f_type << 32);
}

static void put_variable(struct sight *s, const struct look *l)
{
	const char *value = getenv(l->name);

	put_number(s, value != NULL);
	put(s, value, value ? strlen(value) : 0);
}

/* A kernel answers the same until it starts anew, the user gains or loses a right, or somebody
 * locks it. */
static void put_trial(struct sight *s, const struct look *l)
{
	static const char *const switches[] = { "/sys/kernel/security/lockdown",
		"/proc/sys/kernel/perf_event_paranoid", "/proc/sys/kernel/kptr_restrict",
		"/proc/sys/kernel/ftrace_enabled" };
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct rights[_LINUX_CAPABILITY_U32S_3] = { 0 };

	(void)l;
	put_boot(s);
	s->untold |= syscall(SYS_capget, &head, rights) < 0;
	for (size_t i = 0; i < ARRAY_SIZE(rights); i++)
		put_number(s, rights[i].effective);
	for (size_t i = 0; i < ARRAY_SIZE(switches); i++)
		put_content(s, switches[i], FIRST_BYTES, false);
}

static void (*const rows[LOOK_KIND_COUNT])(struct sight *s, const struct look *l) = {
	[LOOK_FILE] = put_file,
	[LOOK_STATUS] = put_status,
	[LOOK_ACCESS] = put_access,
	[LOOK_LINK] = put_link,
	[LOOK_RESOLVED] = put_resolved,
	[LOOK_PATTERN] = put_pattern,
	[LOOK_FILE_SYSTEM] = put_file_system,
	[LOOK_VARIABLE] = put_variable,
	[LOOK_TRIAL] = put_trial,
};

/* False when what is there cannot be told. */
static bool see(const struct look *l, struct cache_digest *seen)
{
	struct sight s = { 0 };

	rows[l->kind](&s, l);
	*seen = cache_digest(s.bytes.data, s.bytes.len);
	s.untold |= s.bytes.failed;
	buffer_free(&s.bytes);
	return !s.untold;
}

/* Changed so lately that another change could leave the same time. */
static bool is_young(const char *path)
{
	struct timespec now;
	struct stat st;

	if (stat(path, &st))
		return false;
	clock_gettime(CLOCK_REALTIME, &now);

	bool whole_seconds = !st.st_ctim.tv_nsec && !st.st_mtim.tv_nsec;

	return (now.tv_sec - st.st_ctim.tv_sec) * 1000000000ll + now.tv_nsec - st.st_ctim.tv_nsec <
		(whole_seconds ? WHOLE_STEP_NS : CLOCK_STEP_NS);
}

bool look_take(struct look *look)
{
	if (look->kind == LOOK_FILE)
		look->detail = is_young(look->name);
	return see(look, &look->seen);
}

bool look_holds(const struct look *look)
{
	struct cache_digest now;

	return see(look, &now) && cache_digest_eq(now, look->seen);
}

/* A look as it is kept: this, then its name with the NUL. */
struct kept {
	uint32_t kind, detail, name_len, reserved;
	struct cache_digest seen;
};

void look_put(struct buffer *out, const struct look *look)
{
	struct kept kept = { look->kind, look->detail, (uint32_t)strlen(look->name), 0,
		look->seen };

	buffer_append(out, &kept, sizeof(kept));
	buffer_append(out, look->name, kept.name_len + 1);
}

/* What glob() is asked with these flags leads through nothing but its pattern: no functions or
 * results that the caller would have to bring. */
static bool is_plain_pattern(uint32_t flags)
{
	return !(flags & (GLOB_ALTDIRFUNC | GLOB_APPEND | GLOB_DOOFFS));
}

int look_next(const void *bytes, size_t len, size_t *cursor, struct look *out)
{
	const char *at = (const char *)bytes + *cursor;
	size_t left = *cursor < len ? len - *cursor : 0;
	struct kept kept;

	if (!left)
		return 0;
	if (left < sizeof(kept))
		return -EINVAL;
	memcpy(&kept, at, sizeof(kept));
	left -= sizeof(kept);
	at += sizeof(kept);
	if (kept.kind >= LOOK_KIND_COUNT || kept.name_len >= left ||
		strnlen(at, left) != kept.name_len)
		return -EINVAL;
	if (kept.kind == LOOK_PATTERN && !is_plain_pattern(kept.detail))
		return -EINVAL;
	*out = (struct look){ (enum look_kind)kept.kind, kept.detail, at, kept.seen };
	*cursor += sizeof(kept) + kept.name_len + 1;
	return 1;
}
