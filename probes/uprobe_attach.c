/* probes/uprobe_attach.c - attaches programs to places of user programs: by one uprobe_multi link a
 * file, by perf events where the kernel has no such links.  The attach half of uprobe.c and usdt.c,
 * and the part of their plans that it reads. */
#include "probes/uprobe_attach.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/bpf_call.h"
#include "probes/kernel_feature.h"
#include "probes/file_identity.h"
#include "probes/perf.h"
#include "probes/semaphores.h"
#include "probes/zip.h"
#include "runtime/base/image.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define BY_PERF_EVENT "perf"    /* for attach_by (K23): uprobe_multi links have no name there */
#define PERF_TYPE_PATH "/sys/bus/event_source/devices/uprobe/type"
#define ENOTSUPP 524            /* of the kernel alone */
/* perf_event_attr.config, by the files of /sys/bus/event_source/devices/uprobe/format: retprobe is
 * its lowest bit, ref_ctr_offset its upper half */
#define PERF_SEMAPHORE_SHIFT 32

/* target_text and target_number */
enum { TEXT_PATH, TEXT_IDENTITY };
enum { NUMBER_OFFSET, NUMBER_RETURN, NUMBER_MULTI, NUMBER_SEMAPHORE };

void uprobe_plan_place(const struct probe_spec *spec, const struct uprobe_place *place,
	const struct probe_use *use, struct arena *a, struct probe_plan *out)
{
	bool multi = !probe_asked(use, BY_PERF_EVENT) &&
		kernel_feature_usable(KERNEL_FEATURE_UPROBE_MULTI, use->forbidden);
	const char *semaphore = place->semaphore
		? arena_printf(a, ", semaphore at 0x%llx", (unsigned long long)place->semaphore)
		: "";

	out->mechanism = arena_printf(a, "%s at offset 0x%llx%s",
		multi ? "uprobe_multi link" : "perf uprobe", (unsigned long long)place->offset,
		semaphore);
	out->hook = arena_printf(a, "%s:%s:%llu%s", spec->provider->name, place->path,
		(unsigned long long)place->offset, semaphore);
	out->prog_type = BPF_PROG_TYPE_KPROBE;
	out->attach_type = multi ? SONDE_BPF_TRACE_UPROBE_MULTI : 0;
	out->preemptible = out->cookies = true;
	out->filter = PROBE_FILTER_ATTACH;
	out->stage = PROBE_STAGE_ATTACH;
	/* offsets are those of the archive */
	out->target_text[TEXT_PATH] = arena_strndup(a, place->path, zip_path_len(place->path));
	out->target_text[TEXT_IDENTITY] =
		place->identity ? place->identity : file_identity(out->target_text[TEXT_PATH], a);
	out->target_number[NUMBER_OFFSET] = place->offset;
	out->target_number[NUMBER_RETURN] = place->is_return;
	out->target_number[NUMBER_MULTI] = multi;
	out->target_number[NUMBER_SEMAPHORE] = place->semaphore;
}

static int explain(const struct attach_request *req, int ret, struct probe_error *err)
{
	static const struct attach_reason reasons[] = {
		{ ESRCH, "no such process" },
		{ ENOENT, "its file is gone", "compile the program again" },
		{ ESTALE, "its file is another one than the program was compiled for",
			"compile the program again" },
		{ ENOTSUPP, "the kernel takes no probes on the instruction there",
			"probe the function at another of its instructions: +offset" },
		{ EPERM, "not permitted",
			"run as root, or with CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN" },
		{ EACCES, "not permitted",
			"run as root, or with CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN" },
		{ EFBIG,
			"its semaphore lies behind 4 GiB of the file, where perf events cannot name it",
			"raise it by --usdt-file-activation" },
		{ EINVAL, "the kernel does not take that place",
			"another tracer may have it with another semaphore, or its file was replaced" },
		{ 0 },
	};

	return probe_fail_attach(err, req, ret, reasons);
}

/* The kernel keeps a semaphore up in every process that there is and will be, or it is raised once
 * by hand in those that are there. */
static uint64_t kernel_semaphore(const struct attach_request *req)
{
	return req->semaphores_in_memory ? 0 : req->target_number[NUMBER_SEMAPHORE];
}

static int raise_by_hand(const struct attach_request *reqs, uint32_t count, struct attachment *out)
{
	struct probe_scope scope = { .pids = reqs->pids, .pid_count = reqs->pid_count };
	int ret = 0;

	for (uint32_t i = 0; i < count && !ret; i++)
		if (reqs[i].semaphores_in_memory && reqs[i].target_number[NUMBER_SEMAPHORE])
			ret = semaphores_raise(reqs[i].target_text[TEXT_PATH],
				reqs[i].target_number[NUMBER_SEMAPHORE], &scope, &out->semaphores);
	return ret;
}

/* One link for each process of -p, or one for all. */
static int attach_links(const struct attach_request *reqs, uint32_t count, struct attachment *out)
{
	uint64_t *numbers = mem_zalloc(3 * (size_t)count, sizeof(*numbers));
	uint64_t *offsets = numbers, *semaphores = numbers + count, *cookies = semaphores + count;
	int ret = numbers ? 0 : -ENOMEM;
	bool any_semaphore = false;

	*out = (struct attachment){ .slow = true, .file = reqs->target_text[TEXT_PATH] };
	for (uint32_t i = 0; !ret && i < count; i++) {
		offsets[i] = reqs[i].target_number[NUMBER_OFFSET];
		semaphores[i] = kernel_semaphore(&reqs[i]);
		cookies[i] = reqs[i].cookie;
		any_semaphore |= semaphores[i] != 0;
	}
	for (uint32_t i = 0; !ret && i < MAX_OF(reqs->pid_count, 1); i++) {
		ret = bpf_call_uprobe_multi(reqs->prog_fd,
			&(struct uprobe_multi){
				.path = reqs->target_text[TEXT_PATH],
				.offsets = offsets,
				.semaphores = any_semaphore ? semaphores : NULL,
				.cookies = reqs->wants_cookie ? cookies : NULL,
				.count = count,
				.is_return = reqs->target_number[NUMBER_RETURN],
				.pid = reqs->pid_count ? reqs->pids[i] : 0,
			});
		/* a process that has ended since it was named: nothing more comes of it */
		ret = ret == -ESRCH ? 0 : ret < 0 ? ret : attachment_add(out, ret);
	}
	mem_free(numbers);
	if (!ret)
		ret = raise_by_hand(reqs, count, out);
	if (ret)
		attachment_close(out);
	return ret;
}

static int attach_perf(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.config = req->target_number[NUMBER_RETURN] |
			kernel_semaphore(req) << PERF_SEMAPHORE_SHIFT,
		.config1 = (uint64_t)(uintptr_t)req->target_text[TEXT_PATH],
		.config2 = req->target_number[NUMBER_OFFSET],
		.scope = PERF_PROCESS,
		.slow = true,
		.link = req->wants_cookie,
	};
	int ret = perf_type_of(PERF_TYPE_PATH);

	target.type = (uint32_t)ret;
	if (ret >= 0 && kernel_semaphore(req) > UINT32_MAX)
		ret = -EFBIG;
	if (ret >= 0)
		ret = perf_attach(req, &target, out, err);
	if (!ret && (ret = raise_by_hand(req, 1, out)))
		attachment_close(out);
	return ret;
}

static int check_file(const struct attach_request *req)
{
	return file_identity_check(req->target_text[TEXT_PATH], req->target_text[TEXT_IDENTITY]);
}

/* The file is known to be the right one. */
static int attach_place(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int ret = req->target_number[NUMBER_MULTI] ? attach_links(req, 1, out)
		: attach_perf(req, out, err);

	out->file = req->target_text[TEXT_PATH];
	return ret ? explain(req, ret, err) : 0;
}

int uprobe_attach(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int ret = check_file(req);

	return ret ? explain(req, ret, err) : attach_place(req, out, err);
}

/* One link for the places of the first file.  When the kernel does not take them all, half of them
 * are tried, and so on: the one that stands in the way is soon alone, and named. */
int uprobe_attach_many(const struct attach_request *reqs, uint32_t count, struct attachment *out,
	struct probe_error *err)
{
	uint32_t same = 1;
	int ret = check_file(reqs);

	if (ret)
		return explain(reqs, ret, err);
	while (same < count &&
		str_eq(reqs[same].target_text[TEXT_PATH], reqs->target_text[TEXT_PATH]) &&
		reqs[same].target_number[NUMBER_RETURN] == reqs->target_number[NUMBER_RETURN])
		same++;
	for (; same > 1 && reqs->target_number[NUMBER_MULTI]; same /= 2)
		if (!attach_links(reqs, same, out))
			return (int)same;
	ret = attach_place(reqs, out, err);
	return ret ? ret : 1;
}
