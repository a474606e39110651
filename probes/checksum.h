/* probes/checksum.h - FNV-1a (Fowler, Noll, Vo) in 64 bits, for what two machines compare. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CHECKSUM_START 0xcbf29ce484222325ull

/** The checksum of what came before, followed by these bytes. */
static inline uint64_t checksum_add(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ at[i]) * 0x100000001b3ull;
	return sum;
}
