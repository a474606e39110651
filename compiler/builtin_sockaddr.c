/* compiler/builtin_sockaddr.c - sockaddr(): the address of a socket out of a struct sockaddr in
 * traced memory.  What is kept are the bytes that say where it is, all others zero, so that the
 * same address is the same key; they become text when they are shown (runtime/value_named.c). */

#include <netinet/in.h>
#include <stddef.h>
#include <sys/un.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

enum {
	LEN = offsetof(struct socket_address, len),
	BYTES = offsetof(struct socket_address, bytes),
	FAMILY_SIZE = sizeof(sa_family_t),
	PATH = BYTES + offsetof(struct sockaddr_un, sun_path),
	PATH_MOST = sizeof(((struct sockaddr_un *)NULL)->sun_path),
	LENGTH_ROOM = 127,      /* row_length_room(sizeof(struct sockaddr_un)) */
	ROOM = PATH + LENGTH_ROOM + 1,
};

static_assert(BYTES + sizeof(struct sockaddr_un) == sizeof(struct socket_address),
	"a path fills the room");

struct reading {
	struct lowering *l;
	ir_value from, to;      /* the address in traced memory, ours */
	ir_value len;           /* a word of 0 to LENGTH_ROOM, or NULL: as long as it takes */
	bool user;
};

static ir_value plus(const struct reading *r, ir_value address, uint32_t bytes)
{
	return ir_binary(r->l, OP_ADD, address, lower_const(r->l, bytes), false);
}

static ir_value to_at(const struct reading *r, uint32_t offset)
{
	return ir_offset(r->l, r->to, lower_const(r->l, offset));
}

static void set_len(const struct reading *r, ir_value len)
{
	ir_store(r->l, r->to, LEN, sizeof(((struct socket_address *)NULL)->len), len);
}

static ir_value is_family(const struct reading *r, ir_value family, uint64_t wanted)
{
	return ir_compare(r->l, OP_EQ, family, lower_const(r->l, wanted), false);
}

/* An address of a fixed size: all of it, or none. */
static void read_fixed(const struct reading *r, uint32_t size)
{
	struct lowering *l = r->l;
	ir_value zero = lower_const(l, 0),
		 enough = r->len ? ir_compare(l, OP_GE, r->len, lower_const(l, size), false)
			: lower_const(l, 1);
	struct ir_branch long_enough = ir_if(l, enough), good;

	good = ir_if(l,
		ir_compare(l, OP_EQ,
			lower_read(l, to_at(r, BYTES), lower_const(l, size), r->from, r->user),
			zero, false));
	set_len(r, lower_const(l, size));
	ir_end(l, &good);
	ir_end(l, &long_enough);
}

/* Which way a packet takes (sin6_flowinfo) is no part of where it goes. */
static void read_ipv6(const struct reading *r)
{
	read_fixed(r, offsetof(struct sockaddr_in6, sin6_scope_id));
	ir_store(r->l, r->to, BYTES + offsetof(struct sockaddr_in6, sin6_flowinfo), 4,
		lower_const(r->l, 0));
}

/* A name that begins with a zero byte: as many bytes as the address has, or up to the next zero
 * where that is not known. */
static void read_abstract(const struct reading *r, ir_value room)
{
	struct lowering *l = r->l;
	ir_value zero = lower_const(l, 0), got, counted;
	struct ir_branch good;

	if (r->len) {
		got = lower_read(l, to_at(r, PATH), room, plus(r, r->from, PATH - BYTES), r->user);
		good = ir_if(l, ir_compare(l, OP_EQ, got, zero, false));
		set_len(r, plus(r, room, PATH - BYTES));
	} else {
		got = lower_read_text(l, to_at(r, PATH + 1), lower_const(l, PATH_MOST),
			plus(r, r->from, PATH - BYTES + 1), r->user);
		good = ir_if(l, ir_compare(l, OP_GT, got, lower_const(l, 1), true));
		/* the zero byte before the name counts, the one behind it does not */
		counted = plus(r, got, PATH - BYTES);
		set_len(r, counted);
	}
	ir_end(l, &good);
}

static void read_path(const struct reading *r, ir_value room)
{
	struct lowering *l = r->l;
	ir_value one = lower_const(l, 1),
		 got = lower_read_text(l, to_at(r, PATH), plus(r, room, 1),
			 plus(r, r->from, PATH - BYTES), r->user);
	/* of an empty string the kernel says 0 up to 6.1, and its length with the NUL, 1, later */
	struct ir_branch good = ir_if(l, ir_compare(l, OP_GE, got, lower_const(l, 0), true)), named;

	ir_store(l, r->to, BYTES, FAMILY_SIZE, lower_const(l, AF_UNIX));
	set_len(r, lower_const(l, FAMILY_SIZE));
	named = ir_if(l, ir_compare(l, OP_GT, got, one, true));
	set_len(r, ir_binary(l, OP_SUB, plus(r, got, PATH - BYTES), one, false));
	ir_else(l, &named);
	read_abstract(r, room);
	ir_end(l, &named);
	ir_end(l, &good);
}

/* An address of no more than its family is that of a socket without a name. */
static void read_unix(const struct reading *r)
{
	struct lowering *l = r->l;
	ir_value family_size = lower_const(l, FAMILY_SIZE), room;
	struct ir_branch more;

	if (!r->len) {
		read_path(r, lower_const(l, PATH_MOST));
		return;
	}
	more = ir_if(l, ir_compare(l, OP_GT, r->len, family_size, false));
	room = ir_opaque(l, ir_binary(l, OP_SUB, r->len, family_size, false));
	read_path(r, ir_binary(l, OP_AND, room, lower_const(l, LENGTH_ROOM), false));
	ir_else(l, &more);
	ir_store(l, r->to, BYTES, FAMILY_SIZE, lower_const(l, AF_UNIX));
	set_len(r, family_size);
	ir_end(l, &more);
}

static void read_family(const struct reading *r, ir_value family)
{
	struct lowering *l = r->l;
	struct ir_branch ipv4, ipv6, path;

	ipv4 = ir_if(l, is_family(r, family, AF_INET));
	read_fixed(r, offsetof(struct sockaddr_in, sin_zero));
	ir_else(l, &ipv4);
	ipv6 = ir_if(l, is_family(r, family, AF_INET6));
	read_ipv6(r);
	ir_else(l, &ipv6);
	path = ir_if(l, is_family(r, family, AF_UNIX));
	read_unix(r);
	ir_else(l, &path);
	ir_store(l, r->to, BYTES, FAMILY_SIZE, family);
	set_len(r, lower_const(l, FAMILY_SIZE));
	ir_end(l, &path);
	ir_end(l, &ipv6);
	ir_end(l, &ipv4);
}

static ir_value sockaddr_lower(struct lowering *l, const struct node *n)
{
	const struct node *len = row_argument(n, 1);
	struct reading r = {
		.l = l,
		.from = lower_argument(l, n, 0),
		.to = lower_temporary(l, ROOM),
		.user = row_is_user(l, row_argument(n, 0)),
		.len = len ? row_length(l, len, sizeof(struct sockaddr_un)) : NULL,
	};
	ir_value family_size = lower_const(l, FAMILY_SIZE), family = lower_temporary(l, 8), got;
	struct ir_branch there, good;

	ir_zero(l, r.to, ROOM);
	there = ir_if(l, len ? ir_compare(l, OP_GE, r.len, family_size, false) : lower_const(l, 1));
	got = lower_read(l, family, family_size, r.from, r.user);
	good = ir_if(l, ir_compare(l, OP_EQ, got, lower_const(l, 0), false));
	read_family(&r, ir_load(l, family, 0, FAMILY_SIZE, false));
	ir_end(l, &good);
	ir_end(l, &there);
	return r.to;
}

const struct builtin sockaddr_builtins[] = {
	{
		.name = "sockaddr",
		.signature = "sockaddr(pointer address, int len?) -> sockaddr",
		.flags = BI_PURE | BI_WEAK,
		.help = "the address of a socket (struct sockaddr) of len bytes as text: 10.0.0.1:443, [::1]:80, unix:/run/x.sock",
		.example =
			"tracepoint:syscalls:sys_enter_connect { printf(\"%s to %s\\n\", comm, sockaddr(args.uservaddr, args.addrlen)); }",
		.lower = sockaddr_lower,
	},
	{ 0 },
};
