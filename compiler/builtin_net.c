/* compiler/builtin_net.c - rows about addresses on networks: ntop pton macaddr bswap. */

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "compiler/check.h"
#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

enum { IPV4_BYTES = 4, IPV6_BYTES = 16, MAC_BYTES = 6 };

/* Bytes of an address in memory; 0 for anything else. */
static uint32_t byte_count(const struct type *t)
{
	if (t->kind == TYPE_ARRAY && t->elem->kind == TYPE_INT && t->elem->size == 1)
		return t->count;
	return t->kind == TYPE_STRING ? t->size : 0;
}

/* ntop */

static const struct type *check_family(struct checker *c, const struct node *family, uint32_t bytes)
{
	int64_t value;

	if (!row_is_integer(family->type)) {
		diag_error(checker_diags(c), family->span, DIAG_BAD_ARGUMENT,
			"ntop() needs an integer as address family, not %s",
			type_text(checker_arena(c), family->type));
		return &type_error;
	}
	if (!checker_literal_int(family, &value))
		return &type_inet;
	if (value != AF_INET && value != AF_INET6) {
		diag_hint(diag_error(checker_diags(c), family->span, DIAG_BAD_ARGUMENT,
				  "ntop() does not know the address family %lld", (long long)value),
			"it is AF_INET (%d) or AF_INET6 (%d)", AF_INET, AF_INET6);
		return &type_error;
	}
	if (value == AF_INET6 && bytes < IPV6_BYTES) {
		diag_error(checker_diags(c), family->span, DIAG_BAD_ARGUMENT,
			"ntop() needs %d bytes for an address of this family, not %u", IPV6_BYTES,
			bytes);
		return &type_error;
	}
	return &type_inet;
}

static const struct type *ntop_check(struct checker *c, struct node *n)
{
	const struct node *second = row_argument(n, 1),
			  *from = second ? second : row_argument(n, 0);
	const struct type *t = from->type;
	uint32_t bytes = row_is_integer(t) ? IPV4_BYTES : byte_count(t);

	if (bytes != IPV4_BYTES && bytes != IPV6_BYTES) {
		diag_hint(
			diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
				"ntop() needs an address, not %s", type_text(checker_arena(c), t)),
			"an integer is an IPv4 address, 4 or 16 bytes are an address of IPv4 or IPv6");
		return &type_error;
	}
	return second ? check_family(c, row_argument(n, 0), bytes) : &type_inet;
}

static ir_value ntop_lower(struct lowering *l, const struct node *n)
{
	const struct node *second = row_argument(n, 1),
			  *from = second ? second : row_argument(n, 0);
	uint32_t at = offsetof(struct inet_address, bytes);
	uint32_t bytes = row_is_integer(from->type) ? IPV4_BYTES : byte_count(from->type);
	ir_value family = second ? lower_argument(l, n, 0)
		: lower_const(l, bytes == IPV4_BYTES ? AF_INET : AF_INET6);
	ir_value value = row_is_integer(from->type) ? lower_argument(l, n, second ? 1 : 0)
		: row_bytes(l, n, second ? 1 : 0, bytes);
	ir_value inet = lower_temporary(l, sizeof(struct inet_address));

	ir_zero(l, inet, sizeof(struct inet_address));
	ir_store(l, inet, offsetof(struct inet_address, family), 4, family);
	if (row_is_integer(from->type)) {
		ir_store(l, inet, at, IPV4_BYTES, value);
		return inet;
	}
	for (uint32_t i = 0; i < bytes; i += 4)
		ir_store(l, inet, at + i, 4, ir_load(l, value, i, 4, false));
	return inet;
}

/* pton */

static const struct type *pton_check(struct checker *c, struct node *n)
{
	const struct node *text = row_argument(n, 0);
	uint8_t *bytes = arena_alloc(checker_arena(c), IPV6_BYTES);
	uint32_t count = strchr(text->string.text, ':') ? IPV6_BYTES : IPV4_BYTES;

	if (inet_pton(count == IPV6_BYTES ? AF_INET6 : AF_INET, text->string.text, bytes) != 1) {
		diag_hint(diag_error(checker_diags(c), text->span, DIAG_BAD_ARGUMENT,
				  "pton() cannot make an address of \"%s\"", text->string.text),
			"write it as \"192.0.2.1\" or \"2001:db8::1\"");
		return &type_error;
	}
	n->call.data = bytes;
	return type_array(checker_arena(c), &type_uint8, count);
}

static ir_value pton_lower(struct lowering *l, const struct node *n)
{
	return lower_data_const(l, n->call.data, n->type->size);
}

/* macaddr */

static const struct type *macaddr_check(struct checker *c, struct node *n)
{
	const struct node *from = row_argument(n, 0);

	if (from->type->kind == TYPE_POINTER || byte_count(from->type) == MAC_BYTES)
		return &type_mac;
	diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
		"macaddr() needs six bytes or a pointer to them, not %s",
		type_text(checker_arena(c), from->type));
	return &type_error;
}

static ir_value macaddr_lower(struct lowering *l, const struct node *n)
{
	ir_value bytes = row_bytes(l, n, 0, MAC_BYTES);

	return ir_binary(l, OP_OR, ir_load(l, bytes, 0, 4, false),
		ir_binary(l, OP_SHL, ir_load(l, bytes, 4, 2, false), lower_const(l, 32), false),
		false);
}

/* bswap */

static const struct type *bswap_check(struct checker *c, struct node *n)
{
	const struct type *t = row_argument(n, 0)->type;

	(void)c;
	return type_int(t->kind == TYPE_BOOL ? 1 : t->size, false);
}

static ir_value bswap_lower(struct lowering *l, const struct node *n)
{
	uint32_t size = n->type->size;
	ir_value from = lower_argument(l, n, 0), swapped = lower_const(l, 0);

	for (uint32_t i = 0; i < size; i++) {
		ir_value byte = ir_binary(l, OP_SHR, from, lower_const(l, i * 8), false);

		byte = ir_binary(l, OP_AND, byte, lower_const(l, 0xff), false);
		byte = ir_binary(l, OP_SHL, byte, lower_const(l, (size - 1 - i) * 8), false);
		swapped = ir_binary(l, OP_OR, swapped, byte, false);
	}
	return swapped;
}

const struct builtin net_builtins[] = {
	{
		.name = "ntop",
		.signature = "ntop(any family_or_address, any address?) -> custom",
		.flags = BI_PURE,
		.help = "an IPv4 or IPv6 address as text, from an integer, 4 or 16 bytes in network order",
		.example =
			"tracepoint:sock:inet_sock_set_state { @[ntop(args.family, args.daddr_v6)] = count(); }",
		.check = ntop_check,
		.lower = ntop_lower,
	},
	{
		.name = "pton",
		.signature = "pton(literal_string address) -> custom",
		.flags = BI_PURE,
		.help = "the 4 or 16 bytes of an IPv4 or IPv6 address, in network order",
		.example = "begin { printf(\"%r\\n\", buf(pton(\"127.0.0.1\"), 4)); }",
		.check = pton_check,
		.lower = pton_lower,
	},
	{
		.name = "macaddr",
		.signature = "macaddr(any bytes) -> custom",
		.flags = BI_PURE,
		.help = "six bytes as the hardware address of a network interface",
		.example = "fentry:eth_type_trans { @[macaddr(args.dev.dev_addr)] = count(); }",
		.check = macaddr_check,
		.lower = macaddr_lower,
	},
	{
		.name = "bswap",
		.signature = "bswap(int n) -> custom",
		.flags = BI_PURE,
		.help = "an integer with its bytes in reverse order, without a sign",
		.example = "begin { printf(\"%x\\n\", bswap((uint16)0x1234)); }",
		.check = bswap_check,
		.lower = bswap_lower,
	},
	{ 0 },
};
