/* runtime/value_stack.c - stacks of the kernel and of processes as frames (output.md W15, 2.4): how
 * a frame is written in each mode, and where its names come from.  Called by runtime/value.c. */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <stdio.h>
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
	[STACK_BUILD_ID_OF_ADDRESS] = "",
};

/* A frame with what is known of it: a symbol, or where in which file it is. */
struct frame {
	uint64_t address;
	struct image_build_id file;
	struct user_symbol symbol;      /* of the kernel too, whose functions have no module */
};

/* The lines of a stack while they are made: their texts one behind the other, and where each is. */
struct lines {
	struct buffer text;
	struct buffer places;           /* struct line */
	/* of the line that is being written; name_len 0: there is no symbol in it */
	size_t name_at, name_len;
};

struct line {
	size_t start, end;
	size_t name_at, name_len;
};

static const struct line *line_at(const struct lines *l, size_t i)
{
	return (const struct line *)(const void *)l->places.data + i;
}

static size_t line_count(const struct lines *l)
{
	return l->places.len / sizeof(struct line);
}

/* Where the line that is being written begins in the text. */
static size_t line_start(const struct lines *l)
{
	size_t count = line_count(l);

	return count ? line_at(l, count - 1)->end : 0;
}

static void put_name(struct lines *l, const char *name)
{
	l->name_at = l->text.len - line_start(l);
	l->name_len = strlen(name);
	buffer_puts(&l->text, name);
}

static void end_line(struct lines *l)
{
	struct line line = {
		.start = line_start(l),
		.end = l->text.len,
		.name_at = l->name_at,
		.name_len = l->name_len,
	};

	if (!line.name_len)
		line.name_len = line.end - line.start;
	buffer_append(&l->places, &line, sizeof(line));
	l->name_at = l->name_len = 0;
}

static void put_whole_line(struct lines *l, const char *text)
{
	buffer_puts(&l->text, text);
	end_line(l);
}

static void put_bpftrace(struct lines *l, const struct frame *f)
{
	for (size_t i = 0; i < f->symbol.inlined_count; i++) {
		const struct user_source *s = &f->symbol.inlined[i];

		buffer_puts(&l->text, "[inlined] ");
		put_name(l, s->name);
		if (s->file)
			buffer_printf(&l->text, "@%s:%" PRIu32, basename(s->file), s->line);
		end_line(l);
	}
	if (f->symbol.name) {
		put_name(l, f->symbol.name);
		buffer_printf(&l->text, "+%" PRIu64, f->symbol.offset);
	} else {
		buffer_printf(&l->text, "0x%" PRIx64, f->address);
	}
	if (f->symbol.source.file)
		buffer_printf(
			&l->text, "@%s:%" PRIu32, f->symbol.source.file, f->symbol.source.line);
}

/* The address stands for the name as long as there is none. */
static void put_number(struct lines *l, uint64_t address)
{
	char text[20];

	snprintf(text, sizeof(text), "%" PRIx64, address);
	put_name(l, text);
}

static void put_perf(struct lines *l, const struct frame *f)
{
	for (size_t i = 0; i < f->symbol.inlined_count; i++) {
		buffer_printf(&l->text, "%" PRIx64 " ", f->address);
		put_name(l, f->symbol.inlined[i].name);
		buffer_puts(&l->text, " (inlined)");
		end_line(l);
	}
	put_number(l, f->address);
	buffer_putc(&l->text, ' ');
	if (f->symbol.name) {
		put_name(l, f->symbol.name);
		buffer_printf(&l->text, "+%" PRIu64, f->symbol.offset);
	} else if (f->symbol.module) {
		put_name(l, "[unknown]");
	}
	if (f->symbol.module)
		buffer_printf(&l->text, " (%s)", f->symbol.module);
	else if (!f->symbol.name)
		buffer_puts(&l->text, "([unknown])");
}

static void put_raw(struct lines *l, const struct frame *f)
{
	put_number(l, f->address);
}

static void put_build_id(struct lines *l, const struct frame *f)
{
	if (f->file.status == BPF_STACK_BUILD_ID_VALID) {
		for (size_t i = 0; i < sizeof(f->file.build_id); i++)
			buffer_printf(&l->text, "%02x", f->file.build_id[i]);
		buffer_putc(&l->text, ' ');
	}
	buffer_printf(&l->text, "0x%" PRIx64, f->file.offset);
}

static void (*const put_frame[STACK_MODE_COUNT])(struct lines *l, const struct frame *f) = {
	[STACK_BPFTRACE] = put_bpftrace,
	[STACK_PERF] = put_perf,
	[STACK_RAW] = put_raw,
	[STACK_BUILD_ID] = put_build_id,
	[STACK_BUILD_ID_OF_ADDRESS] = put_build_id,
};

typedef void (*find_fn)(
	struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller);

static void find_kernel(
	struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller)
{
	struct kernel_symbol symbol;

	(void)stack;
	(void)caller;
	if (value_kernel_symbol(ctx, f->address, &symbol))
		f->symbol = (struct user_symbol){
			.name = symbol.name,
			.offset = f->address - symbol.address,
		};
}

static void find_user(
	struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller)
{
	const struct user_place place = {
		.pid = (pid_t)stack->pid,
		.address = f->address,
		.time_ns = stack->time_ns,
		.is_return_address = caller,
	};

	if (!value_user_symbol(ctx, &place, &f->symbol))
		ctx->unresolved_symbols++;
}

static void find_file(
	struct decode_context *ctx, const struct image_stack *stack, struct frame *f, bool caller)
{
	const struct user_place place = {
		.pid = (pid_t)stack->pid, .address = f->address, .time_ns = stack->time_ns
	};
	struct user_file file;

	(void)caller;
	f->file = (struct image_build_id){ .status = BPF_STACK_BUILD_ID_IP, .offset = f->address };
	if (value_user_file(ctx, &place, &file)) {
		f->file.status = BPF_STACK_BUILD_ID_VALID;
		f->file.offset = file.offset;
		memcpy(f->file.build_id, file.build_id, sizeof(file.build_id));
	} else {
		ctx->unresolved_symbols++;
	}
}

/* What is looked up for an address in each mode; NULL: nothing. */
static const find_fn find_in_process[STACK_MODE_COUNT] = {
	[STACK_BPFTRACE] = find_user,
	[STACK_PERF] = find_user,
	[STACK_BUILD_ID_OF_ADDRESS] = find_file,
};
static const find_fn find_in_kernel[STACK_MODE_COUNT] = {
	[STACK_BPFTRACE] = find_kernel, [STACK_PERF] = find_kernel
};

static void put_addresses(struct decode_context *ctx, struct lines *l, const struct type *t,
	const struct image_stack *stack, uint64_t count)
{
	enum stack_mode mode = (enum stack_mode)t->clock;
	find_fn find = (t->kind == TYPE_USTACK ? find_in_process : find_in_kernel)[mode];

	for (uint64_t i = 0; i < count; i++) {
		struct frame f = { .address = stack->frames[i] };
		bool caller = i > 0;

		if (t->kind == TYPE_USTACK && f.address == UNWIND_FAILURE) {
			put_whole_line(l, "<unwind failure>");
			continue;
		}
		if (t->kind == TYPE_USTACK && f.address & UNWIND_INTERRUPTED) {
			f.address &= ~UNWIND_INTERRUPTED;
			caller = false;
		}
		if (find)
			find(ctx, stack, &f, caller);
		put_frame[mode](l, &f);
		end_line(l);
	}
}

static void put_build_ids(struct decode_context *ctx, struct lines *l,
	const struct image_stack *stack, uint64_t count)
{
	const struct image_build_id *frames = (const void *)stack->frames;

	for (uint64_t i = 0; i < count; i++) {
		ctx->unresolved_symbols += frames[i].status != BPF_STACK_BUILD_ID_VALID;
		put_build_id(l, &(struct frame){ .file = frames[i] });
		end_line(l);
	}
}

static int put_frames(
	struct decode_context *ctx, struct lines *l, const struct type *t, uint64_t id)
{
	uint32_t map =
		image_map_of(ctx->image, t->kind == TYPE_KSTACK ? MAP_STACKS : MAP_USER_STACKS);
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
	/* a stack that the map had no room for (it is counted there) has no frames to show */
	if (ctx->read_stack(ctx->read_stack_arg, map, id, stack)) {
		put_whole_line(l, "<stack not kept>");
		return 0;
	}
	count = MIN_OF(stack->count,
		(room - sizeof(*stack)) /
			(build_ids ? sizeof(struct image_build_id) : sizeof(uint64_t)));
	if (build_ids)
		put_build_ids(ctx, l, stack, count);
	else
		put_addresses(ctx, l, t, stack, count);
	return 0;
}

/* Lines into the arena as the value's frames. */
static int keep_lines(struct decode_context *ctx, const struct lines *l, struct value *out)
{
	size_t count = line_count(l);
	struct value_frame *frames = arena_try_alloc(ctx->arena, count * sizeof(*frames));
	char *text = arena_try_alloc(ctx->arena, l->text.len + 1);

	if (!frames || !text || l->text.failed || l->places.failed)
		return -ENOMEM;
	if (l->text.len)
		memcpy(text, l->text.data, l->text.len);
	for (size_t i = 0; i < count; i++) {
		const struct line *line = line_at(l, i);

		frames[i] = (struct value_frame){
			.text = text + line->start,
			.len = line->end - line->start,
			.name_at = line->name_at,
			.name_len = line->name_len,
		};
	}
	out->stack.frames = frames;
	out->stack.count = count;
	return 0;
}

int value_decode_stack(
	struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out)
{
	struct lines l = { 0 };
	int err = 0;

	*out = (struct value){ .kind = VALUE_STACK,
		.stack = { .indent = indent[t->clock], .is_kernel = t->kind == TYPE_KSTACK } };
	/* 0 is the stack without frames: the CPU was not in the kernel, or the thread has no user
	 * space */
	if (id)
		err = put_frames(ctx, &l, t, id);
	if (!err)
		err = keep_lines(ctx, &l, out);
	buffer_free(&l.text);
	buffer_free(&l.places);
	return err;
}
