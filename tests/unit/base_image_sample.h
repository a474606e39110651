/* tests/unit/base_image_sample.h - an image that uses every table, and a walk over all that an
 * opened image refers to.  Shared by the image tests and the fuzz target. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/event.h"
#include "runtime/base/format.h"
#include "runtime/base/image.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/image_write.h"
#include "runtime/base/mem.h"
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

/* The walk: aborts on the first reference that leads outside.  It repeats nothing of image_open():
 * it follows what the rest of the program would. */

#define WALK_CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

static inline size_t walk_text(const struct image *image, uint32_t offset)
{
	if (offset == IMAGE_NONE)
		return 0;
	WALK_CHECK(offset < image->counts[IMAGE_STRINGS]);
	WALK_CHECK(memchr(image->strings + offset, 0, image->counts[IMAGE_STRINGS] - offset));
	return strlen(image_text(image, offset));
}

/* Bytes of a value of this type are touched at every place that decoding would read. */
static inline void walk_value(
	const struct type *t, const unsigned char *bytes, uint32_t len, int depth)
{
	static volatile unsigned char sink;

	WALK_CHECK(depth < 100 && t->size <= len && t->kind != TYPE_ERROR);
	if (t->size)
		sink = sink ^ bytes[0] ^ bytes[t->size - 1];
	for (uint32_t i = 0; i < t->field_count && t->kind == TYPE_INT; i++)
		WALK_CHECK(t->name && t->fields[i].name && !t->fields[i].type);
	for (uint32_t i = 0; i < t->field_count && t->kind != TYPE_INT; i++) {
		const struct type_field *f = &t->fields[i];

		WALK_CHECK(f->offset <= t->size);
		if (f->bit_size) {
			WALK_CHECK(f->bit_offset + f->bit_size <= 64 &&
				f->offset + (f->bit_offset + f->bit_size + 7) / 8 <= t->size);
			continue;
		}
		walk_value(t->fields[i].type, bytes + t->fields[i].offset,
			t->size - t->fields[i].offset, depth + 1);
	}
	if (t->kind == TYPE_ARRAY && t->count) {
		WALK_CHECK(t->elem);
		walk_value(t->elem, bytes, t->size, depth + 1);
		walk_value(t->elem, bytes + (size_t)(t->count - 1) * t->elem->size, t->elem->size,
			depth + 1);
	}
	if (t->kind == TYPE_INT)
		WALK_CHECK(t->size == 1 || t->size == 2 || t->size == 4 || t->size == 8);
	if (t->kind == TYPE_AGG)
		WALK_CHECK(t->size == agg_value_size(t->agg, &t->agg_params) && agg_name(t->agg));
}

static inline void walk_type(const struct type *t)
{
	struct buffer name = { 0 };
	unsigned char *bytes;

	type_put_name(&name, t);
	WALK_CHECK(!name.failed && type_equal(t, t));
	buffer_free(&name);
	if (t->size > 4096)     /* touching large ones is slow under a fuzzer */
		return;
	bytes = mem_zalloc(1, t->size);
	WALK_CHECK(bytes);
	walk_value(t, bytes, t->size, 0);
	mem_free(bytes);
}

static inline void walk_map(const struct image *image, const struct image_map *m)
{
	walk_text(image, m->name);
	walk_text(image, m->key_names);
	WALK_CHECK(m->storage < MAP_STORAGE_COUNT);
	WALK_CHECK((uint64_t)m->data_offset + m->data_len <= image->counts[IMAGE_DATA]);
	WALK_CHECK(m->data_len == 0 || m->data_len <= m->value_size);
	WALK_CHECK(m->twin == IMAGE_NONE ||
		(m->twin < image->counts[IMAGE_MAPS] && m->selector < CONTROL_SELECTORS));
	if (!(m->flags & (IMAGE_MAP_USER | IMAGE_MAP_TWIN)))
		return;
	const struct type *key = image_type_at(image, m->key_type),
			  *value = image_type_at(image, m->value_type);

	WALK_CHECK(value && value->size + (m->flags & IMAGE_MAP_SCALAR ? 8 : 0) <= m->value_size);
	WALK_CHECK(
		m->flags & IMAGE_MAP_SCALAR ? m->key_size == 4 : key && key->size <= m->key_size);
}

static inline void walk_prog(const struct image *image, const struct image_prog *p)
{
	static volatile uint32_t sink;

	WALK_CHECK(walk_text(image, p->name) < 16 && p->insn_count > 0);
	for (uint32_t i = 0; i < p->insn_count; i++)
		sink = sink ^ image->insns[p->insn_first + i].code;
	for (uint32_t i = 0; i < p->reloc_count; i++) {
		const struct image_reloc *r = &image->relocs[p->reloc_first + i];

		WALK_CHECK(r->insn < p->insn_count);
		if (r->kind == RELOC_FACT || r->kind == RELOC_FACT_VAR) {
			WALK_CHECK(r->value < image->counts[IMAGE_FACTS]);
			continue;
		}
		WALK_CHECK(r->insn < p->insn_count - 1);
		WALK_CHECK(r->kind == RELOC_PROBE_ID || r->kind == RELOC_PROG ||
			r->kind == RELOC_KERNEL_VAR || r->value < image->counts[IMAGE_MAPS]);
	}
	for (uint32_t i = 0; i < p->line_count; i++)
		WALK_CHECK(image->lines[p->line_first + i].insn < p->insn_count);
	for (uint32_t i = 0; i < p->func_count; i++) {
		WALK_CHECK(image->funcs[p->func_first + i].insn < p->insn_count);
		walk_text(image, image->funcs[p->func_first + i].name);
	}
}

static inline void walk_probe(const struct image *image, const struct image_probe *p)
{
	WALK_CHECK(p->prog < image->counts[IMAGE_PROGS]);
	WALK_CHECK(p->stage < PROBE_STAGE_COUNT);
	walk_text(image, p->provider);
	walk_text(image, p->text);
	walk_text(image, p->mechanism);
	walk_text(image, p->target_text[0]);
	walk_text(image, p->target_text[1]);
}

static inline void walk_action(const struct image *image, const struct image_action *a)
{
	const struct type *args = image_type_at(image, a->args);
	struct arena *arena = arena_new();
	struct format format = { 0 };
	const char *what;
	uint32_t at, len, fields = args ? args->field_count : 0;
	uint32_t *offsets = arena_alloc(arena, sizeof(*offsets) * (fields + 1));

	WALK_CHECK(a->kind < ACTION_KIND_COUNT);
	WALK_CHECK(a->map == IMAGE_NONE || a->map < image->counts[IMAGE_MAPS]);
	walk_text(image, a->text);
	if (args)
		WALK_CHECK(args->kind == TYPE_TUPLE &&
			event_layout(args->fields, fields, offsets) == a->fixed_size);
	for (uint32_t i = 0; i < fields; i++)
		WALK_CHECK(offsets[i] <= a->fixed_size);
	if (a->kind == ACTION_PRINTF)
		WALK_CHECK(format_parse(image_text(image, a->text), arena, &format, &what, &at,
				   &len) == 0);
	WALK_CHECK(a->kind != ACTION_PRINTF || format.arg_count == fields);
	WALK_CHECK(a->kind != ACTION_PRINT_VALUE || fields == 1);
	WALK_CHECK(a->kind != ACTION_TABLE || a->table < image->counts[IMAGE_TABLES]);
	arena_free(arena);
}

static inline void walk_table(const struct image *image, const struct image_table *t)
{
	WALK_CHECK(t->map_count && t->map_count <= TABLE_MOST_MAPS);
	WALK_CHECK(t->sort_map == IMAGE_NONE || t->sort_map < t->map_count);
	walk_text(image, t->sort_field);
	walk_text(image, t->key_titles);
	for (uint32_t i = 0; i < t->map_count; i++) {
		const struct image_table_map *m = &image->table_maps[t->map_first + i];

		WALK_CHECK(image->maps[m->map].flags & IMAGE_MAP_USER && m->unit < UNIT_COUNT);
		walk_text(image, m->title);
	}
}

/** Follow every reference of an opened image; aborts when one leads nowhere. */
static inline void sample_walk(const struct image *image)
{
	struct buffer out = { 0 };

	walk_text(image, image->header->str_trailer);
	walk_text(image, image->header->metrics_prefix);
	walk_text(image, image->header->license);
	WALK_CHECK(image->maps[image->header->control_map].storage == MAP_CONTROL);
	WALK_CHECK(image->maps[image->header->counters_map].storage == MAP_COUNTERS);
	for (uint32_t i = 0; i < image->counts[IMAGE_TYPES]; i++)
		walk_type(&image->decoded_types[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++)
		walk_map(image, &image->maps[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_PROGS]; i++)
		walk_prog(image, &image->progs[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_PROBES]; i++)
		walk_probe(image, &image->probes[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_ACTIONS]; i++)
		walk_action(image, &image->actions[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_TABLES]; i++)
		walk_table(image, &image->tables[i]);
	for (uint32_t i = 0; i < image->script.count; i++) {
		const struct source *s = &image->script.items[i];

		source_render(&out, &image->script, (struct span){ s->start, s->start + s->len },
			"note", "text");
		buffer_clear(&out);
	}
	buffer_free(&out);
}
