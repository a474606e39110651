/* tests/unit/program.h - for tests of the runtime: builds images whose programs are assembled by
 * hand, so that what they count and send is known without the compiler.
 *
 * Every image has the maps of the list below, then those of the test.  Registers: r6 keeps the
 * program's context.  MARK_NUMBER is the system call that tests make a known number of times. */
#pragma once

#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

#include "probes/provider.h"
#include "runtime/base/arena.h"
#include "runtime/base/image.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"

#define MARK_NUMBER SYS_getpgid
#define MOST_INSNS 256

enum { PROGRAM_MAP_CONTROL, PROGRAM_MAP_COUNTERS, PROGRAM_MAP_RING, PROGRAM_MAP_FIRST };

struct program {
	struct image_writer writer;
	struct image_insn insns[MOST_INSNS];
	struct image_reloc relocs[MOST_INSNS];
	uint32_t count, reloc_count;
};

static inline void emit(
	struct program *p, uint8_t code, uint8_t dst, uint8_t src, int16_t off, int32_t imm)
{
	p->insns[p->count++] = (struct image_insn){ code, (uint8_t)(dst | src << 4), off, imm };
}

static inline void emit_map(
	struct program *p, uint8_t dst, enum reloc_kind kind, uint32_t map, uint32_t addend)
{
	p->relocs[p->reloc_count++] = (struct image_reloc){ p->count, kind, map, addend };
	emit(p, BPF_LD | BPF_DW | BPF_IMM, dst, 0, 0, 0);
	emit(p, 0, 0, 0, 0, 0);
}

static inline void emit_call(struct program *p, int helper)
{
	emit(p, BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}

static inline void emit_mov(struct program *p, uint8_t dst, int32_t imm)
{
	emit(p, BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, imm);
}

static inline void emit_copy(struct program *p, uint8_t dst, uint8_t src)
{
	emit(p, BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0);
}

static inline void emit_exit(struct program *p)
{
	emit_mov(p, 0, 0);
	emit(p, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* Leave unless the word in `reg` is `value`. */
static inline void emit_only_if(struct program *p, uint8_t reg, int32_t value)
{
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, reg, 0, 2, value);
	emit_exit(p);
}

/* The head of an attached program: the gate is open, the process is `pid`, the system call
 * MARK_NUMBER. */
static inline void emit_head(struct program *p, int32_t pid)
{
	emit_copy(p, 6, 1);
	emit_map(p, 1, RELOC_MAP_VALUE, PROGRAM_MAP_CONTROL, offsetof(struct image_control, gate));
	emit(p, BPF_LDX | BPF_MEM | BPF_W, 1, 1, 0, 0);
	emit_only_if(p, 1, 1);
	emit_call(p, BPF_FUNC_get_current_pid_tgid);
	emit(p, BPF_ALU64 | BPF_RSH | BPF_K, 0, 0, 0, 32);
	emit_only_if(p, 0, pid);
	emit(p, BPF_LDX | BPF_MEM | BPF_DW, 1, 6, 8, 0);
	emit_only_if(p, 1, MARK_NUMBER);
}

/* Address of entry 0 of an array map in r0; leaves the program when there is none. */
static inline void emit_entry(struct program *p, uint32_t map)
{
	emit(p, BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 0);
	emit_map(p, 1, RELOC_MAP_FD, map, 0);
	emit_copy(p, 2, 10);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -4);
	emit_call(p, BPF_FUNC_map_lookup_elem);
	emit(p, BPF_JMP | BPF_JNE | BPF_K, 0, 0, 2, 0);
	emit_exit(p);
}

/* @ = count() on a per-CPU array; the new value of this CPU stays in r7. */
static inline void emit_count(struct program *p, uint32_t map)
{
	emit_entry(p, map);
	emit(p, BPF_ST | BPF_MEM | BPF_DW, 0, 0, 0, 1);
	emit(p, BPF_LDX | BPF_MEM | BPF_DW, 7, 0, 8, 0);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, 7, 0, 0, 1);
	emit(p, BPF_STX | BPF_MEM | BPF_DW, 0, 7, 8, 0);
}

/* Put r7 to r8 under key r8 of a hash: @[r8] = r7. */
static inline void emit_store_keyed(struct program *p, uint32_t map)
{
	emit(p, BPF_STX | BPF_MEM | BPF_DW, 10, 8, -16, 0);
	emit(p, BPF_STX | BPF_MEM | BPF_DW, 10, 7, -24, 0);
	emit_map(p, 1, RELOC_MAP_FD, map, 0);
	emit_copy(p, 2, 10);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -16);
	emit_copy(p, 3, 10);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, 3, 0, 0, -24);
	emit_mov(p, 4, BPF_ANY);
	emit_call(p, BPF_FUNC_map_update_elem);
}

/* Count one lost event. */
static inline void emit_lost(struct program *p)
{
	emit_entry(p, PROGRAM_MAP_COUNTERS);
	emit(p, BPF_LDX | BPF_MEM | BPF_DW, 1, 0, 0, 0);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, 1, 0, 0, 1);
	emit(p, BPF_STX | BPF_MEM | BPF_DW, 0, 1, 0, 0);
}

/* Send a record of `action`; its one argument, if has_value, is the word in r7.  As the compiler's:
 * without a wakeup while the reader polls, lost ones counted. */
static inline void emit_event(struct program *p, uint32_t action, bool has_value)
{
	int32_t size = has_value ? 16 : 8;
	uint32_t jump, skip;

	emit_map(p, 1, RELOC_MAP_FD, PROGRAM_MAP_RING, 0);
	emit_mov(p, 2, size);
	emit_mov(p, 3, 0);
	emit_call(p, BPF_FUNC_ringbuf_reserve);
	jump = p->count;
	emit(p, BPF_JMP | BPF_JNE | BPF_K, 0, 0, 0, 0);
	emit_lost(p);
	skip = p->count;
	emit(p, BPF_JMP | BPF_JA, 0, 0, 0, 0);
	p->insns[jump].off = (int16_t)(p->count - jump - 1);
	emit(p, BPF_ST | BPF_MEM | BPF_W, 0, 0, 0, (int32_t)action);
	emit(p, BPF_ST | BPF_MEM | BPF_W, 0, 0, 4, size);
	if (has_value)
		emit(p, BPF_STX | BPF_MEM | BPF_DW, 0, 7, 8, 0);
	emit_map(p, 1, RELOC_MAP_VALUE, PROGRAM_MAP_CONTROL,
		offsetof(struct image_control, polling));
	emit(p, BPF_LDX | BPF_MEM | BPF_W, 2, 1, 0, 0);
	emit_copy(p, 1, 0);
	emit_call(p, BPF_FUNC_ringbuf_submit);
	p->insns[skip].off = (int16_t)(p->count - skip - 1);
}

/* exit(code): the word, the gate; then the event of `action`. */
static inline void emit_exit_call(struct program *p, uint32_t action, uint32_t code)
{
	emit_map(p, 1, RELOC_MAP_VALUE, PROGRAM_MAP_CONTROL, offsetof(struct image_control, exit));
	emit_mov(p, 2, 1);
	emit(p, BPF_ALU64 | BPF_LSH | BPF_K, 2, 0, 0, 32);
	emit(p, BPF_ALU64 | BPF_OR | BPF_K, 2, 0, 0, (int32_t)code);
	emit(p, BPF_STX | BPF_MEM | BPF_DW, 1, 2, 0, 0);
	emit_map(p, 1, RELOC_MAP_VALUE, PROGRAM_MAP_CONTROL, offsetof(struct image_control, gate));
	emit(p, BPF_ST | BPF_MEM | BPF_W, 1, 0, 0, 0);
	emit_event(p, action, false);
}

static inline uint32_t add_map(struct program *p, struct image_map map, const char *name)
{
	map.name = image_write_text(&p->writer, name);
	map.twin = map.twin ? map.twin : IMAGE_NONE;
	map.key_names = IMAGE_NONE;
	return image_write_record(&p->writer, IMAGE_MAPS, &map);
}

static inline uint32_t add_internal(struct program *p, enum map_storage storage, uint32_t key_size,
	uint32_t value_size, uint32_t entries, const char *name)
{
	return add_map(p,
		(struct image_map){ .storage = storage,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = key_size,
			.value_size = value_size,
			.max_entries = entries,
			.selector = IMAGE_NONE },
		name);
}

/* A scalar aggregation or value of the script. */
static inline uint32_t add_scalar(
	struct program *p, const char *name, const struct type *value, enum map_storage storage)
{
	return add_map(p,
		(struct image_map){ .storage = storage,
			.flags = IMAGE_MAP_USER | IMAGE_MAP_SCALAR,
			.key_type = IMAGE_NONE,
			.value_type = image_write_type(&p->writer, value),
			.key_size = 4,
			.value_size = 8 + value->size,
			.max_entries = 1,
			.selector = IMAGE_NONE },
		name);
}

/* A keyed map of the script. */
static inline uint32_t add_keyed(struct program *p, const char *name, const struct type *key,
	const struct type *value, enum map_storage storage, uint32_t entries)
{
	return add_map(p,
		(struct image_map){ .storage = storage,
			.flags = IMAGE_MAP_USER,
			.key_type = image_write_type(&p->writer, key),
			.value_type = image_write_type(&p->writer, value),
			.key_size = key->size,
			.value_size = value->size,
			.max_entries = entries,
			.selector = IMAGE_NONE },
		name);
}

static inline void program_start(struct program *p, uint32_t flags, uint32_t ring_bytes)
{
	memset(p, 0, sizeof(*p));
	p->writer.header.flags = flags;
	p->writer.header.max_strlen = 1024;
	p->writer.header.ring_bytes = ring_bytes;
	p->writer.header.str_trailer = image_write_text(&p->writer, "..");
	p->writer.header.metrics_prefix = image_write_text(&p->writer, "sonde");
	p->writer.header.license = image_write_text(&p->writer, "GPL");
	p->writer.header.control_map =
		add_internal(p, MAP_CONTROL, 4, sizeof(struct image_control), 1, "control");
	p->writer.header.counters_map = add_internal(p, MAP_COUNTERS, 4, 8, 32, "counters");
	add_internal(p, MAP_RING, 0, 0, ring_bytes ? ring_bytes : 4096, "ring");
}

/* The text of the program that images of these tests pretend to come from. */
static inline void add_source(struct program *p, const char *name, const char *text)
{
	struct image_source source = { .name = image_write_text(&p->writer, name),
		.text_len = (uint32_t)strlen(text) };

	source.text_offset = image_write_data(&p->writer, text, source.text_len);
	image_write_record(&p->writer, IMAGE_SOURCES, &source);
}

static inline uint32_t add_action(
	struct program *p, struct image_action action, const char *text, const struct type *args)
{
	action.text = text ? image_write_text(&p->writer, text) : IMAGE_NONE;
	action.args = image_write_type(&p->writer, args);
	action.fixed_size = args ? 16 : 8;
	return image_write_record(&p->writer, IMAGE_ACTIONS, &action);
}

static inline uint32_t text_or_none(struct program *p, const char *text)
{
	return text ? image_write_text(&p->writer, text) : IMAGE_NONE;
}

/* What was emitted since the last call becomes a program. */
static inline uint32_t add_prog(struct program *p, const struct probe_plan *plan)
{
	struct image_prog prog = { .name = image_write_text(&p->writer, "test") };

	prog.type = plan->prog_type;
	prog.attach_type = plan->attach_type;
	prog.attach_btf_id = plan->attach_btf_id;
	prog.attach_module = text_or_none(p, plan->attach_module);
	prog.insn_first = image_writer_count(&p->writer, IMAGE_INSNS);
	prog.insn_count = p->count;
	prog.reloc_first = image_writer_count(&p->writer, IMAGE_RELOCS);
	prog.reloc_count = p->reloc_count;
	for (uint32_t i = 0; i < p->count; i++)
		image_write_record(&p->writer, IMAGE_INSNS, &p->insns[i]);
	for (uint32_t i = 0; i < p->reloc_count; i++)
		image_write_record(&p->writer, IMAGE_RELOCS, &p->relocs[i]);
	p->count = p->reloc_count = 0;
	return image_write_record(&p->writer, IMAGE_PROGS, &prog);
}

/* A begin or end probe. */
static inline uint32_t add_stage(struct program *p, enum probe_stage stage)
{
	struct probe_plan plan = { .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };
	struct image_probe probe = { .stage = stage, .prog = add_prog(p, &plan) };
	const char *name = stage == PROBE_STAGE_BEGIN ? "begin" : "end";

	probe.provider = probe.text = image_write_text(&p->writer, name);
	probe.mechanism = image_write_text(&p->writer, "by hand");
	probe.target_text[0] = probe.target_text[1] = IMAGE_NONE;
	return image_write_record(&p->writer, IMAGE_PROBES, &probe);
}

/* A probe that is attached as its provider plans it; false when the machine does not have it. */
static inline bool add_probe(struct program *p, const char *text)
{
	struct arena *a = arena_new();
	struct probe_use use = { 0 };
	struct probe_error why;
	struct probe_plan plan = { 0 };
	struct probe_spec spec = { 0 };
	struct image_probe probe = { .stage = PROBE_STAGE_ATTACH };
	bool planned = probe_parse(text, strlen(text), a, &spec, &why) == 0 &&
		       spec.provider->plan(&spec, &use, a, &plan, &why) == 0;

	if (planned) {
		probe.prog = add_prog(p, &plan);
		probe.provider = image_write_text(&p->writer, spec.provider->name);
		probe.text = image_write_text(&p->writer, spec.text);
		probe.mechanism = image_write_text(&p->writer, plan.mechanism);
		for (int i = 0; i < 2; i++)
			probe.target_text[i] = text_or_none(p, plan.target_text[i]);
		memcpy(probe.target_number, plan.target_number, sizeof(probe.target_number));
		probe.span_end = (uint32_t)strlen(text);
		image_write_record(&p->writer, IMAGE_PROBES, &probe);
	}
	arena_free(a);
	return planned;
}
