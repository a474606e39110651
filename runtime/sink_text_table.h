/* runtime/sink_text_table.h - tables in the text format (language.md 17.7): part of text_sink. */
#pragma once

#include "runtime/sink.h"

void text_put_table(struct sink_context *ctx, const struct table_view *view);
