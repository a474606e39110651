/* runtime/walk.c - makes the kernel walk over its objects by reading an iterator.  Programs run in
 * the context of our reads, so nobody else takes their records from the ring meanwhile: where it
 * has little room left a program asks to be run again for the same object, the read ends with
 * EAGAIN, and we make room.  Called by runtime/session.c. */
#include "runtime/walk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/log.h"

int walk_run(struct stream *s, const struct attached *a)
{
	/* programs write nothing there: what is read is the end of the walk */
	char nothing[64];
	ssize_t n;

	do {
		errno = 0;
		n = read(a->walk, nothing, sizeof(nothing));
		if (n < 0 && errno != EAGAIN && errno != EINTR) {
			int err = -errno;

			stream_drain(s);
			log_error("iterator: its walk broke off: %s", strerror(-err));
			return err;
		}
	} while (stream_turn(s) && n != 0);
	return 0;
}
