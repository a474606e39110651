/* probes/kernel_feature.h - mechanisms that only newer kernels have: whether this one does, and
 * whether they may be used. */
#pragma once

#include <stdbool.h>

/* Their names are those of --no-feature; what they are. */
#define KERNEL_FEATURE_LIST(X) \
	X(KPROBE_MULTI, kprobe_multi, \
		"one link for many functions of the kernel, since Linux 5.18") \
	X(KPROBE_SESSION, kprobe_session, "the same for their entry and return, since Linux 6.10") \
	X(UPROBE_MULTI, uprobe_multi, \
		"one link for many places of a program, kept to a process and not to a thread, since Linux 6.10")

enum kernel_feature {
#define KERNEL_FEATURE_ENUM(id, name, help) KERNEL_FEATURE_##id,
	KERNEL_FEATURE_LIST(KERNEL_FEATURE_ENUM)
#undef KERNEL_FEATURE_ENUM
	KERNEL_FEATURE_COUNT
};

#define KERNEL_FEATURE_NAME(id, name, help) " " #name
#define KERNEL_FEATURE_NAMES KERNEL_FEATURE_LIST(KERNEL_FEATURE_NAME)

/** By name; KERNEL_FEATURE_COUNT if there is none. */
enum kernel_feature kernel_feature_find(const char *name);

/** Its name, and what it is. */
const char *kernel_feature_name(enum kernel_feature f);
const char *kernel_feature_help(enum kernel_feature f);

/** True if this kernel has it; asks the kernel once. */
bool kernel_feature_there(enum kernel_feature f);

/** True if this kernel has it and it is not among the forbidden ones: bit N is feature N
 * (--no-feature). */
bool kernel_feature_usable(enum kernel_feature f, unsigned forbidden);
