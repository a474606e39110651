/* tests/lib/test_image.h - a small valid image around whatever types, probes and actions a test of
 * the runtime writes, opened and ready to decode. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "runtime/base/event.h"
#include "runtime/base/image.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"
#include "runtime/value.h"

struct test_image {
	struct buffer bytes;
	struct image image;
	struct decode_context ctx;
};

/** Add what every image has, finish the writer, open the result.  Ends the program on failure: then
 * the test itself is wrong. */
static inline void test_image_open(
	struct test_image *t, struct image_writer *w, const char *trailer)
{
	const char *reason = "out of memory";
	struct image_map map = {
		.name = image_write_text(w, ""),
		.storage = MAP_CONTROL,
		.key_type = IMAGE_NONE, .value_type = IMAGE_NONE,
		.key_size = 4, .value_size = sizeof(struct image_control), .max_entries = 1,
		.twin = IMAGE_NONE, .selector = IMAGE_NONE, .key_names = IMAGE_NONE,
	};

	*t = (struct test_image){ 0 };
	w->header.control_map = image_write_record(w, IMAGE_MAPS, &map);
	map.storage = MAP_COUNTERS;
	map.value_size = sizeof(uint64_t);
	map.max_entries = COUNTER_MAPS + image_writer_count(w, IMAGE_MAPS) + 1;
	w->header.counters_map = image_write_record(w, IMAGE_MAPS, &map);
	w->header.license = image_write_text(w, "GPL");
	w->header.max_strlen = 1024;
	w->header.str_trailer = image_write_text(w, trailer);
	w->header.metrics_prefix = image_write_text(w, "sonde");
	if (image_writer_finish(w, &t->bytes) != 0 ||
		image_open(&t->image, t->bytes.data, t->bytes.len, &reason) != 0) {
		fprintf(stderr, "test image: %s\n", reason);
		exit(1);
	}
	t->ctx = (struct decode_context){ .image = &t->image, .arena = arena_new() };
}

static inline void test_image_close(struct test_image *t)
{
	decode_context_release(&t->ctx);
	arena_free(t->ctx.arena);
	image_close(&t->image);
	buffer_free(&t->bytes);
}

/** The tuple type of some arguments, with the layout that tuples have; `fields` are filled in. */
static inline struct type test_tuple(struct type_field *fields, uint32_t count)
{
	struct type t = { .kind = TYPE_TUPLE, .fields = fields, .field_count = count };

	t.size = type_layout(fields, count, &t.align);
	return t;
}

static inline struct type test_string(uint32_t size)
{
	return (struct type){ .kind = TYPE_STRING, .align = 1, .size = size };
}

/** Write an action with arguments; returns its index. */
static inline uint32_t test_action(
	struct image_writer *w, enum action_kind kind, const char *text, const struct type *args)
{
	uint32_t offsets[256];

	return image_write_record(w, IMAGE_ACTIONS,
		&(struct image_action){
			.kind = kind,
			.text = text ? image_write_text(w, text) : IMAGE_NONE,
			.args = image_write_type(w, args),
			.map = IMAGE_NONE,
			.fixed_size = event_layout(
				args ? args->fields : NULL, args ? args->field_count : 0, offsets),
		});
}
