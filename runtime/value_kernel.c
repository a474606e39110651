/* runtime/value_kernel.c - values that are addresses in the kernel: symbols and stacks as text
 * (output.md W13, W15, 2.4).  The symbols are read when the first one is asked for and kept in the
 * decode context.  Called by runtime/value.c. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "probes/kallsyms.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/value.h"

static bool symbol_at(struct decode_context *ctx, uint64_t address, struct kernel_symbol *out)
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

	if (symbol_at(ctx, address, &symbol))
		buffer_puts(&b, symbol.name);
	else
		buffer_printf(&b, "0x%" PRIx64, address);
	return value_keep_text(ctx, &b, out);
}

/* Frames */

static void put_frame_bpftrace(struct decode_context *ctx, struct buffer *b, uint64_t address)
{
	struct kernel_symbol symbol;

	if (symbol_at(ctx, address, &symbol))
		buffer_printf(
			b, "        %s+%" PRIu64 "\n", symbol.name, address - symbol.address);
	else
		buffer_printf(b, "        0x%" PRIx64 "\n", address);
}

static void put_frame_perf(struct decode_context *ctx, struct buffer *b, uint64_t address)
{
	struct kernel_symbol symbol;

	if (symbol_at(ctx, address, &symbol))
		buffer_printf(b, "\t%" PRIx64 " %s+%" PRIu64 "\n", address, symbol.name,
			address - symbol.address);
	else
		buffer_printf(b, "\t%" PRIx64 " ([unknown])\n", address);
}

static void put_frame_raw(struct decode_context *ctx, struct buffer *b, uint64_t address)
{
	(void)ctx;
	buffer_printf(b, "%" PRIx64 "\n", address);
}

static void (*const put_frame[STACK_MODE_COUNT])(
    struct decode_context *ctx, struct buffer *b, uint64_t address) = {
	[STACK_BPFTRACE] = put_frame_bpftrace,
	[STACK_PERF] = put_frame_perf,
	[STACK_RAW] = put_frame_raw,
};

static uint32_t stacks_map(const struct image *image)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++)
		if (image->maps[i].storage == MAP_STACKS)
			return i;
	return IMAGE_NONE;
}

/* A stack that the map had no room for (it is counted there) has no frames to show. */
static void put_missing(struct buffer *b, enum stack_mode mode)
{
	buffer_puts(b, mode == STACK_BPFTRACE ? "        " : mode == STACK_PERF ? "\t" : "");
	buffer_puts(b, "<stack not kept>\n");
}

static int put_frames(
    struct decode_context *ctx, struct buffer *b, enum stack_mode mode, uint64_t id)
{
	uint32_t map = stacks_map(ctx->image), room;
	struct image_stack *stack;
	int err;

	if (map == IMAGE_NONE || !ctx->read_stack)
		return 0;
	room = ctx->image->maps[map].value_size;
	stack = arena_try_alloc(ctx->arena, room);
	if (!stack)
		return -ENOMEM;
	err = ctx->read_stack(ctx->read_stack_arg, map, id, stack);
	if (err) {
		put_missing(b, mode);
		return 0;
	}
	for (uint64_t i = 0; i < stack->count && i < room / 8 - 1; i++)
		put_frame[mode](ctx, b, stack->frames[i]);
	return 0;
}

int value_decode_kstack(
    struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out)
{
	struct buffer b = { 0 };
	int err = 0;

	buffer_putc(&b, '\n');
	/* 0 is the stack without frames: the CPU was not in the kernel */
	if (id && t->clock < STACK_MODE_COUNT)
		err = put_frames(ctx, &b, (enum stack_mode)t->clock, id);
	if (err) {
		buffer_free(&b);
		return err;
	}
	return value_keep_text(ctx, &b, out);
}
