/* runtime/folded.c - takes the entries of maps apart into stacks with a weight: the other parts of
 * the key, frames of the user, frames of the kernel. Called by runtime/sink_folded.c and
 * runtime/flame.c. */
#include "runtime/folded.h"

#include <errno.h>

#include "runtime/base/escape.h"
#include "runtime/flat.h"
#include "runtime/key_parts.h"

/* An entry while it is taken apart. */
struct folding {
	struct decode_context *ctx;
	struct buffer text;             /* of all frames, one behind the other */
	/* struct folded_frame, whose text is an offset until it is complete */
	struct buffer frames;
};

static bool holds_stack(const struct value *v)
{
	if (v->kind != VALUE_TUPLE)
		return v->kind == VALUE_STACK;
	for (size_t i = 0; i < v->list.count; i++)
		if (holds_stack(&v->list.items[i]))
			return true;
	return false;
}

const char *folded_unfit(const struct map_view *view)
{
	const struct map_entry *first = &view->entries[0];

	if (!view->keyed || !holds_stack(&first->key))
		return "it has no stack in its key";
	if (first->value.kind != VALUE_INT && first->value.kind != VALUE_UINT)
		return "its values are no integers";
	return NULL;
}

/* A text is one frame of one line, whatever it holds. */
static void make_safe(struct buffer *b, size_t start)
{
	flat_keep_whole(b, start);
	text_escape_controls(b, start, false);
}

static void end_frame(struct folding *f, size_t start, enum folded_origin origin)
{
	struct folded_frame frame = { .origin = origin };

	make_safe(&f->text, start);
	frame.len = f->text.len - start;
	buffer_append(&f->frames, &frame, sizeof(frame));
}

static void put_stack(struct folding *f, const struct value *v)
{
	for (size_t i = v->stack.count; i-- > 0;) {
		const struct value_frame *frame = &v->stack.frames[i];
		size_t start = f->text.len;

		buffer_append(&f->text, frame->text + frame->name_at, frame->name_len);
		end_frame(f, start, v->stack.is_kernel ? FOLDED_KERNEL : FOLDED_USER);
	}
}

/* The parts of a key that are of one origin. */
static void put_parts(
	struct folding *f, const struct value *parts, size_t count, enum folded_origin origin)
{
	for (size_t i = 0; i < count; i++) {
		const struct value *v = &parts[i];
		size_t start = f->text.len;

		if (v->kind == VALUE_TUPLE) {
			put_parts(f, v->list.items, v->list.count, origin);
		} else if (v->kind == VALUE_STACK) {
			if (origin == (v->stack.is_kernel ? FOLDED_KERNEL : FOLDED_USER))
				put_stack(f, v);
		} else if (origin == FOLDED_KEY) {
			value_put_text(f->ctx, &f->text, v);
			end_frame(f, start, FOLDED_KEY);
		}
	}
}

static struct folded_stack stack_of(struct folding *f, const struct value *weight)
{
	struct folded_frame *frames = (void *)f->frames.data;
	size_t count = f->frames.len / sizeof(*frames), at = 0;

	for (size_t i = 0; i < count; at += frames[i++].len)
		frames[i].text = f->text.data + at;
	return (struct folded_stack){ .frames = frames, .count = count, .weight = *weight };
}

int folded_each(struct decode_context *ctx, const struct map_view *view,
	void (*visit)(void *arg, const struct folded_stack *stack), void *arg)
{
	struct folding f = { .ctx = ctx };
	int err = 0;

	for (size_t i = 0; !err && i < view->count; i++) {
		struct key_parts parts = key_parts_of(view, &view->entries[i].key);
		struct folded_stack stack;

		buffer_clear(&f.text);
		buffer_clear(&f.frames);
		for (int origin = FOLDED_KEY; origin <= FOLDED_KERNEL; origin++)
			put_parts(&f, parts.items, parts.count, (enum folded_origin)origin);
		stack = stack_of(&f, &view->entries[i].value);
		err = f.text.failed || f.frames.failed ? -ENOMEM : 0;
		if (!err)
			visit(arg, &stack);
	}
	buffer_free(&f.text);
	buffer_free(&f.frames);
	return err;
}
