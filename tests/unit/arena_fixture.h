/* tests/unit/arena_fixture.h - the arena that the tests of a program share: set up before the first
 * of a group, freed behind the last. */
#pragma once

#include "runtime/base/arena.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}
