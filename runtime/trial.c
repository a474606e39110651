/* runtime/trial.c - runs test and bench probes (output.md 8) and hands the results to the sink.
 * Called by runtime/session.c in the place of tracing. */
#include "runtime/trial.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>


#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/signals.h"

/* A bench runs until it has taken so long, in batches of so many runs. */
#define BENCH_NS 500000000ull
#define BENCH_BATCH 1000u

/* Names of the probes of a stage, in written order. */
static int collect(const struct trial *t, enum probe_stage stage, struct trial_report *r)
{
	const struct image *image = t->loaded->image;

	r->results = mem_zalloc(image->counts[IMAGE_PROBES] + 1, sizeof(*r->results));
	if (!r->results) {
		log_error("program: cannot be run: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < image->counts[IMAGE_PROBES]; i++)
		if (image->probes[i].stage == stage) {
			const char *text = image_text(image, image->probes[i].text),
				   *colon = strchr(text, ':');

			r->results[r->count].probe = i;
			r->results[r->count++].name = colon ? colon + 1 : text;
		}
	return 0;
}

static int run_once(const struct trial *t, uint32_t probe)
{
	int err = bpf_prog_run_once(load_prog_of(t->loaded, probe));

	if (err < 0)
		log_error("probe '%s': cannot be run: %s",
			image_text(t->loaded->image, t->loaded->image->probes[probe].text),
			strerror(-err));
	return err < 0 ? err : 0;
}

/* Nobody waits for the rest any more. */
static bool is_over(const struct trial *t)
{
	return signals_stopping() || t->actions->output->closed || t->actions->output->failed;
}

/* One test: it passes if it returns 0, sends no message with errorf(), leaves with 0, and nothing
 * of what it said was lost.  What it prints is kept for the report. */
static int run_test(const struct trial *t, struct trial_result *r, struct buffer *output)
{
	struct actions *a = t->actions;
	const struct sink *sink = a->sink;
	struct buffer *out = a->sink_context->out;
	uint64_t errors = a->errors, lost = actions_lost(a), begin = clock_ns(CLOCK_MONOTONIC);
	int code = 0, err;

	t->control->memory->result = 0;
	err = run_once(t, r->probe);
	r->duration_ns = clock_ns(CLOCK_MONOTONIC) - begin;
	buffer_clear(output);
	a->sink = &text_sink;
	a->sink_context->out = output;
	stream_drain(t->stream);
	a->sink = sink;
	a->sink_context->out = out;
	control_exited(t->control, &code);
	control_reset_exit(t->control);
	a->exited = false;
	r->passed = !t->control->memory->result && !code && a->errors == errors &&
		actions_lost(a) == lost;
	r->output = buffer_text(output);
	return err;
}

static void tell(const struct trial *t, enum trial_step step, const struct trial_report *r)
{
	t->actions->sink->tests(t->actions->sink_context, step, r);
	output_added(t->actions->output);
}

int trial_tests(const struct trial *t)
{
	struct trial_report r = { 0 };
	struct buffer output = { 0 };
	int err = collect(t, PROBE_STAGE_TEST, &r);

	if (!err)
		tell(t, TRIAL_START, &r);
	for (r.at = 0; !err && r.at < r.count; r.at++) {
		if (is_over(t)) {
			err = -ECANCELED;
			break;
		}
		tell(t, TRIAL_ONE, &r);
		err = run_test(t, &r.results[r.at], &output);
		if (!err)
			tell(t, TRIAL_RESULT, &r);
		r.failed += !r.results[r.at].passed;
	}
	if (!err)
		tell(t, TRIAL_END, &r);
	stream_tell_losses(t->stream);
	buffer_free(&output);
	mem_free(r.results);
	return err ? err : r.failed ? -ECANCELED : 0;
}

/* The kernel counts the runs of programs and their time while somebody asks for it
 * (BPF_ENABLE_STATS, Linux 5.8). */
static int run_bench(const struct trial *t, struct trial_result *r)
{
	int fd = load_prog_of(t->loaded, r->probe);
	struct bpf_prog_times before = bpf_prog_times(fd), after;
	uint64_t begin = clock_ns(CLOCK_MONOTONIC);
	int err;

	t->control->memory->result = 0;
	err = run_once(t, r->probe);
	r->skipped = t->control->memory->result == 1;
	while (!err && !r->skipped && clock_ns(CLOCK_MONOTONIC) - begin < BENCH_NS &&
		!control_exited(t->control, NULL) && !is_over(t)) {
		for (uint32_t i = 0; i < BENCH_BATCH && !err; i++)
			err = run_once(t, r->probe);
		stream_drain(t->stream);
	}
	control_reset_exit(t->control);
	t->actions->exited = false;
	after = bpf_prog_times(fd);
	r->iterations = after.runs - before.runs;
	r->duration_ns = r->iterations ? (after.ns - before.ns) / r->iterations : 0;
	return err;
}

int trial_benches(const struct trial *t)
{
	struct actions *a = t->actions;
	struct trial_report r = { 0 };
	int err = collect(t, PROBE_STAGE_BENCH, &r), books = bpf_accounting_open();

	if (!err && books < 0) {
		log_error("bench: the kernel does not time programs: %s; it takes CAP_SYS_ADMIN",
			strerror(-books));
		err = books;
	}
	if (!err)
		a->sink->benches(a->sink_context, TRIAL_START, &r);
	for (r.at = 0; !err && r.at < r.count && !is_over(t); r.at++) {
		err = run_bench(t, &r.results[r.at]);
		if (!err && !r.results[r.at].skipped)
			a->sink->benches(a->sink_context, TRIAL_RESULT, &r);
		output_added(a->output);
	}
	stream_tell_losses(t->stream);
	if (books >= 0)
		close(books);
	mem_free(r.results);
	return err;
}
