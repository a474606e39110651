/* runtime/walk.c - makes the kernel walk over its objects by reading an iterator.  Programs run in
 * the context of our reads, so nobody else takes their records from the ring meanwhile: where it
 * has little room left a program asks to be run again for the same object, the read ends with
 * EAGAIN, and we make room.  Called by runtime/session.c. */
#include "runtime/walk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/log.h"

/* What the kernel hands out in one read (bpf_seq_read(), kernel/bpf/bpf_iter.c). */
#define TEXT_BYTES (8 * 4096)

int walk_run(struct stream *s, const struct attached *a)
{
	/* programs of imported objects may write there (bpf_seq_printf), those of scripts do not */
	char text[TEXT_BYTES];
	ssize_t n;

	do {
		errno = 0;
		n = read(a->walk, text, sizeof(text));
		if (n < 0 && errno != EAGAIN && errno != EINTR) {
			int err = -errno;

			stream_drain(s);
			log_error("iterator: its walk broke off: %s", strerror(-err));
			return err;
		}
		if (n > 0)
			actions_show_text(s->actions, text, (size_t)n);
	} while (stream_turn(s) && n != 0);
	return 0;
}
