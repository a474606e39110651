/* probes/auxiliary.h - what the kernel told a process about itself when its program was started:
 * its auxiliary vector. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

/** A value (AT_* of <elf.h>) of a process of 64 bits; 0 when it has none or cannot be asked. */
uint64_t auxiliary_value(pid_t pid, uint64_t type);
