/* runtime/session_pieces.c - makes the pieces of a run, in the order in which each needs the ones
 * before it, connects them, and takes them apart.  Called by runtime/session.c. */
#include "runtime/session_pieces.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probes/user_symbols.h"
#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/util.h"
#include "runtime/colour.h"
#include "runtime/packets.h"
#include "runtime/privileges.h"
#include "runtime/report.h"
#include "runtime/signals.h"
#include "runtime/unwinder.h"
#include "runtime/value_names.h"

static int out_of_memory(void)
{
	log_error("program: cannot be run: %s", strerror(ENOMEM));
	return -ENOMEM;
}

/* The stages whose probes run in each mode, and what there is to say when there are none. */
static const struct {
	unsigned stages;
	const char *missing;
} modes[] = {
	[RUN_TRACE] = { 1u << PROBE_STAGE_BEGIN | 1u << PROBE_STAGE_ATTACH | 1u << PROBE_STAGE_END |
			1u << PROBE_STAGE_SIGNAL,
		"there is nothing to attach: it has no probes but tests and benches; run it with --test or --bench" },
	[RUN_TEST] = { 1u << PROBE_STAGE_TEST,
		"it has no tests; write one, as in 'test:name { ... }'" },
	[RUN_BENCH] = { 1u << PROBE_STAGE_BENCH,
		"it has no benches; write one, as in 'bench:name { ... }'" },
};

static bool has_probes(const struct session *s)
{
	for (uint32_t i = 0; i < s->image->counts[IMAGE_PROBES]; i++)
		if (modes[s->options->mode].stages & 1u << s->image->probes[i].stage)
			return true;
	return false;
}

void session_start_progress(const struct session *s)
{
	if (!s->options->quiet)
		progress_start();
}

void session_point_to_doctor(int err)
{
	if (err && err != -EINTR)
		report_point_to_doctor();
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

/* Maps and programs into the kernel, their shared memory into ours. */
static int load(struct session *s)
{
	int err = load_maps(
		&s->loaded, s->image, s->options->patches, s->options->patch_count);

	if (!err) {
		s->loaded.shows_verifier = s->options->shows_verifier;
		session_start_progress(s);
		err = load_programs(&s->loaded, modes[s->options->mode].stages);
		progress_stop();
	}
	if (err) {
		session_point_to_doctor(err);
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

/* Text goes to the output, or where that is for programs, to standard error (H13). */
static int text_fd(const struct session *s)
{
	return s->options->sink->for_programs ? STDERR_FILENO : s->output.fd;
}

/* In JSON it has an escape of its own. */
static enum text_escape escape_of(const struct session *s)
{
	const struct session_options *o = s->options;
	bool wanted = o->escape == WHEN_AUTO ? isatty(text_fd(s)) : o->escape == WHEN_ALWAYS;

	return wanted && !o->sink->structured ? ESCAPE_KEEP_LINES : ESCAPE_NONE;
}

/* The way from a record to the output. */
static int connect_pieces(struct session *s)
{
	const struct session_options *o = s->options;
	uint32_t probes = s->image->counts[IMAGE_PROBES];
	struct arena *arena = arena_new();

	s->decode = (struct decode_context){
		.image = s->image,
		.arena = arena,
		.read_stack = read_stack,
		.read_stack_arg = s,
		.escape = escape_of(s),
		.debug_path = o->debug_path,
	};
	decode_context_set_clocks(&s->decode);
	if (maps_open(&s->maps, s->image, s->loaded.maps, &s->control, &s->decode))
		return out_of_memory();
	s->sink_context = (struct sink_context){
		.out = &s->output.buffer,
		.aside = &s->output.aside,
		.decode = &s->decode,
		.quiet = o->quiet,
		.coloured = colour_shown(o->colour, text_fd(s)),
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
	if (!arena || !s->missed_before || sink_open(o->sink, &s->sink_context) ||
		actions_open(&s->actions))
		return out_of_memory();
	return 0;
}

static int open_packets(struct session *s)
{
	int err = packets_open(
		&s->actions.packets, s->image, s->loaded.maps, s->decode.boot_offset_ns);

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
		if (image->types[i].kind == TYPE_USYM ||
			(image->types[i].kind == TYPE_USTACK &&
				stack_mode_looks_up((enum stack_mode)image->types[i].clock)))
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
		log_warn(
			"program: processes that end before their functions are shown will have no names: perf events cannot be opened: %s",
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
		err = stream_watch(
			&s->stream, s->child.fd, s->traced.follows ? STREAM_PROCESS : STREAM_CHILD);
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

int session_open(struct session *s, int signal_fd)
{
	int err = prepare(s);

	if (!err)
		err = load(s);
	if (!err)
		err = connect_pieces(s);
	if (!err)
		err = open_packets(s);
	if (!err)
		err = open_unwinder(s);
	return err ? err : watch_everything(s, signal_fd);
}

void session_release(struct session *s)
{
	/* first, so that the child that detaches holds as little of ours as can be */
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
