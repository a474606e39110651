/* runtime/control.h - the memory that the programs in the kernel share with us: the gate, exit,
 * polling, and which of two twin maps is in use. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"

struct control {
	struct image_control *memory;   /* NULL until control_open() */
	bool quiet;       /* the gate is shut and every program has left: nothing to wait for */
	bool preemptible; /* some attached program can be preempted: waiting for it takes longer */
};

/** Map the CONTROL map.  0 or -errno.  Undo with control_close(). */
int control_open(struct control *c, int map_fd);
void control_close(struct control *c);

/** Let the programs run their bodies, or not. */
void control_gate(struct control *c, bool open);

/** Tell the programs whether we look at the ring by ourselves (no wakeups) or sleep. */
void control_polling(struct control *c, bool polling);

/** True once a program called exit(); its code, modulo 256, in *code if not NULL. */
bool control_exited(const struct control *c, int *code);

/** Forget that a program called exit(). */
void control_reset_exit(struct control *c);

/** Which of two twin maps (0 or 1) the programs use; switch to the other one. */
uint32_t control_selected(const struct control *c, uint32_t selector);
void control_select(struct control *c, uint32_t selector, uint32_t which);

/** Wait until every program that was running when this was called has left. */
void control_settle(struct control *c);
