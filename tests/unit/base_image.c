/* tests/unit/base_image.c - the image contract: what is written is read back; cut or changed
 * anywhere, it is refused or stays in bounds; memory may run out at any allocation. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/base_image_sample.h"
#include "tests/unit/base_image_walk.h"
#include "runtime/base/image_write.h"

/* A copy of exactly its size, so that the address sanitizer sees a read behind the end. */
static void *exact_copy(const void *bytes, size_t len)
{
	void *copy = mem_alloc(len);

	return memcpy(copy, bytes, len);
}

static void open_sample(struct image *image, struct buffer *bytes)
{
	const char *reason = NULL;

	assert_int_equal(sample_image(bytes), 0);
	if (image_open(image, bytes->data, bytes->len, &reason))
		fail_msg("the sample is refused: %s", reason);
}

static void test_maps(void **state)
{
	struct buffer bytes = { 0 };
	struct image image;

	(void)state;
	open_sample(&image, &bytes);
	assert_int_equal(image.counts[IMAGE_MAPS], SAMPLE_MAP_COUNT);
	for (uint32_t i = 0; i < SAMPLE_MAP_COUNT; i++) {
		const struct sample_map_row *row = &sample_maps[i];
		const struct image_map *m = &image.maps[i];

		assert_string_equal(image_text(&image, m->name), row->name);
		assert_int_equal(m->storage, row->storage);
		assert_int_equal(m->flags, row->flags);
		assert_int_equal(m->twin, row->twin);
		assert_true(type_equal(image_type_at(&image, m->key_type), row->key));
		assert_true(type_equal(image_type_at(&image, m->value_type), row->value));
	}
	assert_string_equal(image_text(&image, image.maps[SAMPLE_COUNTS].key_names), "pid,comm");
	assert_memory_equal(
		image.data + image.maps[SAMPLE_RODATA].data_offset, SAMPLE_RODATA_BYTES, 8);
	assert_int_equal(
		image.maps[SAMPLE_COUNTS].key_type, image.maps[SAMPLE_COUNTS_TWIN].key_type);
	image_close(&image);
	buffer_free(&bytes);
}

static void test_types(void **state)
{
	struct buffer bytes = { 0 };
	struct image image;
	const struct type *args, *to;

	(void)state;
	open_sample(&image, &bytes);
	args = image_type_at(&image, image.actions[ACTION_PRINTF].args);
	assert_true(type_equal(args, &sample_args));
	assert_int_equal(args->field_count, 4);
	to = args->fields[2].type->elem;
	assert_string_equal(to->name, "struct args");
	assert_string_equal(to->fields[1].name, "name");
	assert_int_equal(to->fields[1].offset, 8);
	assert_int_equal(to->fields[2].bit_offset, 4);
	assert_int_equal(to->fields[2].bit_size, 12);
	assert_string_equal(to->fields[2].type->name, "enum door");
	assert_string_equal(to->fields[2].type->fields[1].name, "SHUT");
	assert_int_equal(to->fields[2].type->fields[1].value, (uint64_t)-2);
	assert_null(to->fields[2].type->fields[1].type);
	assert_string_equal(
		image_type_at(&image, image.actions[ACTION_PRINT_VALUE].args)->fields[0].type->name,
		"%H:%M");
	assert_null(image_type_at(&image, IMAGE_NONE));
	assert_string_equal(image_text(&image, IMAGE_NONE), "");
	/* each once: key uint32 string16, count, hist raw, int64 stats int32, lhist, nested array
	 * uint16 bool, args string100 pointer struct enum probe, one stamp, code */
	assert_int_equal(image.counts[IMAGE_TYPES], 23);
	image_close(&image);
	buffer_free(&bytes);
}

static void test_programs(void **state)
{
	struct buffer bytes = { 0 };
	struct image image;

	(void)state;
	open_sample(&image, &bytes);
	assert_int_equal(image.counts[IMAGE_PROGS], 2);
	assert_string_equal(image_text(&image, image.progs[1].name), "tracepoint_1234");
	assert_int_equal(image.insns[image.progs[1].insn_first].code, 0x18);
	assert_int_equal(image.relocs[1].addend, 15);
	assert_int_equal(image.lines[1].start, 8);
	assert_string_equal(image_text(&image, image.funcs[0].name), "callback");
	assert_string_equal(
		image_text(&image, image.probes[1].text), "tracepoint:sched:sched_switch");
	assert_string_equal(image_text(&image, image.probes[1].target_text[1]), "sched_switch");
	assert_int_equal(image.probes[1].target_number[3], UINT64_MAX);
	assert_string_equal(image_text(&image, image.actions[ACTION_PRINTF].text), SAMPLE_FORMAT);
	image_close(&image);
	buffer_free(&bytes);
}

static void test_header_and_sources(void **state)
{
	struct buffer bytes = { 0 };
	struct image image;

	(void)state;
	open_sample(&image, &bytes);
	assert_int_equal(image.header->size, bytes.len);
	assert_int_equal(image.header->ring_bytes, 65536);
	assert_string_equal(image_text(&image, image.header->license), "GPL");
	assert_string_equal(image_text(&image, image.header->str_trailer), "..");
	assert_string_equal(image_text(&image, image.header->metrics_prefix), "sonde");
	assert_int_equal(image.script.count, 3);
	assert_string_equal(image.script.items[0].name, "script.probe");
	assert_int_equal(image.script.items[0].len, strlen(SAMPLE_SCRIPT));
	assert_memory_equal(image.script.items[0].text, SAMPLE_SCRIPT, strlen(SAMPLE_SCRIPT));
	assert_int_equal(image.script.items[1].start, 100);
	assert_null(image.script.items[2].name);
	assert_int_equal(source_origin(&image.script, 204), 107);
	assert_int_equal(source_use(&image.script, 204)->used_at.start, 2);
	assert_memory_equal(image.script.items[1].text, SAMPLE_PRELUDE, strlen(SAMPLE_PRELUDE));
	walk_image(&image);
	image_close(&image);
	buffer_free(&bytes);
}

/* The smallest image there can be: the two maps that every image has. */
static void test_minimal(void **state)
{
	struct image_map control = {
		.storage = MAP_CONTROL,
		.key_type = IMAGE_NONE,
		.value_type = IMAGE_NONE,
		.key_size = 4,
		.value_size = sizeof(struct image_control),
		.max_entries = 1,
		.twin = IMAGE_NONE,
		.selector = IMAGE_NONE,
		.key_names = IMAGE_NONE,
	};
	struct image_map counters = control;
	struct image_writer w = { .header.counters_map = 1 };
	struct buffer bytes = { 0 };
	struct image image;
	const char *reason;

	(void)state;
	counters.storage = MAP_COUNTERS;
	counters.value_size = 8;
	counters.max_entries = COUNTER_MAPS + 2;
	assert_int_equal(image_write_record(&w, IMAGE_MAPS, &control), 0);
	assert_int_equal(image_write_record(&w, IMAGE_MAPS, &counters), 1);
	assert_int_equal(image_writer_finish(&w, &bytes), 0);
	assert_int_equal(image_open(&image, bytes.data, bytes.len, &reason), 0);
	assert_string_equal(image_text(&image, image.header->license), "");
	walk_image(&image);
	image_close(&image);
	buffer_free(&bytes);
}

static void test_equal_types_are_stored_once(void **state)
{
	struct type again = sample_string16, named = type_pointer, other = type_pointer;
	char name_a[] = "struct a", name_b[] = "struct a";
	struct image_writer w = { 0 };

	(void)state;
	named.name = name_a;
	other.name = name_b;
	assert_int_equal(image_write_type(&w, NULL), IMAGE_NONE);
	assert_int_equal(image_write_type(&w, &sample_string16), 0);
	assert_int_equal(image_write_type(&w, &again), 0);
	assert_int_equal(image_write_type(&w, &named), 1);
	assert_int_equal(image_write_type(&w, &other), 1);
	other.name = "struct b";
	assert_int_equal(image_write_type(&w, &other), 2);
	assert_int_equal(image_write_type(&w, &type_pointer), 3);
	assert_int_equal(image_writer_count(&w, IMAGE_TYPES), 4);
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++)
		buffer_free(&w.sections[i]);
}

static void test_truncated(void **state)
{
	struct buffer bytes = { 0 };

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	for (size_t len = 0; len < bytes.len; len++) {
		void *copy = exact_copy(bytes.data, len);
		const char *reason = NULL;
		struct image image;

		assert_int_equal(image_open(&image, copy, len, &reason), -EINVAL);
		assert_string_equal(reason,
			len < sizeof(struct image_header) ? "not an image: shorter than a header"
				: "header: truncated");
		mem_free(copy);
	}
	buffer_free(&bytes);
}

/* Cut, but with a header that says so. */
static void test_truncated_and_consistent(void **state)
{
	struct buffer bytes = { 0 };
	size_t refused = 0;

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	for (size_t len = sizeof(struct image_header); len < bytes.len; len++) {
		void *copy = exact_copy(bytes.data, len);
		const char *reason = NULL;
		struct image image;

		((struct image_header *)copy)->size = (uint32_t)len;
		if (image_open(&image, copy, len, &reason)) {
			assert_non_null(reason);
			refused++;
		} else {
			walk_image(&image);
			image_close(&image);
		}
		mem_free(copy);
	}
	/* only the padding behind the last text may be missing */
	assert_true(refused >= bytes.len - sizeof(struct image_header) - 7);
	buffer_free(&bytes);
}

static void open_damaged(const void *bytes, size_t len, size_t *opened)
{
	const char *reason = NULL;
	struct image image;
	int err = image_open(&image, bytes, len, &reason);

	if (err) {
		assert_int_equal(err, -EINVAL);
		assert_non_null(reason);
		assert_null(image.decoded_types);
		return;
	}
	walk_image(&image);
	image_close(&image);
	(*opened)++;
}

/* Every bit turned, every byte set to 0 and to 0xff. */
static void test_flipped(void **state)
{
	struct buffer bytes = { 0 };
	size_t opened = 0;
	char *copy;

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	copy = exact_copy(bytes.data, bytes.len);
	for (size_t i = 0; i < bytes.len; i++) {
		for (int way = 0; way < 10; way++) {
			copy[i] = way < 8 ? (char)(bytes.data[i] ^ (1 << way))
				: way == 8 ? 0
				: (char)0xff;
			open_damaged(copy, bytes.len, &opened);
		}
		copy[i] = bytes.data[i];
	}
	/* texts, spans, instructions and provider's numbers may be anything */
	assert_in_range(opened, bytes.len, bytes.len * 9);
	mem_free(copy);
	buffer_free(&bytes);
}

/* Every 32-bit word replaced by values that sit at bounds. */
static void test_words(void **state)
{
	static const uint32_t values[] = { 0, 1, 2, 7, 8, 0x7fffffff, 0x80000000, 0xfffffff8,
		0xfffffffe, 0xffffffff };
	struct buffer bytes = { 0 };
	size_t opened = 0;
	char *copy;

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	copy = exact_copy(bytes.data, bytes.len);
	for (size_t i = 0; i + 4 <= bytes.len; i += 4) {
		for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
			memcpy(copy + i, &values[v], 4);
			open_damaged(copy, bytes.len, &opened);
		}
		memcpy(copy + i, bytes.data + i, 4);
	}
	assert_in_range(opened, bytes.len / 4, bytes.len / 4 * ARRAY_SIZE(values) - 1);
	mem_free(copy);
	buffer_free(&bytes);
}

static void test_not_aligned(void **state)
{
	struct buffer bytes = { 0 };
	const char *reason = NULL;
	struct image image;
	char *shifted;

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	shifted = mem_alloc(bytes.len + 4);
	memcpy(shifted + 4, bytes.data, bytes.len);
	assert_int_equal(image_open(&image, shifted + 4, bytes.len, &reason), -EINVAL);
	assert_string_equal(reason, "not an image: not aligned in memory");
	mem_free(shifted);
	buffer_free(&bytes);
}

static void test_writing_exhausted(void **state)
{
	struct buffer full = { 0 };
	int err = -ENOMEM;

	(void)state;
	assert_int_equal(sample_image(&full), 0);
	for (long n = 0; err; n++) {
		struct buffer bytes = { 0 };

		mem_fail_after(n);
		err = sample_image(&bytes);
		mem_fail_after(-1);
		if (err) {
			assert_int_equal(err, -ENOMEM);
		} else {
			assert_int_equal(bytes.len, full.len);
			assert_memory_equal(bytes.data, full.data, full.len);
			/* at least one for each section and one for the whole */
			assert_true(n > IMAGE_SECTION_COUNT);
		}
		buffer_free(&bytes);
	}
	buffer_free(&full);
}

static void test_opening_exhausted(void **state)
{
	struct buffer bytes = { 0 };
	int err = -ENOMEM;
	long n;

	(void)state;
	assert_int_equal(sample_image(&bytes), 0);
	for (n = 0; err; n++) {
		const char *reason = NULL;
		struct image image;

		mem_fail_after(n);
		err = image_open(&image, bytes.data, bytes.len, &reason);
		mem_fail_after(-1);
		if (err) {
			assert_int_equal(err, -ENOMEM);
			assert_string_equal(reason, "out of memory");
		} else {
			walk_image(&image);
			image_close(&image);
		}
	}
	/* sources, types, fields, measures, the arena and its chunk, four tuples' offsets,
	 * parameters */
	assert_int_equal(n, 12);
	buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_header_and_sources),
		cmocka_unit_test(test_minimal),
		cmocka_unit_test(test_equal_types_are_stored_once),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_truncated_and_consistent),
		cmocka_unit_test(test_flipped),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_not_aligned),
		cmocka_unit_test(test_writing_exhausted),
		cmocka_unit_test(test_opening_exhausted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
