/* compiler/image.c - the image pass: programs, maps, probes, actions and sources as the bytes of
 * the contract. */
#include <elf.h>

#include "runtime/base/image.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"
#include "probes/machine.h"
#include "compiler/c_object.h"
#include "compiler/image_portable.h"
#include "compiler/layout.h"
#include "compiler/lower.h"
#include "compiler/named_parameter.h"
#include "compiler/object.h"

/* What functions in C change is at first as their object says. */
static void write_contents(
	const struct compilation *c, struct image_writer *w, uint32_t map, struct image_map *r)
{
	const struct c_object *o = c->c_objects;

	while (o && o->data_map != map)
		o = o->next;
	if (!o)
		return;
	r->data_offset = image_write_data(w, o->data, o->data_size);
	r->data_len = o->data_size;
}

static void write_maps(struct compilation *c, struct image_writer *w)
{
	const struct layout *lay = c->layout;
	/* a program that another run may interrupt finds a free entry among four a CPU */
	uint32_t pool_entries = machine_possible_cpus() * IMAGE_POOL_PER_CPU;

	for (uint32_t i = 0; i < lay->map_count; i++) {
		const struct layout_map *m = &lay->maps[i];
		struct image_map r = m->record;

		r.name = image_write_text(w, m->name);
		if (m->map) {
			r.key_type = m->map->is_keyed ? image_write_type(w, m->map->key_type)
				: IMAGE_NONE;
			r.value_type = image_write_type(w, m->map->value_type);
			r.key_names = image_write_text_or_none(
				w, m->map->is_keyed ? m->map->key_names : NULL);
		} else if (i == lay->internal.rodata) {
			r.value_size = MAX_OF(c->object->rodata_size, 8);
			r.data_offset =
				image_write_data(w, c->object->rodata, c->object->rodata_size);
			r.data_len = c->object->rodata_size;
		} else if (r.storage == MAP_DATA) {
			write_contents(c, w, i, &r);
		} else if (i == lay->internal.scratch) {
			r.value_size = MAX_OF(lay->scratch_size, 8);
			r.max_entries = lay->scratch_size ? MAX_OF(lay->prog_count, 1) : 1;
		} else if (i == lay->internal.pool) {
			r.value_size = MAX_OF(lay->pool_size, 8);
			r.max_entries = lay->pool_size ? pool_entries : 1;
		}
		image_write_record(w, IMAGE_MAPS, &r);
	}
}

static void write_progs(struct compilation *c, struct image_writer *w)
{
	for (uint32_t i = 0; i < c->layout->prog_count; i++) {
		const struct layout_prog *p = &c->layout->progs[i];
		const struct object_prog *o = &c->object->progs[i];
		struct image_prog r = {
			.name = image_write_text(w, p->name),
			.type = p->plan->prog_type,
			.attach_type = p->plan->attach_type,
			.attach_btf_id = p->plan->attach_btf_id,
			.attach_module = image_write_text_or_none(w, p->plan->attach_module),
			.insn_first = image_writer_count(w, IMAGE_INSNS),
			.insn_count = o->insn_count,
			.reloc_first = image_writer_count(w, IMAGE_RELOCS),
			.reloc_count = o->reloc_count,
			.line_first = image_writer_count(w, IMAGE_LINES),
			.line_count = o->line_count,
			.func_first = image_writer_count(w, IMAGE_FUNCS),
			.func_count = o->func_count,
			.flags = (p->instance ? IMAGE_PROG_INSTANCE : 0) |
			     (p->plan->preemptible ? IMAGE_PROG_PREEMPTIBLE : 0) |
			     (o->calls_back ? IMAGE_PROG_CALLBACKS : 0) |
			     (p->asks_cookie ? IMAGE_PROG_COOKIE : 0),
		};

		for (uint32_t k = 0; k < o->insn_count; k++)
			image_write_record(w, IMAGE_INSNS, &o->insns[k]);
		for (uint32_t k = 0; k < o->reloc_count; k++)
			image_write_record(w, IMAGE_RELOCS, &o->relocs[k]);
		for (uint32_t k = 0; k < o->line_count; k++)
			image_write_record(w, IMAGE_LINES, &o->lines[k]);
		for (uint32_t k = 0; k < o->func_count; k++)
			image_write_record(w, IMAGE_FUNCS,
				&(struct image_func){
				o->funcs[k].insn, image_write_text(w, o->funcs[k].name)});
		image_write_record(w, IMAGE_PROGS, &r);
	}
}

/* The program that serves a match, and whether the match is one that it is attached for. */
static uint32_t prog_of(const struct layout *lay, const struct match *m, bool *attached)
{
	*attached = false;
	for (uint32_t i = 0; i < lay->prog_count; i++)
		for (uint32_t k = 0; k < lay->progs[i].attached_count; k++)
			if (lay->progs[i].attached[k] == m) {
				*attached = true;
				return i;
			}
	for (uint32_t i = 0; i < lay->prog_count; i++)
		for (uint32_t k = 0; k < lay->progs[i].body_count; k++)
			for (uint32_t n = 0; n < lay->progs[i].bodies[k].match_count; n++)
				if (lay->progs[i].bodies[k].matches[n] == m)
					return i;
	/* a later body on a hook of a program that serves several hooks: same hook, same program */
	for (uint32_t i = 0; i < lay->prog_count; i++)
		for (uint32_t k = 0; k < lay->progs[i].attached_count; k++)
			if (str_eq(lay->progs[i].attached[k]->plan.hook, m->plan.hook))
				return i;
	return 0;
}

/* Which attach point of the script it is, counted as image_portable.c writes them. */
static uint32_t point_of(const struct compilation *c, const struct match *m)
{
	uint32_t number = 0;

	for (const struct probe_node *p = c->program->probes; p; p = p->next)
		for (const struct attach_node *a = p->attach; a; a = a->next, number++)
			if (a == m->attach)
				return c->portable ? number : 0;
	return 0;
}

static void write_probes(struct compilation *c, struct image_writer *w)
{
	for (uint32_t i = 0; i < c->layout->match_count; i++) {
		const struct match *m = c->layout->matches[i];
		bool attached;
		struct image_probe r = {
			.provider = image_write_text(w, m->spec.provider->name),
			.text = image_write_text(
				w, m->attach->label ? m->attach->label : m->spec.text),
			.mechanism = image_write_text(w, m->plan.mechanism),
			.prog = prog_of(c->layout, m, &attached),
			.stage = m->plan.stage,
			.target_text = { image_write_text_or_none(w, m->plan.target_text[0]),
				image_write_text_or_none(w, m->plan.target_text[1]) },
			.span_start = m->attach->span.start,
			.span_end = m->attach->span.end,
			.number = m->name_id,
			.point = point_of(c, m),
		};

		r.flags = (attached ? 0 : IMAGE_PROBE_SHARED) |
			(m->leaves || m->spec.place ? IMAGE_PROBE_HIDDEN : 0) |
			(m->plan.timer ? IMAGE_PROBE_TIMER : 0);
		for (int k = 0; k < 4; k++)
			r.target_number[k] = m->plan.target_number[k];
		image_write_record(w, IMAGE_PROBES, &r);
	}
}

static uint32_t write_table(struct image_writer *w, const struct lower_table *t)
{
	struct image_table r = {
		.map_first = image_writer_count(w, IMAGE_TABLE_MAPS),
		.map_count = t->map_count,
		.sort_map = t->sort_map,
		.sort_field = image_write_text_or_none(w, t->sort_field),
		.top = t->top,
		.flags = (t->descending ? IMAGE_TABLE_DESCENDING : 0) |
			(t->no_header ? IMAGE_TABLE_NO_HEADER : 0),
		.key_titles = image_write_text_or_none(w, t->key_titles),
	};

	for (uint32_t i = 0; i < t->map_count; i++) {
		const struct lower_table_map *m = &t->maps[i];

		image_write_record(w, IMAGE_TABLE_MAPS,
			&(struct image_table_map){
				.map = m->map->index,
				.title = image_write_text_or_none(w, m->title),
				.unit = m->unit,
				.flags = (m->rate ? IMAGE_TABLE_MAP_RATE : 0) |
					(m->use->map.with_clear ? IMAGE_TABLE_MAP_CLEAR : 0),
			});
	}
	return image_write_record(w, IMAGE_TABLES, &r);
}

static void write_actions(struct compilation *c, struct image_writer *w)
{
	for (const struct layout_action *a = c->layout->actions; a; a = a->next) {
		struct image_action r = a->record;

		r.text = image_write_text_or_none(w, a->text);
		r.helper = image_write_text_or_none(w, a->helper);
		r.args = image_write_type(w, a->args);
		r.table = a->table ? write_table(w, a->table) : IMAGE_NONE;
		image_write_record(w, IMAGE_ACTIONS, &r);
	}
}

static void write_parameters(struct compilation *c, struct image_writer *w)
{
	for (const struct named_parameter *p = c->named; p; p = p->next) {
		struct image_parameter r = {
			.name = image_write_text(w, p->parameter.name),
			.shown = image_write_text(w, p->parameter.shown),
			.help = image_write_text_or_none(w, p->parameter.help),
			.kind = p->parameter.kind,
			.map = c->layout->internal.rodata,
			.offset = c->object->parameters_at + p->offset,
			.size = p->parameter.size,
		};

		image_write_record(w, IMAGE_PARAMETERS, &r);
	}
}

static void write_sources(struct compilation *c, struct image_writer *w)
{
	for (uint32_t i = 0; i < c->sources.count; i++) {
		const struct source *s = &c->sources.items[i];
		struct image_source r = {
			.name = image_write_text_or_none(w, s->name),
			.text_offset = s->name ? image_write_data(w, s->text, s->len) : 0,
			.text_len = s->len,
			.start = s->start,
			.origin = s->origin,
			.used_start = s->used_at.start,
			.used_end = s->used_at.end,
		};

		image_write_record(w, IMAGE_SOURCES, &r);
	}
}

static uint32_t image_flags(const struct compilation *c)
{
	const struct layout *lay = c->layout;
	bool attaches = false;

	for (uint32_t i = 0; i < lay->match_count; i++)
		attaches |= lay->matches[i]->plan.stage == PROBE_STAGE_ATTACH ||
				lay->matches[i]->plan.stage == PROBE_STAGE_SIGNAL;
	return (lay->flood ? IMAGE_FLOOD : 0) |
	       (c->config.print_maps_on_exit ? IMAGE_PRINT_MAPS : 0) |
	       (c->config.print_maps_on_sigusr1 ? IMAGE_PRINT_MAPS_ON_SIGNAL : 0) |
	       (c->config.cpp_demangle ? 0 : IMAGE_MANGLED_NAMES) |
	       (c->config.lazy_symbolication ? 0 : IMAGE_EARLY_SYMBOLS) |
	       (c->config.show_debug_info ? IMAGE_SHOW_DEBUG_INFO : 0) |
	       (c->counts_runs ? IMAGE_COUNTS_RUNS : 0) |
	       (c->follow ? IMAGE_FOLLOW : 0) | (c->portable ? IMAGE_PORTABLE : 0) |
	       (c->config.cache_user_symbols == CACHE_NONE ? IMAGE_FORGET_PROCESSES : 0) |
	       (c->unsafe ? IMAGE_UNSAFE : 0) | (attaches ? 0 : IMAGE_BEGIN_ONLY);
}

void image_pass(struct compilation *c)
{
	struct image_writer w = {0};

	w.header = (struct image_header){
		.flags = image_flags(c),
		.max_strlen = c->config.max_strlen,
		.ring_bytes = c->config.ring_bytes,
		.log_size = c->config.log_size,
		.control_map = c->layout->internal.control,
		.counters_map = c->layout->internal.counters,
		.skipped_probes = c->skipped_probes,
		.max_probes = c->config.max_probes,
	};
	w.header.str_trailer = image_write_text(&w, c->config.str_trunc_trailer);
	w.header.metrics_prefix = image_write_text(&w, c->config.metrics_prefix);
	w.header.license = image_write_text(&w, c->config.license);
	write_maps(c, &w);
	write_progs(c, &w);
	write_probes(c, &w);
	write_actions(c, &w);
	write_parameters(c, &w);
	write_sources(c, &w);
	if (c->portable)
		image_write_portable(c, &w);
	if (image_writer_finish(&w, &c->image))
		diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL,
			"the image could not be written: out of memory");
}

void image_dump(const struct compilation *c, struct buffer *out)
{
	buffer_printf(out, "image: %zu bytes\n", c->image.len);
}
