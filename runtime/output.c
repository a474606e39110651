/* runtime/output.c - writes what the sinks made: in large pieces, but never later than the moment
 * when the ring is empty.  Owns the output's descriptor and buffer.  Called by runtime/stream.c and
 * runtime/session.c. */
#include "runtime/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"

#define PIECE (64u << 10)

int output_open(struct output *o, const char *path, enum flush_mode mode)
{
	*o = (struct output){ .fd = STDOUT_FILENO, .mode = mode };
	if (!path || str_eq(path, "-"))
		return 0;
	o->path = path;
	o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd < 0) {
		int err = -errno;

		log_error("output file '%s': cannot be opened: %s", path, strerror(-err));
		return err;
	}
	return 0;
}

static void output_fail(struct output *o, int err)
{
	if (err == EPIPE) {
		o->closed = true;
		return;
	}
	o->failed = true;
	if (o->path)
		log_error("output file '%s': cannot be written: %s", o->path, strerror(err));
	else
		log_error("standard output: cannot be written: %s", strerror(err));
}

/* Standard error that cannot be written is nobody's failure. */
static void flush_aside(struct output *o)
{
	progress_hide();
	write_all(STDERR_FILENO, o->aside.data, o->aside.len);
	buffer_clear(&o->aside);
}

void output_flush(struct output *o)
{
	int err = 0;

	if (o->buffer.failed && !o->failed)
		output_fail(o, ENOMEM);
	if (!o->closed && !o->failed)
		err = write_all(o->fd, o->buffer.data, o->buffer.len);
	if (err)
		output_fail(o, -err);
	buffer_clear(&o->buffer);
}

void output_added(struct output *o)
{
	if (o->aside.len)
		flush_aside(o);
	if (o->buffer.len >= PIECE || o->mode == FLUSH_NONE)
		output_flush(o);
}

void output_idle(struct output *o)
{
	if (o->buffer.len && o->mode != FLUSH_FULL)
		output_flush(o);
}

void output_reopen(struct output *o)
{
	int fd;

	output_flush(o);
	if (!o->path)
		return;
	fd = open(o->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0) {
		output_fail(o, errno);
		return;
	}
	close(o->fd);
	o->fd = fd;
}

void output_close(struct output *o)
{
	output_flush(o);
	if (o->path && o->fd >= 0 && close(o->fd) < 0 && !o->failed && errno != EINTR)
		output_fail(o, errno);
	o->fd = -1;
	buffer_free(&o->buffer);
	buffer_free(&o->aside);
}
