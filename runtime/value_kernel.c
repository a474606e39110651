/* runtime/value_kernel.c - values that are addresses in the kernel: symbols as text (output.md
 * W13).  They are read when the first one is asked for and kept in the decode context.  Called by
 * runtime/value.c and value_stack.c. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "probes/kallsyms.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/value.h"
#include "runtime/value_names.h"

bool value_kernel_symbol(struct decode_context *ctx, uint64_t address, struct kernel_symbol *out)
{
	if (!ctx->kallsyms && !ctx->kallsyms_asked) {
		int err = kallsyms_read(&ctx->kallsyms);

		if (err)
			log_warn("kernel symbols: cannot be read, so addresses are shown: %s%s",
				strerror(-err),
				err == -EPERM ? "; set kernel.kptr_restrict to 1 or 0" : "");
	}
	ctx->kallsyms_asked = true;
	if (ctx->kallsyms && kallsyms_at(ctx->kallsyms, address, out))
		return true;
	ctx->unresolved_symbols++;
	return false;
}

int value_keep_text(struct decode_context *ctx, struct buffer *b, struct value *out)
{
	char *text = b->failed ? NULL : arena_try_alloc(ctx->arena, b->len + 1);

	if (text && b->len)
		memcpy(text, b->data, b->len);
	*out = (struct value){ .kind = VALUE_TEXT, .string = { .bytes = text, .len = b->len } };
	buffer_free(b);
	return text ? 0 : -ENOMEM;
}

int value_decode_ksym(struct decode_context *ctx, uint64_t address, struct value *out)
{
	struct kernel_symbol symbol;
	struct buffer b = { 0 };

	if (value_kernel_symbol(ctx, address, &symbol))
		buffer_puts(&b, symbol.name);
	else
		buffer_printf(&b, "0x%" PRIx64, address);
	return value_keep_text(ctx, &b, out);
}
