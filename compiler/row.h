/* compiler/row.h - what the rows of the language (builtin_*.c, agg_*.c) share: their arguments,
 * tests on types, numbers as text. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/builtin.h"
#include "compiler/lower.h"

/** The n-th argument of a use of a row, NULL when there is none.  A row may be used as a bare name
 * or as a call. */
struct node *row_argument(const struct node *use, uint32_t n);
uint32_t row_argument_count(const struct node *use);

/** What the value of a row is a fact of (struct builtin.fact): its first argument as text, or
 * NULL. */
const char *row_fact_text(const struct node *use);

/** The name that the script wrote: arg3, where the row's is argN. */
const char *row_name(const struct node *use);

/** The number in that name, of a BI_NUMBERED row. */
uint32_t row_number(const struct node *use);

/** What a use of a row asks of every probe that the body stands on (row_demand.c). */
struct row_demand {
	struct checker *c;
	const struct node *use;
	void *state; /* what is gathered from match to match, if anything is */
};

/** True when the match meets it; reports why not, and returns false, when it does not. */
typedef bool (*row_demand_fn)(const struct row_demand *d, const struct match *m);

/** True when every match of the probe being checked meets the demand; after the first that does
 * not, no other is asked. */
bool row_demand(struct checker *c, const struct node *use, row_demand_fn meets, void *state);

/** Report that the row is not available in the probes of the match's kind, because of `why` unless
 * that is NULL; returns false. */
bool row_not_here(
	const struct row_demand *d, const struct match *m, const char *why, const char *hint);

/** Which of `words` (ended by NULL) the n-th argument is; `none` when it is absent, -1 after an
 * error when it is none of them. */
int row_word(
	struct checker *c, const struct node *use, uint32_t n, const char *const *words, int none);

/** The same at lowering time, where the word is known to be good. */
int row_word_at(const struct node *use, uint32_t n, const char *const *words, int none);

/** True unless the n-th argument is an integer literal outside of low to high (INT64_MAX: no end):
 * "hist() takes a number of bits from 0 to 5, not 6" is then reported, `what` being "a number of
 * bits". */
bool row_in_range(struct checker *c, const struct node *use, uint32_t n, const char *what,
	int64_t low, int64_t high);

/** True for what converts to an integer: integers, bool, and the aggregations that do (language.md
 * M7). */
bool row_is_integer(const struct type *t);

/** True for an aggregation that is no plain number: stats, hist, pct ... */
bool row_is_compound(const struct type *t);

/** Number of the bucket of a number that is not negative, by powers of two each cut into 2^bits
 * equal parts: hist_bucket_of() without its first one (agg_hist.c). */
ir_value row_magnitude_bucket(struct lowering *l, ir_value magnitude, uint32_t bits);

/** The code form of agg_extreme_encode(), and of agg_extreme_decode(): both turn the same bits
 * over. */
ir_value row_extreme_code(struct lowering *l, ir_value word, bool is_signed, bool is_min);

/** An index that the verifier sees to be below `count`, even where it has lost what is true
 * already: `instead` where it is not. */
ir_value row_index_below(struct lowering *l, ir_value index, ir_value count, ir_value instead);

/** The params of an aggregation's call that is being checked, NULL for a bare name; those of the
 * map that the one being lowered goes into. */
struct agg_params *row_agg_params(struct checker *c, struct node *use);
const struct agg_params *row_target_params(const struct lowering *l);

/** The current process's id in sonde's own pid namespace (builtin_task.c). */
ir_value row_own_pid(struct lowering *l);

/** A value of TYPE_USYM: an address in the current process (builtin_stack.c). */
ir_value row_user_address(struct lowering *l, ir_value address);

/** Where the probe interrupted, in probes that carry registers (builtin_register.c). */
ir_value row_instruction_pointer(struct lowering *l);

/** True for what lies in the context of the probe itself: a field of `ctx`, a field of that.  Adds
 * its distance from the start to *offset. */
bool row_in_context(const struct node *n, uint64_t *offset);

/** True for what is reached from ctx or args by fields alone: the verifier knows what it is
 * (builtin_path.c). */
bool row_is_reached(const struct node *n);

/** A range of a format as a range of the script; all of the literal when it is not found there. */
struct span row_format_span(
	struct checker *c, const struct node *format, uint32_t at, uint32_t len);

/** True when the kernel lets the program being lowered call a function of it, by its number of
 * kernel_btf_id(); 0 is none (builtin_kfunc.c). */
bool row_may_call(struct lowering *l, uint32_t number);

struct format;

/** A use of a format that the kernel itself prints: refuse what it cannot format, and more than
 * `most` values; `subject` ("debugf()") begins the messages. */
void row_kernel_print_check(struct checker *c, const struct node *n, const struct format *f,
	const char *subject, uint32_t most);

/** Emit code for such a use: `print` gets the format as the kernel understands it, and words or the
 * addresses of strings. */
typedef void (*row_kernel_print_fn)(
	struct lowering *l, const char *format, const ir_value *values, uint32_t count);
void row_kernel_print_lower(struct lowering *l, const struct node *n, row_kernel_print_fn print);

/** What a format and its values are, whatever is made of them: takes the format apart into *f and
 * reports what is wrong; false then (builtin_output.c). */
bool row_format_check(struct checker *c, const struct node *n, struct format *f);

/** True when a pointer or word has to be read from user memory: it comes from a value of the probe
 * that the provider marks so, directly or through variables and maps. */
bool row_is_user(struct lowering *l, const struct node *n);

/** A length that a script gives, as a word of at most `most`; what is negative is 0.  For all that
 * the verifier sees it may be as much as row_length_room(), one less than a power of two: memory of
 * that length has to have so much room. */
uint32_t row_length_room(uint32_t most);
ir_value row_length(struct lowering *l, const struct node *len, uint32_t most);

/** A pointer to an object of the kernel for lower_object_begin(): reports where there is none
 * (builtin_socket.c). */
bool row_check_object(struct checker *c, const struct node *use, const struct node *pointer);

/** Address of a temporary string[capacity] with `prefix` and the decimal digits of `number` behind
 * it, zero padded. */
void row_put_number(struct lowering *l, ir_value address, uint32_t capacity, const char *prefix,
	ir_value number, bool is_signed);

/** The first `size` bytes of the n-th argument, as an address of at least as many bytes of the
 * program's own memory: an array or string, or what a pointer points to.  Unlike a string's value
 * they go on behind a NUL. */
ir_value row_bytes(struct lowering *l, const struct node *use, uint32_t n, uint32_t size);
