/* runtime/stream.c - the loop of a run: one epoll set over ring, signals, child, processes and the
 * output.  Called by runtime/session.c.
 *
 * While events come often we look at the ring every millisecond and programs do not wake us; when
 * they have stopped coming, programs wake us again.  A program that saw us polling may add its
 * record after we have looked for the last time, so we look again a few times, ever more rarely. */
#include "runtime/stream.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "probes/user_symbols.h"
#include "runtime/base/clock.h"
#include "runtime/base/util.h"
#include "runtime/signals.h"
#include "runtime/unwinder.h"

/* Records handed on before signals and the child get their turn.  Not many: a program that traces
 * what we do ourselves can make more records than we hand on. */
#define ROUND_RECORDS 512
/* How long a round may take before the next one takes fewer. */
#define ROUND_NS 20000000ull
#define POLL_MS 1
/* Rounds without a record before we let ourselves be woken. */
#define QUIET_ROUNDS 4
#define LOOK_EVERY_NS SECOND_NS

/* Waits in ms once programs wake us again. */
static const int falling_asleep[] = { 1, 10, 100 };
/* The longest wait: once a second we look for what was lost or refused. */
#define SLEEP_MS 1000

int stream_open(struct stream *s)
{
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0)
		return -errno;
	if (refused_open(&s->refused, s->actions->image))
		return -ENOMEM;
	s->looked_ns = clock_ns(CLOCK_MONOTONIC);
	return s->ring->consumer ? stream_watch(s, s->ring->fd, STREAM_RING) : 0;
}

void stream_close(struct stream *s)
{
	if (s->epoll >= 0)
		close(s->epoll);
	s->epoll = -1;
	traced_files_close(s->files);
	refused_close(&s->refused);
}

int stream_watch(struct stream *s, int fd, enum stream_source source)
{
	/* of the output only its end is of interest, which is always reported */
	struct epoll_event event = {
		.events = source == STREAM_OUTPUT ? 0 : EPOLLIN,
		.data.u64 = (uint64_t)source << 32 | (uint32_t)fd,
	};

	if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) == 0)
		return 0;
	/* files and /dev/null cannot be watched, and never end */
	return source == STREAM_OUTPUT && errno == EPERM ? 0 : -errno;
}

int stream_watch_files(struct stream *s, const struct attached *attached)
{
	s->files = traced_files_open(attached);
	return s->files ? stream_watch(s, traced_files_fd(s->files), STREAM_FILES) : 0;
}

static void take_signals(struct stream *s)
{
	struct signals_seen seen = signals_take();

	if (seen.user && s->user_signal)
		s->user_signal(s->arg);
	if (seen.hangup)
		output_reopen(s->actions->output);
	if (seen.stop)
		s->ended = true;
}

static void handle(struct stream *s, const struct epoll_event *event)
{
	int fd = (int)(uint32_t)event->data.u64;

	switch ((enum stream_source)(event->data.u64 >> 32)) {
	case STREAM_RING:
	case STREAM_PACKETS:
		break;                  /* it is looked at in every round */
	case STREAM_SIGNAL:
		take_signals(s);
		break;
	case STREAM_CHILD:
	case STREAM_DEADLINE:
		s->ended = true;
		break;
	case STREAM_PROCESS:
		epoll_ctl(s->epoll, EPOLL_CTL_DEL, fd, NULL);
		if (s->process_ended)
			s->process_ended(s->arg, fd);
		if (s->processes > 0 && --s->processes == 0)
			s->ended = true;
		break;
	case STREAM_CLOCK:
		s->ended |= s->clock(s->arg);
		break;
	case STREAM_OUTPUT:
		s->actions->output->closed = true;
		break;
	case STREAM_PROCESSES:
		user_symbols_listen(s->actions->sink_context->decode->user_symbols);
		break;
	case STREAM_UNWINDER:
		unwinder_listen(s->actions->unwinder);
		break;
	case STREAM_FILES:
		traced_files_look(s->files);
		break;
	}
}

static bool is_over(const struct stream *s)
{
	const struct actions *a = s->actions;

	return s->ended || a->exited || a->damaged || a->output->closed || a->output->failed ||
	       control_exited(s->control, NULL);
}

void stream_tell_losses(struct stream *s)
{
	uint64_t lost = actions_lost(s->actions);

	s->looked_ns = clock_ns(CLOCK_MONOTONIC);
	if (lost != s->lost_told)
		s->actions->sink->lost(s->actions->sink_context, lost - s->lost_told);
	s->lost_told = lost;
	refused_tell(&s->refused, s->actions);
	output_added(s->actions->output);
}

/* Records cost from a fraction of a microsecond (printf) to many milliseconds (a map printed and
 * cleared): a round takes as many as keep it short, so that signals are looked at in time. */
static void fit_budget(struct stream *s, uint64_t took_ns)
{
	if (took_ns > ROUND_NS && s->budget > 1)
		s->budget /= 2;
	else if (took_ns < ROUND_NS / 4 && s->budget < ROUND_RECORDS)
		s->budget *= 2;
}

/* While there is nothing else to do; true when there is more of it. */
static bool read_ahead(struct stream *s)
{
	struct user_symbols *symbols = s->actions->sink_context->decode->user_symbols;

	if (s->actions->unwinder)
		unwinder_catch_up(s->actions->unwinder);
	return symbols && user_symbols_read_ahead(symbols);
}

static size_t drain_round(struct stream *s)
{
	uint64_t began = clock_ns(CLOCK_MONOTONIC), ended;
	size_t count = 0;

	if (s->budget == 0)
		s->budget = ROUND_RECORDS;
	actions_take_packets(s->actions);
	if (s->ring->consumer)
		count = ring_drain(s->ring, actions_deliver, s->actions, s->budget);
	s->more = count == s->budget;
	ended = clock_ns(CLOCK_MONOTONIC);
	fit_budget(s, ended - began);
	if (ended - s->looked_ns >= LOOK_EVERY_NS)
		stream_tell_losses(s);
	return count;
}

/* How long to wait after a round that found so many records; sets how programs wake us. */
static int choose_wait(struct stream *s, size_t count)
{
	unsigned asleep;

	if (s->more)
		return 0;
	s->quiet_rounds = count ? 0 : s->quiet_rounds + 1;
	if (count && !s->polling) {
		s->polling = true;
		control_polling(s->control, true);
	}
	if (s->quiet_rounds < QUIET_ROUNDS)
		return POLL_MS;
	if (s->polling) {
		s->polling = false;
		control_polling(s->control, false);
		return 0; /* look once more: something may have come before the programs knew */
	}
	asleep = s->quiet_rounds - QUIET_ROUNDS;
	return asleep <= ARRAY_SIZE(falling_asleep) && asleep ? falling_asleep[asleep - 1]
		: SLEEP_MS;
}

size_t stream_prompt_records(struct stream *s)
{
	return s->ring->consumer ? ring_count(s->ring, actions_is_prompt, s->actions) : 0;
}

void stream_hand_on(struct stream *s, size_t count)
{
	if (!count)
		return;
	ring_drain(s->ring, actions_deliver, s->actions, count);
	output_idle(s->actions->output);
}

void stream_run(struct stream *s)
{
	struct epoll_event events[16];

	s->polling = true;
	control_polling(s->control, true);
	while (!is_over(s)) {
		size_t count = drain_round(s);
		int n, wait;

		if (!s->more)
			output_idle(s->actions->output);
		wait = choose_wait(s, count);
		if (wait && read_ahead(s))
			wait = 0;
		n = epoll_wait(s->epoll, events, ARRAY_SIZE(events), wait);
		for (int i = 0; i < n; i++)
			handle(s, &events[i]);
	}
}

bool stream_turn(struct stream *s)
{
	struct epoll_event events[16];
	int n;

	stream_drain(s);
	n = epoll_wait(s->epoll, events, ARRAY_SIZE(events), 0);
	for (int i = 0; i < n; i++)
		handle(s, &events[i]);
	return !is_over(s);
}

void stream_drain(struct stream *s)
{
	actions_take_packets(s->actions);
	while (s->ring->consumer && drain_round(s) > 0)
		continue;
	output_idle(s->actions->output);
}
