/* tests/live/helpers/sockets.c - moves an exact number of bytes over sockets of the loopback
 * interface, by processes with names of their own.
 *
 * usage: sockets tcp CONNECTIONS BYTES [noaddr|late]
 *         "netcli" connects, sends BYTES on each connection and reads 3 back; "netsrv" accepts
 *         them. noaddr: accept() without address; late: begins to listen 2 s before the rest
 *        sockets udp COUNT BYTES   "netcli" sends COUNT datagrams of BYTES, "netsrv" reads each,
 *                                  after looking at it
 *        sockets unix CONNECTIONS  the same on a local socket, which is not the network
 *        sockets drop CONNECTIONS  "netcli" makes connections that a full listener leaves
 *                                  unanswered, until each has sent its SYN again, once
 *        sockets refused COUNT     connections to a port where no one listens */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_DROPPED = 64 };

static char bytes[65536];

static void check(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "sockets: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int bound_socket(int type, struct sockaddr_in *address)
{
	socklen_t len = sizeof(*address);
	int fd = socket(AF_INET, type, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	check(fd >= 0 && bind(fd, (struct sockaddr *)address, sizeof(*address)) == 0, "bind");
	check(getsockname(fd, (struct sockaddr *)address, &len) == 0, "getsockname");
	return fd;
}

static void send_all(int fd, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len < 10000 ? len : 10000);

		check(n > 0, "write");
		len -= (size_t)n;
	}
}

static void read_all(int fd, size_t len)
{
	while (len > 0) {
		ssize_t n = recv(fd, bytes, len < sizeof(bytes) ? len : sizeof(bytes), 0);

		check(n > 0, "recv");
		len -= (size_t)n;
	}
}

static void serve(int listener, long connections, size_t len, int with_address)
{
	struct sockaddr_storage peer;

	prctl(PR_SET_NAME, "netsrv");
	for (long i = 0; i < connections; i++) {
		socklen_t peer_len = sizeof(peer);
		int fd = accept(listener, with_address ? (struct sockaddr *)&peer : NULL,
			with_address ? &peer_len : NULL);

		check(fd >= 0, "accept");
		read_all(fd, len);
		send_all(fd, 3);
		close(fd);
	}
	_exit(0);
}

static void connect_all(
	const void *address, socklen_t address_len, int family, long connections, size_t len)
{
	prctl(PR_SET_NAME, "netcli");
	for (long i = 0; i < connections; i++) {
		int fd = socket(family, SOCK_STREAM, 0);

		check(fd >= 0 && connect(fd, address, address_len) == 0, "connect");
		send_all(fd, len);
		read_all(fd, 3);
		close(fd);
	}
	_exit(0);
}

static void stream(int listener, const void *address, socklen_t address_len, int family,
	long connections, size_t len, int with_address)
{
	pid_t server, client;
	int status;

	server = fork();
	if (server == 0)
		serve(listener, connections, len, with_address);
	client = fork();
	if (client == 0)
		connect_all(address, address_len, family, connections, len);
	check(waitpid(server, &status, 0) == server && status == 0, "server");
	check(waitpid(client, &status, 0) == client && status == 0, "client");
}

static void run_tcp(long connections, size_t len, const char *how)
{
	struct sockaddr_in address;
	int listener = bound_socket(SOCK_STREAM, &address);

	check(listen(listener, 100) == 0, "listen");
	if (strcmp(how, "late") == 0)
		sleep(2);
	stream(listener, &address, sizeof(address), AF_INET, connections, len,
		strcmp(how, "") == 0);
}

static void run_unix(long connections)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "socket.%d", (int)getpid());
	check(bind(listener, (struct sockaddr *)&address, sizeof(address)) == 0 &&
			listen(listener, 100) == 0,
		"bind");
	stream(listener, &address, sizeof(address), AF_UNIX, connections, 10, 1);
	unlink(address.sun_path);
}

static void run_udp(long count, size_t len)
{
	struct sockaddr_in address, own;
	int to = bound_socket(SOCK_DGRAM, &address), from = bound_socket(SOCK_DGRAM, &own), turn[2];
	pid_t client;
	int status;

	/* one at a time, so that none is dropped */
	check(pipe(turn) == 0, "pipe");
	client = fork();
	if (client == 0) {
		prctl(PR_SET_NAME, "netcli");
		for (long i = 0; i < count; i++) {
			check(sendto(from, bytes, len, 0, (struct sockaddr *)&address,
				      sizeof(address)) == (ssize_t)len,
				"sendto");
			check(read(turn[0], bytes, 1) == 1, "read");
		}
		_exit(0);
	}
	prctl(PR_SET_NAME, "netsrv");
	for (long i = 0; i < count; i++) {
		check(recv(to, bytes, sizeof(bytes), MSG_PEEK) == (ssize_t)len, "recv");
		check(recv(to, bytes, sizeof(bytes), 0) == (ssize_t)len, "recv");
		check(write(turn[1], bytes, 1) == 1, "write");
	}
	check(waitpid(client, &status, 0) == client && status == 0, "client");
}

static unsigned sent_again(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0, "getsockopt");
	return info.tcpi_total_retrans;
}

static void run_drop(long connections)
{
	struct sockaddr_in address;
	int listener = bound_socket(SOCK_STREAM, &address), fds[MOST_DROPPED];

	check(listen(listener, 0) == 0, "listen");
	prctl(PR_SET_NAME, "netcli");
	check(connections < MOST_DROPPED, "connections");
	/* the first one fills the queue */
	for (long i = 0; i < connections + 1; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		check(connect(fds[i], (struct sockaddr *)&address, sizeof(address)) == 0 ||
				errno == EINPROGRESS,
			"connect");
		if (i == 0)
			usleep(100000);
	}
	/* they try again after a second, and then not before two more are over */
	for (long i = 1; i < connections + 1; i++)
		while (sent_again(fds[i]) == 0)
			usleep(1000);
}

static void run_refused(long count)
{
	struct sockaddr_in address;

	/* bound, but not listening */
	bound_socket(SOCK_STREAM, &address);
	prctl(PR_SET_NAME, "netcli");
	for (long i = 0; i < count; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		check(connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 &&
				errno == ECONNREFUSED,
			"connect");
		close(fd);
	}
}

int main(int argc, char **argv)
{
	long count = argc > 2 ? atol(argv[2]) : 0;
	size_t len = argc > 3 ? (size_t)atol(argv[3]) : 0;

	if (count <= 0)
		return 2;
	if (strcmp(argv[1], "tcp") == 0)
		run_tcp(count, len, argc > 4 ? argv[4] : "");
	else if (strcmp(argv[1], "udp") == 0 && len <= sizeof(bytes))
		run_udp(count, len);
	else if (strcmp(argv[1], "unix") == 0)
		run_unix(count);
	else if (strcmp(argv[1], "drop") == 0)
		run_drop(count);
	else if (strcmp(argv[1], "refused") == 0)
		run_refused(count);
	else
		return 2;
	return 0;
}
