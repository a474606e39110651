/* runtime/refusal.h - when the kernel refuses a program: where in the script, and why, in plain
 * words. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/buffer.h"
#include "runtime/base/image.h"
#include "runtime/bpf.h"

/** Load the refused program again with a log, and report on stderr which part of the script was
 * refused and why.  `err` is what the first try returned. */
void refusal_explain(const struct image *image, const struct image_prog *prog, uint32_t probe,
	const struct bpf_prog_spec *spec, int err);

/** Say on stderr what the kernel's verifier says of a program that it takes (-d verifier): the
 * program is loaded once more for it. */
void refusal_show_acceptance(
	const struct image *image, uint32_t probe, const struct bpf_prog_spec *spec);

/** The instruction that a verifier log says was refused: the last one it looked at; -1 when it
 * names none. */
int64_t refusal_instruction(const char *log);

/** Append a log of the verifier, but not much more than `most` bytes of it: whole lines from its
 * beginning and its end, and how many there are between them. */
void refusal_put_log(struct buffer *out, const char *log, size_t most);

/** True when the log goes to the end of the verification.  One that has too little memory does so
 * where the kernel then keeps the end (since 6.4). */
bool refusal_log_has_end(const char *log);

/** What a log of the verifier says, in plain words; NULL when that is not known.  *hint is changed
 * when there is something to do about it. */
const char *refusal_reason(const char *log, const char **hint);

/** Where the code of an instruction of a program comes from in the script; the probe's attach point
 * when there is no line for it. */
struct span refusal_span(
	const struct image *image, const struct image_prog *prog, uint32_t probe, int64_t insn);
