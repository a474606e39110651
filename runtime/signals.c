/* runtime/signals.c - catches the signals that end or change a run.  Owns the stop flag.  Handlers,
 * not a signalfd: a write to a reader that does not read has to be interrupted too.  Called by
 * runtime/session.c; the second signal is dealt with right here. */
#include "runtime/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/util.h"
#include "runtime/attach.h"

/* One request to stop may arrive twice: timeout(1) signals its child and then its group.  What
 * comes this soon is not a second request. */
#define SAME_REQUEST_NS 100000000LL

static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGUSR1 };

static struct {
	int fd;
	volatile sig_atomic_t first;    /* the signal that asked for the end */
	volatile sig_atomic_t hangup;
	volatile sig_atomic_t user;
	volatile sig_atomic_t slow;
	bool hangup_reopens;
	struct timespec first_at;
	struct sigaction before[ARRAY_SIZE(caught)];
	bool active;
} stop = { .fd = -1 };

static long long since_first(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - stop.first_at.tv_sec) * 1000000000LL +
	       (now.tv_nsec - stop.first_at.tv_nsec);
}

static void handle(int number)
{
	uint64_t one = 1;
	int saved = errno;

	if (number == SIGUSR1) {
		stop.user = 1;
	} else if (number == SIGHUP && stop.hangup_reopens) {
		stop.hangup = 1;
	} else if (!stop.first) {
		clock_gettime(CLOCK_MONOTONIC, &stop.first_at);
		stop.first = number;
	} else if (since_first() > SAME_REQUEST_NS) {
		if (stop.slow)
			attach_leave_to_child();
		_exit(128 + number);
	}
	if (write(stop.fd, &one, sizeof(one)) < 0)
		errno = saved; /* the counter is full: the descriptor is readable already */
	errno = saved;
}

int signals_catch(bool hangup_reopens)
{
	/* no SA_RESTART: a blocked write must come back */
	struct sigaction action = { .sa_handler = handle }, ignore = { .sa_handler = SIG_IGN };

	stop.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stop.fd < 0)
		return -errno;
	stop.first = stop.hangup = stop.user = stop.slow = 0;
	stop.hangup_reopens = hangup_reopens;
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		sigaction(caught[i], caught[i] == SIGPIPE ? &ignore : &action, &stop.before[i]);
	}
	stop.active = true;
	return stop.fd;
}

struct signals_seen signals_take(void)
{
	struct signals_seen seen = { .stop = stop.first };
	uint64_t count;

	if (read(stop.fd, &count, sizeof(count)) < 0)
		return seen;
	seen.stop = stop.first;
	seen.hangup = stop.hangup;
	seen.user = stop.user;
	/* only what was seen: another signal may come at any moment */
	if (seen.hangup)
		stop.hangup = 0;
	if (seen.user)
		stop.user = 0;
	return seen;
}

bool signals_stopping(void)
{
	return stop.first != 0;
}

void signals_detach_slowly(bool slow)
{
	stop.slow = slow;
}

void signals_restore(void)
{
	if (!stop.active)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaction(caught[i], &stop.before[i], NULL);
}

void signals_release(void)
{
	signals_restore();
	stop.active = false;
	if (stop.fd >= 0)
		close(stop.fd);
	stop.fd = -1;
}
