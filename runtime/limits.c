/* runtime/limits.c - ends a run after some time, or when its programs take too much of the CPUs.
 * The kernel counts their runs and their time while somebody holds a descriptor of BPF_ENABLE_STATS
 * (Linux 5.8).  Owns that and the two timers.  Called by runtime/session.c. */
#include "runtime/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/cost.h"
#include "runtime/report.h"

/* So many seconds in a row are too much: one alone may be a burst. */
#define SECONDS_ABOVE 3

int limits_open(struct limits *l, const struct session_options *o, const struct loaded *loaded)
{
	int err;

	*l = (struct limits){ .loaded = loaded,
		.duration_ns = o->duration_ns,
		.percent = o->max_overhead,
		.books = -1,
		.deadline = -1,
		.clock = -1 };
	if (!o->stats && !l->percent)
		return 0;
	err = l->books = bpf_accounting_open();
	if (err >= 0)
		return 0;
	log_error(
		"option '%s': the kernel does not count what programs take: %s; it can since Linux 5.8, for CAP_SYS_ADMIN",
		o->stats ? "--stats" : "--max-overhead", strerror(-err));
	report_point_to_doctor();
	return err;
}

/* A timer that the stream waits for. */
static int start_timer(
	int *fd, uint64_t ns, bool again, struct stream *stream, enum stream_source source)
{
	struct timespec time = { (time_t)(ns / SECOND_NS), (long)(ns % SECOND_NS) };
	struct itimerspec when = { .it_value = time };

	if (again)
		when.it_interval = time;
	*fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (*fd < 0 || timerfd_settime(*fd, 0, &when, NULL))
		return -errno;
	return stream_watch(stream, *fd, source);
}

int limits_start(struct limits *l, struct stream *stream)
{
	int err = 0;

	if (l->duration_ns)
		err = start_timer(&l->deadline, l->duration_ns, false, stream, STREAM_DEADLINE);
	if (!err && l->percent) {
		l->looked_ns = clock_ns(CLOCK_MONOTONIC);
		l->spent_ns = cost_spent_ns(l->loaded);
		err = start_timer(&l->clock, SECOND_NS, true, stream, STREAM_CLOCK);
	}
	if (err)
		log_error("program: its end cannot be waited for: %s", strerror(-err));
	return err;
}

bool limits_exceeded(struct limits *l)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC), spent = cost_spent_ns(l->loaded), rings;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	double share;

	if (read(l->clock, &rings, sizeof(rings)) != sizeof(rings) || now == l->looked_ns ||
		l->exceeded)
		return l->exceeded;
	share = 100.0 * (double)(spent - l->spent_ns) / (double)(now - l->looked_ns) /
		(double)(cpus > 0 ? cpus : 1);
	l->looked_ns = now;
	l->spent_ns = spent;
	l->above = share > l->percent ? l->above + 1 : 0;
	if (l->above < SECONDS_ABOVE)
		return false;
	l->exceeded = true;
	log_notice("Stopped: tracing takes %.3g %% of the CPUs, --max-overhead allows %.3g %%",
		share, l->percent);
	return true;
}

void limits_close(struct limits *l)
{
	int fds[] = { l->books, l->deadline, l->clock };

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	l->books = l->deadline = l->clock = -1;
}
