/* probes/uprobe_attach.h - programs at places of user programs, however the place was found: what
 * uprobe.c and usdt.c share of the mechanism. */
#pragma once

#include <stdint.h>

#include "probes/provider.h"

/** One place in a program or library. */
struct uprobe_place {
	const char *path;               /* may name a member of an archive */
	const char *identity;           /* file_identity() of it; NULL: it is to be looked at */
	uint64_t offset;                /* in the file */
	/* offset in the file of a counter that turns the place on while it is above 0; 0: it is
	 * always on */
	uint64_t semaphore;
	bool is_return;                 /* when the function whose entry this is returns */
};

/** Fill what all plans for such places have in common: mechanism, hook, types of the program,
 * target. */
void uprobe_plan_place(const struct probe_spec *spec, const struct uprobe_place *place,
	const struct probe_use *use, struct arena *a, struct probe_plan *out);

/** attach() and attach_many() of the providers with such plans. */
int uprobe_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err);
int uprobe_attach_many(const struct attach_request *reqs, uint32_t count, struct attachment *out,
	struct probe_error *err);
