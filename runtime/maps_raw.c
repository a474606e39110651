/* runtime/maps_raw.c - moves map entries between the kernel and our memory: batches, one pass of
 * merging over CPUs, removal.  Called by runtime/maps.c only. */
#include "runtime/maps_raw.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include <bpf/bpf.h>

#include "runtime/agg.h"
#include "runtime/base/util.h"

#define BATCH_BYTES (256u << 10)
#define BATCH_LEAST 64u
#define BATCH_MOST 8192u
#define SET_WORD sizeof(uint64_t)

bool maps_is_percpu(const struct image_map *map)
{
	return map->storage == MAP_PERCPU_HASH || map->storage == MAP_PERCPU_LRU_HASH ||
		map->storage == MAP_PERCPU_ARRAY;
}

size_t maps_kernel_stride(const struct maps *m, const struct image_map *map)
{
	return maps_is_percpu(map) ? ROUND_UP((size_t)map->value_size, 8) * m->cpus
		: map->value_size;
}

size_t maps_value_stride(const struct image_map *map)
{
	return ROUND_UP((size_t)map->value_size, 8);
}

/* Merge the copies of one value, which start `skip` bytes into each copy. */
static void merge_value(const struct maps *m, const struct image_map *map, const uint8_t *copies,
	size_t skip, uint8_t *out)
{
	const struct type *t = image_type_at(m->image, map->value_type);
	size_t stride = ROUND_UP((size_t)map->value_size, 8);
	uint32_t count = maps_is_percpu(map) ? m->cpus : 1;

	if (t->kind != TYPE_AGG || !maps_is_percpu(map)) {
		memcpy(out, copies + skip, map->value_size - skip);
		return;
	}
	memset(out, 0, stride);
	for (uint32_t i = 0; i < count; i++)
		agg_row(t->agg)->merge(out, copies + i * stride + skip, t);
}

static int fetch_scalar(struct maps *m, const struct image_map *map, int fd)
{
	size_t bytes = maps_kernel_stride(m, map), stride = ROUND_UP((size_t)map->value_size, 8);
	uint8_t *copies, *value;
	uint64_t set = 0;
	uint32_t key = 0;
	int err;

	copies = (uint8_t *)buffer_reserve(&m->batch, bytes);
	value = (uint8_t *)buffer_reserve(&m->values, stride);
	if (!copies || !value)
		return -ENOMEM;
	memset(value, 0, stride);
	err = bpf_map_lookup_elem(fd, &key, copies);
	if (err)
		return err;
	for (size_t at = 0; at + SET_WORD <= bytes; at += stride)
		set |= *(const uint64_t *)(const void *)(copies + at);
	merge_value(m, map, copies, SET_WORD, value);
	m->count = set ? 1 : 0;
	return 0;
}

/* One batch of entries behind those already there.  Returns 0, -ENOENT at the end, -ENOSPC when the
 * kernel needs room for more at a time, or another -errno. */
static int fetch_batch(struct maps *m, const struct image_map *map, int fd, uint32_t size,
	const uint32_t *from, uint32_t *to)
{
	size_t bytes = maps_kernel_stride(m, map), stride = maps_value_stride(map);
	char *keys = buffer_reserve(&m->keys, (size_t)size * map->key_size);
	uint8_t *values, *copies = (uint8_t *)buffer_reserve(&m->batch, size * bytes);
	uint32_t count = size;
	int err;

	if (!keys || !copies)
		return -ENOMEM;
	err = bpf_map_lookup_batch(fd, (void *)(uintptr_t)from, to, keys, copies, &count, NULL);
	if (err && err != -ENOENT)
		return err;
	values = (uint8_t *)buffer_reserve(&m->values, count * stride);
	if (!values)
		return -ENOMEM;
	for (uint32_t i = 0; i < count; i++)
		merge_value(m, map, copies + i * bytes, 0, values + i * stride);
	m->keys.len += (size_t)count * map->key_size;
	m->values.len += count * stride;
	m->count += count;
	return err;
}

static int fetch_hash(struct maps *m, const struct image_map *map, int fd)
{
	size_t bytes = maps_kernel_stride(m, map) + map->key_size;
	uint32_t size = (uint32_t)MIN_OF(MAX_OF(BATCH_BYTES / bytes, BATCH_LEAST), BATCH_MOST);
	uint32_t cursor = 0, next = 0;
	bool first = true;

	for (;;) {
		int err = fetch_batch(m, map, fd, size, first ? NULL : &cursor, &next);

		if (err == -ENOSPC && size <= map->max_entries) {
			size *= 2;
			continue;
		}
		if (err)
			return err == -ENOENT ? 0 : err;
		cursor = next;
		first = false;
	}
}

int maps_fetch(struct maps *m, uint32_t index)
{
	const struct image_map *map = &m->image->maps[index];

	buffer_clear(&m->keys);
	buffer_clear(&m->values);
	buffer_clear(&m->batch);
	m->count = 0;
	if (map->flags & IMAGE_MAP_SCALAR)
		return fetch_scalar(m, map, m->fds[index]);
	return fetch_hash(m, map, m->fds[index]);
}

int maps_remove_fetched(struct maps *m, uint32_t index)
{
	const struct image_map *map = &m->image->maps[index];
	size_t done = 0;

	while (done < m->count) {
		uint32_t count = (uint32_t)MIN_OF(m->count - done, BATCH_MOST);
		int err = bpf_map_delete_batch(
			m->fds[index], m->keys.data + done * map->key_size, &count, NULL);

		done += count;
		if (err == -ENOENT)
			done++;                 /* a program removed this one itself */
		else if (err)
			return err;
	}
	return 0;
}

int maps_zero_fetched(struct maps *m, uint32_t index)
{
	const struct image_map *map = &m->image->maps[index];
	size_t bytes = maps_kernel_stride(m, map);
	char *zeros;

	buffer_clear(&m->batch);
	zeros = buffer_reserve(&m->batch, bytes);
	if (!zeros)
		return -ENOMEM;
	memset(zeros, 0, bytes);
	for (size_t i = 0; i < m->count; i++) {
		int err = bpf_map_update_elem(
			m->fds[index], m->keys.data + i * map->key_size, zeros, BPF_EXIST);

		if (err && err != -ENOENT)
			return err;
	}
	return 0;
}

int maps_reset_scalar(struct maps *m, uint32_t index, bool keep_set)
{
	const struct image_map *map = &m->image->maps[index];
	size_t bytes = maps_kernel_stride(m, map), stride = ROUND_UP((size_t)map->value_size, 8);
	uint32_t key = 0;
	char *copies;
	int err = 0;

	buffer_clear(&m->batch);
	copies = buffer_reserve(&m->batch, bytes);
	if (!copies)
		return -ENOMEM;
	memset(copies, 0, bytes);
	if (keep_set)
		err = bpf_map_lookup_elem(m->fds[index], &key, copies);
	for (size_t at = 0; keep_set && at < bytes; at += stride)
		memset(copies + at + SET_WORD, 0, MIN_OF(stride, bytes - at) - SET_WORD);
	return err ? err : bpf_map_update_elem(m->fds[index], &key, copies, BPF_ANY);
}
