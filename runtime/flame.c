/* runtime/flame.c - the file of --flame: opened before tracing begins, so that a name that cannot
 * be written is known then, and written at the end.  Called by runtime/actions.c for every map that
 * is printed, and by runtime/session.c. */
#include "runtime/flame.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "runtime/flame_svg.h"
#include "runtime/flame_tree.h"
#include "runtime/folded.h"

struct flame {
	const char *path;
	int fd;
	bool made;              /* the file was not there before */
	bool written;
	struct flame_tree tree;
	struct buffer maps;     /* names of the maps in it, for the title */
	int err;                /* what went wrong first */
};

static int cannot(const char *path, const char *what, int err)
{
	log_error("flame graph '%s': cannot be %s: %s", path, what, strerror(-err));
	return err;
}

int flame_open(struct flame **out, const char *path)
{
	struct flame *f = mem_zalloc(1, sizeof(*f));
	int err = f ? flame_tree_open(&f->tree) : -ENOMEM;

	*out = f;
	if (!f)
		return cannot(path, "made", err);
	f->path = path;
	f->fd = -1;
	if (err)
		return cannot(path, "made", err);
	f->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	f->made = f->fd >= 0;
	if (f->fd < 0 && errno == EEXIST)
		f->fd = open(path, O_WRONLY | O_CLOEXEC);
	return f->fd < 0 ? cannot(path, "opened", -errno) : 0;
}

static void add_stack(void *arg, const struct folded_stack *stack)
{
	struct flame *f = arg;
	int err = flame_tree_add(&f->tree, stack);

	if (!f->err)
		f->err = err;
}

static void add_name(struct flame *f, const char *name)
{
	char *known = f->maps.len ? strstr(buffer_text(&f->maps), name) : NULL;
	size_t len = strlen(name);

	/* names stand between blanks and commas */
	while (known && known[len] && known[len] != ',')
		known = strstr(known + 1, name);
	if (known)
		return;
	buffer_puts(&f->maps, f->maps.len ? ", " : "");
	buffer_puts(&f->maps, name);
}

void flame_add(struct flame *f, struct decode_context *ctx, const struct map_view *view)
{
	/* strings that are cut have been counted by the sink */
	uint64_t truncated = ctx->truncated_strings;
	int err;

	if (!view->count || folded_unfit(view))
		return;
	add_name(f, view->name);
	err = folded_each(ctx, view, add_stack, f);
	ctx->truncated_strings = truncated;
	if (!f->err)
		f->err = err;
}

static int write_document(int fd, const struct buffer *b)
{
	if (b->failed)
		return -ENOMEM;
	/* what is not a file, /dev/stdout say, cannot be shortened */
	if (ftruncate(fd, 0) && errno != EINVAL)
		return -errno;
	return write_all(fd, b->data, b->len);
}

int flame_finish(struct flame *f, bool warnings)
{
	struct buffer title = { 0 }, document = { 0 };
	int err = f->err;

	if (!err && !f->tree.nodes[0].total) {
		if (warnings)
			log_warn(
				"flame graph '%s': not written: no map with a stack in its key and numbers as values was printed",
				f->path);
		return 0;
	}
	if (!err)
		err = flame_tree_finish(&f->tree);
	if (!err) {
		buffer_printf(&title, "Flame graph of %s", buffer_text(&f->maps));
		flame_svg_put(&document, &f->tree, buffer_text(&title));
		err = write_document(f->fd, &document);
	}
	buffer_free(&title);
	buffer_free(&document);
	f->written = !err;
	return err ? cannot(f->path, "written", err) : 0;
}

void flame_close(struct flame *f)
{
	if (!f)
		return;
	if (f->fd >= 0)
		close(f->fd);
	if (f->made && !f->written)
		unlink(f->path);
	flame_tree_close(&f->tree);
	buffer_free(&f->maps);
	mem_free(f);
}
