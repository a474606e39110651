/* tests/unit/base_image_corpus.c - every reason for which an image is refused, provoked by one
 * change of a good image.
 *
 * With --write DIR the good image, its first half and the changed ones are written there instead,
 * as the corpus of the fuzz target. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/image_write.h"
#include "tests/unit/base_image_sample.h"
#include "tests/unit/base_image_walk.h"

/* One change: in the record of a section, or of the header when section is IMAGE_SECTION_COUNT,
 * `size` bytes at `offset` become `value`. */
struct damage {
	const char *reason;
	enum image_section_id section;
	uint32_t record;
	uint32_t record_size;
	uint32_t offset;
	uint32_t size;
	uint64_t value;
};

#define HEADER(member, to, why) \
	{ \
		why, IMAGE_SECTION_COUNT, 0, 0, offsetof(struct image_header, member), \
			sizeof(((struct image_header *)0)->member), to \
	}
#define CHANGE(id, kind, at, member, to, why) \
	{ \
		why, IMAGE_##id, at, sizeof(struct kind), offsetof(struct kind, member), \
			sizeof(((struct kind *)0)->member), to \
	}
#define TYPE(at, member, to, why) CHANGE(TYPES, image_type, at, member, to, "types: " why)
#define FIELD(at, member, to, why) CHANGE(FIELDS, image_field, at, member, to, "fields: " why)
#define MAP(at, member, to, why) CHANGE(MAPS, image_map, SAMPLE_##at, member, to, "maps: " why)
#define RELOC(at, member, to, why) CHANGE(RELOCS, image_reloc, at, member, to, "relocs: " why)
#define LINE(at, member, to, why) CHANGE(LINES, image_line, at, member, to, "lines: " why)
#define FUNC(at, member, to, why) CHANGE(FUNCS, image_func, at, member, to, "funcs: " why)
#define PROG(at, member, to, why) CHANGE(PROGS, image_prog, at, member, to, "progs: " why)
#define PROBE(at, member, to, why) CHANGE(PROBES, image_probe, at, member, to, "probes: " why)
#define ACTION(at, member, to, why) CHANGE(ACTIONS, image_action, ACTION_##at, member, to, "actions: " why)
#define TABLE(member, to, why) CHANGE(TABLES, image_table, 0, member, to, "tables: " why)
#define TABLE_MAP(at, member, to, why) CHANGE(TABLE_MAPS, image_table_map, at, member, to, "tables: " why)
#define PARAMETER(at, member, to, why) CHANGE(PARAMETERS, image_parameter, at, member, to, "parameters: " why)
#define FACT(at, member, to, why) CHANGE(FACTS, image_fact, at, member, to, "facts: " why)
#define POINT(at, member, to, why) CHANGE(POINTS, image_point, at, member, to, "points: " why)
#define BODY(at, member, to, why) CHANGE(BODIES, image_body, at, member, to, "bodies: " why)
#define VALUE(at, member, to, why) CHANGE(VALUES, image_value, at, member, to, "values: " why)
#define SOURCE(at, member, to, why) CHANGE(SOURCES, image_source, at, member, to, "sources: " why)

/* The sample's types, in the order of their records. */
enum {
	T_UINT32,
	T_STRING16,
	T_KEY,
	T_COUNT,
	T_RAW,
	T_HIST,
	T_INT64,
	T_INT32,
	T_STATS,
	T_LHIST,
	T_UINT16,
	T_ARRAY,
	T_BOOL,
	T_NESTED,
	T_STRING100,
	T_ENUM,
	T_STRUCT,
	T_POINTER,
	T_PROBE,
	T_ARGS,
	T_STAMP,
	T_ONE,
	T_CODE,
	T_COUNT_OF,
};

/* and its fields: key 0-1, nested 2-4, enum 5-6, struct 7-9, args 10-13, one 14 */

static const struct damage damages[] = {
	HEADER(magic, 0, "not an image: no magic at the start"),
	HEADER(version, IMAGE_VERSION + 1, "header: made by another version"),
	HEADER(arch, 3, "header: made for another architecture"),
	HEADER(size, 0xffffffff, "header: truncated"),
	HEADER(size, 300, "header: bytes after the end"),
	HEADER(flags, 0x80000000, "header: unknown flag"),
	HEADER(ring_bytes, 65536 + 4096,
		"header: ring size is not a power of two of at least a page"),
	HEADER(ring_bytes, 2048, "header: ring size is not a power of two of at least a page"),
	HEADER(max_strlen, 0xffffffff, "header: string limit is too large"),
	HEADER(log_size, 0xffffffff, "header: log size is too large"),
	HEADER(license, 0xfffffff0, "header: a text lies outside of strings"),
	HEADER(str_trailer, 0xfffffff0, "header: a text lies outside of strings"),
	HEADER(metrics_prefix, 0xfffffff0, "header: a text lies outside of strings"),
	HEADER(control_map, SAMPLE_RING, "header: the control map is none"),
	HEADER(control_map, IMAGE_NONE, "header: the control map is none"),
	HEADER(counters_map, SAMPLE_MAP_COUNT, "header: the counters map is none"),
	HEADER(flags, IMAGE_COUNTS_RUNS, "header: the counters map is too small"),
	HEADER(sections[IMAGE_MAPS].offset, 4, "sections: a section starts outside of the image"),
	HEADER(sections[IMAGE_MAPS].offset, 8, "sections: a section starts outside of the image"),
	HEADER(sections[IMAGE_MAPS].offset, 0xfffffff8,
		"sections: a section starts outside of the image"),
	HEADER(sections[IMAGE_TYPES].count, 100000, "sections: types ends outside of the image"),
	HEADER(sections[IMAGE_STRINGS].count, 0xffffffff,
		"sections: strings ends outside of the image"),
	HEADER(sections[IMAGE_STRINGS].count, 0, "strings: the last text has no end"),
	HEADER(sections[IMAGE_STRINGS].count, 2, "strings: the last text has no end"),

	TYPE(T_INT64, unit, UNIT_COUNT, "a unit or decoder out of range"),
	TYPE(T_STRING16, unit, UNIT_NS, "a unit or decoder out of range"),
	TYPE(T_INT64, decoder, DECODER_FLAGS, "a unit or decoder out of range"),
	TYPE(T_STAMP, decoder, DECODER_COUNT, "a unit or decoder out of range"),
	TYPE(T_UINT32, kind, TYPE_ERROR, "unknown kind"),
	TYPE(T_UINT32, kind, TYPE_KIND_COUNT, "unknown kind"),
	TYPE(T_UINT32, is_signed, 2, "a flag is out of range"),
	TYPE(T_UINT32, is_raw, 2, "a flag is out of range"),
	TYPE(T_STAMP, clock, 4, "a flag is out of range"),
	TYPE(T_UINT32, align, 3, "wrong alignment"),
	TYPE(T_KEY, align, 16, "wrong alignment"),
	TYPE(T_STRING16, align, 2, "wrong alignment"),
	TYPE(T_UINT32, size, 3, "wrong size"),
	TYPE(T_UINT32, size, 8, "wrong size"),
	TYPE(T_BOOL, size, 2, "wrong size"),
	TYPE(T_POINTER, size, 4, "wrong size"),
	TYPE(T_STRING100, size, 0x4000001, "wrong size"),
	TYPE(T_UINT32, name, 0xfffffff0, "a name lies outside of strings"),
	TYPE(T_STRUCT, name, IMAGE_NONE, "a name is missing"),
	TYPE(T_STAMP, name, IMAGE_NONE, "a name is missing"),
	TYPE(T_ARRAY, elem, IMAGE_NONE, "an array has no element type"),
	TYPE(T_ARRAY, elem, T_ARRAY, "a type refers to a later one"),
	TYPE(T_POINTER, elem, T_PROBE, "a type refers to a later one"),
	TYPE(T_POINTER, elem, T_COUNT, "an aggregation inside of another type"),
	TYPE(T_ARRAY, count, 0x80000003, "wrong size of an array"),
	TYPE(T_ARRAY, align, 4, "wrong size of an array"),
	TYPE(T_KEY, field_count, 0xffffffff, "fields out of range"),
	TYPE(T_KEY, field_first, 16, "fields out of range"),
	CHANGE(TYPES, image_type, T_KEY, field_first, 12, "fields: a field refers to a later type"),
	TYPE(T_INT64, field_count, 1, "fields in a type that has none"),
	TYPE(T_COUNT, agg, AGG_COUNT_OF, "unknown aggregation"),
	TYPE(T_HIST, agg_params.bits, 6, "hist with too many bits"),
	TYPE(T_HIST, agg_params.bits, 2, "wrong size of an aggregation"),
	TYPE(T_LHIST, agg_params.min, 100, "lhist with bad bounds"),
	TYPE(T_LHIST, agg_params.step, 0, "lhist with bad bounds"),
	TYPE(T_LHIST, agg_params.max, INT64_MAX, "lhist with bad bounds"),
	TYPE(T_LHIST, agg_params.max, 101, "wrong size of an aggregation"),
	TYPE(T_LHIST, agg, AGG_TSERIES, "tseries with bad intervals"),
	TYPE(T_HIST, agg, AGG_PCT, "wrong size of an aggregation"),
	TYPE(T_STATS, agg, AGG_STDDEV, "wrong size of an aggregation"),
	TYPE(T_STATS, elem, IMAGE_NONE, "an aggregation has no integer sample"),
	TYPE(T_STATS, elem, T_STRING16, "an aggregation has no integer sample"),
	TYPE(T_STAMP, kind, TYPE_KSTACK, "a stack of no known form"),
	TYPE(T_INT64, agg, AGG_SUM, "an aggregation in a type that has none"),
	FIELD(0, type, T_KEY, "a field refers to a later type"),
	FIELD(2, type, T_COUNT, "an aggregation inside of another type"),
	FIELD(0, offset, 17, "a field lies outside of its type"),
	FIELD(0, offset, 0xffffffff, "a field lies outside of its type"),
	FIELD(7, name, IMAGE_NONE, "a name lies outside of strings"),
	FIELD(7, name, 0xfffffff0, "a name lies outside of strings"),
	FIELD(5, name, IMAGE_NONE, "a name lies outside of strings"),
	FIELD(5, type, 0, "an enumerator has a type"),
	TYPE(T_ENUM, name, IMAGE_NONE, "fields in a type that has none"),
	FIELD(9, bit_offset, 8, "a bit field of a wrong form"),
	FIELD(9, bit_size, 33, "a bit field of a wrong form"),
	FIELD(9, offset, 23, "a bit field of a wrong form"),
	FIELD(0, bit_size, 1, "a bit field of a wrong form"),

	MAP(RING, storage, MAP_STORAGE_COUNT, "unknown storage"),
	MAP(COUNTS, flags, 16, "unknown flag"),
	MAP(COUNTS, value_size, 0x4000001, "a key or value is too large"),
	MAP(RING, value_size, 8, "the ring has no keys and values"),
	MAP(COUNTS, key_size, 0, "wrong key size"),
	MAP(CONTROL, key_size, 8, "wrong key size"),
	MAP(LHIST, storage, MAP_UNWIND_PROCESSES, "wrong key size"),
	MAP(LHIST, storage, MAP_UNWIND_PAGES, "wrong key size"),
	MAP(STATS, storage, MAP_UNWIND_PAGES, "wrong value size"),
	MAP(COUNTS, value_size, 0, "wrong value size"),
	MAP(CONTROL, value_size, 8, "wrong value size"),
	MAP(COUNTERS, value_size, 16, "wrong value size"),
	MAP(POOL, value_size, 4, "wrong value size"),
	MAP(LHIST, storage, MAP_STACKS, "wrong size of a stack"),
	MAP(LHIST, storage, MAP_USER_STACKS, "wrong size of a stack"),
	MAP(STATS, storage, MAP_STACKS, "wrong size of a stack"),
	MAP(COUNTS, max_entries, 0, "wrong number of entries"),
	MAP(CONTROL, max_entries, 2, "wrong number of entries"),
	MAP(COUNTERS, max_entries, COUNTER_MAPS + SAMPLE_MAP_COUNT - 1, "too few counters"),
	MAP(COUNTS, name, 0xfffffff0, "a name lies outside of strings"),
	MAP(COUNTS, name, IMAGE_NONE, "a name lies outside of strings"),
	MAP(COUNTS, key_names, 0xfffffff0, "a name lies outside of strings"),
	MAP(COUNTS, key_type, T_COUNT_OF, "a type is out of range"),
	MAP(COUNTS, value_type, T_COUNT_OF, "a type is out of range"),
	MAP(RODATA, data_offset, 0xffffffff, "contents lie outside of data"),
	MAP(RODATA, data_len, 0xffffffff, "contents lie outside of data"),
	MAP(RODATA, data_len, 17, "contents do not fit"),
	MAP(SCRATCH, data_len, 1, "contents do not fit"),
	MAP(COUNTS, twin, IMAGE_NONE, "a selector without a twin"),
	MAP(COUNTS, twin, SAMPLE_MAP_COUNT, "twin or selector out of range"),
	MAP(COUNTS, selector, CONTROL_SELECTORS, "twin or selector out of range"),
	MAP(COUNTS, twin, SAMPLE_STATS, "a twin of a map that has none"),
	MAP(COUNTS, flags, IMAGE_MAP_TWIN, "a twin of a map that has none"),
	MAP(COUNTS_TWIN, value_type, T_UINT32, "a twin differs from its map"),
	MAP(COUNTS_TWIN, max_entries, 4095, "a twin differs from its map"),
	MAP(LHIST, storage, MAP_POOL, "wrong key size"),
	MAP(HIST, storage, MAP_POOL, "storage does not fit a map of the script"),
	MAP(HIST, flags, IMAGE_MAP_USER, "storage does not fit a map of the script"),
	MAP(STATS, flags, IMAGE_MAP_USER | IMAGE_MAP_SCALAR,
		"storage does not fit a map of the script"),
	MAP(STATS, value_type, IMAGE_NONE, "a type is missing"),
	MAP(STATS, key_type, IMAGE_NONE, "a type is missing"),
	MAP(SCALAR, key_type, T_UINT32, "a type is missing"),
	MAP(STATS, key_size, 4, "key size differs from the key's type"),
	MAP(STATS, key_type, T_COUNT, "key size differs from the key's type"),
	MAP(STATS, value_size, 8, "value size differs from the value's type"),
	MAP(SCALAR, value_size, 8, "value size differs from the value's type"),
	MAP(SCALAR, value_size, 17, "value size differs from the value's type"),
	MAP(SCALAR, max_entries, 2, "value size differs from the value's type"),

	RELOC(0, insn, 8, "instruction out of range"),
	RELOC(0, insn, 0xffffffff, "instruction out of range"),
	RELOC(0, insn, 1, "not at a load of 64 bits"),
	RELOC(0, kind, RELOC_KIND_COUNT, "unknown kind"),
	RELOC(4, value, 2, "fact out of range"),
	RELOC(4, insn, 6, "instruction out of range"),
	RELOC(4, kind, RELOC_FACT_VAR, "not at a load of 64 bits"),
	RELOC(3, value, 0, "no id of a variable"),
	RELOC(3, value, 0x80000000, "no id of a variable"),
	RELOC(0, kind, RELOC_PROBE_ID, "a probe's number in a program that is shared"),
	RELOC(0, value, SAMPLE_MAP_COUNT, "map out of range"),
	RELOC(1, addend, 16, "address outside of a map's value"),
	LINE(1, insn, 8, "instruction out of range"),
	LINE(0, insn, 4, "not in order"),
	FUNC(0, insn, 0, "instruction out of range"),
	FUNC(0, insn, 8, "instruction out of range"),
	FUNC(0, name, IMAGE_NONE, "a name lies outside of strings"),
	PROG(0, attach_module, 0xfffffff0, "the name of a module lies outside of strings"),
	PROG(0, name, IMAGE_NONE, "bad name"),
	PROG(0, flags, 0x80000000, "unknown flag"),
	PROG(0, insn_count, 0, "instructions out of range"),
	PROG(1, insn_first, 0xfffffffe, "instructions out of range"),
	PROG(1, reloc_count, 4, "relocations out of range"),
	PROG(1, line_first, 0xffffffff, "lines out of range"),
	PROG(1, func_count, 1, "functions out of range"),
	PROBE(0, provider, IMAGE_NONE, "a name lies outside of strings"),
	PROBE(0, text, 0xfffffff0, "a name lies outside of strings"),
	PROBE(0, mechanism, 0xfffffff0, "a name lies outside of strings"),
	PROBE(1, target_text[1], 0xfffffff0, "a target lies outside of strings"),
	PROBE(1, prog, 2, "program out of range"),
	PROBE(1, stage, PROBE_STAGE_COUNT, "unknown stage"),
	PROBE(1, number, 2, "number out of range"),
	PROBE(1, flags, 0x80000000, "unknown flag"),

	ACTION(EXIT, kind, ACTION_KIND_COUNT, "unknown kind"),
	ACTION(EXIT, text, 0xfffffff0, "a text lies outside of strings"),
	ACTION(TIME, text, IMAGE_NONE, "a text lies outside of strings"),
	ACTION(WARN, text, IMAGE_NONE, "a text lies outside of strings"),
	ACTION(CLEAR, map, SAMPLE_MAP_COUNT, "map out of range"),
	ACTION(CLEAR, map, IMAGE_NONE, "map out of range"),
	ACTION(EXIT, map, SAMPLE_MAP_COUNT, "map out of range"),
	ACTION(ZERO, map, SAMPLE_RING, "not a map of the script"),
	ACTION(ZERO, map, SAMPLE_COUNTS_TWIN, "not a map of the script"),
	ACTION(PRINTF, args, T_COUNT_OF, "type out of range"),
	ACTION(PRINTF, args, T_UINT32, "arguments are not a tuple or not wanted"),
	ACTION(JOIN, args, T_ONE, "arguments are not a tuple or not wanted"),
	ACTION(PRINT_VALUE, args, IMAGE_NONE, "not one value"),
	ACTION(PRINT_VALUE, args, T_KEY, "not one value"),
	ACTION(HELPER, args, IMAGE_NONE, "not one value"),
	ACTION(UNWATCH, args, IMAGE_NONE, "not one value"),
	ACTION(UNWATCH, args, T_ONE, "not a word"),
	ACTION(HELPER, args, T_ONE, "not a word"),
	ACTION(HELPER, helper, IMAGE_NONE, "a helper without its name"),
	ACTION(PRINTF, fixed_size, 48, "record size differs from the arguments"),
	ACTION(JOIN, fixed_size, 8, "record size differs from the arguments"),
	ACTION(EXIT, fixed_size, 0, "record size differs from the arguments"),
	ACTION(TABLE, table, 1, "table out of range"),
	ACTION(TABLE, table, IMAGE_NONE, "table out of range"),
	ACTION(PRINT_MAP, flags, 2, "unknown flag"),
	TABLE(map_count, 0, "maps out of range"),
	TABLE(map_count, 3, "maps out of range"),
	TABLE(map_count, TABLE_MOST_MAPS + 1, "maps out of range"),
	TABLE(map_first, 0xffffffff, "maps out of range"),
	TABLE(sort_map, 2, "sorted by no map of the table"),
	TABLE(sort_field, 0xfffffff0, "a text lies outside of strings"),
	TABLE(key_titles, 0xfffffff0, "a text lies outside of strings"),
	TABLE(flags, 4, "unknown flag"),
	TABLE_MAP(0, map, 0xffffffff, "map out of range"),
	TABLE_MAP(1, map, SAMPLE_MAP_COUNT, "map out of range"),
	TABLE_MAP(1, map, SAMPLE_RING, "not a map of the script"),
	TABLE_MAP(1, map, SAMPLE_SCALAR, "maps with keys and without"),
	TABLE_MAP(1, map, SAMPLE_LHIST, "a map without a cell"),
	TABLE_MAP(1, title, 0xfffffff0, "a text lies outside of strings"),
	TABLE_MAP(1, unit, UNIT_COUNT, "a unit or flag out of range"),
	TABLE_MAP(0, flags, 4, "a unit or flag out of range"),
	ACTION(PRINT_VALUE, kind, ACTION_PRINTF, "a text lies outside of strings"),
	PARAMETER(0, name, 0xfffffff0, "a text lies outside of strings"),
	PARAMETER(0, name, IMAGE_NONE, "a text lies outside of strings"),
	PARAMETER(0, shown, IMAGE_NONE, "a text lies outside of strings"),
	PARAMETER(0, help, 0xfffffff0, "a text lies outside of strings"),
	PARAMETER(0, kind, PARAMETER_KIND_COUNT, "unknown kind"),
	PARAMETER(0, map, SAMPLE_SCRATCH, "a value that lies in no read-only data"),
	PARAMETER(0, map, SAMPLE_MAP_COUNT, "a value that lies in no read-only data"),
	PARAMETER(0, size, 4, "a value lies outside of read-only data"),
	PARAMETER(1, size, 0, "a value lies outside of read-only data"),
	PARAMETER(1, size, 9, "a value lies outside of read-only data"),
	PARAMETER(1, offset, 4, "a value lies outside of read-only data"),
	PARAMETER(1, offset, 0xfffffff8, "a value lies outside of read-only data"),

	FACT(0, kind, FACT_KIND_COUNT, "unknown kind"),
	FACT(0, text, 0xfffffff0, "a name lies outside of strings"),
	FACT(1, member, 0xfffffff0, "a name lies outside of strings"),
	FACT(1, body, 2, "body out of range"),
	FACT(1, body, IMAGE_NONE, "one of a body without a body, or one of the machine with one"),
	FACT(0, body, 0, "one of a body without a body, or one of the machine with one"),
	POINT(0, text, IMAGE_NONE, "a name lies outside of strings"),
	POINT(1, label, 0xfffffff0, "a name lies outside of strings"),
	POINT(0, entry_of, 0, "an entry of nothing"),
	POINT(0, entry_of, 2, "an entry of nothing"),
	POINT(1, entry_of, 0, "an entry of nothing"),
	BODY(0, prog, 2, "program out of range"),
	BODY(0, attach_by, 0xfffffff0, "a name lies outside of strings"),
	BODY(0, flags, 0x80000000, "unknown flag"),
	BODY(0, value_count, 2, "values out of range"),
	BODY(0, table_map, SAMPLE_MAP_COUNT, "a table that lies in no read-only data"),
	BODY(0, table_map, SAMPLE_RING, "a table that lies in no read-only data"),
	BODY(0, table_map, SAMPLE_RODATA, "a table lies outside of read-only data"),
	BODY(1, table_map, SAMPLE_RODATA, "a table of one that chooses among nothing"),
	VALUE(0, role, VALUE_ROLE_COUNT, "unknown role"),
	VALUE(0, type, 0xfffffff0, "a name lies outside of strings"),
	VALUE(0, name, IMAGE_NONE, "a name lies outside of strings"),
	PROBE(1, point, 2, "attach point out of range"),
	HEADER(flags, 0, "relocs: fact out of range"),

	SOURCE(0, name, 0xfffffff0, "a name lies outside of strings"),
	SOURCE(0, name, IMAGE_NONE, "a use of what comes later"),
	SOURCE(2, origin, 196, "a use of what comes later"),
	SOURCE(2, origin, 0xfffffff8, "a use of what comes later"),
	SOURCE(2, used_start, 200, "a use of what comes later"),
	SOURCE(0, text_offset, 0xffffffff, "a text lies outside of data"),
	SOURCE(0, text_len, 0xffffffff, "a text lies outside of data"),
	SOURCE(1, start, 5, "texts overlap"),
	SOURCE(1, start, 0xfffffff8, "texts overlap"),
};

static void apply(const struct damage *d, char *bytes)
{
	char *at = d->section == IMAGE_SECTION_COUNT ? bytes : sample_records(bytes, d->section);

	memcpy(at + (size_t)d->record * d->record_size + d->offset, &d->value, d->size);
}

static void test_every_reason(void **state)
{
	struct buffer good = { 0 };

	(void)state;
	assert_int_equal(sample_image(&good), 0);
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		char *bytes = mem_alloc(good.len);
		const char *reason = NULL;
		struct image image;

		memcpy(bytes, good.data, good.len);
		apply(&damages[i], bytes);
		if (image_open(&image, bytes, good.len, &reason) != -EINVAL)
			fail_msg("case %zu (%s): accepted", i, damages[i].reason);
		if (strcmp(reason, damages[i].reason) != 0)
			fail_msg("case %zu: '%s' instead of '%s'", i, reason, damages[i].reason);
		mem_free(bytes);
	}
	buffer_free(&good);
}

/* Formats in images that were not made by the compiler. */
static void test_formats(void **state)
{
	static const struct { const char *format, *reason; } cases[] = {
		{ "%d %s %p", "actions: format and arguments differ in number" },
		{ "%d %s %p %s %s", "actions: format and arguments differ in number" },
		{ "%d %s %p %", "actions: malformed format" },
		{ "%d %f %p %s", "actions: malformed format" },
		{ "%d %d %p %s", "actions: an argument does not fit its conversion" },
		{ "%d %*d %s", "actions: an argument does not fit its conversion" },
	};
	struct buffer good = { 0 };

	(void)state;
	assert_int_equal(sample_image(&good), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct image_action *actions = sample_records(good.data, IMAGE_ACTIONS);
		char *strings = sample_records(good.data, IMAGE_STRINGS);
		const char *reason = NULL;
		struct image image;

		/* strings may overlap: the longest of the sample is overwritten */
		strcpy(strings + actions[ACTION_PRINTF].text, cases[i].format);
		assert_int_equal(image_open(&image, good.data, good.len, &reason), -EINVAL);
		assert_string_equal(reason, cases[i].reason);
	}
	buffer_free(&good);
}

/* The kernel takes 15 characters, letters, digits and '_'. */
static void test_program_names(void **state)
{
	static const struct {
		const char *name;
		bool is_good;
	} cases[] = {
		{ "tracepoint_1234", true },
		{ "", true },
		{ "a", true },
		{ "a-b", false },
		{ "caf\xc3\xa9", false },
		{ "tracepoint_12345", false },
	};
	struct buffer good = { 0 };

	(void)state;
	assert_int_equal(sample_image(&good), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct image_prog *progs = sample_records(good.data, IMAGE_PROGS);
		char *strings = sample_records(good.data, IMAGE_STRINGS);
		const char *reason = NULL;
		struct image image;

		/* runs into the text behind it */
		strcpy(strings + progs[1].name, cases[i].name);
		assert_int_equal(image_open(&image, good.data, good.len, &reason),
			cases[i].is_good ? 0 : -EINVAL);
		if (cases[i].is_good)
			image_close(&image);
		else
			assert_string_equal(reason, "progs: bad name");
	}
	buffer_free(&good);
}

static struct image_writer deep_writer(void)
{
	struct image_writer w = { .header = { .control_map = 0, .counters_map = 1 } };

	image_write_record(&w, IMAGE_MAPS,
		&(struct image_map){
			.storage = MAP_CONTROL,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 4,
			.value_size = sizeof(struct image_control),
			.max_entries = 1,
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
	image_write_record(&w, IMAGE_MAPS,
		&(struct image_map){
			.storage = MAP_COUNTERS,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 4,
			.value_size = 8,
			.max_entries = COUNTER_MAPS + 2,
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
	return w;
}

/* Types nested `depth` deep, each holding the one before `width` times in no space at all: a walk
 * would take width to the power of depth steps. */
static int open_nested(uint32_t depth, uint32_t width, const char **reason)
{
	struct image_writer w = deep_writer();
	struct buffer bytes = { 0 };
	struct image image;
	int err;

	image_write_record(&w, IMAGE_TYPES,
		&(struct image_type){
			.kind = TYPE_VOID, .align = 1, .elem = IMAGE_NONE, .name = IMAGE_NONE });
	for (uint32_t i = 0; i < depth; i++) {
		uint32_t first = image_writer_count(&w, IMAGE_FIELDS);

		for (uint32_t k = 0; k < width; k++)
			image_write_record(&w, IMAGE_FIELDS,
				&(struct image_field){ .name = IMAGE_NONE, .type = i });
		image_write_record(&w, IMAGE_TYPES,
			&(struct image_type){
				.kind = TYPE_TUPLE,
				.align = 1,
				.elem = IMAGE_NONE,
				.name = IMAGE_NONE,
				.field_first = first,
				.field_count = width,
			});
	}
	assert_int_equal(image_writer_finish(&w, &bytes), 0);
	err = image_open(&image, bytes.data, bytes.len, reason);
	if (!err) {
		walk_image(&image);
		image_close(&image);
	}
	buffer_free(&bytes);
	return err;
}

static void test_nesting(void **state)
{
	const char *reason = NULL;

	(void)state;
	assert_int_equal(open_nested(64, 1, &reason), 0);
	assert_int_equal(open_nested(65, 1, &reason), -EINVAL);
	assert_string_equal(reason, "types: nested too deeply");
	assert_int_equal(open_nested(16, 2, &reason), 0);
	assert_int_equal(open_nested(40, 2, &reason), -EINVAL);
	assert_string_equal(reason, "types: nested too deeply");
}

static int write_file(const char *dir, const char *name, const struct buffer *bytes)
{
	char path[4096];
	FILE *file;
	size_t written;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "wb");
	if (!file)
		return 1;
	written = fwrite(bytes->data, 1, bytes->len, file);
	return fclose(file) != 0 || written != bytes->len;
}

static int write_corpus(const char *dir)
{
	struct buffer good = { 0 };
	int failed = sample_image(&good);

	failed |= write_file(dir, "good", &good);
	failed |=
		write_file(dir, "half", &(struct buffer){ .data = good.data, .len = good.len / 2 });
	for (size_t i = 0; i < ARRAY_SIZE(damages) && !failed; i++) {
		struct buffer bad = { 0 };
		char name[32];

		buffer_append(&bad, good.data, good.len);
		apply(&damages[i], bad.data);
		snprintf(name, sizeof(name), "bad-%03zu", i);
		failed |= write_file(dir, name, &bad);
		buffer_free(&bad);
	}
	buffer_free(&good);
	return failed ? 2 : 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_reason),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_program_names),
		cmocka_unit_test(test_nesting),
	};

	if (argc == 3 && str_eq(argv[1], "--write"))
		return write_corpus(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
