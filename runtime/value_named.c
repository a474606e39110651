/* runtime/value_named.c - numbers that have a name (language.md N16 to N18, N20) and addresses of
 * sockets (N19), looked up when they are shown.  Called by runtime/value.c. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include "probes/device_name.h"
#include "probes/error_name.h"
#include "probes/flags.h"
#include "probes/gfp.h"
#include "runtime/base/util.h"
#include "runtime/value.h"

const struct gfp_names *value_gfp_names(struct decode_context *ctx)
{
	if (!ctx->gfp_asked)
		ctx->gfp = gfp_names_new();
	ctx->gfp_asked = true;
	return ctx->gfp;
}

static void put_error(
	struct decode_context *ctx, struct buffer *b, const struct type *t, uint64_t word)
{
	const char *name = error_name((int64_t)word);

	(void)ctx;
	(void)t;
	if (name)
		buffer_puts(b, name);
	else
		buffer_put_i64(b, (int64_t)word);
}

static void put_device(
	struct decode_context *ctx, struct buffer *b, const struct type *t, uint64_t word)
{
	(void)ctx;
	(void)t;
	device_put_name(b, word);
}

static void put_interface(
	struct decode_context *ctx, struct buffer *b, const struct type *t, uint64_t word)
{
	char name[IF_NAMESIZE];

	(void)ctx;
	(void)t;
	if (word && word <= INT32_MAX && if_indextoname((unsigned)word, name))
		buffer_puts(b, name);
	else
		buffer_put_i64(b, (int64_t)word);
}

static void put_flags(
	struct decode_context *ctx, struct buffer *b, const struct type *t, uint64_t word)
{
	const struct flag_set *set = flag_set_find(t->name);

	/* an image of another version may name a set that there is none of here */
	if (!set)
		buffer_printf(b, "0x%" PRIx64, word);
	else if (flag_set_is_gfp(set))
		gfp_put(b, value_gfp_names(ctx), word);
	else
		flag_set_put(b, set, word);
}

int value_decode_named(
	struct decode_context *ctx, const struct type *t, uint64_t word, struct value *out)
{
	static void (*const put[DECODER_COUNT])(struct decode_context * ctx, struct buffer * b,
		const struct type *t, uint64_t word) = {
		[DECODER_ERRNO] = put_error,
		[DECODER_DEVICE] = put_device,
		[DECODER_INTERFACE] = put_interface,
		[DECODER_FLAGS] = put_flags,
	};
	struct buffer b = { 0 };

	put[t->decoder](ctx, &b, t, word);
	return value_keep_text(ctx, &b, out);
}

static bool put_ipv4(struct buffer *b, const uint8_t *bytes, size_t len)
{
	char text[INET_ADDRSTRLEN];
	struct sockaddr_in a = { 0 };

	if (len < offsetof(struct sockaddr_in, sin_zero))
		return false;
	memcpy(&a, bytes, MIN_OF(len, sizeof(a)));
	if (inet_ntop(AF_INET, &a.sin_addr, text, sizeof(text)))
		buffer_printf(b, "%s:%u", text, ntohs(a.sin_port));
	return true;
}

static bool put_ipv6(struct buffer *b, const uint8_t *bytes, size_t len)
{
	char text[INET6_ADDRSTRLEN];
	struct sockaddr_in6 a = { 0 };

	if (len < offsetof(struct sockaddr_in6, sin6_scope_id))
		return false;
	memcpy(&a, bytes, MIN_OF(len, sizeof(a)));
	if (inet_ntop(AF_INET6, &a.sin6_addr, text, sizeof(text)))
		buffer_printf(b, "[%s]:%u", text, ntohs(a.sin6_port));
	return true;
}

/* A zero byte before the name makes it an abstract one, which is as long as it is said to be; zeros
 * in it are shown as the kernel shows them. */
static bool put_unix(struct buffer *b, const uint8_t *bytes, size_t len)
{
	size_t at = offsetof(struct sockaddr_un, sun_path);
	bool is_abstract = len > at + 1 && !bytes[at];

	buffer_puts(b, "unix:");
	for (; at < len && (bytes[at] || is_abstract); at++)
		buffer_putc(b, bytes[at] ? (char)bytes[at] : '@');
	return true;
}

int value_decode_sockaddr(struct decode_context *ctx, const void *bytes, struct value *out)
{
	static const struct {
		sa_family_t family;
		bool (*put)(struct buffer *b, const uint8_t *bytes, size_t len);
	} rows[] = {
		{ AF_INET, put_ipv4 },
		{ AF_INET6, put_ipv6 },
		{ AF_UNIX, put_unix },
	};
	struct socket_address a;
	sa_family_t family;
	struct buffer b = { 0 };
	size_t len, i = 0;

	memcpy(&a, bytes, sizeof(a));
	memcpy(&family, a.bytes, sizeof(family));
	len = MIN_OF(a.len, sizeof(a.bytes));
	while (i < ARRAY_SIZE(rows) && rows[i].family != family)
		i++;
	if (len < sizeof(family) || (i < ARRAY_SIZE(rows) && !rows[i].put(&b, a.bytes, len)))
		buffer_putc(&b, '?');
	else if (i == ARRAY_SIZE(rows))
		buffer_printf(&b, "af:%u", family);
	return value_keep_text(ctx, &b, out);
}
