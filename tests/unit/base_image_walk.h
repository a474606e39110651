/* tests/unit/base_image_walk.h - a walk over all that an opened image refers to: it aborts on the
 * first reference that leads outside.  It repeats nothing of image_open(): it follows what the rest
 * of the program would.  Shared by the image tests and the fuzz targets. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/event.h"
#include "runtime/base/format.h"
#include "runtime/base/image.h"
#include "runtime/base/mem.h"

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
static inline void walk_image(const struct image *image)
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
