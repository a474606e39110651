/* probes/kernel_feature.c - mechanisms that only newer kernels have: each is looked for when first
 * asked for.  Asked by the providers that choose among mechanisms. */
#include "probes/kernel_feature.h"

#include <linux/btf.h>

#include "probes/bpf_call.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

static bool has_kprobe_session(void)
{
	return kernel_feature_there(KERNEL_FEATURE_KPROBE_MULTI) &&
		bpf_call_has_kprobe_session(machine_btf_type(BTF_KIND_FUNC, SONDE_SESSION_SIDE));
}

static const struct {
	const char *name, *help;
} rows[KERNEL_FEATURE_COUNT] = {
#define ROW(id, name, help) [KERNEL_FEATURE_##id] = { #name, help },
	KERNEL_FEATURE_LIST(ROW)
#undef ROW
};

static bool (*const asks[KERNEL_FEATURE_COUNT])(void) = {
	[KERNEL_FEATURE_KPROBE_MULTI] = bpf_call_has_kprobe_multi,
	[KERNEL_FEATURE_KPROBE_SESSION] = has_kprobe_session,
	[KERNEL_FEATURE_UPROBE_MULTI] = bpf_call_has_uprobe_multi,
};

enum kernel_feature kernel_feature_find(const char *name)
{
	enum kernel_feature f = 0;

	while (f < KERNEL_FEATURE_COUNT && !str_eq(rows[f].name, name))
		f++;
	return f;
}

const char *kernel_feature_name(enum kernel_feature f)
{
	return rows[f].name;
}

const char *kernel_feature_help(enum kernel_feature f)
{
	return rows[f].help;
}

bool kernel_feature_there(enum kernel_feature f)
{
	/* of the kernel, which stays */
	static enum { UNKNOWN, YES, NO } answers[KERNEL_FEATURE_COUNT];

	if (answers[f] == UNKNOWN)
		answers[f] = asks[f]() ? YES : NO;
	return answers[f] == YES;
}

bool kernel_feature_usable(enum kernel_feature f, unsigned forbidden)
{
	return !(forbidden & 1u << f) && kernel_feature_there(f);
}
