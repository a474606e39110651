/* runtime/sink_aside.h - members of sinks whose notices are text on stderr, and of those that have
 * no place for free text in their data. */
#pragma once

#include "runtime/sink.h"

/** Notices and messages, each a line or more of the log. */
void aside_attached(struct sink_context *ctx, uint64_t probes);
void aside_lost(struct sink_context *ctx, uint64_t events);
void aside_helper_failed(struct sink_context *ctx, const struct helper_failure *f);
void aside_message(struct sink_context *ctx, const struct message_kind *kind, const char *text,
	const struct place *place);
void aside_summary(struct sink_context *ctx, const struct run_summary *s);
void aside_costs(struct sink_context *ctx, const struct cost_report *r);

/** Free text, and results of tests and benches, as the text format has them. */
void aside_text(
	struct sink_context *ctx, const struct text_kind *kind, const char *bytes, size_t len);
void aside_value(struct sink_context *ctx, const struct value *v);
void aside_tests(struct sink_context *ctx, enum trial_step step, const struct trial_report *r);
void aside_benches(struct sink_context *ctx, enum trial_step step, const struct trial_report *r);

/** Append free text as plain text shows it. */
void aside_put_text(struct buffer *b, const struct text_kind *kind, const char *bytes, size_t len);
