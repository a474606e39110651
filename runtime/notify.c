/* runtime/notify.c - one datagram a state; the socket is a path, or a name in the abstract
 * namespace that is written with '@' in the place of its first byte. Called by
 * runtime/session.c. */
#include "runtime/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/base/log.h"

static int send_to(const char *name, const char *state)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	ssize_t sent;
	int fd, err;

	if ((*name != '/' && *name != '@') || len >= sizeof(to.sun_path))
		return -EINVAL;
	memcpy(to.sun_path, name, len);
	if (*name == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	err = sent < 0 ? -errno : 0;
	close(fd);
	return err;
}

void notify_send(const char *state)
{
	const char *name = getenv("NOTIFY_SOCKET");
	int err = name && *name ? send_to(name, state) : 0;

	if (err)
		log_warn("NOTIFY_SOCKET: '%s' cannot be told %s: %s", name, state, strerror(-err));
}
