/* tests/bench/busy.c - a small workload for demonstrations: for SECONDS it computes, reads and
 * writes files, fails to open some, and talks to itself over TCP and UDP on the loopback interface.
 *
 * usage: busy SECONDS */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char bytes[4096];

static int listen_on(int type, struct sockaddr_in *address)
{
	socklen_t len = sizeof(*address);
	int fd = socket(AF_INET, type, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (fd < 0 || bind(fd, (void *)address, len) || getsockname(fd, (void *)address, &len))
		exit(2);
	if (type == SOCK_STREAM && listen(fd, 16))
		exit(2);
	return fd;
}

/* Answers each connection with what it sends. */
static void serve(int fd)
{
	prctl(PR_SET_NAME, "busy-server");
	for (;;) {
		int peer = accept(fd, NULL, NULL);
		ssize_t n;

		while (peer >= 0 && (n = read(peer, bytes, sizeof(bytes))) > 0)
			if (write(peer, bytes, n) != n)
				break;
		close(peer);
	}
}

static void talk(const struct sockaddr_in *tcp, const struct sockaddr_in *udp)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), datagrams = socket(AF_INET, SOCK_DGRAM, 0);

	if (!connect(fd, (void *)tcp, sizeof(*tcp)))
		for (int i = 0; i < 16; i++)
			if (write(fd, bytes, 1000) != 1000 || read(fd, bytes, sizeof(bytes)) <= 0)
				break;
	for (int i = 0; i < 4; i++)
		sendto(datagrams, bytes, 200, 0, (void *)udp, sizeof(*udp));
	close(fd);
	close(datagrams);
}

static void files(void)
{
	int fd = open("/proc/self/status", O_RDONLY), null = open("/dev/null", O_WRONLY);
	ssize_t n;

	while ((n = read(fd, bytes, 512)) > 0)
		if (write(null, bytes, n) != n)
			break;
	close(fd);
	close(null);
	close(open("/nonexistent", O_RDONLY));
}

static void compute(void)
{
	for (volatile unsigned i = 0; i < 3000000; i++)
		;
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 10);
	struct sockaddr_in tcp, udp;
	int fd = listen_on(SOCK_STREAM, &tcp);
	pid_t server;

	listen_on(SOCK_DGRAM, &udp);
	signal(SIGPIPE, SIG_IGN);
	server = fork();
	if (server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(fd);
	}
	while (time(NULL) < end) {
		talk(&tcp, &udp);
		files();
		compute();
		usleep(5000);
	}
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}
