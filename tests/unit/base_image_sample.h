/* tests/unit/base_image_sample.h - an image that uses every table.  Shared by the image tests,
 * which damage it. */
#pragma once

#include <string.h>

#include "runtime/base/image.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"

/* Types of the sample: made once, constant. */

#define SAMPLE_TUPLE(id, ...) \
	static struct type_field id##_fields[] = { __VA_ARGS__ }; \
	static struct type id = { \
		.kind = TYPE_TUPLE, .fields = id##_fields, .field_count = ARRAY_SIZE(id##_fields) \
	}

static const struct type_field sample_enum_fields[] = { { .name = "OPEN", .value = 1 },
	{ .name = "SHUT", .value = (uint64_t)-2 } };
static const struct type sample_enum = {
	.kind = TYPE_INT,
	.size = 4,
	.align = 4,
	.is_signed = true,
	.name = "enum door",
	.fields = sample_enum_fields,
	.field_count = 2,
};
static const struct type sample_string16 = { .kind = TYPE_STRING, .size = 16, .align = 1 };
static const struct type sample_string100 = { .kind = TYPE_STRING, .size = 100, .align = 1 };
static const struct type sample_array = {
	.kind = TYPE_ARRAY, .size = 6, .align = 2, .count = 3, .elem = &type_uint16
};
static const struct type sample_stamp = {
	.kind = TYPE_TIMESTAMP, .size = 8, .align = 8, .clock = CLOCK_ID_SW_TAI, .name = "%H:%M"
};
static const struct type_field sample_struct_fields[] = {
	{ .name = "fd", .type = &type_int32, .offset = 4 },
	{ .name = "name", .type = &sample_string16, .offset = 8 },
	{ .name = "door", .type = &sample_enum, .offset = 21, .bit_offset = 4, .bit_size = 12 },
};
static const struct type sample_struct = {
	.kind = TYPE_STRUCT,
	.size = 24,
	.align = 4,
	.name = "struct args",
	.fields = sample_struct_fields,
	.field_count = 3,
};
static const struct type sample_pointer = {
	.kind = TYPE_POINTER, .size = 8, .align = 8, .elem = &sample_struct
};
static const struct type sample_count = {
	.kind = TYPE_AGG, .size = 8, .align = 8, .agg = AGG_COUNT
};
static const struct type sample_stats = {
	.kind = TYPE_AGG, .size = 16, .align = 8, .agg = AGG_STATS, .elem = &type_int32
};
static const struct type sample_lhist = {
	.kind = TYPE_AGG,
	.size = 96,
	.align = 8,
	.agg = AGG_LHIST,
	.elem = &type_int64,
	.agg_params = { .max = 100, .step = 10 },
};
static const struct type sample_hist = {
	.kind = TYPE_AGG,
	.size = 125 * 8 + 16,
	.align = 8,
	.agg = AGG_HIST,
	.elem = &type_raw,
	.agg_params = { .bits = 1 },
};
SAMPLE_TUPLE(sample_key, { .type = &type_uint32 }, { .type = &sample_string16 });
SAMPLE_TUPLE(
	sample_nested, { .type = &sample_key }, { .type = &sample_array }, { .type = &type_bool });
SAMPLE_TUPLE(sample_args, { .type = &type_int64 }, { .type = &sample_string100 },
	{ .type = &sample_pointer }, { .type = &type_probe });
SAMPLE_TUPLE(sample_one, { .type = &sample_stamp });
SAMPLE_TUPLE(sample_code, { .type = &type_int64 });

enum sample_map {
	SAMPLE_COUNTS,
	SAMPLE_COUNTS_TWIN,
	SAMPLE_SCALAR,
	SAMPLE_HIST,
	SAMPLE_STATS,
	SAMPLE_LHIST,
	SAMPLE_NESTED,
	SAMPLE_RING,
	SAMPLE_CONTROL,
	SAMPLE_COUNTERS,
	SAMPLE_RODATA,
	SAMPLE_SCRATCH,
	SAMPLE_POOL,
	SAMPLE_MAP_COUNT
};

struct sample_map_row {
	const char *name;
	enum map_storage storage;
	uint32_t flags;
	const struct type *key, *value;
	uint32_t key_size, value_size, max_entries;
	uint32_t twin, selector;
};

static const struct sample_map_row sample_maps[SAMPLE_MAP_COUNT] = {
	[SAMPLE_COUNTS] = { "@c", MAP_PERCPU_HASH, IMAGE_MAP_USER, &sample_key, &sample_count, 20,
		8, 4096, SAMPLE_COUNTS_TWIN, 0 },
	[SAMPLE_COUNTS_TWIN] = { "@c", MAP_PERCPU_HASH, IMAGE_MAP_TWIN, &sample_key, &sample_count,
		20, 8, 4096, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_SCALAR] = { "@", MAP_ARRAY, IMAGE_MAP_USER | IMAGE_MAP_SCALAR, NULL, &type_uint32,
		4, 12, 1, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_HIST] = { "@h", MAP_PERCPU_ARRAY, IMAGE_MAP_USER | IMAGE_MAP_SCALAR, NULL,
		&sample_hist, 4, 1024, 1, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_STATS] = { "@s", MAP_PERCPU_HASH, IMAGE_MAP_USER, &type_int64, &sample_stats, 8, 16,
		100, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_LHIST] = { "@l", MAP_HASH, IMAGE_MAP_USER, &sample_string16, &sample_lhist, 16, 96,
		100, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_NESTED] = { "@n", MAP_HASH, IMAGE_MAP_USER, &sample_nested, &type_bool, 28, 1, 9,
		IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_RING] = { "ring", MAP_RING, 0, NULL, NULL, 0, 0, 0, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_CONTROL] = { "control", MAP_CONTROL, 0, NULL, NULL, 4, sizeof(struct image_control),
		1, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_COUNTERS] = { "counters", MAP_COUNTERS, 0, NULL, NULL, 4, 8,
		COUNTER_MAPS + SAMPLE_MAP_COUNT, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_RODATA] = { "rodata", MAP_RODATA, 0, NULL, NULL, 4, 16, 1, IMAGE_NONE, IMAGE_NONE },
	[SAMPLE_SCRATCH] = { "scratch", MAP_SCRATCH, 0, NULL, NULL, 4, 64, 2, IMAGE_NONE,
		IMAGE_NONE },
	[SAMPLE_POOL] = { "pool", MAP_POOL, 0, NULL, NULL, 4, 64, 8, IMAGE_NONE, IMAGE_NONE },
};

#define SAMPLE_SCRIPT "BEGIN { @ = 1; }\n"
#define SAMPLE_PRELUDE "/* prelude */"
#define SAMPLE_RODATA_BYTES "constant"
#define SAMPLE_FORMAT "%d %s %p %s%%\n"

static void sample_write_maps(struct image_writer *w)
{
	uint32_t contents = image_write_data(w, SAMPLE_RODATA_BYTES, 8);

	for (uint32_t i = 0; i < SAMPLE_MAP_COUNT; i++) {
		const struct sample_map_row *row = &sample_maps[i];

		image_write_record(w, IMAGE_MAPS,
			&(struct image_map){
				.name = image_write_text(w, row->name),
				.storage = row->storage,
				.flags = row->flags,
				.key_type = image_write_type(w, row->key),
				.value_type = image_write_type(w, row->value),
				.key_size = row->key_size,
				.value_size = row->value_size,
				.max_entries = row->max_entries,
				.data_offset = row->storage == MAP_RODATA ? contents : 0,
				.data_len = row->storage == MAP_RODATA ? 8 : 0,
				.twin = row->twin,
				.selector = row->selector,
				.key_names = row->key == &sample_key
					? image_write_text(w, "pid,comm")
					: IMAGE_NONE,
				.span_start = 8,
				.span_end = 9,
			});
	}
}

static void sample_write_progs(struct image_writer *w)
{
	static const struct image_insn insns[] = {
		{ .code = 0x18, .regs = 1 },
		{ 0 }, /* r1 = map of counts */
		{ .code = 0x18, .regs = 2 },
		{ 0 }, /* r2 = address in rodata */
		{ .code = 0xb7 },
		{ .code = 0x95 }, /* r0 = 0; exit */
		{ .code = 0xb7 },
		{ .code = 0x95 },
		{ .code = 0x18, .regs = 1 },
		{ 0 },
		{ .code = 0x18, .regs = 1 },
		{ 0 },
		{ .code = 0xb7 },
		{ .code = 0x95 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(insns); i++)
		image_write_record(w, IMAGE_INSNS, &insns[i]);
	image_write_record(
		w, IMAGE_RELOCS, &(struct image_reloc){ 0, RELOC_MAP_FD, SAMPLE_COUNTS, 0 });
	image_write_record(
		w, IMAGE_RELOCS, &(struct image_reloc){ 2, RELOC_MAP_VALUE, SAMPLE_RODATA, 15 });
	image_write_record(w, IMAGE_RELOCS, &(struct image_reloc){ 0, RELOC_PROBE_ID, 0, 0 });
	image_write_record(w, IMAGE_RELOCS, &(struct image_reloc){ 2, RELOC_KERNEL_VAR, 77, 0 });
	image_write_record(w, IMAGE_RELOCS, &(struct image_reloc){ 4, RELOC_FACT, 1, 0 });
	image_write_record(w, IMAGE_LINES, &(struct image_line){ .insn = 0, .start = 0, .end = 5 });
	image_write_record(
		w, IMAGE_LINES, &(struct image_line){ .insn = 4, .start = 8, .end = 13 });
	image_write_record(w, IMAGE_LINES, &(struct image_line){ .insn = 0, .start = 8, .end = 9 });
	image_write_record(
		w, IMAGE_FUNCS, &(struct image_func){ 6, image_write_text(w, "callback") });
	image_write_record(w, IMAGE_PROGS,
		&(struct image_prog){
			.name = image_write_text(w, "begin_0"),
			.type = 17,
			.insn_count = 8,
			.reloc_count = 2,
			.line_count = 2,
			.func_count = 1,
			.flags = IMAGE_PROG_PREEMPTIBLE,
		});
	image_write_record(w, IMAGE_PROGS,
		&(struct image_prog){
			.name = image_write_text(w, "tracepoint_1234"),
			.type = 5,
			.insn_first = 8,
			.insn_count = 6,
			.reloc_first = 2,
			.reloc_count = 3,
			.line_first = 2,
			.line_count = 1,
			.func_first = 1,
			.flags = IMAGE_PROG_INSTANCE,
		});
}

static void sample_write_probes(struct image_writer *w)
{
	image_write_record(w, IMAGE_PROBES,
		&(struct image_probe){
			.provider = image_write_text(w, "begin"),
			.text = image_write_text(w, "begin"),
			.mechanism = IMAGE_NONE,
			.stage = PROBE_STAGE_BEGIN,
			.target_text = { IMAGE_NONE, IMAGE_NONE },
			.span_end = 5,
		});
	image_write_record(w, IMAGE_PROBES,
		&(struct image_probe){
			.provider = image_write_text(w, "tracepoint"),
			.text = image_write_text(w, "tracepoint:sched:sched_switch"),
			.mechanism = image_write_text(w, "tracepoint"),
			.prog = 1,
			.stage = PROBE_STAGE_ATTACH,
			.flags = IMAGE_PROBE_SHARED,
			.target_text = { image_write_text(w, "sched"),
				image_write_text(w, "sched_switch") },
			.target_number = { 1, 2, 3, UINT64_MAX },
			.number = 1,
		});
}

static void sample_write_actions(struct image_writer *w)
{
	uint32_t args = image_write_type(w, &sample_args), one = image_write_type(w, &sample_one),
		 code = image_write_type(w, &sample_code);
	const struct image_action rows[ACTION_KIND_COUNT] = {
#define TEXT(words) image_write_text(w, words)
#define ROW(words, takes, of, size, ...) \
	{ .text = words, .args = takes, .map = of, .fixed_size = size, ##__VA_ARGS__ }
		[ACTION_PRINTF] = ROW(TEXT(SAMPLE_FORMAT), args, IMAGE_NONE, 40),
		[ACTION_PRINT_VALUE] = ROW(IMAGE_NONE, one, IMAGE_NONE, 16),
		[ACTION_PRINT_MAP] =
			ROW(IMAGE_NONE, IMAGE_NONE, SAMPLE_HIST, 8, .top = 5, .div = 2),
		[ACTION_PRINT_CLEAR] = ROW(IMAGE_NONE, IMAGE_NONE, SAMPLE_COUNTS, 8),
		[ACTION_CLEAR] = ROW(IMAGE_NONE, IMAGE_NONE, SAMPLE_STATS, 8),
		[ACTION_ZERO] = ROW(IMAGE_NONE, IMAGE_NONE, SAMPLE_SCALAR, 8),
		[ACTION_TIME] = ROW(TEXT("%H:%M:%S\n"), IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_JOIN] = ROW(TEXT(","), IMAGE_NONE, IMAGE_NONE, 144),
		[ACTION_EXIT] = ROW(IMAGE_NONE, IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_WARN] = ROW(TEXT("wrong"), IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_CAT] = ROW(TEXT("/proc/uptime"), IMAGE_NONE, IMAGE_NONE, 8, .top = 100),
		[ACTION_ERRORF] = ROW(TEXT("no"), IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_WARNF] = ROW(TEXT("hm"), IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_SYSTEM] = ROW(TEXT("true"), IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_PROCESS] = ROW(IMAGE_NONE, IMAGE_NONE, IMAGE_NONE, 16),
		[ACTION_PACKET] = ROW(TEXT("out.pcap"), IMAGE_NONE, IMAGE_NONE, 24),
		[ACTION_HELPER] =
			ROW(TEXT("no"), code, IMAGE_NONE, 16, .helper = TEXT("probe_read_user")),
		[ACTION_TABLE] = ROW(IMAGE_NONE, IMAGE_NONE, IMAGE_NONE, 8),
		[ACTION_UNWATCH] = ROW(IMAGE_NONE, code, IMAGE_NONE, 16),
#undef ROW
#undef TEXT
	};

	for (uint32_t i = 0; i < ACTION_KIND_COUNT; i++) {
		struct image_action row = rows[i];

		row.kind = i;
		image_write_record(w, IMAGE_ACTIONS, &row);
	}
}

static void sample_write_tables(struct image_writer *w)
{
	image_write_record(w, IMAGE_TABLE_MAPS,
		&(struct image_table_map){ SAMPLE_COUNTS, image_write_text(w, "N"), UNIT_BYTES,
			IMAGE_TABLE_MAP_RATE });
	image_write_record(w, IMAGE_TABLE_MAPS,
		&(struct image_table_map){ SAMPLE_STATS, IMAGE_NONE, UNIT_NONE, 0 });
	image_write_record(w, IMAGE_TABLES,
		&(struct image_table){
			.map_count = 2,
			.sort_map = 1,
			.sort_field = image_write_text(w, "total"),
			.top = 3,
			.flags = IMAGE_TABLE_DESCENDING,
			.key_titles = image_write_text(w, "PID,WHO"),
		});
}

static void sample_write_parameters(struct image_writer *w)
{
	image_write_record(w, IMAGE_PARAMETERS,
		&(struct image_parameter){
			.name = image_write_text(w, "slow"),
			.shown = image_write_text(w, "10ms"),
			.help = image_write_text(w, "threshold"),
			.kind = PARAMETER_UINT,
			.map = SAMPLE_RODATA,
			.size = 8,
		});
	image_write_record(w, IMAGE_PARAMETERS,
		&(struct image_parameter){
			.name = image_write_text(w, "who"),
			.shown = image_write_text(w, "\"\""),
			.help = IMAGE_NONE,
			.kind = PARAMETER_STRING,
			.map = SAMPLE_RODATA,
			.size = 4,
		});
}

/* A hidden point at the entry of what the other leaves, a body with a value and one without, a fact
 * of the kernel and one of the body. */
static void sample_write_portable(struct image_writer *w)
{
	image_write_record(w, IMAGE_POINTS,
		&(struct image_point){
			.text = image_write_text(w, "tracepoint:syscalls:sys_exit_*"),
			.label = IMAGE_NONE,
			.entry_of = 1,
			.flags = IMAGE_POINT_PARAMETERS,
		});
	image_write_record(w, IMAGE_POINTS,
		&(struct image_point){
			.text = image_write_text(w, "tracepoint:syscalls:sys_exit_*"),
			.label = image_write_text(w, "calls"),
			.probe = 1,
			.entry_of = IMAGE_NONE,
		});
	image_write_record(w, IMAGE_VALUES,
		&(struct image_value){
			.role = VALUE_ARG,
			.name = image_write_text(w, "ret"),
			.type = image_write_text(w, "int64"),
			.kind = 1,
			.offset = 8,
			.size = 8,
		});
	image_write_record(w, IMAGE_BODIES,
		&(struct image_body){
			.prog = 1,
			.flags = IMAGE_BODY_ID | IMAGE_BODY_SELECTED,
			.attach_by = IMAGE_NONE,
			.value_count = 1,
			.table_map = IMAGE_NONE,
			.event = 39,
		});
	image_write_record(w, IMAGE_BODIES,
		&(struct image_body){
			.prog = 1, .attach_by = IMAGE_NONE, .table_map = IMAGE_NONE });
	image_write_record(w, IMAGE_FACTS,
		&(struct image_fact){
			.kind = FACT_MEMBER,
			.text = image_write_text(w, "struct file"),
			.member = image_write_text(w, "f_path"),
			.size = 16,
			.body = IMAGE_NONE,
		});
	image_write_record(w, IMAGE_FACTS,
		&(struct image_fact){
			.kind = FACT_VALUE,
			.text = image_write_text(w, "ret"),
			.member = IMAGE_NONE,
			.relocated = 1,
			.value = 8,
		});
}

static void sample_write_source(
	struct image_writer *w, const char *name, const char *text, uint32_t start)
{
	uint32_t len = (uint32_t)strlen(text);

	image_write_record(w, IMAGE_SOURCES,
		&(struct image_source){
			.name = image_write_text(w, name),
			.text_offset = image_write_data(w, text, len),
			.text_len = len,
			.start = start,
		});
}

/** Write the image that uses everything.  0 or -ENOMEM. */
static inline int sample_image(struct buffer *out)
{
	struct type *tuples[] = { &sample_key, &sample_nested, &sample_args, &sample_one,
		&sample_code };
	struct type_field *fields[] = { sample_key_fields, sample_nested_fields, sample_args_fields,
		sample_one_fields, sample_code_fields };
	struct image_writer w = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(tuples); i++)
		tuples[i]->size = type_layout(fields[i], tuples[i]->field_count, &tuples[i]->align);
	w.header = (struct image_header){
		.flags = IMAGE_FLOOD | IMAGE_PRINT_MAPS | IMAGE_PORTABLE,
		.max_strlen = 64,
		.ring_bytes = 65536,
		.control_map = SAMPLE_CONTROL,
		.counters_map = SAMPLE_COUNTERS,
		.license = image_write_text(&w, "GPL"),
		.str_trailer = image_write_text(&w, ".."),
		.metrics_prefix = image_write_text(&w, "sonde"),
	};
	sample_write_maps(&w);
	sample_write_progs(&w);
	sample_write_probes(&w);
	sample_write_tables(&w);
	sample_write_actions(&w);
	sample_write_parameters(&w);
	sample_write_portable(&w);
	sample_write_source(&w, "script.probe", SAMPLE_SCRIPT, 0);
	sample_write_source(&w, "prelude", SAMPLE_PRELUDE, 100);
	image_write_record(&w, IMAGE_SOURCES,
		&(struct image_source){
			.name = IMAGE_NONE,
			.text_len = 5,
			.start = 200,
			.origin = 103,
			.used_start = 2,
			.used_end = 4,
		});
	return image_writer_finish(&w, out);
}

/** The records of a section in the bytes of an image, to be damaged. */
static inline void *sample_records(void *bytes, enum image_section_id section)
{
	return (char *)bytes + ((struct image_header *)bytes)->sections[section].offset;
}
