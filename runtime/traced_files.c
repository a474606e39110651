/* runtime/traced_files.c - notices when a program or library that is traced is replaced, removed or
 * written to: the kernel keeps probes on the file that was there, and nothing else would tell why
 * the new one is not seen.  Owned by the stream of a run. */
#include "runtime/traced_files.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"

/* IN_ATTRIB: the number of its names changes too, when it loses one. */
#define HAPPENINGS (IN_ATTRIB | IN_MOVE_SELF | IN_MODIFY)
#define NO_WATCH (-1)

struct traced_file {
	const char *path;
	dev_t device;
	ino_t inode;
	int watch;              /* NO_WATCH: it was told of */
};

struct traced_files {
	int fd;
	struct traced_file *items;
	size_t count, capacity;
};

static bool is_known(const struct traced_files *f, const char *path)
{
	for (size_t i = f->count; i-- > 0;)
		if (str_eq(f->items[i].path, path))
			return true;
	return false;
}

static void add_file(struct traced_files *f, const char *path)
{
	struct traced_file one = { .path = path };
	struct stat st;

	if (is_known(f, path) || stat(path, &st))
		return;
	one.device = st.st_dev;
	one.inode = st.st_ino;
	one.watch = inotify_add_watch(f->fd, path, HAPPENINGS);
	if (one.watch < 0)
		log_verbose("%s: cannot be watched: %s", path, strerror(errno));
	else
		VEC_PUSH(f, one);
}

struct traced_files *traced_files_open(const struct attached *attached)
{
	struct traced_files *f = NULL;

	for (uint32_t i = 0; i < attached->count; i++) {
		if (!attached->items[i].file)
			continue;
		if (!f && !(f = mem_zalloc(1, sizeof(*f))))
			return NULL;
		if (!f->fd && (f->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) < 0)
			break;
		add_file(f, attached->items[i].file);
	}
	if (!f || f->count)
		return f;
	traced_files_close(f);
	return NULL;
}

int traced_files_fd(const struct traced_files *f)
{
	return f->fd;
}

/* Below /proc a path also ends with its process. */
static bool is_gone(const struct traced_file *file)
{
	struct stat st;

	if (stat(file->path, &st))
		return errno == ENOENT && !str_starts(file->path, "/proc/");
	return st.st_dev != file->device || st.st_ino != file->inode;
}

/* What else is watched by that may be the same file under another name. */
static void stop_watching(struct traced_files *f, struct traced_file *file)
{
	int watch = file->watch;

	file->watch = NO_WATCH;
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].watch == watch)
			return;
	inotify_rm_watch(f->fd, watch);
}

static void look_at(struct traced_files *f, struct traced_file *file, uint32_t happened)
{
	if (happened & IN_MODIFY)
		log_warn(
			"%s: written to while it is traced: its probes sit where its code was before; stop what runs it, and start sonde again",
			file->path);
	else if (is_gone(file))
		log_warn(
			"%s: replaced or removed while it is traced: its probes stay on the old file, and what runs a new one is not seen; start sonde again for that",
			file->path);
	else
		return;
	stop_watching(f, file);
}

void traced_files_look(struct traced_files *f)
{
	char bytes[16 * sizeof(struct inotify_event)]
		__attribute__((aligned(__alignof__(struct inotify_event))));
	ssize_t len;

	while (f && (len = read(f->fd, bytes, sizeof(bytes))) > 0) {
		for (ssize_t at = 0; at < len;) {
			const struct inotify_event *event =
				(const struct inotify_event *)(bytes + at);

			for (size_t i = 0; i < f->count; i++)
				if (f->items[i].watch == event->wd && event->wd != NO_WATCH)
					look_at(f, &f->items[i], event->mask);
			at += (ssize_t)(sizeof(*event) + event->len);
		}
	}
}

void traced_files_close(struct traced_files *f)
{
	if (!f)
		return;
	if (f->fd > 0)
		close(f->fd);
	mem_free(f->items);
	mem_free(f);
}
