/* runtime/base/progress.c - the line of what takes long.  A thread of its own writes it, so that it
 * also comes while the work waits for the kernel. */
#include "runtime/base/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/clock.h"

#define AGAIN_AFTER_MS 100
#define MS_NS 1000000ull
/* Back to the start of the line, and nothing behind it (ECMA-48: EL). */
#define EMPTY_LINE "\r\033[K"

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool runs;              /* the thread is there */
	bool ends;              /* it is to go */
	bool shown;             /* a line is on the terminal */
	char what[100];
	_Atomic uint64_t done;
	uint64_t steps;
} line = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void put(const char *text, size_t len)
{
	/* a terminal that takes nothing has nobody who looks */
	if (write(STDERR_FILENO, text, len) < 0)
		return;
}

static void show(void)
{
	char text[200];
	int len;

	if (line.steps)
		len = snprintf(text, sizeof(text), EMPTY_LINE "%s: %" PRIu64 " of %" PRIu64,
			line.what, atomic_load(&line.done), line.steps);
	else
		len = snprintf(text, sizeof(text), EMPTY_LINE "%s ...", line.what);
	if (!line.what[0])
		return;
	put(text, (size_t)len);
	line.shown = true;
}

static void hide(void)
{
	if (line.shown)
		put(EMPTY_LINE, strlen(EMPTY_LINE));
	line.shown = false;
}

static void *run(void *arg)
{
	uint64_t wait_ns = PROGRESS_AFTER_MS * MS_NS;

	pthread_mutex_lock(&line.lock);
	while (!line.ends) {
		uint64_t until = clock_ns(CLOCK_MONOTONIC) + wait_ns;
		struct timespec at = { (time_t)(until / SECOND_NS), (long)(until % SECOND_NS) };

		if (pthread_cond_timedwait(&line.changed, &line.lock, &at) == ETIMEDOUT &&
			!line.ends)
			show();
		wait_ns = AGAIN_AFTER_MS * MS_NS;
	}
	hide();
	pthread_mutex_unlock(&line.lock);
	return arg;
}

/* Signals are for the thread that works. */
static int start_thread(void)
{
	pthread_condattr_t clock;
	sigset_t all, before;
	int err;

	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&line.changed, &clock);
	pthread_condattr_destroy(&clock);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&line.thread, NULL, run, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

void progress_start(void)
{
	if (line.runs || !isatty(STDERR_FILENO))
		return;
	line.ends = false;
	line.what[0] = '\0';
	line.runs = !start_thread();
}

void progress_stop(void)
{
	if (!line.runs)
		return;
	pthread_mutex_lock(&line.lock);
	line.ends = true;
	pthread_cond_signal(&line.changed);
	pthread_mutex_unlock(&line.lock);
	pthread_join(line.thread, NULL);
	pthread_cond_destroy(&line.changed);
	line.runs = false;
}

void progress_say(const char *what, uint64_t steps)
{
	if (!line.runs)
		return;
	pthread_mutex_lock(&line.lock);
	snprintf(line.what, sizeof(line.what), "%s", what);
	line.steps = steps;
	atomic_store(&line.done, 0);
	pthread_mutex_unlock(&line.lock);
}

void progress_step(void)
{
	atomic_fetch_add_explicit(&line.done, 1, memory_order_relaxed);
}

void progress_hide(void)
{
	if (!line.runs)
		return;
	pthread_mutex_lock(&line.lock);
	hide();
	pthread_mutex_unlock(&line.lock);
}
