/* runtime/sink_text_trial.h - the part of the text format that shows tests and benches. */
#pragma once

#include "runtime/sink.h"

void text_tests(struct sink_context *ctx, enum trial_step step, const struct trial_report *r);
void text_benches(struct sink_context *ctx, enum trial_step step, const struct trial_report *r);
