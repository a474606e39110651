/* runtime/unwinder.h - keeps what dw_ustack follows stacks by: for each process that it was told
 * of, what is mapped there and the tables of those objects. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/base/image.h"

struct unwinder;

/** For an image with its maps made.  *out is NULL where the image has no use for it.  Processes
 * that those start which it was told of are known until they become other programs; with --follow,
 * for ever.  0 or -ENOMEM; close with unwinder_close(). */
int unwinder_open(struct unwinder **out, const struct image *image, const int *maps);
void unwinder_close(struct unwinder *u);

/** A descriptor that can be read when processes were started, or have mapped code
 * (unwinder_listen()); -errno: that is not told, and they are looked at when stacks come. */
int unwinder_fd(const struct unwinder *u);
void unwinder_listen(struct unwinder *u);

/** Let stacks of a process be followed from now on. */
void unwinder_add(struct unwinder *u, pid_t pid);

/** The same for one that is to become another program first: what it has mapped until then is of no
 * use. */
void unwinder_expect(struct unwinder *u, pid_t pid);

/** See now what a process has mapped that the unwinder was told of. */
void unwinder_look(struct unwinder *u, pid_t pid);

/** A process has a stack that was not seen before: the same, when it is one of those, and not too
 * often. */
void unwinder_seen(struct unwinder *u, pid_t pid);

/** Do what was put off by unwinder_seen(). */
void unwinder_catch_up(struct unwinder *u);
