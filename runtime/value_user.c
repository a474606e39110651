/* runtime/value_user.c - values that have a name outside of the kernel (language.md T5): functions
 * of processes, users, network and hardware addresses, control groups.  What was looked up once is
 * kept in the decode context.  Called by runtime/value.c. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <pwd.h>
#include <string.h>

#include "probes/cgroups.h"
#include "probes/user_symbols.h"
#include "runtime/base/util.h"
#include "runtime/value.h"
#include "runtime/value_names.h"

struct user_symbols *value_user_symbols(struct decode_context *ctx)
{
	uint32_t flags = ctx->image->header->flags;
	const struct user_symbols_options options = {
		.mangled = flags & IMAGE_MANGLED_NAMES,
		.early = flags & IMAGE_EARLY_SYMBOLS,
		.forget = flags & IMAGE_FORGET_PROCESSES,
		.sources = flags & IMAGE_SHOW_DEBUG_INFO,
		.debug_path = ctx->debug_path,
	};

	if (!ctx->user_symbols)
		ctx->user_symbols = user_symbols_new(&options);
	return ctx->user_symbols;
}

bool value_user_symbol(
	struct decode_context *ctx, const struct user_place *place, struct user_symbol *out)
{
	*out = (struct user_symbol){ 0 };
	return value_user_symbols(ctx) && user_symbols_find(ctx->user_symbols, place, out);
}

bool value_user_file(
	struct decode_context *ctx, const struct user_place *place, struct user_file *out)
{
	return value_user_symbols(ctx) && user_symbols_file(ctx->user_symbols, place, out);
}

int value_decode_usym(struct decode_context *ctx, const void *bytes, struct value *out)
{
	struct user_symbol symbol;
	struct user_address at;
	struct buffer b = { 0 };

	memcpy(&at, bytes, sizeof(at));
	const struct user_place place = {
		.pid = (pid_t)at.pid, .address = at.address, .time_ns = UINT64_MAX
	};

	if (value_user_symbol(ctx, &place, &symbol)) {
		buffer_puts(&b, symbol.name);
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

int value_decode_cgroup_path(
	struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out)
{
	struct buffer b = { 0 };

	cgroups_put_paths(&b, id, t->name);
	return value_keep_text(ctx, &b, out);
}
