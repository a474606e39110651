/* probes/perf.c - opens perf events, puts a program on them and starts them.  Called by the attach
 * halves of the providers. */
#include "probes/perf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/cpus.h"
#include "runtime/base/util.h"

#define MAX_PASSES 16   /* over the threads of a process that keeps making new ones */

/* The clock starts behind the program, so that the first tick comes one period later.  *fd becomes
 * the link where there is one: it keeps the event. -ERANGE: the program reads more than the event's
 * record has (perf_event_set_bpf_prog(), kernel/events/core.c). */
static int put_program(const struct attach_request *req, const struct perf_target *target, int *fd)
{
	int link = target->link ? bpf_call_perf_link(req->prog_fd, *fd, req->cookie) : -EINVAL;

	if (link < 0 && (req->wants_cookie || link != -EINVAL))
		return link;
	if ((link < 0 && ioctl(*fd, PERF_EVENT_IOC_SET_BPF, req->prog_fd)) ||
		ioctl(*fd, PERF_EVENT_IOC_ENABLE, 0)) {
		int ret =
			errno == EACCES && target->type == PERF_TYPE_TRACEPOINT ? -ERANGE : -errno;

		if (link >= 0)
			close(link);
		return ret;
	}
	if (link >= 0) {
		close(*fd);
		*fd = link;
	}
	return 0;
}

static int attach_one(const struct attach_request *req, const struct perf_target *target, pid_t pid,
	int cpu, struct attachment *out)
{
	bool threads = target->scope == PERF_THREADS && pid > 0;
	struct perf_event_attr attr = {
		.type = target->type,
		.size = sizeof(attr),
		.config = target->config,
		.config1 = target->config1,
		.config2 = target->config2,
		.bp_type = target->breakpoint,
		.sample_period = target->period,
		.disabled = 1,
		.inherit = threads,
		.inherit_thread = threads,
	};
	int fd = (int)syscall(SYS_perf_event_open, &attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		return -errno;
	int ret = put_program(req, target, &fd);

	if (ret) {
		close(fd);
		return ret;
	}
	return attachment_add(out, fd);
}

static int attach_cpus(const struct attach_request *req, const struct perf_target *target, bool all,
	struct attachment *out)
{
	char list[CPUS_TEXT];
	int cpu, ret = 0;

	cpus_read(CPUS_ONLINE, list);
	for (uint32_t i = 0; !ret && (cpu = cpus_nth(list, i)) >= 0; i++) {
		ret = attach_one(req, target, -1, cpu, out);
		if (!all)
			break;
	}
	return ret;
}

struct threads {
	pid_t *items;
	size_t count, capacity;
};

static bool threads_has(const struct threads *t, pid_t tid)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i] == tid)
			return true;
	return false;
}

static int read_threads(pid_t pid, struct threads *out)
{
	char path[64];
	int ret = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	DIR *dir = opendir(path);

	if (!dir)
		return errno == ENOENT ? -ESRCH : -errno;
	for (struct dirent *e; !ret && (e = readdir(dir));)
		if (e->d_name[0] != '.' && !VEC_PUSH(out, (pid_t)atoi(e->d_name)))
			ret = -ENOMEM;
	closedir(dir);
	return ret;
}

/* One pass: an event for every thread that is there now; those made later inherit one.  -EAGAIN
 * when a thread appeared meanwhile: it may have inherited an event or not, which cannot be told. */
static int attach_threads_once(const struct attach_request *req, const struct perf_target *target,
	pid_t pid, struct attachment *out)
{
	struct threads before = { 0 }, after = { 0 };
	int ret = read_threads(pid, &before);

	for (size_t i = 0; !ret && i < before.count; i++) {
		ret = attach_one(req, target, before.items[i], -1, out);
		if (ret == -ESRCH && before.items[i] != pid)
			ret = 0;
	}
	if (!ret)
		ret = read_threads(pid, &after);
	for (size_t i = 0; !ret && i < after.count; i++)
		if (!threads_has(&before, after.items[i]))
			ret = -EAGAIN;
	mem_free(before.items);
	mem_free(after.items);
	return ret;
}

static int attach_threads(const struct attach_request *req, const struct perf_target *target,
	pid_t pid, struct attachment *out)
{
	int ret = -EAGAIN;

	for (int pass = 0; pass < MAX_PASSES && ret == -EAGAIN; pass++) {
		struct attachment own = { 0 };

		ret = attach_threads_once(req, target, pid, &own);
		if (ret && !(ret == -EAGAIN && pass == MAX_PASSES - 1)) {
			attachment_close(&own);
			continue;
		}
		ret = 0;
		for (uint32_t i = 0; i < own.count; i++) {
			int added = ret ? ret : attachment_add(out, own.fds[i]);

			if (ret)
				close(own.fds[i]);
			ret = added;
		}
		mem_free(own.fds);
	}
	return ret;
}

static int explain(const struct attach_request *req, int ret, struct probe_error *err)
{
	static const struct attach_reason reasons[] = {
		{ ESRCH, "no such process" },
		{ ERANGE, "the program reads beyond the fields of the event" },
		{ EMFILE,
			.hint = "raise the limit of open files (ulimit -n) or attach fewer probes" },
		{ ENOSPC, "every debug register of the processor that could watch this is taken",
			"x86-64 has four of them for a thread, which debuggers use too: watch less at a time" },
		{ ENOENT, .hint = "this kernel or machine does not have that perf event" },
		{ EOPNOTSUPP, .hint = "this kernel or machine does not have that perf event" },
		{ 0 },
	};

	return probe_fail_attach(err, req, ret, reasons);
}

bool perf_has(uint32_t type, uint64_t config)
{
	struct perf_event_attr attr = {
		.type = type,
		.size = sizeof(attr),
		.config = config,
		.disabled = 1,
		.exclude_kernel = 1,
	};
	int fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		return errno != ENOENT && errno != ENODEV && errno != EOPNOTSUPP && errno != EINVAL;
	close(fd);
	return true;
}

int perf_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	(void)spec;
	(void)a;
	(void)err;
	*out = (struct probe_carries){ .has_registers = true,
		.context = "struct bpf_perf_event_data",
		.context_words = true };
	return 0;
}

int perf_attach(const struct attach_request *req, const struct perf_target *target,
	struct attachment *out, struct probe_error *err)
{
	int ret = 0;

	*out = (struct attachment){ .slow = target->slow };
	if (target->scope == PERF_ANYWHERE || !req->pid_count)
		ret = attach_cpus(req, target, target->scope == PERF_THREADS, out);
	for (uint32_t i = 0; !ret && target->scope != PERF_ANYWHERE && i < req->pid_count; i++) {
		if (target->scope == PERF_PROCESS)
			ret = attach_one(req, target, req->pids[i], -1, out);
		else
			ret = attach_threads(req, target, req->pids[i], out);
		/* it has ended since it was named: nothing more comes of it */
		if (ret == -ESRCH)
			ret = 0;
	}
	if (ret) {
		attachment_close(out);
		explain(req, ret, err);
	}
	return ret;
}

int perf_type_of(const char *path)
{
	char text[16] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 ? atoi(text) : -ENOENT;
}
