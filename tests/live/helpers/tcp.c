/* tests/live/helpers/tcp.c - two processes that talk over loopback TCP, with known addresses, ports
 * and byte counts.
 *
 * usage: tcp [-6] [-c CONNECTIONS] [-n SENDS] [-s BYTES]
 * A server (comm "tcp-server") and a client (comm "tcp-client"); for each connection the client
 * makes SENDS calls of send() with BYTES bytes each, and the server reads them all.  Prints one
 * line a connection: "CLIENT-ADDRESS CLIENT-PORT SERVER-ADDRESS SERVER-PORT BYTES-RECEIVED". */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int sends = 3, bytes = 1000, connections = 1;

static void must(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static void client(const struct sockaddr *to, socklen_t len)
{
	char *data = calloc(1, (size_t)bytes + 1);

	prctl(PR_SET_NAME, "tcp-client");
	for (int c = 0; c < connections; c++) {
		int fd = socket(to->sa_family, SOCK_STREAM, 0);

		must(fd >= 0 && connect(fd, to, len) == 0, "connect");
		for (int i = 0; i < sends; i++)
			must(send(fd, data, (size_t)bytes, 0) == bytes, "send");
		close(fd);
	}
	free(data);
	exit(0);
}

static int port_of(const struct sockaddr_storage *a)
{
	return ntohs(a->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)a)->sin6_port
		: ((const struct sockaddr_in *)a)->sin_port);
}

static const char *text_of(const struct sockaddr_storage *a, char *text)
{
	const void *bytes_of = a->ss_family == AF_INET6
		? (const void *)&((const struct sockaddr_in6 *)a)->sin6_addr
		: (const void *)&((const struct sockaddr_in *)a)->sin_addr;

	return inet_ntop(a->ss_family, bytes_of, text, INET6_ADDRSTRLEN);
}

static void serve(int listener, const struct sockaddr_storage *own)
{
	char from_text[INET6_ADDRSTRLEN], own_text[INET6_ADDRSTRLEN], data[4096];
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	int fd = accept(listener, (struct sockaddr *)&from, &len);
	long got = 0;
	ssize_t n;

	must(fd >= 0, "accept");
	while ((n = recv(fd, data, sizeof(data), 0)) > 0)
		got += n;
	must(n == 0, "recv");
	close(fd);
	printf("%s %d %s %d %ld\n", text_of(&from, from_text), port_of(&from),
		text_of(own, own_text), port_of(own), got);
}

int main(int argc, char **argv)
{
	struct sockaddr_storage own = { .ss_family = AF_INET };
	socklen_t len = sizeof(struct sockaddr_in);
	int option, listener, status;
	pid_t pid;

	while ((option = getopt(argc, argv, "6c:n:s:")) != -1) {
		if (option == '6') {
			own.ss_family = AF_INET6;
			len = sizeof(struct sockaddr_in6);
			((struct sockaddr_in6 *)&own)->sin6_addr = in6addr_loopback;
		}
		connections = option == 'c' ? atoi(optarg) : connections;
		sends = option == 'n' ? atoi(optarg) : sends;
		bytes = option == 's' ? atoi(optarg) : bytes;
	}
	if (own.ss_family == AF_INET)
		((struct sockaddr_in *)&own)->sin_addr.s_addr = htonl(0x7f000003);
	listener = socket(own.ss_family, SOCK_STREAM, 0);
	must(listener >= 0 && bind(listener, (struct sockaddr *)&own, len) == 0 &&
			listen(listener, 100) == 0,
		"listen");
	len = sizeof(own);
	must(getsockname(listener, (struct sockaddr *)&own, &len) == 0, "getsockname");
	pid = fork();
	if (pid == 0)
		client((struct sockaddr *)&own, len);
	prctl(PR_SET_NAME, "tcp-server");
	for (int c = 0; c < connections; c++)
		serve(listener, &own);
	waitpid(pid, &status, 0);
	return status != 0;
}
