/* runtime/session.c - the life of one run of an image, to the exit code.  What it is made of stands
 * in session_pieces.c; each piece has its own file.  Called by the command line.
 *
 *	privileges -> child (waiting) -> maps -> programs -> begin -> attach -> gate open
 *	           -> attach line -> events of begin -> child goes -> ready -> events ...
 *	           -> gate shut, programs left -> last events -> end -> maps -> completeness
 *	           -> detach
 */
#include "runtime/session.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/cost.h"
#include "runtime/finish.h"
#include "runtime/notify.h"
#include "runtime/session_pieces.h"
#include "runtime/signals.h"
#include "runtime/trial.h"
#include "runtime/unwinder.h"
#include "runtime/walk.h"

/* There is nothing to wait for: no probe but begin and end, and no command, whose end would be that
 * of the run. */
static bool is_begin_only(const struct session *s)
{
	return s->image->header->flags & IMAGE_BEGIN_ONLY && !s->child.pid;
}

/* The run is to end although nothing failed: exit() in a begin probe, a signal, a closed output. */
static bool is_over_early(const struct session *s)
{
	return signals_stopping() || s->output.closed || control_exited(&s->control, NULL);
}

/* Run the probes of a stage on this thread: pid and comm are our own there (P20). */
static int run_stage(struct session *s, enum probe_stage stage)
{
	for (uint32_t i = 0; i < s->image->counts[IMAGE_PROBES]; i++) {
		const struct image_probe *probe = &s->image->probes[i];
		int err;

		if (probe->stage != stage)
			continue;
		err = bpf_prog_run_once(load_prog_of(&s->loaded, i));
		if (err < 0) {
			log_error("probe '%s': cannot be run: %s",
				image_text(s->image, probe->text), strerror(-err));
			return err;
		}
		if (stage == PROBE_STAGE_BEGIN && control_exited(&s->control, NULL))
			return 0;
		/* the next one may need the room; otherwise the attach line comes first */
		if (s->ring.consumer && ring_waiting(&s->ring) > s->ring.size / 4)
			stream_drain(&s->stream);
	}
	return 0;
}

/* What programs ask of us. */
static void fill_control(struct session *s)
{
	s->started_ns = clock_ns(CLOCK_BOOTTIME);
	s->control.memory->start_ns = s->started_ns;
	s->control.memory->tai_offset_ns = s->decode.boot_offset_ns - s->decode.tai_offset_ns;
	s->control.memory->child_pid = (uint64_t)s->child.pid;
	s->control.memory->wall_offset_ns = s->decode.boot_offset_ns;
	control_polling(&s->control, true);
}

static int begin(struct session *s)
{
	return s->options->dry_run ? 0 : run_stage(s, PROBE_STAGE_BEGIN);
}

/* SIGUSR1 runs the probes that wait for it (P21), and shows the maps where the script wants that
 * (O7). */
static void on_user_signal(void *arg)
{
	struct session *s = arg;
	int err = s->tracing ? run_stage(s, PROBE_STAGE_SIGNAL) : 0;

	if (err && !s->actions.err)
		s->actions.err = err;
	if (s->image->header->flags & IMAGE_PRINT_MAPS_ON_SIGNAL)
		finish_maps(&s->actions, false);
}

static bool on_clock(void *arg)
{
	struct session *s = arg;

	return limits_exceeded(&s->limits);
}

/* What -p names and has ended. */
static void on_process_ended(void *arg, int fd)
{
	struct session *s = arg;

	for (uint32_t i = 0; s->process_fds && i < s->options->pid_count; i++)
		if (s->process_fds[i] == fd)
			traced_ended(&s->traced, s->options->pids[i]);
}

static void tell_attached(struct session *s)
{
	if (s->options->quiet)
		return;
	s->options->sink->attached(&s->sink_context, s->attached.targets);
	output_added(&s->output);
}

/* Who is traced, now that everything is attached. */
static int start_traced(struct session *s)
{
	const struct session_options *o = s->options;
	bool child = s->child.pid;
	int some = traced_start(&s->traced, o->pids, child ? &s->child.fd : s->process_fds,
		child ? 1 : o->pid_count);
	int err = 0;

	if (some > 0 && s->traced.follows) {
		s->stream.processes++;
		err = stream_watch(&s->stream, follow_fd(&s->traced.follow), STREAM_PROCESS);
	}
	return some < 0 ? some : err;
}

static void tell_ready(const struct session *s)
{
	int fd = s->options->ready_fd;

	notify_send("READY=1");
	if (fd < 0)
		return;
	if (write(fd, "\n", 1) != 1)
		log_warn("--ready-fd %d: cannot be written: %s", fd, strerror(errno));
	close(fd);
}

static int attach_probes(struct session *s)
{
	int32_t child = s->child.pid;
	struct attach_options how = {
		.pids = child ? &child : s->options->pids,
		.pid_count = child ? 1 : s->options->pid_count,
		.rehearsal = s->options->dry_run,
		.semaphores_in_memory = s->options->semaphores_in_memory,
	};
	int err;

	/* processes that are yet to come are known to the programs alone */
	if (s->traced.follows)
		how.pid_count = 0;
	session_start_progress(s);
	err = attach_all(&s->attached, &s->loaded, &how);
	progress_stop();
	session_point_to_doctor(err);
	signals_detach_slowly(s->attached.slow);
	return err;
}

static void look_at_child(void *arg)
{
	struct session *s = arg;

	unwinder_look(s->actions.unwinder, s->child.pid);
}

/* Attach, and let everything start at one moment. */
static int attach(struct session *s)
{
	bool runs_child = s->child.pid;
	int err = attach_probes(s);
	size_t begun;

	if (!err)
		err = start_traced(s);
	if (!err && !s->options->dry_run)
		err = limits_start(&s->limits, &s->stream);
	if (err || s->options->dry_run)
		return err;
	finish_count_missed(&s->loaded, &s->attached, s->missed_before);
	if (s->options->warnings)
		err = stream_watch_files(&s->stream, &s->attached);
	if (!err && runs_child)
		err = child_wake(&s->child);
	if (err)
		return err;
	begun = stream_prompt_records(&s->stream);
	s->tracing = !is_begin_only(s);
	control_gate(&s->control, s->tracing);
	tell_attached(s);
	if (runs_child) {
		/* before the command says anything; but it may be what a system() waits for */
		stream_hand_on(&s->stream, begun);
		err = child_go(&s->child, s->actions.unwinder ? look_at_child : NULL, s);
	}
	if (!err)
		tell_ready(s);
	return err;
}

/* What happens while the gate is open. */
static int trace(struct session *s)
{
	if (s->attached.walk >= 0)
		return walk_run(&s->stream, &s->attached);
	if (!s->attached.left)
		stream_run(&s->stream);
	return 0;
}

/* Shut the gate, and hand on what was recorded before. */
static void stop(struct session *s)
{
	control_gate(&s->control, false);
	if (s->tracing) {
		control_settle(&s->control);
		finish_count_missed(&s->loaded, &s->attached, s->missed_after);
	}
	traced_files_look(s->stream.files);
	stream_drain(&s->stream);
	s->actions.exited = false;      /* what end probes record is delivered */
}

/* What was missed is told per probe: the counts after the run become those of the run. */
static void tell_costs(struct session *s, uint64_t duration_ns)
{
	for (uint32_t i = 0; s->tracing && i < s->image->counts[IMAGE_PROBES]; i++)
		s->missed_after[i] -= s->missed_before[i];
	cost_tell(&s->actions, &s->loaded, s->tracing ? s->missed_after : NULL, duration_ns);
}

static int end(struct session *s)
{
	struct finish_counts counts = {
		.stopped_early = s->limits.exceeded,
		.loaded = &s->loaded,
		.missed_before = s->missed_before,
		.missed_after = s->tracing ? s->missed_after : NULL,
	};
	int err;

	if (s->tracing)
		notify_send("STOPPING=1");
	stop(s);
	if (s->output.closed || s->output.failed)
		return 0;
	err = run_stage(s, PROBE_STAGE_END);
	stream_drain(&s->stream);
	if (s->image->header->flags & IMAGE_PRINT_MAPS)
		finish_maps(&s->actions, true);
	if (s->flame && flame_finish(s->flame, s->options->warnings) && !err)
		err = -EIO;
	stream_tell_losses(&s->stream);
	counts.duration_ns = clock_ns(CLOCK_BOOTTIME) - s->started_ns;
	s->incomplete = finish_summary(&s->actions, &counts);
	if (s->options->stats)
		tell_costs(s, counts.duration_ns);
	output_flush(&s->output);
	return err;
}

/* Begin, attach, trace, end. */
static int run_traced(struct session *s)
{
	int err = limits_open(&s->limits, s->options, &s->loaded);

	if (!err)
		err = begin(s);
	s->stream.user_signal = on_user_signal;
	s->stream.process_ended = on_process_ended;
	s->stream.clock = on_clock;
	s->stream.arg = s;
	if (!err && (!is_over_early(s) || is_begin_only(s)))
		err = attach(s);
	if (err == -EINTR)
		err = 0;        /* the end was asked for meanwhile */
	if (!err && !s->options->dry_run && s->tracing)
		err = trace(s);
	if (!err && !s->options->dry_run)
		err = end(s);
	return err;
}

static int run_mode(struct session *s)
{
	struct trial trial = {
		.loaded = &s->loaded,
		.control = &s->control,
		.actions = &s->actions,
		.stream = &s->stream,
	};

	fill_control(s);
	switch (s->options->mode) {
	case RUN_TRACE:
		break;
	case RUN_TEST:
		return s->options->dry_run ? 0 : trial_tests(&trial);
	case RUN_BENCH:
		return s->options->dry_run ? 0 : trial_benches(&trial);
	}
	return run_traced(s);
}

/* Codes in the order of output.md 5.1: our own mistakes, the environment, exit(N), an incomplete
 * run, the command's. */
static int exit_code_of(struct session *s, int err)
{
	int code = 0;

	if (s->actions.damaged)
		return EXIT_CODE_INTERNAL;
	if (err == -ECANCELED)
		return EXIT_CODE_SCRIPT;        /* a test failed */
	if ((err && err != -EINTR) || s->actions.err || s->output.failed)
		return EXIT_CODE_ENVIRONMENT;
	if (s->control.memory)
		control_exited(&s->control, &code);
	if (!code && s->incomplete & s->options->strict)
		code = EXIT_CODE_INCOMPLETE;
	if (!code && s->options->child_status)
		code = child_exit_code(&s->child);
	return code < 0 ? 0 : code;
}

int session_run(const struct session_options *options)
{
	struct session s = {
		.options = options,
		.image = options->image,
		.output.fd = -1,
		.child = { .fd = -1, .go_fd = -1, .failure_fd = -1 },
		.stream.epoll = -1,
		.limits = { .books = -1, .deadline = -1, .clock = -1 },
	};
	int signal_fd = signals_catch(options->output_path != NULL);
	int err = 0, code;

	if (signal_fd < 0) {
		log_error("signals: cannot be caught: %s", strerror(-signal_fd));
		return EXIT_CODE_ENVIRONMENT;
	}
	err = session_open(&s, signal_fd);
	if (!err)
		err = run_mode(&s);
	output_flush(&s.output);
	code = exit_code_of(&s, err);
	session_release(&s);
	return s.output.failed && code != EXIT_CODE_INTERNAL ? EXIT_CODE_ENVIRONMENT : code;
}
