/* compiler/builtin_socket.c - rows about sockets and packets of the kernel: socket_cookie
 * skboutput.  The helpers want pointers that the verifier knows. */

#include <linux/bpf.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

static bool knows_pointers(const struct row_demand *d, const struct match *m)
{
	return m->carries.can_type ||
		row_not_here(d, m, "the kernel does not know what their pointers point to",
			"it is available in fentry, fexit and rawtracepoint probes");
}

bool row_check_object(struct checker *c, const struct node *use, const struct node *pointer)
{
	if (!row_demand(c, use, knows_pointers, NULL))
		return false;
	checker_probe(c)->uses_typed = true;
	if (pointer->type->kind == TYPE_POINTER && row_is_reached(pointer))
		return true;
	diag_hint(diag_error(checker_diags(c), pointer->span, DIAG_BAD_ARGUMENT,
			  "%s() takes a pointer that is reached from args by fields alone",
			  use->call.name),
		"write the field of args into the call");
	return false;
}

static const struct type *socket_cookie_check(struct checker *c, struct node *n)
{
	return row_check_object(c, n, row_argument(n, 0)) ? NULL : &type_error;
}

static ir_value socket_cookie_lower(struct lowering *l, const struct node *n)
{
	struct lower_object socket = lower_object_begin(l, row_argument(n, 0));
	ir_value cookie = lower_helper(l, BPF_FUNC_get_socket_cookie, &socket.pointer, 1);

	return lower_object_end(l, &socket, cookie);
}

/* skboutput */

static const struct type *skboutput_check(struct checker *c, struct node *n)
{
	const struct node *packet = row_argument(n, 1);

	if (!row_check_object(c, n, packet))
		return &type_error;
	checker_compilation(c)->writes_packets = true;
	if (packet->type->name && str_eq(packet->type->name, "struct sk_buff"))
		return NULL;
	diag_error(checker_diags(c), packet->span, DIAG_BAD_ARGUMENT,
		"skboutput() writes what a struct sk_buff* points to, not %s",
		type_text(checker_arena(c), packet->type));
	return &type_error;
}

static ir_value skboutput_lower(struct lowering *l, const struct node *n)
{
	ir_value len = ir_extend(l, lower_argument(l, n, 2), 4, false),
		 offset = ir_extend(l, lower_argument(l, n, 3), 4, false);
	struct lower_object packet = lower_object_begin(l, row_argument(n, 1));
	ir_value status = lower_packet(
		l, row_argument(n, 0)->string.text, packet.pointer, len, offset, n->span);

	return lower_object_end(l, &packet, ir_extend(l, status, 4, false));
}

const struct builtin socket_builtins[] = {
	{
		.name = "skboutput",
		.signature =
			"skboutput(literal_string file, pointer packet, int length, int offset) -> uint32",
		.help = "write length bytes of a packet, from offset on, to a pcap file, and say whether that was possible (0)",
		.example =
			"fentry:ip_rcv { skboutput(\"packets.pcap\", args.skb, args.skb.len, 0); }",
		.check = skboutput_check,
		.lower = skboutput_lower,
	},
	{
		.name = "socket_cookie",
		.signature = "socket_cookie(pointer socket) -> uint64",
		.flags = BI_PURE,
		.help = "a number that stands for a socket as long as it lives",
		.example = "fentry:tcp_sendmsg { @[socket_cookie(args.sk)] = count(); }",
		.check = socket_cookie_check,
		.lower = socket_cookie_lower,
	},
	{ 0 },
};
