/* runtime/attach.c - asks the provider of each probe to attach it, and lets go of everything at the
 * end.  Owns the attachments.  Called by runtime/session.c. */
#include "runtime/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/util.h"
#include "runtime/report.h"
#include "runtime/signals.h"

/* Even links that are released quickly are better left to a child when there are many. */
#define MANY_DESCRIPTORS 16

static struct attach_request request_of(const struct loaded *l, uint32_t index,
	const struct attach_options *o)
{
	const struct image_probe *probe = &l->image->probes[index];
	struct attach_request request = {
		.prog_fd = load_prog_of(l, index),
		.text = image_text(l->image, probe->text),
		.pids = o->pids,
		.pid_count = o->pid_count,
		.rehearsal = o->rehearsal,
		.semaphores_in_memory = o->semaphores_in_memory,
		.cookie = probe->number,
		.wants_cookie = l->image->progs[probe->prog].flags & IMAGE_PROG_COOKIE,
	};

	for (unsigned i = 0; i < ARRAY_SIZE(request.target_text); i++)
		request.target_text[i] = image_text(l->image, probe->target_text[i]);
	memcpy(request.target_number, probe->target_number, sizeof(request.target_number));
	return request;
}

static bool to_be_attached(
	const struct attached *a, const struct image_probe *probe, uint32_t index)
{
	return probe->stage == PROBE_STAGE_ATTACH && !(probe->flags & IMAGE_PROBE_SHARED) &&
	       !a->done[index];
}

/* Attach the probe and, where its provider does that in one step, those behind it that the same
 * loaded program serves. */
static int attach_together(struct attached *a, const struct loaded *l, uint32_t index,
	const struct provider *provider, const struct attach_options *o, struct probe_error *why)
{
	uint32_t total = l->image->counts[IMAGE_PROBES], count = 0;
	const struct image_probe *probes = l->image->probes;
	struct attach_request *requests = mem_alloc(sizeof(*requests) * (total - index));
	uint32_t *who = mem_alloc(sizeof(*who) * (total - index));
	int done = requests && who ? 0 : -ENOMEM;

	for (uint32_t i = index; !done && i < total; i++) {
		if (!to_be_attached(a, &probes[i], i) ||
			load_prog_of(l, i) != load_prog_of(l, index) ||
			!str_eq(image_text(l->image, probes[i].provider), provider->name))
			continue;
		who[count] = i;
		requests[count++] = request_of(l, i, o);
	}
	if (!done)
		done = provider->attach_many(requests, count, &a->items[index], why);
	for (int i = 0; i < done; i++)
		a->done[who[i]] = true;
	mem_free(requests);
	mem_free(who);
	return done < 0 ? done : 0;
}

static void note_kind(struct attached *a, const struct attachment *item)
{
	if (item->kind == ATTACHMENT_WALK)
		a->walk = item->fds[item->count - 1];
	a->left = a->left || item->kind == ATTACHMENT_LEFT;
}

static int attach_one(struct attached *a, const struct loaded *l, uint32_t index,
	const struct attach_options *o)
{
	const struct image *image = l->image;
	const struct image_probe *probe = &image->probes[index];
	const struct provider *provider = provider_find(image_text(image, probe->provider));
	struct attach_request request = request_of(l, index, o);
	struct probe_error why = { 0 };
	int err;

	if (!provider || !provider->attach) {
		log_error("probe '%s': this sonde has no provider '%s' that can attach it; compile "
			  "the program again",
			request.text, image_text(image, probe->provider));
		return -EINVAL;
	}
	if (provider->attach_many)
		err = attach_together(a, l, index, provider, o, &why);
	else
		err = provider->attach(&request, &a->items[index], &why);
	if (err) {
		report_error_at(image, (struct span){ probe->span_start, probe->span_end },
			why.message[0] ? why.message : strerror(-err), why.hint);
		return err;
	}
	a->slow = a->slow || a->items[index].slow;
	a->descriptors += a->items[index].count;
	note_kind(a, &a->items[index]);
	return 0;
}

int attach_all(struct attached *a, const struct loaded *l, const struct attach_options *o)
{
	uint32_t count = l->image->counts[IMAGE_PROBES];
	int err = 0;

	*a = (struct attached){
		.items = mem_zalloc(count ? count : 1, sizeof(*a->items)),
		.done = mem_zalloc(count ? count : 1, sizeof(*a->done)),
		.walk = -1,
	};
	if (!a->items || !a->done) {
		log_error("program: cannot be attached: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	a->count = count;
	progress_say("Attaching probes", count);
	for (uint32_t i = 0; !err && i < count; i++) {
		const struct image_probe *probe = &l->image->probes[i];

		progress_step();
		if (signals_stopping())
			return -EINTR;
		if (probe->stage == PROBE_STAGE_TEST || probe->stage == PROBE_STAGE_BENCH ||
			probe->flags & IMAGE_PROBE_ABSENT)
			continue;
		if (!(probe->flags & IMAGE_PROBE_HIDDEN))
			a->targets++;
		log_verbose("%s: %s", image_text(l->image, probe->text),
			image_text(l->image, probe->mechanism));
		if (to_be_attached(a, probe, i))
			err = attach_one(a, l, i, o);
	}
	return err;
}

uint64_t attach_missed(const struct attached *a, uint32_t probe)
{
	uint64_t missed = 0;

	for (uint32_t i = 0; probe < a->count && i < a->items[probe].count; i++)
		missed += bpf_call_link_missed(a->items[probe].fds[i]);
	return missed;
}

void attach_unwatch(struct attached *a, const struct image *image, uint64_t address)
{
	for (uint32_t i = 0; i < a->count; i++) {
		const struct image_probe *probe = &image->probes[i];
		const struct provider *provider = a->items[i].count
			? provider_find(image_text(image, probe->provider))
			: NULL;

		if (!provider || !provider->watches ||
			!provider->watches(probe->target_number, address))
			continue;
		a->descriptors -= a->items[i].count;
		attachment_close(&a->items[i]);
	}
}

void attach_leave_to_child(void)
{
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return;
	/* the terminal, and whoever reads our output, must not wait for this child */
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	setsid();
	null = open("/dev/null", O_RDWR);
	for (int fd = 0; fd <= 2; fd++)
		if (null < 0 || dup2(null, fd) < 0)
			close(fd);
	_exit(0);
}

void attach_close(struct attached *a)
{
	if (a->slow || a->descriptors > MANY_DESCRIPTORS)
		attach_leave_to_child();
	for (uint32_t i = 0; i < a->count; i++)
		attachment_close(&a->items[i]);
	mem_free(a->items);
	mem_free(a->done);
	*a = (struct attached){ 0 };
}
