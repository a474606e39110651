/* probes/program_facts.h - what a program or library says of itself. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"

struct program_facts {
	const char *path;
	bool is_executable;             /* a program, not a library */
	const char *build_id;           /* in hexadecimal; "" when there is none */
	uint64_t inode;
};

/** A checksum of the build id of the file at a path: the same for the same program. */
uint64_t program_build_sum(const char *path, struct arena *a);

/** Facts of the file at a path, in arena memory; of one that cannot be read, all that are known. */
struct program_facts program_facts(const char *path, struct arena *a);
