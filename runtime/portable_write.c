/* runtime/portable_write.c - writes the image of this machine: programs with the numbers that hold
 * here, and probes with their targets.  Everything else is as it was.  Part of
 * runtime/portable.c. */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/machine.h"
#include "runtime/base/image_write.h"
#include "runtime/base/log.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "runtime/portable_internal.h"
#include "runtime/report.h"

static uint32_t write_text(struct image_writer *w, const char *text)
{
	return text ? image_write_text(w, text) : IMAGE_NONE;
}

/* Tables that are written anew, and those that an image for one machine has not. */
static const bool is_rewritten[IMAGE_SECTION_COUNT] = {
	[IMAGE_RELOCS] = true, [IMAGE_PROGS] = true, [IMAGE_PROBES] = true,
	[IMAGE_FACTS] = true, [IMAGE_POINTS] = true, [IMAGE_BODIES] = true, [IMAGE_VALUES] = true,
};

/* The others go over as they are. */
static void copy_sections(const struct image *image, struct image_writer *w)
{
#define COPY(id, record, array) \
	if (!is_rewritten[IMAGE_##id]) \
		buffer_append(&w->sections[IMAGE_##id], image->array, \
			(size_t)image->counts[IMAGE_##id] * sizeof(record));
	IMAGE_SECTIONS(COPY)
#undef COPY
}

/* A pool of scratch memory has places for the CPUs that there are; programs and probes that are new
 * have memory and counters, too. */
static void size_maps(const struct settling *s, struct image_writer *w)
{
	struct image_map *maps = (struct image_map *)w->sections[IMAGE_MAPS].data;

	for (uint32_t i = 0; maps && i < s->image->counts[IMAGE_MAPS]; i++) {
		if (maps[i].storage == MAP_POOL && maps[i].max_entries > 1)
			maps[i].max_entries = machine_possible_cpus() * IMAGE_POOL_PER_CPU;
		if (maps[i].storage == MAP_SCRATCH)
			maps[i].max_entries += s->prog_count - s->image->counts[IMAGE_PROGS];
		if (maps[i].storage == MAP_COUNTERS)
			maps[i].max_entries += s->probe_count - s->image->counts[IMAGE_PROBES];
	}
}

/* Put a number where an instruction has it; false when it has no room for it. */
static bool put_number(struct bpf_insn *insn, uint64_t value)
{
	unsigned class = BPF_CLASS(insn->code);

	if (insn->code == (BPF_LD | BPF_IMM | BPF_DW)) {
		insn[0].src_reg = 0;
		insn[0].imm = (int32_t)value;
		insn[1].imm = (int32_t)(value >> 32);
		return true;
	}
	if (class == BPF_LDX) {
		insn->off = (int16_t)value;
		return value <= INT16_MAX;
	}
	insn->imm = (int32_t)value;
	return insn->code == (BPF_JMP | BPF_CALL) && value <= INT32_MAX;
}

/* The program's instructions, in their own place or behind the others, and the relocations that are
 * left for the loading. */
static int write_code(const struct settling *s, struct image_writer *w, const struct variant *v,
	struct image_prog *r)
{
	const struct image_prog *built = &s->image->progs[v->built];
	struct bpf_insn *insns;

	if (v->index >= s->image->counts[IMAGE_PROGS]) {
		r->insn_first = image_writer_count(w, IMAGE_INSNS);
		buffer_append(&w->sections[IMAGE_INSNS], s->image->insns + built->insn_first,
			(size_t)built->insn_count * sizeof(*insns));
	}
	if (w->sections[IMAGE_INSNS].failed)
		return -ENOMEM;
	insns = (struct bpf_insn *)w->sections[IMAGE_INSNS].data + r->insn_first;
	r->reloc_first = image_writer_count(w, IMAGE_RELOCS);
	for (uint32_t i = 0; i < built->reloc_count; i++) {
		struct image_reloc reloc = s->image->relocs[built->reloc_first + i];

		if (reloc.kind == RELOC_FACT) {
			if (!put_number(&insns[reloc.insn], v->values[reloc.value]))
				return -ERANGE;
			continue;
		}
		if (reloc.kind == RELOC_FACT_VAR) {
			reloc.kind = RELOC_KERNEL_VAR;
			reloc.value = (uint32_t)v->values[reloc.value];
		}
		image_write_record(w, IMAGE_RELOCS, &reloc);
	}
	r->reloc_count = image_writer_count(w, IMAGE_RELOCS) - r->reloc_first;
	return 0;
}

static int write_progs(const struct settling *s, struct image_writer *w)
{
	int err = 0;

	for (const struct variant *v = s->variants; v && !err; v = v->next) {
		struct image_prog r = s->image->progs[v->built];

		if (v->first) {
			r.attach_type = v->first->plan.attach_type;
			r.attach_btf_id = v->first->plan.attach_btf_id;
			r.attach_module = write_text(w, v->first->plan.attach_module);
		}
		err = write_code(s, w, v, &r);
		image_write_record(w, IMAGE_PROGS, &r);
	}
	return err;
}

static struct image_probe probe_record(
	const struct settling *s, struct image_writer *w, const struct local *l)
{
	const struct probe_plan *plan = &l->plan;
	const struct image_point *point = local_point(s, l);
	struct image_probe r = {
		.provider = image_write_text(w, l->spec.provider->name),
		.text = image_write_text(w, local_name(s, l)),
		.mechanism = write_text(w, plan->mechanism),
		.prog = l->variant->index,
		.stage = plan->stage,
		.flags = (point->entry_of != IMAGE_NONE || l->spec.place ? IMAGE_PROBE_HIDDEN : 0) |
			(plan->timer ? IMAGE_PROBE_TIMER : 0),
		.target_text = { write_text(w, plan->target_text[0]),
			write_text(w, plan->target_text[1]) },
		.span_start = point->span_start,
		.span_end = point->span_end,
		.number = l->number,
	};

	memcpy(r.target_number, plan->target_number, sizeof(r.target_number));
	return r;
}

/* Of the probes on one hook that one program serves the first is attached. */
static uint32_t shares(const struct settling *s, struct strmap *hooks, const struct local *l)
{
	const char *key = arena_printf(
		s->arena, "%u %s", l->variant->index, l->plan.hook ? l->plan.hook : "");

	if (l->plan.stage != PROBE_STAGE_ATTACH)
		return 0;
	if (strmap_get(hooks, key))
		return IMAGE_PROBE_SHARED;
	strmap_put(hooks, key, (void *)l);
	return 0;
}

static void write_probes(const struct settling *s, struct image_writer *w)
{
	const struct local **by_id =
		arena_new_array(s->arena, const struct local *, s->probe_count + 1);
	struct strmap hooks = { .arena = s->arena };

	for (const struct local *l = s->locals; l; l = l->next)
		by_id[l->id] = l;
	for (uint32_t i = 0; i < s->probe_count; i++) {
		struct image_probe r;

		if (by_id[i]) {
			r = probe_record(s, w, by_id[i]);
			r.flags |= shares(s, &hooks, by_id[i]);
		} else {
			/* it was built, and is not here: it keeps its number, and nothing else
			 * happens to it */
			r = s->image->probes[i];
			r.flags = IMAGE_PROBE_SHARED | IMAGE_PROBE_ABSENT;
			r.point = 0;
		}
		image_write_record(w, IMAGE_PROBES, &r);
	}
}

/* Which events each body that has a table is for: as the programs look them up
 * (compiler/lower.c). */
static void fill_tables(const struct settling *s, struct image_writer *w)
{
	char *data = w->sections[IMAGE_DATA].data;

	for (uint32_t i = 0; data && i < s->image->counts[IMAGE_BODIES]; i++) {
		const struct image_body *b = &s->image->bodies[i];
		char *table;

		if (b->table_map == IMAGE_NONE)
			continue;
		table = data + s->image->maps[b->table_map].data_offset + b->table_offset;
		memset(table, 0, IMAGE_EVENTS * sizeof(uint32_t));
		for (const struct local *l = s->locals; l; l = l->next)
			if (l->body == b) {
				uint32_t entry = l->number + 1;

				memcpy(table + l->plan.selector.value * sizeof(entry), &entry,
					sizeof(entry));
			}
	}
}

int portable_write(struct settling *s, struct buffer *out)
{
	struct image_writer w = { .header = *s->image->header };
	int err;

	w.header.flags &= ~(uint32_t)IMAGE_PORTABLE;
	w.header.skipped_probes = s->skipped;
	if (s->options->follow)
		w.header.flags |= IMAGE_FOLLOW;
	copy_sections(s->image, &w);
	size_maps(s, &w);
	err = write_progs(s, &w);
	if (!err) {
		write_probes(s, &w);
		fill_tables(s, &w);
	}
	if (err == -ERANGE)
		log_error(
			"program: an offset of this kernel is too large for the image's instructions; build the image here");
	int done = image_writer_finish(&w, out);

	if (done)
		log_error("program: cannot be run: %s", strerror(ENOMEM));
	return err ? err : done;
}
