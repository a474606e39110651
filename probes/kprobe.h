/* probes/kprobe.h - programs on functions of the kernel that see its registers: what kprobe.c and
 * fentry.c plan and kprobe_attach.c attaches. */
#pragma once

#include "probes/function.h"

/** How a function is hooked. */
enum kprobe_mechanism { BY_PERF, BY_MULTI, BY_FENTRY, BY_SESSION, KPROBE_MECHANISM_COUNT };

/** target_text and target_number of the plans of kprobe, kretprobe, fentry and fexit. */
enum { KPROBE_TEXT_FUNCTION, KPROBE_TEXT_MODULE };
enum { KPROBE_NUMBER_OFFSET, KPROBE_NUMBER_RETURN, KPROBE_NUMBER_MECHANISM, KPROBE_NUMBER_ADDRESS };

/** True when attach_by asks for a mechanism by name, or for none. */
bool kprobe_asked(const struct probe_use *use, enum kprobe_mechanism by);

/** What is used, without an attach_by that names no mechanism of such probes: fentry and fexit have
 * no kprobe_multi. */
struct probe_use kprobe_use(const struct probe_use *use, bool multi);

/** True when the kernel has kprobes, by perf events. */
bool kprobe_works(void);

/** The plan of a probe whose bodies see the registers at the entry or return of its function: type
 * NULL where that is not known.  What they ask for is there.  0, or as a plan() when `func` cannot
 * be had. */
int kprobe_plan_registers(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type, bool is_return, enum kprobe_mechanism by, struct arena *a,
	struct probe_plan *out, struct probe_error *err);

/** What plans by the trampoline have in common: hook, target, how `func` is reached.
 * function_tracing_plan() does the rest. */
void kprobe_plan_tracing(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type, bool is_return, struct arena *a, struct probe_plan *out);

/** attach() and attach_many() of all four. */
int kprobe_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err);
int kprobe_attach_many(const struct attach_request *reqs, uint32_t count, struct attachment *out,
	struct probe_error *err);
