/* runtime/sink_text_trial.c - results of tests and benches as text (output.md 8), coloured where a
 * person looks.  Part of runtime/sink_text.c's row. */
#include <inttypes.h>
#include <string.h>

#include "runtime/sink_text_trial.h"

#define GREEN "\033[32m"
#define RED "\033[31m"
#define PLAIN "\033[0m"
#define NAME_WIDTH 41
#define TIME_WIDTH 15
#define ITERATIONS_WIDTH 15

static void put_tag(const struct sink_context *ctx, const char *colour, const char *tag)
{
	buffer_printf(ctx->out, "%s[%s]%s ", ctx->coloured ? colour : "", tag,
		ctx->coloured ? PLAIN : "");
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void put_result(const struct sink_context *ctx, const struct trial_result *r)
{
	struct buffer *b = ctx->out;

	if (!r->passed && *r->output) {
		buffer_puts(b, r->output);
		if (r->output[strlen(r->output) - 1] != '\n')
			buffer_putc(b, '\n');
	}
	put_tag(ctx, r->passed ? GREEN : RED, r->passed ? "       OK " : "  FAILED  ");
	buffer_printf(b, "%s (%" PRIu64 " us)\n", r->name, r->duration_ns / 1000);
}

static void put_end(const struct sink_context *ctx, const struct trial_report *r)
{
	struct buffer *b = ctx->out;

	put_tag(ctx, GREEN, "==========");
	buffer_printf(b, "%zu test%s ran.\n", r->count, plural(r->count));
	put_tag(ctx, GREEN, "  PASSED  ");
	buffer_printf(b, "%zu test%s.\n", r->count - r->failed, plural(r->count - r->failed));
	if (!r->failed)
		return;
	put_tag(ctx, RED, "  FAILED  ");
	buffer_printf(b, "%zu test%s, listed below:\n", r->failed, plural(r->failed));
	for (size_t i = 0; i < r->count; i++)
		if (!r->results[i].passed) {
			put_tag(ctx, RED, "  FAILED  ");
			buffer_printf(b, "%s\n", r->results[i].name);
		}
}

void text_tests(struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	switch (step) {
	case TRIAL_START:
		put_tag(ctx, GREEN, "==========");
		buffer_printf(ctx->out, "Running %zu test%s.\n", r->count, plural(r->count));
		break;
	case TRIAL_ONE:
		put_tag(ctx, GREEN, " RUN      ");
		buffer_printf(ctx->out, "%s\n", r->results[r->at].name);
		break;
	case TRIAL_RESULT:
		put_result(ctx, &r->results[r->at]);
		break;
	case TRIAL_END:
		put_end(ctx, r);
		break;
	}
}

static int name_width(const struct trial_report *r)
{
	size_t width = NAME_WIDTH;

	for (size_t i = 0; i < r->count; i++)
		if (strlen(r->results[i].name) + 1 > width)
			width = strlen(r->results[i].name) + 1;
	return (int)width;
}

void text_benches(struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	int width = name_width(r);

	if (step == TRIAL_START) {
		buffer_printf(ctx->out, "%-*s%-*s%s\n", width, "Benchmark", TIME_WIDTH, "Time(ns)",
			"Iterations");
		buffer_fill(ctx->out, '-', (size_t)width + TIME_WIDTH + ITERATIONS_WIDTH);
		buffer_putc(ctx->out, '\n');
	} else if (step == TRIAL_RESULT) {
		const struct trial_result *one = &r->results[r->at];

		buffer_printf(ctx->out, "%-*s%-*" PRIu64 "%" PRIu64 "\n", width, one->name,
			TIME_WIDTH, one->duration_ns, one->iterations);
	}
}
