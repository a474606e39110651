/* probes/device_name.h - names of devices. */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"

/** Append the name of the device of a number as the kernel has it (dev_t: 12 bits major, 20 bits
 * minor): that of a block device, else of a character device, "nvme0n1"; "259:0" when there is
 * none. */
void device_put_name(struct buffer *out, uint64_t device);
