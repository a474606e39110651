/* runtime/privileges.h - what a process needs to load and attach programs (output.md 5.3). */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"

/** Check the privileges and raise the limits on locked memory and open files as far as allowed.
 * 0, or -EPERM with what is missing already reported. */
int privileges_check(void);

/** Append the names of the capabilities that are missing, with ", " between them; nothing when
 * there is all that is needed.  Those of a user namespace do not count. */
void privileges_put_missing(struct buffer *out);

/** Whether we have a capability, CAP_* of <linux/capability.h>. */
bool privileges_have(unsigned capability);
