/* runtime/value_user.c - values that have a name outside of the kernel (language.md T5): functions of processes, users, network and hardware addresses,
 * control groups.  What was looked up once is kept in the decode context.  Called by runtime/value.c. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <pwd.h>
#include <string.h>

#include "probes/cgroups.h"
#include "probes/user_symbols.h"
#include "runtime/base/util.h"
#include "runtime/value.h"

int value_decode_usym(struct decode_context *ctx, const void *bytes, struct value *out)
{
	const char *name = NULL;
	struct user_address at;
	struct buffer b = { 0 };

	memcpy(&at, bytes, sizeof(at));
	if (!ctx->user_symbols)
		ctx->user_symbols = user_symbols_new();
	if (ctx->user_symbols)
		name = user_symbols_name(ctx->user_symbols, (pid_t)at.pid, at.address);
	if (name) {
		buffer_puts(&b, name);
	} else {
		buffer_printf(&b, "0x%" PRIx64, at.address);
		ctx->unresolved_symbols++;
	}
	return value_keep_text(ctx, &b, out);
}

int value_decode_inet(struct decode_context *ctx, const void *bytes, struct value *out)
{
	struct inet_address a;
	char text[INET6_ADDRSTRLEN];
	struct buffer b = { 0 };

	memcpy(&a, bytes, sizeof(a));
	/* a family of zero is a variable that nothing was assigned to */
	if (a.family && inet_ntop((int)a.family, a.bytes, text, sizeof(text)))
		buffer_puts(&b, text);
	else if (a.family)
		buffer_printf(&b, "(address family %u)", a.family);
	return value_keep_text(ctx, &b, out);
}

int value_decode_mac(struct decode_context *ctx, const void *bytes, struct value *out)
{
	const uint8_t *mac = bytes;
	struct buffer b = { 0 };

	for (int i = 0; i < 6; i++)
		buffer_printf(&b, "%s%02X", i ? ":" : "", mac[i]);
	return value_keep_text(ctx, &b, out);
}

int value_decode_username(struct decode_context *ctx, uint64_t uid, struct value *out)
{
	const struct passwd *user = getpwuid((uid_t)uid);
	struct buffer b = { 0 };

	if (user)
		buffer_puts(&b, user->pw_name);
	else
		buffer_put_u64(&b, uid);
	return value_keep_text(ctx, &b, out);
}

int value_decode_cgroup_path(struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out)
{
	struct buffer b = { 0 };

	cgroups_put_paths(&b, id, t->name);
	return value_keep_text(ctx, &b, out);
}
