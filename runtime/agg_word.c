/* runtime/agg_word.c - the words that values of aggregations consist of. */
#include "runtime/agg_word.h"

#include <errno.h>
#include <string.h>

uint64_t agg_word(const void *value, size_t offset)
{
	uint64_t word;

	memcpy(&word, (const char *)value + offset, sizeof(word));
	return word;
}

void agg_words_merge(void *acc, const void *cpu, size_t offset, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++, offset += sizeof(uint64_t)) {
		uint64_t sum = agg_word(acc, offset) + agg_word(cpu, offset);

		memcpy((char *)acc + offset, &sum, sizeof(sum));
	}
}

uint64_t agg_words_total(const void *value, size_t offset, uint32_t count)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < count; i++)
		total += agg_word(value, offset + i * sizeof(total));
	return total;
}

bool agg_is_signed(const struct type *t)
{
	return t->elem && t->elem->is_signed;
}

uint64_t agg_word_divide(uint64_t word, uint64_t by, bool as_signed)
{
	if (!as_signed)
		return word / by;
	return by > INT64_MAX ? 0 : (uint64_t)((int64_t)word / (int64_t)by);
}

int agg_word_compare(uint64_t a, uint64_t b, bool as_signed)
{
	if (as_signed)
		return (int64_t)a < (int64_t)b ? -1 : (int64_t)a > (int64_t)b;
	return a < b ? -1 : a > b;
}

int agg_record(struct decode_context *ctx, const struct type *t, const struct value *fields,
	struct value *out)
{
	uint32_t count = agg_field_count(t->agg, &t->agg_params);
	const char **names = arena_try_alloc(ctx->arena, count * sizeof(*names));
	char *texts = arena_try_alloc(ctx->arena, (size_t)count * AGG_FIELD_NAME);

	if (!names || !texts)
		return -ENOMEM;
	for (uint32_t i = 0; i < count; i++) {
		names[i] = texts + (size_t)i * AGG_FIELD_NAME;
		agg_field_name(t->agg, &t->agg_params, i, texts + (size_t)i * AGG_FIELD_NAME);
	}
	*out = (struct value){ .kind = VALUE_RECORD,
		.list = { .items = fields, .names = names, .count = count } };
	return 0;
}

struct value agg_count_value(uint64_t count, uint32_t div)
{
	return value_integer(count / (div ? div : 1), false, UNIT_NONE);
}

struct value agg_sample_value(const struct type *t, uint64_t word, uint32_t div)
{
	bool as_signed = agg_is_signed(t);

	return value_integer(agg_word_divide(word, div ? div : 1, as_signed), as_signed,
		t->elem ? (enum unit)t->elem->unit : UNIT_NONE);
}
