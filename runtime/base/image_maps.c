/* runtime/base/image_maps.c - the maps of an image: do storage, sizes, types and references agree?
 * Part of image_open(). */
#include "runtime/base/image_check.h"
#include "runtime/base/unwind.h"
#include "runtime/base/util.h"

#define SET_WORD 8u     /* in front of the value of a map without key */

/* What each storage must be. */
static const struct {
	bool for_script;        /* may hold a map of the script */
	bool keyed;
	bool single;            /* exactly one entry */
	uint32_t value_size;    /* 0: any */
	uint32_t key_size;      /* of keyed ones that we fill ourselves; 0: any */
} rules[MAP_STORAGE_COUNT] = {
	[MAP_HASH] = { .for_script = true, .keyed = true },
	[MAP_PERCPU_HASH] = { .for_script = true, .keyed = true },
	[MAP_ARRAY] = { .for_script = true },
	[MAP_PERCPU_ARRAY] = { .for_script = true },
	[MAP_RING] = { 0 },
	[MAP_CONTROL] = { .single = true, .value_size = sizeof(struct image_control) },
	[MAP_COUNTERS] = { .value_size = sizeof(uint64_t) },
	[MAP_RODATA] = { .single = true },
	[MAP_SCRATCH] = { 0 },
	[MAP_POOL] = { 0 },
	[MAP_STACKS] = { .keyed = true },
	[MAP_USER_STACKS] = { .keyed = true },
	[MAP_THREADS] = { .single = true },
	[MAP_LRU_HASH] = { .for_script = true, .keyed = true },
	[MAP_PERCPU_LRU_HASH] = { .for_script = true, .keyed = true },
	[MAP_DATA] = { 0 },
	[MAP_PERCPU_DATA] = { 0 },
	[MAP_PROCESSES] = { .single = true, .value_size = sizeof(struct image_processes) },
	[MAP_UNWIND_PROCESSES] = {
		.keyed = true,
		.value_size = sizeof(struct unwind_process),
		.key_size = sizeof(uint64_t),
	},
	[MAP_UNWIND_PAGES] = {
		.keyed = true,
		.value_size = sizeof(struct unwind_page),
		.key_size = sizeof(uint64_t),
	},
	[MAP_UNWIND_RULES] = { .value_size = sizeof(struct unwind_rule) },
	[MAP_PACKETS] = { .value_size = sizeof(uint32_t) },
};

/* Sizes that the kernel is told may be rounded up to 8. */
static bool holds(uint32_t size, uint64_t needed)
{
	return size >= needed && size <= ROUND_UP(needed, 8u);
}

static const char *check_sizes(const struct image_map *m)
{
	if (m->key_size > IMAGE_LARGEST_VALUE || m->value_size > IMAGE_LARGEST_VALUE)
		return "maps: a key or value is too large";
	if (m->storage == MAP_RING)
		return m->key_size || m->value_size ? "maps: the ring has no keys and values"
			: NULL;
	if (m->key_size == 0 || (!rules[m->storage].keyed && m->key_size != 4) ||
		(rules[m->storage].key_size && m->key_size != rules[m->storage].key_size))
		return "maps: wrong key size";
	if (m->value_size == 0 ||
		(rules[m->storage].value_size && m->value_size != rules[m->storage].value_size))
		return "maps: wrong value size";
	if (m->storage == MAP_POOL && m->value_size < 8)
		return "maps: wrong value size";
	if ((m->storage == MAP_STACKS || m->storage == MAP_USER_STACKS) &&
		(m->key_size != 8 || m->value_size % 8 ||
			m->value_size < sizeof(struct image_stack)))
		return "maps: wrong size of a stack";
	if (m->max_entries == 0 || (rules[m->storage].single && m->max_entries != 1))
		return "maps: wrong number of entries";
	return NULL;
}

/* A map of the script, or its twin. */
static const char *check_script_map(const struct image *image, const struct image_map *m)
{
	const struct type *key = image_type_at(image, m->key_type);
	const struct type *value = image_type_at(image, m->value_type);
	bool scalar = m->flags & IMAGE_MAP_SCALAR;

	if (!rules[m->storage].for_script || rules[m->storage].keyed == scalar)
		return "maps: storage does not fit a map of the script";
	if (!value || !key != scalar)
		return "maps: a type is missing";
	if (scalar &&
		(m->max_entries != 1 || !holds(m->value_size, (uint64_t)SET_WORD + value->size)))
		return "maps: value size differs from the value's type";
	if (!scalar && (key->kind == TYPE_AGG || !holds(m->key_size, key->size)))
		return "maps: key size differs from the key's type";
	if (!scalar && !holds(m->value_size, value->size))
		return "maps: value size differs from the value's type";
	return NULL;
}

static const char *check_twin(const struct image *image, const struct image_map *m)
{
	const struct image_map *twin;

	if (m->twin == IMAGE_NONE)
		return m->selector == IMAGE_NONE ? NULL : "maps: a selector without a twin";
	if (m->twin >= image->counts[IMAGE_MAPS] || m->selector >= CONTROL_SELECTORS)
		return "maps: twin or selector out of range";
	twin = &image->maps[m->twin];
	if (!(m->flags & IMAGE_MAP_USER) || (m->flags & IMAGE_MAP_TWIN) ||
		!(twin->flags & IMAGE_MAP_TWIN))
		return "maps: a twin of a map that has none";
	if (twin->storage != m->storage || twin->key_type != m->key_type ||
		twin->value_type != m->value_type)
		return "maps: a twin differs from its map";
	if (twin->key_size != m->key_size || twin->value_size != m->value_size ||
		twin->max_entries != m->max_entries)
		return "maps: a twin differs from its map";
	return NULL;
}

static const char *check_references(const struct image *image, const struct image_map *m)
{
	uint32_t types = image->counts[IMAGE_TYPES];

	if (!image_has_text(image, m->name) || !image_has_text_or_none(image, m->key_names))
		return "maps: a name lies outside of strings";
	if ((m->key_type != IMAGE_NONE && m->key_type >= types) ||
		(m->value_type != IMAGE_NONE && m->value_type >= types))
		return "maps: a type is out of range";
	if (!image_range_ok(m->data_offset, m->data_len, image->counts[IMAGE_DATA]))
		return "maps: contents lie outside of data";
	if (m->data_len &&
		((m->storage != MAP_RODATA && m->storage != MAP_DATA) ||
			m->data_len > m->value_size))
		return "maps: contents do not fit";
	return check_twin(image, m);
}

static const char *check_map(const struct image *image, const struct image_map *m)
{
	const char *reason;

	if (m->storage >= MAP_STORAGE_COUNT)
		return "maps: unknown storage";
	if (m->flags &
		~(uint32_t)(IMAGE_MAP_USER | IMAGE_MAP_SCALAR | IMAGE_MAP_TWIN |
			IMAGE_MAP_DECLARED))
		return "maps: unknown flag";
	reason = check_sizes(m);
	if (!reason)
		reason = check_references(image, m);
	if (!reason && m->flags & (IMAGE_MAP_USER | IMAGE_MAP_TWIN))
		reason = check_script_map(image, m);
	/* the counters of all maps must be there */
	if (!reason && m->storage == MAP_COUNTERS &&
		m->max_entries < COUNTER_MAPS + (uint64_t)image->counts[IMAGE_MAPS])
		reason = "maps: too few counters";
	return reason;
}

static bool is_map_of(const struct image *image, uint32_t index, enum map_storage storage)
{
	return index < image->counts[IMAGE_MAPS] && image->maps[index].storage == storage;
}

/* How many counters the programs and the runtime may ask for. */
static uint64_t counters_of(const struct image *image)
{
	uint64_t count = (uint64_t)COUNTER_MAPS + image->counts[IMAGE_MAPS];

	return image->header->flags & IMAGE_COUNTS_RUNS ? count + image->counts[IMAGE_PROBES]
		: count;
}

const char *image_check_maps(const struct image *image)
{
	const char *reason = NULL;

	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS] && !reason; i++)
		reason = check_map(image, &image->maps[i]);
	if (!reason && !is_map_of(image, image->header->control_map, MAP_CONTROL))
		reason = "header: the control map is none";
	if (!reason && !is_map_of(image, image->header->counters_map, MAP_COUNTERS))
		reason = "header: the counters map is none";
	if (!reason && image->maps[image->header->counters_map].max_entries < counters_of(image))
		reason = "header: the counters map is too small";
	return reason;
}
