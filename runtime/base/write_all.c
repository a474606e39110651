/* runtime/base/write_all.c - all of some bytes to a descriptor. */
#include "runtime/base/write_all.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes, *end = at + len;

	while (at < end) {
		ssize_t n = write(fd, at, (size_t)(end - at));

		if (n >= 0)
			at += n;
		else if (errno == EAGAIN)
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
		else if (errno != EINTR)
			return -errno;
	}
	return 0;
}
