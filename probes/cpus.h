/* probes/cpus.h - sets of CPUs as sysfs lists them: "0-3,8". */
#pragma once

#include <stdint.h>

enum cpu_set { CPUS_ONLINE, CPUS_POSSIBLE };

#define CPUS_TEXT 4096

/** Read the list of a set into text (CPUS_TEXT bytes); "0" where the kernel does not tell. */
void cpus_read(enum cpu_set set, char *text);

/** Number of CPUs in a list. */
uint32_t cpus_count(const char *list);

/** The n-th CPU of a list, counted from 0; -1 behind the last. */
int cpus_nth(const char *list, uint32_t n);
