/* runtime/value_stack.c - stacks of the kernel and of processes as text (output.md W15, 2.4): how a frame is written in each mode, and where its names come
 * from.  Called by runtime/value.c. */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/kallsyms.h"
#include "probes/user_symbols.h"
#include "runtime/base/unwind.h"
#include "runtime/base/util.h"
#include "runtime/value.h"
#include "runtime/value_names.h"

static const char *const indent[STACK_MODE_COUNT] = {
	[STACK_BPFTRACE] = "        ",
	[STACK_PERF] = "\t",
	[STACK_RAW] = "",
	[STACK_BUILD_ID] = "",
};

/* A frame with what is known of it. */
struct frame {
	uint64_t address;
	struct user_symbol symbol;      /* of the kernel too, whose functions have no module */
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void put_bpftrace(struct buffer *b, const struct frame *f)
{
	for (size_t i = 0; i < f->symbol.inlined_count; i++) {
		const struct user_source *s = &f->symbol.inlined[i];

		buffer_printf(b, "[inlined] %s", s->name);
		if (s->file)
			buffer_printf(b, "@%s:%" PRIu32, base_name(s->file), s->line);
		buffer_printf(b, "\n%s", indent[STACK_BPFTRACE]);
	}
	if (f->symbol.name)
		buffer_printf(b, "%s+%" PRIu64, f->symbol.name, f->symbol.offset);
	else
		buffer_printf(b, "0x%" PRIx64, f->address);
	if (f->symbol.source.file)
		buffer_printf(b, "@%s:%" PRIu32, f->symbol.source.file, f->symbol.source.line);
}

static void put_perf(struct buffer *b, const struct frame *f)
{
	for (size_t i = 0; i < f->symbol.inlined_count; i++)
		buffer_printf(b, "%" PRIx64 " %s (inlined)\n%s", f->address, f->symbol.inlined[i].name, indent[STACK_PERF]);
	buffer_printf(b, "%" PRIx64 " ", f->address);
	if (f->symbol.name)
		buffer_printf(b, "%s+%" PRIu64, f->symbol.name, f->symbol.offset);
	else if (f->symbol.module)
		buffer_puts(b, "[unknown]");
	if (f->symbol.module)
		buffer_printf(b, " (%s)", f->symbol.module);
	else if (!f->symbol.name)
		buffer_puts(b, "([unknown])");
}

static void put_raw(struct buffer *b, const struct frame *f)
{
	buffer_printf(b, "%" PRIx64, f->address);
}

static void (*const put_frame[STACK_MODE_COUNT])(struct buffer *b, const struct frame *f) = {
	[STACK_BPFTRACE] = put_bpftrace,
	[STACK_PERF] = put_perf,
	[STACK_RAW] = put_raw,
};

static void find_kernel(struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller)
{
	struct kernel_symbol symbol;

	(void)stack;
	(void)caller;
	if (value_kernel_symbol(ctx, f->address, &symbol))
		f->symbol = (struct user_symbol){ .name = symbol.name, .offset = f->address - symbol.address };
}

static void find_user(struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller)
{
	const struct user_place place = {
		.pid = (pid_t)stack->pid, .address = f->address, .time_ns = stack->time_ns, .is_return_address = caller
	};

	if (!value_user_symbol(ctx, &place, &f->symbol))
		ctx->unresolved_symbols++;
}

static void put_addresses(
	struct decode_context *ctx, struct buffer *b, const struct type *t, const struct image_stack *stack, uint64_t count)
{
	enum stack_mode mode = (enum stack_mode)t->clock;

	for (uint64_t i = 0; i < count; i++) {
		struct frame f = { .address = stack->frames[i] };

		if (t->kind == TYPE_USTACK && f.address == UNWIND_FAILURE) {
			buffer_printf(b, "%s<unwind failure>\n", indent[mode]);
			continue;
		}
		if (mode != STACK_RAW)
			(t->kind == TYPE_KSTACK ? find_kernel : find_user)(ctx, stack, &f, i > 0);
		buffer_puts(b, indent[mode]);
		put_frame[mode](b, &f);
		buffer_putc(b, '\n');
	}
}

static void put_build_ids(struct decode_context *ctx, struct buffer *b, const struct image_stack *stack, uint64_t count)
{
	const struct image_build_id *frames = (const void *)stack->frames;

	for (uint64_t i = 0; i < count; i++) {
		if (frames[i].status == BPF_STACK_BUILD_ID_VALID) {
			for (size_t k = 0; k < sizeof(frames[i].build_id); k++)
				buffer_printf(b, "%02x", frames[i].build_id[k]);
			buffer_putc(b, ' ');
		} else {
			ctx->unresolved_symbols++;
		}
		buffer_printf(b, "0x%" PRIx64 "\n", frames[i].offset);
	}
}

static uint32_t stacks_map(const struct image *image, enum map_storage storage)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++)
		if (image->maps[i].storage == storage)
			return i;
	return IMAGE_NONE;
}

/* A stack that the map had no room for (it is counted there) has no frames to show. */
static void put_missing(struct buffer *b, enum stack_mode mode)
{
	buffer_printf(b, "%s<stack not kept>\n", indent[mode]);
}

static int put_frames(struct decode_context *ctx, struct buffer *b, const struct type *t, uint64_t id)
{
	uint32_t map = stacks_map(ctx->image, t->kind == TYPE_KSTACK ? MAP_STACKS : MAP_USER_STACKS);
	bool build_ids = t->clock == STACK_BUILD_ID;
	struct image_stack *stack;
	uint64_t count;
	size_t room;

	if (map == IMAGE_NONE || !ctx->read_stack)
		return 0;
	room = ctx->image->maps[map].value_size;
	stack = arena_try_alloc(ctx->arena, room);
	if (!stack)
		return -ENOMEM;
	if (ctx->read_stack(ctx->read_stack_arg, map, id, stack)) {
		put_missing(b, (enum stack_mode)t->clock);
		return 0;
	}
	count = MIN_OF(stack->count, (room - sizeof(*stack)) / (build_ids ? sizeof(struct image_build_id) : sizeof(uint64_t)));
	if (build_ids)
		put_build_ids(ctx, b, stack, count);
	else
		put_addresses(ctx, b, t, stack, count);
	return 0;
}

int value_decode_stack(struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out)
{
	struct buffer b = { 0 };
	int err = 0;

	buffer_putc(&b, '\n');
	/* 0 is the stack without frames: the CPU was not in the kernel, or the thread has no user space */
	if (id)
		err = put_frames(ctx, &b, t, id);
	if (err) {
		buffer_free(&b);
		return err;
	}
	return value_keep_text(ctx, &b, out);
}
