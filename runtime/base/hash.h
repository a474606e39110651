/* runtime/base/hash.h - FNV-1a (Fowler, Noll, Vo) in 64 bits: for tables in memory, keys in files
 * of our own, and what two machines compare.  Nobody gains by making two texts collide here; where
 * two that differ must not be taken for the same there is cache_digest() (probes/cache.h). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START 0xcbf29ce484222325ull
#define HASH_FACTOR 0x100000001b3ull

/** The hash of what came before (HASH_START: nothing), followed by these bytes. */
static inline uint64_t hash_add(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * HASH_FACTOR;
	return hash;
}

/** The same for a text without its NUL. */
static inline uint64_t hash_add_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * HASH_FACTOR;
	return hash;
}

/** In 32 bits, the upper ones counted in: the lower ones alone are known to be those of fewer. */
static inline uint32_t hash_fold(uint64_t hash)
{
	return (uint32_t)(hash ^ hash >> 32);
}
