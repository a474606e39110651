/* probes/kprobe_attach.c - attaches programs to functions of the kernel: by perf events, by
 * kprobe_multi links, by trampolines.  The attach half of the providers of kprobe.c and fentry.c;
 * runs in sonde. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/kfunctions.h"
#include "probes/kprobe.h"
#include "probes/perf.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define PERF_TYPE_PATH "/sys/bus/event_source/devices/kprobe/type"

static bool of_kernel(const struct attach_request *req)
{
	const char *module = req->target_text[KPROBE_TEXT_MODULE];

	return !module || !*module || str_eq(module, KERNEL_ITSELF);
}

/* What the kernel's answers mean here. */
static int explain(const struct attach_request *req, int ret, struct probe_error *err)
{
	static const struct attach_reason reasons[] = {
		{ ENOENT, "there is no such function any more",
			"its module may be gone: sonde -l lists what is there" },
		{ ESRCH, "there is no such function any more",
			"its module may be gone: sonde -l lists what is there" },
		{ EADDRNOTAVAIL, "several functions have that name",
			"trace a function that calls it, or one that it calls" },
		{ EILSEQ, "the offset is not at the start of an instruction",
			"disassemble the function to see where its instructions start" },
		{ EINVAL, "the kernel does not let that place be probed",
			"it was built without tracing, or is on the blacklist: /sys/kernel/debug/kprobes/blacklist" },
		{ EPERM, "not permitted",
			"run as root, or with CAP_BPF and CAP_PERFMON, on a kernel that is not locked down" },
		{ EACCES, "not permitted",
			"run as root, or with CAP_BPF and CAP_PERFMON, on a kernel that is not locked down" },
		{ 0 },
	};

	return probe_fail_attach(err, req, ret, reasons);
}

/* By name, as far as the kernel finds it by that; functions of modules, and what the script has by
 * its address, by that. */
static int attach_perf(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	const char *name = req->target_text[KPROBE_TEXT_FUNCTION];
	uint64_t offset = req->target_number[KPROBE_NUMBER_OFFSET],
		 address = req->target_number[KPROBE_NUMBER_ADDRESS];
	struct perf_target target = {
		.config = req->target_number[KPROBE_NUMBER_RETURN],
		.scope = PERF_ANYWHERE,
		.slow = true,
		.link = true,
	};
	int ret = perf_type_of(PERF_TYPE_PATH);

	target.type = (uint32_t)ret;
	if (ret >= 0 && !address && !of_kernel(req) &&
		!(address = kernel_function_address(
			  req->target_text[KPROBE_TEXT_MODULE], name, NULL)))
		ret = -ENOENT;
	if (ret >= 0) {
		target.config1 = address ? 0 : (uint64_t)(uintptr_t)name;
		target.config2 = address + offset;
		ret = perf_attach(req, &target, out, err);
	}
	return ret ? explain(req, ret, err) : 0;
}

/* One link for the functions of the kernel itself, which it finds by name, or for those of modules,
 * by address. */
static int attach_link(
	const struct attach_request *reqs, uint32_t count, bool kernel, struct attachment *out)
{
	const char **names = mem_alloc(count * sizeof(*names));
	uint64_t *addresses = mem_zalloc(2 * (size_t)count, sizeof(*addresses)),
		 *cookies = addresses ? addresses + count : NULL;
	bool session = reqs->target_number[KPROBE_NUMBER_MECHANISM] == BY_SESSION;
	struct kprobe_multi all = {
		.names = kernel ? names : NULL,
		.addresses = addresses,
		.cookies = reqs->wants_cookie ? cookies : NULL,
		.side = session ? KPROBE_MULTI_SESSION
			: reqs->target_number[KPROBE_NUMBER_RETURN] ? KPROBE_MULTI_RETURN
			: KPROBE_MULTI_ENTRY,
	};
	int ret = names && addresses ? 0 : -ENOMEM;

	for (uint32_t i = 0; !ret && i < count; i++) {
		if (of_kernel(&reqs[i]) != kernel)
			continue;
		names[all.count] = reqs[i].target_text[KPROBE_TEXT_FUNCTION];
		cookies[all.count] = reqs[i].cookie;
		if (!kernel)
			addresses[all.count] = kernel_function_address(
				reqs[i].target_text[KPROBE_TEXT_MODULE], names[all.count], NULL);
		if (!kernel && !addresses[all.count])
			ret = -ESRCH;
		all.count++;
	}
	if (!ret && all.count) {
		ret = bpf_call_kprobe_multi(reqs->prog_fd, &all);
		ret = ret < 0 ? ret : attachment_add(out, ret);
	}
	mem_free(names);
	mem_free(addresses);
	return ret;
}

static int attach_multi(const struct attach_request *reqs, uint32_t count, struct attachment *out)
{
	int ret;

	*out = (struct attachment){ .slow = true };
	ret = attach_link(reqs, count, true, out);
	if (!ret)
		ret = attach_link(reqs, count, false, out);
	if (ret)
		attachment_close(out);
	return ret;
}

int kprobe_attach(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int ret;

	switch ((enum kprobe_mechanism)req->target_number[KPROBE_NUMBER_MECHANISM]) {
	case BY_FENTRY:
		return function_tracing_attach(req, out, err);
	case BY_PERF:
		return attach_perf(req, out, err);
	case BY_MULTI:
	case BY_SESSION:
	case KPROBE_MECHANISM_COUNT:
		break;
	}
	ret = attach_multi(req, 1, out);
	return ret ? explain(req, ret, err) : 0;
}

/* One link for all; when the kernel does not take it, one by one, so that the one that stands in
 * the way is named. */
int kprobe_attach_many(const struct attach_request *reqs, uint32_t count, struct attachment *out,
	struct probe_error *err)
{
	uint64_t by = reqs->target_number[KPROBE_NUMBER_MECHANISM];
	int ret;

	if ((by == BY_MULTI || by == BY_SESSION) && count > 1 && !attach_multi(reqs, count, out))
		return (int)count;
	ret = kprobe_attach(reqs, out, err);
	return ret ? ret : 1;
}
