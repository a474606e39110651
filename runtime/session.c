/* runtime/session.c - one run of an image, from its bytes to the exit code.  Owns everything that
 * lives as long as the run; each piece has its own file.  Called by the command line.
 *
 *	privileges -> child (waiting) -> maps -> programs -> begin -> attach -> gate open
 *	           -> attach line -> child goes -> ready -> events ... -> gate shut, programs left
 *	           -> last events -> end -> maps -> completeness -> detach
 */
#include "runtime/session.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probes/user_symbols.h"
#include "runtime/actions.h"
#include "runtime/attach.h"
#include "runtime/base/arena.h"
#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/child.h"
#include "runtime/control.h"
#include "runtime/cost.h"
#include "runtime/finish.h"
#include "runtime/limits.h"
#include "runtime/load.h"
#include "runtime/notify.h"
#include "runtime/privileges.h"
#include "runtime/report.h"
#include "runtime/ring.h"
#include "runtime/signals.h"
#include "runtime/stream.h"
#include "runtime/traced.h"
#include "runtime/trial.h"
#include "runtime/unwinder.h"
#include "runtime/value_names.h"
#include "runtime/walk.h"

struct session {
	const struct session_options *options;
	const struct image *image;
	struct output output;
	struct child child;
	int *process_fds;               /* pidfds of -p */
	struct traced traced;
	struct loaded loaded;
	struct control control;
	struct ring ring;
	struct decode_context decode;
	struct maps maps;
	struct sink_context sink_context;
	struct actions actions;
	struct flame *flame;            /* NULL without --flame */
	struct stream stream;
	struct attached attached;
	uint64_t *missed_before, *missed_after;
	uint64_t started_ns;
	bool tracing;                   /* the gate was opened */
	struct limits limits;
	unsigned incomplete;            /* counters of the summary that are set (runtime/summary.h) */
};

static int out_of_memory(void)
{
	log_error("program: cannot be run: %s", strerror(ENOMEM));
	return -ENOMEM;
}

static bool is_begin_only(const struct session *s)
{
	return s->image->header->flags & IMAGE_BEGIN_ONLY;
}

/* The stages whose probes run in each mode, and what there is to say when there are none. */
static const struct {
	unsigned stages;
	const char *missing;
} modes[] = {
	[RUN_TRACE] = { 1u << PROBE_STAGE_BEGIN | 1u << PROBE_STAGE_ATTACH | 1u << PROBE_STAGE_END | 1u << PROBE_STAGE_SIGNAL,
		"there is nothing to attach: it has no probes but tests and benches; run it with --test or --bench" },
	[RUN_TEST] = { 1u << PROBE_STAGE_TEST, "it has no tests; write one, as in 'test:name { ... }'" },
	[RUN_BENCH] = { 1u << PROBE_STAGE_BENCH, "it has no benches; write one, as in 'bench:name { ... }'" },
};

static bool has_probes(const struct session *s)
{
	for (uint32_t i = 0; i < s->image->counts[IMAGE_PROBES]; i++)
		if (modes[s->options->mode].stages & 1u << s->image->probes[i].stage)
			return true;
	return false;
}

/* The run is to end although nothing failed: exit() in a begin probe, a signal, a closed output. */
static bool is_over_early(const struct session *s)
{
	return signals_stopping() || s->output.closed || control_exited(&s->control, NULL);
}

/* What is needed before anything is asked of the kernel. */
static int prepare(struct session *s)
{
	const struct session_options *o = s->options;
	int err;

	if (!s->image->counts[IMAGE_PROBES]) {
		log_error("program: there is nothing to attach: it has no probes; write one, as in "
			  "'begin { ... }'");
		return -EINVAL;
	}
	if (!has_probes(s)) {
		log_error("program: %s", modes[o->mode].missing);
		return -EINVAL;
	}
	if (o->ready_fd >= 0)
		fcntl(o->ready_fd, F_SETFD, FD_CLOEXEC);
	err = privileges_check();
	if (!err)
		err = output_open(&s->output, o->output_path, o->flush);
	if (!err && o->flame_path && !o->dry_run)
		err = flame_open(&s->flame, o->flame_path);
	if (!err && o->command && !o->dry_run)
		err = child_start(&s->child, &(struct child_command){
			.path = o->command_path, .words = o->command,
			.stdout_to_stderr = o->sink->for_programs && !s->output.path,
		});
	if (!err && o->pid_count) {
		s->process_fds = mem_alloc(o->pid_count * sizeof(*s->process_fds));
		err = s->process_fds ? watch_pids(o->pids, o->pid_count, s->process_fds)
				     : out_of_memory();
		if (err) {
			mem_free(s->process_fds);
			s->process_fds = NULL;
		}
	}
	return err;
}

static void start_progress(const struct session *s)
{
	if (!s->options->quiet)
		progress_start();
}

static void point_to_doctor(int err)
{
	if (err && err != -EINTR)
		report_point_to_doctor();
}

/* Maps and programs into the kernel, their shared memory into ours. */
static int load(struct session *s)
{
	int err = load_maps(
		&s->loaded, s->image, s->options->patches, s->options->patch_count);

	if (!err) {
		start_progress(s);
		err = load_programs(&s->loaded, modes[s->options->mode].stages);
		progress_stop();
	}
	if (err) {
		point_to_doctor(err);
		return err;
	}
	err = control_open(&s->control, s->loaded.maps[s->image->header->control_map]);
	if (!err)
		err = traced_open(&s->traced, &s->loaded);
	if (!err && s->loaded.ring_map != IMAGE_NONE)
		err = ring_open(&s->ring, s->loaded.maps[s->loaded.ring_map], s->loaded.ring_bytes);
	if (err) {
		log_error(
			"program: its memory cannot be shared with the kernel: %s", strerror(-err));
		return err;
	}
	s->control.preemptible = s->loaded.preemptible;
	return 0;
}

static int read_stack(void *arg, uint32_t map, uint64_t id, struct image_stack *stack)
{
	struct session *s = arg;

	return bpf_map_lookup_elem(s->loaded.maps[map], &id, stack);
}

static void unwatch(void *arg, uint64_t address)
{
	struct session *s = arg;

	attach_unwatch(&s->attached, s->image, address);
}

/* Text goes to the output, or where that is for programs, to standard error (H13); in JSON it has an escape of its own. */
static enum text_escape escape_of(const struct session *s)
{
	const struct session_options *o = s->options;
	bool wanted = o->escape == WHEN_AUTO ? isatty(o->sink->for_programs ? STDERR_FILENO : s->output.fd) : o->escape == WHEN_ALWAYS;

	return wanted && !o->sink->structured ? ESCAPE_KEEP_LINES : ESCAPE_NONE;
}

/* The way from a record to the output. */
static int connect_pieces(struct session *s)
{
	const struct session_options *o = s->options;
	uint32_t probes = s->image->counts[IMAGE_PROBES];
	struct arena *arena = arena_new();

	s->decode = (struct decode_context){
		.image = s->image, .arena = arena, .read_stack = read_stack, .read_stack_arg = s, .escape = escape_of(s)
	};
	decode_context_set_clocks(&s->decode);
	if (maps_open(&s->maps, s->image, s->loaded.maps, &s->control, &s->decode))
		return out_of_memory();
	s->sink_context = (struct sink_context){
		.out = &s->output.buffer, .aside = &s->output.aside, .decode = &s->decode, .quiet = o->quiet,
		.json_int = o->json_int,
	};
	s->actions = (struct actions){
		.image = s->image,
		.sink = o->sink,
		.sink_context = &s->sink_context,
		.maps = &s->maps,
		.output = &s->output,
		.flame = s->flame,
		.warnings = o->warnings,
		.unwatch = unwatch,
		.unwatch_arg = s,
	};
	s->stream.ring = &s->ring;
	s->stream.actions = &s->actions;
	s->stream.control = &s->control;
	s->missed_before = mem_zalloc(2 * (size_t)probes, sizeof(*s->missed_before));
	s->missed_after = s->missed_before ? s->missed_before + probes : NULL;
	if (!arena || !s->missed_before || sink_open(o->sink, &s->sink_context) || actions_open(&s->actions))
		return out_of_memory();
	return 0;
}

static int open_packets(struct session *s)
{
	int err = packets_open(&s->actions.packets, s->image, s->loaded.maps, s->decode.boot_offset_ns);

	if (err)
		log_error("skboutput(): its rings cannot be made: %s", strerror(-err));
	return err;
}

/* The processes whose stacks can be followed without frame pointers. */
static int open_unwinder(struct session *s)
{
	const struct session_options *o = s->options;
	int err = unwinder_open(&s->actions.unwinder, s->image, s->loaded.maps);

	if (err || !s->actions.unwinder)
		return err ? out_of_memory() : 0;
	if (s->child.pid)
		unwinder_expect(s->actions.unwinder, s->child.pid);
	for (uint32_t i = 0; i < o->pid_count; i++)
		unwinder_add(s->actions.unwinder, o->pids[i]);
	for (uint32_t i = 0; i < o->dwarf_pid_count; i++)
		unwinder_add(s->actions.unwinder, o->dwarf_pids[i]);
	return 0;
}

static bool names_processes(const struct image *image)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_TYPES]; i++)
		if (image->types[i].kind == TYPE_USYM || (image->types[i].kind == TYPE_USTACK && stack_mode_looks_up((enum stack_mode)image->types[i].clock)))
			return true;
	return false;
}

/* Names for stacks of processes that have ended when they are shown. */
static int watch_processes(struct session *s)
{
	struct user_symbols *symbols;
	int fd;

	if (!names_processes(s->image))
		return 0;
	symbols = value_user_symbols(&s->decode);
	if (!symbols)
		return -ENOMEM;
	fd = user_symbols_watch(symbols, !s->options->pid_count || s->traced.follows);
	/* what is known from the beginning need not be asked for when it may have gone */
	if (s->child.pid)
		user_symbols_seen(symbols, s->child.pid);
	for (uint32_t i = 0; i < s->options->pid_count; i++)
		user_symbols_seen(symbols, s->options->pids[i]);
	for (uint32_t i = 0; i < s->options->dwarf_pid_count; i++)
		user_symbols_seen(symbols, s->options->dwarf_pids[i]);
	if (fd >= 0)
		return stream_watch(&s->stream, fd, STREAM_PROCESSES);
	if (fd != -ENODATA)
		log_warn("program: processes that end before their functions are shown will have no names: perf events cannot be opened: %s",
			strerror(-fd));
	return 0;
}

static int watch_everything(struct session *s, int signal_fd)
{
	int err = stream_open(&s->stream);

	if (!err)
		err = stream_watch(&s->stream, signal_fd, STREAM_SIGNAL);
	if (!err)
		err = stream_watch(&s->stream, s->output.fd, STREAM_OUTPUT);
	if (!err && s->actions.packets)
		err = stream_watch(&s->stream, packets_fd(s->actions.packets), STREAM_PACKETS);
	if (!err && s->child.pid)
		err = stream_watch(&s->stream, s->child.fd, s->traced.follows ? STREAM_PROCESS : STREAM_CHILD);
	for (uint32_t i = 0; !err && s->process_fds && i < s->options->pid_count; i++)
		err = stream_watch(&s->stream, s->process_fds[i], STREAM_PROCESS);
	s->stream.processes = s->child.pid && s->traced.follows ? 1 : s->options->pid_count;
	if (!err)
		err = watch_processes(s);
	if (!err && s->actions.unwinder && unwinder_fd(s->actions.unwinder) >= 0)
		err = stream_watch(&s->stream, unwinder_fd(s->actions.unwinder), STREAM_UNWINDER);
	if (err)
		log_error("program: cannot wait for its events: %s", strerror(-err));
	return err;
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

/* SIGUSR1 runs the probes that wait for it (P21), and shows the maps where the script wants that (O7). */
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
	int some = traced_start(&s->traced, o->pids, child ? &s->child.fd : s->process_fds, child ? 1 : o->pid_count);
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
	start_progress(s);
	err = attach_all(&s->attached, &s->loaded, &how);
	progress_stop();
	point_to_doctor(err);
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
	bool runs_child = s->child.pid && !is_begin_only(s);
	int err = attach_probes(s);

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
	s->tracing = !is_begin_only(s);
	control_gate(&s->control, s->tracing);
	tell_attached(s);
	if (runs_child)
		err = child_go(&s->child, s->actions.unwinder ? look_at_child : NULL, s);
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
		.loaded = &s->loaded, .control = &s->control, .actions = &s->actions, .stream = &s->stream
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

static void release(struct session *s)
{
	/* first, so that the child that detaches holds as little of ours as can be */
	if (s->actions.warned_ns)
		actions_close(&s->actions);
	stream_close(&s->stream);
	limits_close(&s->limits);
	packets_close(s->actions.packets);
	unwinder_close(s->actions.unwinder);
	maps_close(&s->maps);
	ring_close(&s->ring);
	attach_close(&s->attached);
	traced_close(&s->traced);
	child_close(&s->child);
	for (uint32_t i = 0; s->process_fds && i < s->options->pid_count; i++)
		close(s->process_fds[i]);
	mem_free(s->process_fds);
	control_close(&s->control);
	load_close(&s->loaded);
	flame_close(s->flame);
	sink_close(s->options->sink, &s->sink_context);
	decode_context_release(&s->decode);
	arena_free(s->decode.arena);
	mem_free(s->missed_before);
	output_close(&s->output);
	signals_release();
}

/* Codes in the order of output.md 5.1: our own mistakes, the environment, exit(N), an incomplete run, the command's. */
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
	bool to_file = options->output_path && !str_eq(options->output_path, "-");
	int signal_fd = signals_catch(to_file);
	int err = 0, code;

	if (signal_fd < 0) {
		log_error("signals: cannot be caught: %s", strerror(-signal_fd));
		return EXIT_CODE_ENVIRONMENT;
	}
	err = prepare(&s);
	if (!err)
		err = load(&s);
	if (!err)
		err = connect_pieces(&s);
	if (!err)
		err = open_packets(&s);
	if (!err)
		err = open_unwinder(&s);
	if (!err)
		err = watch_everything(&s, signal_fd);
	if (!err)
		err = run_mode(&s);
	output_flush(&s.output);
	code = exit_code_of(&s, err);
	release(&s);
	return s.output.failed && code != EXIT_CODE_INTERNAL ? EXIT_CODE_ENVIRONMENT : code;
}
