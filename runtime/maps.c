/* runtime/maps.c - turns a map of the kernel into the sorted, decoded entries that a sink prints,
 * and empties maps.  Called by runtime/actions.c (print, clear, zero) and runtime/finish.c
 * (counters), opened by runtime/session_pieces.c; the bytes come from runtime/maps_raw.c. */
#include "runtime/maps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "probes/machine.h"
#include "runtime/agg.h"
#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/maps_raw.h"

/* One entry on its way to the sink. */
struct row {
	const uint8_t *value;           /* merged bytes */
	struct value key;
};

int maps_open(struct maps *m, const struct image *image, const int *fds, struct control *control,
	struct decode_context *decode)
{
	uint32_t count = image->counts[IMAGE_MAPS];

	*m = (struct maps){
		.image = image,
		.fds = fds,
		.control = control,
		.decode = decode,
		.cpus = machine_possible_cpus(),
		.emptied_ns = mem_zalloc(count ? count : 1, sizeof(*m->emptied_ns)),
	};
	return m->emptied_ns ? 0 : -ENOMEM;
}

void maps_close(struct maps *m)
{
	buffer_free(&m->keys);
	buffer_free(&m->values);
	buffer_free(&m->batch);
	mem_free(m->emptied_ns);
	m->emptied_ns = NULL;
}

void maps_keep(struct maps *m, struct maps_memory *kept)
{
	*kept = (struct maps_memory){ m->keys, m->values };
	m->keys = m->values = (struct buffer){ 0 };
}

void maps_memory_free(struct maps_memory *kept)
{
	buffer_free(&kept->keys);
	buffer_free(&kept->values);
}

uint64_t maps_period_ns(const struct maps *m, uint32_t map)
{
	const struct image_control *c = m->control->memory;
	uint64_t from = m->emptied_ns[map] || !c ? m->emptied_ns[map] : c->start_ns;

	return m->read_ns > from ? m->read_ns - from : 1;
}

/* The one of two twin maps that the programs use now. */
static uint32_t map_in_use(const struct maps *m, uint32_t index)
{
	const struct image_map *map = &m->image->maps[index];

	if (map->twin == IMAGE_NONE || !control_selected(m->control, map->selector))
		return index;
	return map->twin;
}

static uint32_t map_at_rest(const struct maps *m, uint32_t index)
{
	uint32_t used = map_in_use(m, index);

	return used == index ? m->image->maps[index].twin : index;
}

static int map_failed(const struct maps *m, uint32_t index, const char *what, int err)
{
	if (err)
		log_error("map '%s': cannot be %s: %s",
			image_text(m->image, m->image->maps[index].name), what, strerror(-err));
	return err;
}

/* An integer value of a map as its own sign has it, moved so that the unsigned order is the right
 * one. */
static uint64_t ordered(const void *bytes, const struct type *t)
{
	uint64_t word = 0, sign = 1ull << (t->size * 8 - 1);

	memcpy(&word, bytes, t->size);
	return t->is_signed ? word ^ sign : word;
}

static int compare_integers(const void *a, const void *b, const struct type *t)
{
	uint64_t left = ordered(a, t), right = ordered(b, t);

	return left < right ? -1 : left > right;
}

/* Aggregations and integers go by their value, ties and everything else by key (language.md 12). */
static int compare_rows(const void *a, const void *b, void *type)
{
	const struct row *left = a, *right = b;
	const struct type *t = type;
	int order = 0;

	if (t->kind == TYPE_AGG)
		order = agg_row(t->agg)->compare(left->value, right->value, t);
	else if (t->kind == TYPE_INT)
		order = compare_integers(left->value, right->value, t);
	return order ? order : value_compare(&left->key, &right->key);
}

/* The fetched entries as rows with decoded keys, those without a sample left out. */
static int make_rows(struct maps *m, const struct image_map *map, struct row **rows, size_t *count)
{
	const struct type *key_type = image_type_at(m->image, map->key_type);
	const struct type *t = image_type_at(m->image, map->value_type);
	const struct agg *agg = t->kind == TYPE_AGG ? agg_row(t->agg) : NULL;
	size_t stride = maps_value_stride(map);

	*count = 0;
	if (!m->count)
		return 0;
	*rows = arena_try_alloc(m->decode->arena, m->count * sizeof(**rows));
	if (!*rows)
		return -ENOMEM;
	for (size_t i = 0; i < m->count; i++) {
		struct row *row = *rows + *count;
		int err;

		row->value = (const uint8_t *)m->values.data + i * stride;
		if (agg && agg->is_empty && agg->is_empty(row->value, t))
			continue;
		if (key_type) {
			err = value_decode(
				m->decode, key_type, m->keys.data + i * map->key_size, &row->key);
			if (err)
				return err;
		}
		(*count)++;
	}
	if (*count > 1)
		qsort_r(*rows, *count, sizeof(**rows), compare_rows, (void *)(uintptr_t)t);
	return 0;
}

static int decode_value(struct maps *m, const struct type *t, const uint8_t *bytes, uint32_t div,
	struct value *out)
{
	int err;

	if (t->kind == TYPE_AGG)
		return agg_row(t->agg)->to_value(m->decode, bytes, t, div, out);
	err = value_decode(m->decode, t, bytes, out);
	return err ? err : value_divide(m->decode, out, div);
}

static int make_entries(struct maps *m, const struct map_request *request, struct map_view *view)
{
	const struct image_map *map = &m->image->maps[request->map];
	const struct type *t = image_type_at(m->image, map->value_type);
	struct map_entry *entries;
	struct row *rows = NULL;
	size_t count, first;
	int err = make_rows(m, map, &rows, &count);

	if (err || !count)
		return err;
	first = request->top && request->top < count ? count - request->top : 0;
	entries = arena_try_alloc(m->decode->arena, (count - first) * sizeof(*entries));
	if (!entries)
		return -ENOMEM;
	for (size_t i = first; !err && i < count; i++) {
		entries[i - first].key = rows[i].key;
		err = decode_value(m, t, rows[i].value, request->div, &entries[i - first].value);
	}
	if (request->rate)
		for (size_t i = 0; !err && i < count - first; i++)
			entries[i].value = value_per_second(
				&entries[i].value, maps_period_ns(m, request->map));
	view->entries = entries;
	view->count = count - first;
	return err;
}

/* How the records of structured formats name what is asked for. */
static const char *json_type_of(const struct map_request *request, const struct type *t)
{
	if (request->rate)
		return "rate";
	return t->kind == TYPE_AGG ? agg_row(t->agg)->json_type : "map";
}

/* Read copy `from` of the map that the request names. */
static int read_copy(
	struct maps *m, const struct map_request *request, uint32_t from, struct map_view *view)
{
	const struct image_map *map = &m->image->maps[request->map];
	const struct type *key = image_type_at(m->image, map->key_type);
	const struct type *t = image_type_at(m->image, map->value_type);
	int err;

	*view = (struct map_view){
		.name = image_text(m->image, map->name),
		.json_type = json_type_of(request, t),
		.value_type = t,
		.key_names =
			map->key_names == IMAGE_NONE ? NULL : image_text(m->image, map->key_names),
		.keyed = !(map->flags & IMAGE_MAP_SCALAR),
		.is_tuple_key = key && key->kind == TYPE_TUPLE,
	};
	err = maps_fetch(m, from);
	if (!err && map->flags & IMAGE_MAP_SCALAR && request->unset_is_zero)
		m->count = 1;           /* an unset scalar's bytes are zeros */
	if (!err)
		err = make_entries(m, request, view);
	return map_failed(m, request->map, "read", err);
}

int maps_read(struct maps *m, const struct map_request *request, struct map_view *view)
{
	m->read_ns = clock_ns(CLOCK_BOOTTIME);
	return read_copy(m, request, map_in_use(m, request->map), view);
}

int maps_read_and_switch(struct maps *m, const struct map_request *request, struct map_view *view)
{
	const struct image_map *map = &m->image->maps[request->map];
	uint32_t used = map_in_use(m, request->map);

	if (map->twin != IMAGE_NONE) {
		control_select(m->control, map->selector, used == request->map ? 1 : 0);
		control_settle(m->control);
	}
	m->read_ns = clock_ns(CLOCK_BOOTTIME);
	return read_copy(m, request, used, view);
}

static int clear_copy(struct maps *m, uint32_t index, uint32_t copy, bool fetched)
{
	int err = 0;

	if (m->image->maps[index].flags & IMAGE_MAP_SCALAR)
		return map_failed(m, index, "cleared", maps_reset_scalar(m, copy, false));
	if (!fetched)
		err = maps_fetch(m, copy);
	if (!err)
		err = maps_remove_fetched(m, copy);
	return map_failed(m, index, "cleared", err);
}

int maps_clear(struct maps *m, uint32_t map)
{
	m->emptied_ns[map] = clock_ns(CLOCK_BOOTTIME);
	return clear_copy(m, map, map_in_use(m, map), false);
}

int maps_clear_resting(struct maps *m, uint32_t map)
{
	m->emptied_ns[map] = m->read_ns;
	if (m->image->maps[map].twin == IMAGE_NONE)
		return clear_copy(m, map, map, true);
	return clear_copy(m, map, map_at_rest(m, map), true);
}

int maps_zero(struct maps *m, uint32_t map)
{
	uint32_t copy = map_in_use(m, map);
	int err;

	m->emptied_ns[map] = clock_ns(CLOCK_BOOTTIME);
	if (m->image->maps[map].flags & IMAGE_MAP_SCALAR)
		return map_failed(m, map, "set to zero", maps_reset_scalar(m, copy, true));
	err = maps_fetch(m, copy);
	if (!err)
		err = maps_zero_fetched(m, copy);
	return map_failed(m, map, "set to zero", err);
}

int maps_count(struct maps *m, uint32_t map, uint64_t *count)
{
	int err = maps_fetch(m, map_in_use(m, map));

	*count = m->count;
	return map_failed(m, map, "read", err);
}

uint64_t maps_counter(struct maps *m, uint32_t counter)
{
	uint32_t map = m->image->header->counters_map;
	uint64_t sum = 0;
	uint64_t *copies;

	if (map == IMAGE_NONE || m->fds[map] < 0)
		return 0;
	buffer_clear(&m->batch);
	copies = (uint64_t *)(void *)buffer_reserve(&m->batch, m->cpus * sizeof(*copies));
	if (!copies || bpf_map_lookup_elem(m->fds[map], &counter, copies))
		return 0;
	for (uint32_t i = 0; i < m->cpus; i++)
		sum += copies[i];
	return sum;
}
