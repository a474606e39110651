/* tests/live/helpers/addresses.c - gives connect() the addresses of sockets of every kind, on no
 * socket: the calls fail, and what they are given is seen.
 *
 * usage: addresses [COUNT]  the whole list COUNT times: IPv4, IPv6 (with a flow label that differs
 *                           each time), paths (the longest too), abstract names, one without a
 *                           name, other families, lengths that are too short, addresses that cannot
 *                           be read.  What lies behind each address differs from time to time */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static union {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
	struct sockaddr_un path;
	char bytes[512];
} a;

static void begin(sa_family_t family, int round)
{
	memset(&a, 0x40 + round, sizeof(a));
	a.any.sa_family = family;
}

static void give(size_t len)
{
	connect(-1, &a.any, (socklen_t)len);
}

static void give_path(const char *path, size_t path_len, size_t len, int round)
{
	begin(AF_UNIX, round);
	memcpy(a.path.sun_path, path, path_len);
	give(len);
}

static void give_internet(int round)
{
	begin(AF_INET, round);
	a.ipv4.sin_port = htons(443);
	a.ipv4.sin_addr.s_addr = htonl(0x0a000001);
	give(sizeof(a.ipv4));
	give(7);
	begin(AF_INET6, round);
	a.ipv6.sin6_port = htons(80);
	a.ipv6.sin6_addr = in6addr_loopback;
	give(sizeof(a.ipv6));
	inet_pton(AF_INET6, "2001:db8::7", &a.ipv6.sin6_addr);
	give(sizeof(a.ipv6) - 4);
	give(sizeof(a.ipv4));
}

int main(int argc, char **argv)
{
	static const char abstract[] = "\0name\0x";
	char longest[sizeof(a.path.sun_path)];
	int rounds = argc > 1 ? atoi(argv[1]) : 1;

	memset(longest, 'p', sizeof(longest));
	for (int round = 0; round < rounds; round++) {
		give_internet(round);
		give_path("/run/x.sock", 12, 2 + 12, round);
		give_path("/run/x.sock", 11, 2 + 11, round);
		give_path("/run/x.sock", 12, sizeof(a.path), round);
		give_path(longest, sizeof(longest), sizeof(a.path), round);
		give_path(abstract, sizeof(abstract) - 1, 2 + sizeof(abstract) - 1, round);
		give_path("", 1, 2, round);
		begin(AF_UNSPEC, round);
		give(sizeof(a.any));
		begin(AF_NETLINK, round);
		give(12);
		give(1);
		connect(-1, (struct sockaddr *)8, 16);
		connect(-1, NULL, 0);
	}
	return 0;
}
