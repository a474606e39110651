/* runtime/agg_word.h - what the rows of aggregations share: the words that their values consist
 * of.  Values lie at multiples of 8 in what the kernel returns, but those of a recording need
 * not. */
#pragma once

#include "runtime/agg.h"

/** The word at an offset of a value. */
uint64_t agg_word(const void *value, size_t offset);

/** Add each of `count` words from an offset on to that of acc. */
void agg_words_merge(void *acc, const void *cpu, size_t offset, uint32_t count);

/** The sum of `count` words from an offset on. */
uint64_t agg_words_total(const void *value, size_t offset, uint32_t count);

/** True when the samples of the aggregation have a sign. */
bool agg_is_signed(const struct type *t);

/** A word divided, in its own sign; 0 for a divisor that is negative then: a damaged count must not
 * trap on INT64_MIN / -1. */
uint64_t agg_word_divide(uint64_t word, uint64_t by, bool as_signed);

/** Order of two words: below, at or above 0. */
int agg_word_compare(uint64_t a, uint64_t b, bool as_signed);

/** The record of an aggregation that has parts, whose values are those of `fields`: they may be
 * filled in later.  0 or -ENOMEM. */
int agg_record(struct decode_context *ctx, const struct type *t, const struct value *fields,
	struct value *out);

/** A count as it is shown, divided (0 and 1: not). */
struct value agg_count_value(uint64_t count, uint32_t div);

/** A word that is a sample, or is made of samples, as it is shown: in their sign and unit,
 * divided. */
struct value agg_sample_value(const struct type *t, uint64_t word, uint32_t div);
