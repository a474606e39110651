/* tests/unit/runtime_portable.c - what becomes of a portable image on this machine, and that no
 * damage to one does more than have it refused. With --write DIR images are written there instead,
 * as the corpus of the fuzz target. */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "probes/machine.h"
#include "runtime/base/image.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/image_write.h"
#include "runtime/base/log.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"
#include "runtime/portable.h"

#define SCRIPT "begin { print(ncpus); } end { }\n"
#define CPUS_BUILT 12345
#define TABLE_AT 8

static uint8_t constants[TABLE_AT + IMAGE_EVENTS * sizeof(uint32_t)];

static void quiet(enum log_level level, const char *message)
{
	(void)level;
	(void)message;
}

static void write_constants(struct image_writer *w)
{
	memset(constants, 0x7f, sizeof(constants));
	image_write_record(w, IMAGE_MAPS,
		&(struct image_map){
			.storage = MAP_RODATA,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 4,
			.value_size = sizeof(constants),
			.max_entries = 1,
			.data_offset = image_write_data(w, constants, sizeof(constants)),
			.data_len = sizeof(constants),
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
}

/* The maps that every image has, and scratch memory for its programs. */
static void write_maps(struct image_writer *w, uint32_t programs)
{
	image_write_record(w, IMAGE_MAPS,
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
	image_write_record(w, IMAGE_MAPS,
		&(struct image_map){
			.storage = MAP_COUNTERS,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 4,
			.value_size = 8,
			.max_entries = COUNTER_MAPS + 4,
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
	image_write_record(w, IMAGE_MAPS,
		&(struct image_map){
			.storage = MAP_SCRATCH,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 4,
			.value_size = 8,
			.max_entries = programs,
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
}

/* What the instructions have of this machine: first how many CPUs there are, then the numbers of
 * the probes. */
static void write_facts(struct image_writer *w, uint32_t probes)
{
	image_write_record(w, IMAGE_FACTS,
		&(struct image_fact){
			.kind = FACT_CPUS,
			.text = IMAGE_NONE,
			.member = IMAGE_NONE,
			.body = IMAGE_NONE,
			.relocated = 1,
			.value = CPUS_BUILT,
		});
	for (uint32_t i = 0; i < probes; i++)
		image_write_record(w, IMAGE_FACTS,
			&(struct image_fact){
				.kind = FACT_PROBE,
				.text = IMAGE_NONE,
				.member = IMAGE_NONE,
				.body = i,
				.relocated = 1,
				.value = 77,
			});
}

/* One program for the probes begin and, when it is there, end; its first instruction loads how many
 * CPUs there are, its last but one the probe's number. */
static void write_image(struct buffer *out, const char *first, const char *second)
{
	static const struct image_insn insns[] = {
		{ .code = BPF_LD | BPF_IMM | BPF_DW, .regs = 1, .imm = CPUS_BUILT }, { 0 },
		{ .code = BPF_LD | BPF_IMM | BPF_DW, .regs = 1, .imm = 77 }, { 0 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K }, { .code = BPF_JMP | BPF_EXIT },
	};
	const char *texts[] = { first, second };
	struct image_writer w = { .header = {
					  .flags = IMAGE_PORTABLE,
					  .control_map = 0,
					  .counters_map = 1,
					  .max_probes = 8,
					  .license = image_write_text(&w, "GPL"),
				  } };

	write_maps(&w, ARRAY_SIZE(texts));
	write_constants(&w);
	for (uint32_t i = 0; i < ARRAY_SIZE(texts); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(insns); k++)
			image_write_record(&w, IMAGE_INSNS, &insns[k]);
		image_write_record(&w, IMAGE_RELOCS,
			&(struct image_reloc){ .insn = 0, .kind = RELOC_FACT, .value = 0 });
		image_write_record(&w, IMAGE_RELOCS,
			&(struct image_reloc){ .insn = 2, .kind = RELOC_FACT, .value = 1 + i });
		image_write_record(&w, IMAGE_PROGS,
			&(struct image_prog){
				.name = image_write_text(&w, "prog"),
				.type = BPF_PROG_TYPE_RAW_TRACEPOINT,
				.insn_first = i * (uint32_t)ARRAY_SIZE(insns),
				.insn_count = ARRAY_SIZE(insns),
				.reloc_first = 2 * i,
				.reloc_count = 2,
				.attach_module = IMAGE_NONE,
			});
		image_write_record(&w, IMAGE_PROBES,
			&(struct image_probe){
				.provider = image_write_text(&w, texts[i]),
				.text = image_write_text(&w, texts[i]),
				.mechanism = IMAGE_NONE,
				.prog = i,
				.target_text = { IMAGE_NONE, IMAGE_NONE },
				.stage = i ? PROBE_STAGE_END : PROBE_STAGE_BEGIN,
				.number = i,
				.point = i,
			});
		image_write_record(&w, IMAGE_POINTS,
			&(struct image_point){
				.text = image_write_text(&w, texts[i]),
				.label = IMAGE_NONE,
				.body = i,
				.probe = i,
				.entry_of = IMAGE_NONE,
				.span_end = 5,
			});
		image_write_record(&w, IMAGE_BODIES,
			&(struct image_body){
				.prog = i,
				.script = i,
				.attach_by = IMAGE_NONE,
				.table_map = IMAGE_NONE,
			});
	}
	write_facts(&w, ARRAY_SIZE(texts));
	image_write_record(&w, IMAGE_SOURCES,
		&(struct image_source){
			.name = image_write_text(&w, "script"),
			.text_offset = image_write_data(&w, SCRIPT, strlen(SCRIPT)),
			.text_len = strlen(SCRIPT),
		});
	assert_int_equal(image_writer_finish(&w, out), 0);
}

/* Messages with a place in the script are of no interest. */
static int settle(const void *bytes, size_t len, struct buffer *out)
{
	const struct portable_options options = { 0 };
	const char *reason;
	struct image image;
	int err = image_open(&image, bytes, len, &reason), null, kept;

	if (err)
		return err;
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	kept = dup(STDERR_FILENO);
	dup2(null, STDERR_FILENO);
	err = image.header->flags & IMAGE_PORTABLE ? portable_settle(&image, &options, out) : 0;
	image_close(&image);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(null);
	return err;
}

static void puts_in_what_is_here(void **state)
{
	struct buffer built = { 0 }, here = { 0 };
	const char *reason;
	struct image image;

	(void)state;
	write_image(&built, "begin", "end");
	assert_int_equal(settle(built.data, built.len, &here), 0);
	assert_int_equal(image_open(&image, here.data, here.len, &reason), 0);
	assert_int_equal(image.header->flags & IMAGE_PORTABLE, 0);
	assert_int_equal(image.counts[IMAGE_FACTS] + image.counts[IMAGE_POINTS] +
			image.counts[IMAGE_BODIES] + image.counts[IMAGE_RELOCS],
		0);
	assert_int_equal(image.counts[IMAGE_PROBES], 2);
	for (uint32_t i = 0; i < 2; i++) {
		const struct image_insn *insns =
			image.insns + image.progs[image.probes[i].prog].insn_first;

		assert_int_equal(insns[0].imm, machine_possible_cpus());
		assert_int_equal(insns[0].regs, 1);
		assert_int_equal(insns[2].imm, i);
	}
	assert_string_equal(image_text(&image, image.probes[0].mechanism), "run by sonde itself");
	image_close(&image);
	buffer_free(&here);
	buffer_free(&built);
}

static void refuses_what_is_not_here(void **state)
{
	struct buffer built = { 0 }, here = { 0 };

	(void)state;
	write_image(&built, "begin", "nosuch:probe");
	assert_int_not_equal(settle(built.data, built.len, &here), 0);
	assert_int_equal(here.len, 0);
	buffer_free(&built);
	/* the program is one for begin, whose results sonde takes otherwise */
	write_image(&built, "begin", "interval:s:1");
	assert_int_equal(settle(built.data, built.len, &here), -EINVAL);
	buffer_free(&built);
}

static void *records_of(const struct buffer *image, enum image_section_id section)
{
	return image->data + ((const struct image_header *)image->data)->sections[section].offset;
}

/* Both attach points have the first body: the second's probe is a new one, by its label, and has
 * another number in the same instructions. */
static void programs_of_one_code_have_memory_of_their_own(void **state)
{
	struct buffer built = { 0 }, here = { 0 };
	const struct image_prog *added;
	struct image_point *point;
	const char *reason;
	struct image image;

	(void)state;
	write_image(&built, "begin", "begin");
	point = (struct image_point *)records_of(&built, IMAGE_POINTS) + 1;
	point->body = 0;
	point->label = ((const struct image_header *)built.data)->license;
	((struct image_reloc *)records_of(&built, IMAGE_RELOCS))->kind = RELOC_PROG;
	assert_int_equal(settle(built.data, built.len, &here), 0);
	assert_int_equal(image_open(&image, here.data, here.len, &reason), 0);
	assert_int_equal(image.counts[IMAGE_PROGS], 3);
	assert_int_equal(image.counts[IMAGE_PROBES], 3);
	assert_int_equal(image.probes[1].flags, IMAGE_PROBE_SHARED | IMAGE_PROBE_ABSENT);
	assert_int_equal(image.probes[2].prog, 2);
	assert_int_equal(image.maps[2].max_entries, 3);
	added = &image.progs[2];
	assert_int_equal(image.insns[added->insn_first + 2].imm, 2);
	assert_int_equal(added->reloc_count, 1);
	assert_int_equal(image.relocs[added->reloc_first].kind, RELOC_PROG);
	image_close(&image);
	buffer_free(&here);
	buffer_free(&built);
}

/* The second body runs for the events in its table. */
static void give_table(struct buffer *built)
{
	struct image_body *body = (struct image_body *)records_of(built, IMAGE_BODIES) + 1;

	body->flags |= IMAGE_BODY_SELECTED;
	body->table_map = 3;
	body->table_offset = TABLE_AT;
}

/* What was there is gone; the one event, which has no number, is that of the second probe. */
static void fills_tables_in(void **state)
{
	struct buffer built = { 0 }, here = { 0 };
	const char *reason;
	struct image image;

	(void)state;
	write_image(&built, "begin", "end");
	give_table(&built);
	assert_int_equal(settle(built.data, built.len, &here), 0);
	assert_int_equal(image_open(&image, here.data, here.len, &reason), 0);

	const uint8_t *data = image.data + image.maps[3].data_offset;

	for (uint32_t i = 0; i < sizeof(constants); i++)
		assert_int_equal(data[i], i < TABLE_AT ? 0x7f : i == TABLE_AT ? 2 : 0);
	image_close(&image);
	buffer_free(&here);
	buffer_free(&built);
}

/* Every byte of the tables that settling reads, set to what does most harm. */
static void survives_damage(void **state)
{
	static const enum image_section_id tables[] = { IMAGE_RELOCS, IMAGE_PROGS, IMAGE_PROBES,
		IMAGE_FACTS, IMAGE_POINTS, IMAGE_BODIES };
	static const uint8_t harm[] = { 0, 1, 2, 0x7f, 0xff };
	struct buffer built = { 0 };
	uint32_t refused = 0, settled = 0;

	(void)state;
	write_image(&built, "begin", "end");
	give_table(&built);
	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		const struct image_header *h = (const struct image_header *)built.data;
		size_t start = h->sections[tables[t]].offset,
		       end = h->sections[tables[t] + 1].offset;

		for (size_t at = start; at < end; at++)
			for (size_t k = 0; k < ARRAY_SIZE(harm); k++) {
				char *bytes = mem_alloc(built.len), was = built.data[at];
				struct buffer here = { 0 };

				memcpy(bytes, built.data, built.len);
				bytes[at] = (char)harm[k];
				*(settle(bytes, built.len, &here) ? &refused : &settled) +=
					bytes[at] != was;
				buffer_free(&here);
				mem_free(bytes);
			}
	}
	assert_true(refused > 100 && settled > 100);
	buffer_free(&built);
}

/* The corpus of the fuzz target: made anew, since the next change of the format makes those of
 * yesterday useless. */
static void write_corpus(const char *directory)
{
	static const char *const seconds[][2] = { { "both", "end" }, { "missing", "nosuch:probe" },
		{ "other", "interval:s:1" }, { "many", "tracepoint:syscalls:sys_enter_get*" },
		{ "self", "self:signal:SIGUSR1" } };

	for (size_t i = 0; i < ARRAY_SIZE(seconds); i++) {
		struct buffer image = { 0 };
		char path[4096];
		FILE *file;

		write_image(&image, "begin", seconds[i][1]);
		snprintf(path, sizeof(path), "%s/%s", directory, seconds[i][0]);
		file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(image.data, 1, image.len, file), image.len);
		assert_int_equal(fclose(file), 0);
		buffer_free(&image);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_in_what_is_here),
		cmocka_unit_test(refuses_what_is_not_here),
		cmocka_unit_test(programs_of_one_code_have_memory_of_their_own),
		cmocka_unit_test(fills_tables_in),
		cmocka_unit_test(survives_damage),
	};

	if (argc == 3 && str_eq(argv[1], "--write")) {
		write_corpus(argv[2]);
		return 0;
	}
	log_set_callback(quiet);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
