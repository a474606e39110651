/* tests/unit/runtime_maps.c - maps read from the kernel, filled by the test: merging over CPUs,
 * order, top and div, emptying, twins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <cmocka.h>

#include "probes/machine.h"
#include "runtime/load.h"
#include "runtime/maps.h"
#include "tests/unit/program.h"
#include "runtime/base/image_write.h"

static const struct type count_type = {
	.kind = TYPE_AGG, .agg = AGG_COUNT, .size = 8, .align = 8, .elem = &type_uint64,
};
static const struct type max_type = {
	.kind = TYPE_AGG, .agg = AGG_MAX, .size = 16, .align = 8, .elem = &type_int64,
};
static const struct type_field pair_fields[] = {
	{ .type = &type_int32, .offset = 0 }, { .type = &type_uint64, .offset = 8 },
};
static const struct type pair_type = {
	.kind = TYPE_TUPLE, .size = 16, .align = 8, .fields = pair_fields, .field_count = 2,
};

/* What a test works on: the maps of one image. */
static struct buffer bytes;
static struct image image;
static struct loaded loaded;
static struct control control;
static struct decode_context decode;
static struct maps maps;
static struct map_view view;

static void open_maps(struct program *p)
{
	const char *reason = "";

	if (geteuid() != 0) {
		print_message("skipped: making maps needs root\n");
		skip();
	}
	bytes = (struct buffer){ 0 };
	assert_int_equal(image_writer_finish(&p->writer, &bytes), 0);
	if (image_open(&image, bytes.data, bytes.len, &reason) != 0)
		fail_msg("image: %s", reason);
	assert_int_equal(load_maps(&loaded, &image, NULL, 0), 0);
	assert_int_equal(control_open(&control, loaded.maps[image.header->control_map]), 0);
	decode = (struct decode_context){ .image = &image, .arena = arena_new() };
	assert_int_equal(maps_open(&maps, &image, loaded.maps, &control, &decode), 0);
}

static void close_maps(void)
{
	maps_close(&maps);
	arena_free(decode.arena);
	control_close(&control);
	load_close(&loaded);
	image_close(&image);
	buffer_free(&bytes);
}

static void put(uint32_t map, const void *key, const void *value)
{
	assert_int_equal(bpf_map_update_elem(loaded.maps[map], key, value, BPF_ANY), 0);
}

/* A per-CPU value: `word` at every CPU plus the CPU's number; returns the sum. */
static uint64_t put_counts(uint32_t map, const void *key, uint64_t word)
{
	uint64_t copies[256], sum = 0;
	uint32_t cpus = machine_possible_cpus();

	assert_true(cpus <= ARRAY_SIZE(copies));
	for (uint32_t i = 0; i < cpus; i++)
		sum += copies[i] = word + i;
	put(map, key, copies);
	return sum;
}

static void expect_counts(const uint64_t *keys, const uint64_t *values, size_t count)
{
	assert_int_equal(view.count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(view.entries[i].key.u, keys[i]);
		assert_int_equal(view.entries[i].value.u, values[i]);
	}
}

static void merges_and_sorts_by_value(void **state)
{
	struct program p;
	uint32_t map;
	uint64_t sum[3];

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@n", &type_uint64, &count_type, MAP_PERCPU_HASH, 100);
	open_maps(&p);
	sum[0] = put_counts(map, &(uint64_t){ 7 }, 1000);
	sum[1] = put_counts(map, &(uint64_t){ 9 }, 10);
	sum[2] = put_counts(map, &(uint64_t){ 8 }, 10);
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map }, &view), 0);
	assert_string_equal(view.name, "@n");
	assert_string_equal(view.json_type, "map");
	assert_true(view.keyed);
	assert_false(view.is_tuple_key);
	expect_counts((uint64_t[]){ 8, 9, 7 }, (uint64_t[]){ sum[2], sum[1], sum[0] }, 3);
	assert_int_equal(
		maps_read(&maps, &(struct map_request){ .map = map, .top = 1, .div = 10 }, &view),
		0);
	expect_counts((uint64_t[]){ 7 }, (uint64_t[]){ sum[0] / 10 }, 1);
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map, .top = 3 }, &view), 0);
	assert_int_equal(view.count, 3);
	close_maps();
}

/* Plain values go by key, tuples part by part, signed parts by sign. */
static void sorts_integers_by_value(void **state)
{
	static const struct { int32_t a; uint64_t b; } keys[] = { { 1, 5 }, { -2, 9 }, { 1, 3 } };
	struct program p;
	uint32_t map;

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@", &pair_type, &type_int64, MAP_HASH, 100);
	open_maps(&p);
	for (uint32_t i = 0; i < ARRAY_SIZE(keys); i++) {
		uint8_t key[16] = { 0 };

		memcpy(key, &keys[i].a, 4);
		memcpy(key + 8, &keys[i].b, 8);
		put(map, key, &(int64_t){ -10 * (int64_t)i - 5 });
	}
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map, .div = 2 }, &view), 0);
	assert_true(view.is_tuple_key);
	assert_int_equal(view.count, 3);
	assert_int_equal(view.entries[0].key.list.items[1].u, 3);
	assert_int_equal(view.entries[0].value.i, -12);
	assert_int_equal(view.entries[1].key.list.items[0].i, -2);
	assert_int_equal(view.entries[1].value.i, -7);
	assert_int_equal(view.entries[2].key.list.items[1].u, 5);
	assert_int_equal(view.entries[2].value.i, -2);
	close_maps();
}

/* More entries than fit into one batch: every one exactly once. */
static void reads_many_batches(void **state)
{
	enum { ENTRIES = 50000 };
	struct program p;
	uint32_t map;

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@", &type_uint32, &type_uint64, MAP_HASH, ENTRIES);
	open_maps(&p);
	for (uint32_t i = 0; i < ENTRIES; i++)
		put(map, &i, &(uint64_t){ 3 * (uint64_t)i });
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map }, &view), 0);
	assert_int_equal(view.count, ENTRIES);
	for (uint32_t i = 0; i < ENTRIES; i++) {
		assert_int_equal(view.entries[i].key.u, i);
		assert_int_equal(view.entries[i].value.u, 3 * (uint64_t)i);
	}
	assert_int_equal(maps_clear(&maps, map), 0);
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map }, &view), 0);
	assert_int_equal(view.count, 0);
	close_maps();
}

static void leaves_out_maxima_of_nothing(void **state)
{
	struct program p;
	uint32_t map, cpus = machine_possible_cpus();
	uint64_t copies[512] = { 0 };

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@", &type_uint64, &max_type, MAP_PERCPU_HASH, 10);
	open_maps(&p);
	put(map, &(uint64_t){ 1 }, copies);
	copies[2 * (cpus - 1)] = agg_extreme_encode((uint64_t)-5, 1, 0);
	copies[2 * (cpus - 1) + 1] = 1;
	put(map, &(uint64_t){ 2 }, copies);
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map }, &view), 0);
	assert_int_equal(view.count, 1);
	assert_int_equal(view.entries[0].key.u, 2);
	assert_int_equal(view.entries[0].value.i, -5);
	close_maps();
}

static void scalars_are_set_or_not(void **state)
{
	struct program p;
	struct map_request request;
	uint32_t map, per_cpu, key = 0, cpus = machine_possible_cpus();
	uint64_t copies[512] = { 0 };

	(void)state;
	program_start(&p, 0, 0);
	map = add_scalar(&p, "@a", &type_int64, MAP_ARRAY);
	per_cpu = add_scalar(&p, "@b", &count_type, MAP_PERCPU_ARRAY);
	open_maps(&p);
	request = (struct map_request){ .map = map };
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_false(view.keyed);
	assert_int_equal(view.count, 0);
	request.unset_is_zero = true;
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 1);
	assert_int_equal(view.entries[0].value.i, 0);
	put(map, &key, (int64_t[]){ 1, -8 });
	request.unset_is_zero = false;
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 1);
	assert_int_equal(view.entries[0].value.i, -8);
	/* set on the last CPU only */
	copies[2 * (cpus - 1)] = 1;
	copies[2 * (cpus - 1) + 1] = 6;
	put(per_cpu, &key, copies);
	request.map = per_cpu;
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 1);
	assert_int_equal(view.entries[0].value.u, 6);
	assert_int_equal(maps_zero(&maps, per_cpu), 0);
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 1);
	assert_int_equal(view.entries[0].value.u, 0);
	assert_int_equal(maps_clear(&maps, per_cpu), 0);
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 0);
	close_maps();
}

static void zero_keeps_the_keys(void **state)
{
	struct program p;
	uint32_t map;

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@", &type_uint64, &count_type, MAP_PERCPU_HASH, 10);
	open_maps(&p);
	put_counts(map, &(uint64_t){ 4 }, 2);
	put_counts(map, &(uint64_t){ 3 }, 9);
	assert_int_equal(maps_zero(&maps, map), 0);
	assert_int_equal(maps_read(&maps, &(struct map_request){ .map = map }, &view), 0);
	expect_counts((uint64_t[]){ 3, 4 }, (uint64_t[]){ 0, 0 }, 2);
	close_maps();
}

/* print and clear in one step: what was there is shown once, what comes later is elsewhere. */
static void twins_lose_nothing(void **state)
{
	struct program p;
	struct map_request request;
	struct image_map *records;
	uint32_t map, twin;

	(void)state;
	program_start(&p, 0, 0);
	map = add_keyed(&p, "@", &type_uint64, &type_uint64, MAP_HASH, 10);
	twin = add_keyed(&p, "@", &type_uint64, &type_uint64, MAP_HASH, 10);
	records = (struct image_map *)(void *)p.writer.sections[IMAGE_MAPS].data;
	records[map].twin = twin;
	records[map].selector = 3;
	records[twin].flags |= IMAGE_MAP_TWIN;
	open_maps(&p);
	request = (struct map_request){ .map = map };
	put(map, &(uint64_t){ 1 }, &(uint64_t){ 10 });
	for (uint32_t round = 0; round < 4; round++) {
		uint32_t next = round % 2 ? map : twin;

		assert_int_equal(maps_read_and_switch(&maps, &request, &view), 0);
		assert_int_equal(control.memory->select[3], round % 2 ? 0 : 1);
		expect_counts((uint64_t[]){ round + 1 }, (uint64_t[]){ 10 * (round + 1) }, 1);
		/* comes in between, as from a program */
		put(next, &(uint64_t){ round + 2 }, &(uint64_t){ 10 * (round + 2) });
		assert_int_equal(maps_clear_resting(&maps, map), 0);
		assert_int_equal(maps_read(&maps, &request, &view), 0);
		expect_counts((uint64_t[]){ round + 2 }, (uint64_t[]){ 10 * (round + 2) }, 1);
	}
	assert_int_equal(maps_clear(&maps, map), 0);
	assert_int_equal(maps_read(&maps, &request, &view), 0);
	assert_int_equal(view.count, 0);
	close_maps();
}

static void counters_are_summed(void **state)
{
	struct program p;
	uint32_t lost = COUNTER_LOST, full = COUNTER_MAPS + 1;
	uint64_t sum;

	(void)state;
	program_start(&p, 0, 0);
	open_maps(&p);
	sum = put_counts(PROGRAM_MAP_COUNTERS, &lost, 100);
	assert_int_equal(maps_counter(&maps, COUNTER_LOST), sum);
	assert_int_equal(maps_counter(&maps, COUNTER_MISSED), 0);
	sum = put_counts(PROGRAM_MAP_COUNTERS, &full, 5);
	assert_int_equal(maps_counter(&maps, COUNTER_MAPS + 1), sum);
	close_maps();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merges_and_sorts_by_value),
		cmocka_unit_test(sorts_integers_by_value),
		cmocka_unit_test(reads_many_batches),
		cmocka_unit_test(leaves_out_maxima_of_nothing),
		cmocka_unit_test(scalars_are_set_or_not),
		cmocka_unit_test(zero_keeps_the_keys),
		cmocka_unit_test(twins_lose_nothing),
		cmocka_unit_test(counters_are_summed),
	};

	return cmocka_run_group_tests_name("runtime_maps", tests, NULL, NULL);
}
