/* probes/function_code.c - walks over the instructions of a function.  Called by the user probes
 * for entries, offsets and returns. */
#include "probes/function_code.h"

#include <errno.h>
#include <string.h>

#include "probes/x86_length.h"
#include "runtime/base/util.h"

#if defined(__aarch64__)

#define INSTRUCTION_LEN 4
#define RETURN_MASK 0xfffffc1fu         /* ret, with any register */
#define RETURN_CODE 0xd65f0000u
#define BRANCH_MASK 0xfc000000u         /* b */
#define BRANCH_CODE 0x14000000u

/* All instructions are of one length. */
static bool decode(const struct function_code *code, uint64_t at, struct x86_instruction *out)
{
	uint32_t word;

	*out = (struct x86_instruction){ .length = INSTRUCTION_LEN };
	if (code->len - at < sizeof(word))
		return false;
	memcpy(&word, code->bytes + at, sizeof(word));
	if ((word & RETURN_MASK) == RETURN_CODE)
		out->flow = X86_RETURN;
	else if ((word & BRANCH_MASK) == BRANCH_CODE)
		*out = (struct x86_instruction){ .length = INSTRUCTION_LEN,
			.flow = X86_JUMP,
			.target = ((int64_t)(int32_t)(word << 6) >> 6) * 4 };
	return true;
}

#else

static bool decode(const struct function_code *code, uint64_t at, struct x86_instruction *out)
{
	return x86_decode(code->bytes + at, code->len - at, out);
}

#endif

enum code_place code_place(
	const struct function_code *code, uint64_t offset, uint64_t *before, uint64_t *after)
{
	struct x86_instruction one;
	uint64_t at = 0;

	while (at < offset) {
		if (!decode(code, at, &one))
			return CODE_UNKNOWN;
		if (at + one.length > offset) {
			*before = at;
			*after = at + one.length;
			return CODE_INSIDE;
		}
		at += one.length;
	}
	return decode(code, at, &one) ? CODE_INSTRUCTION : CODE_UNKNOWN;
}

int code_returns(
	const struct function_code *code, code_return_fn visit, void *arg, const char **why)
{
	struct x86_instruction one;
	bool any = false;
	int ret = 0;

	*why = NULL;
	/* nothing is visited before all is known to be good */
	for (uint64_t at = 0; at < code->len && !*why; at += one.length) {
		if (!decode(code, at, &one))
			*why = "its code has bytes that are no instructions";
		else if (one.flow == X86_JUMP &&
			((int64_t)at + one.target < 0 ||
				(uint64_t)((int64_t)at + one.target) >= code->len))
			*why = "it leaves by a jump into another function";
		any |= one.flow == X86_RETURN;
	}
	if (!*why && !any)
		*why = "it has no return instruction";
	for (uint64_t at = 0; at < code->len && !*why && !ret; at += one.length)
		if (decode(code, at, &one) && one.flow == X86_RETURN)
			ret = visit(at, arg);
	return *why ? -ENOENT : ret;
}

#if defined(__x86_64__)

#define ENDBR_LEN 4

/* What the kernel's uprobes refuse, as a kernel (6.18) was seen to: instructions by their first
 * byte, which privileged programs or none have, and those of vectors (VEX, EVEX); and whatever has
 * one of these prefixes, lock and the segments that 64-bit mode has no use for. */
static const uint8_t refused[] = {
	0x06,
	0x07,
	0x0e,
	0x16,
	0x17,
	0x1e,
	0x1f,
	0x27,
	0x2f,
	0x37,
	0x3f,
	0x60,
	0x61,
	0x62,
	0x6c,
	0x6d,
	0x6e,
	0x6f,
	0x82,
	0x9a,
	0xc4,
	0xc5,
	0xcc,
	0xcd,
	0xce,
	0xcf,
	0xd4,
	0xd6,
	0xe4,
	0xe5,
	0xe6,
	0xe7,
	0xea,
	0xec,
	0xed,
	0xee,
	0xef,
	0xf1,
	0xf4,
	0xfa,
	0xfb,
	0x26,
	0x2e,
	0x36,
	0x3e,
	0xf0,
};
static const uint8_t other_prefixes[] = { 0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3 };

bool code_takes_probe(const struct function_code *code, uint64_t offset)
{
	while (offset < code->len &&
		memchr(other_prefixes, code->bytes[offset], sizeof(other_prefixes)))
		offset++;
	return offset < code->len && !memchr(refused, code->bytes[offset], sizeof(refused));
}

/* What the kernel runs itself instead of letting the program step over it: push, nop, jumps and
 * calls to fixed places. */
static bool is_emulated(const uint8_t *at, size_t len)
{
	if (len >= 2 && *at == 0x41)
		return (at[1] & 0xf8) == 0x50;
	if (len >= 2 && *at == 0x0f)
		return (at[1] & 0xf0) == 0x80;
	return len &&
		((*at & 0xf8) == 0x50 || (*at & 0xf0) == 0x70 || *at == 0x90 || *at == 0xe8 ||
			*at == 0xe9 || *at == 0xeb);
}

uint64_t code_entry(const struct function_code *code)
{
	static const uint8_t endbr64[ENDBR_LEN] = { 0xf3, 0x0f, 0x1e, 0xfa };
	struct x86_instruction one;

	if (code->len <= ENDBR_LEN || memcmp(code->bytes, endbr64, ENDBR_LEN) ||
		!is_emulated(code->bytes + ENDBR_LEN, code->len - ENDBR_LEN))
		return 0;
	for (uint64_t at = ENDBR_LEN; at < code->len; at += one.length) {
		if (!decode(code, at, &one))
			return 0;
		if ((one.flow == X86_JUMP || one.flow == X86_BRANCH) &&
			(int64_t)at + one.target == ENDBR_LEN)
			return 0;
	}
	return ENDBR_LEN;
}

#else

uint64_t code_entry(const struct function_code *code)
{
	(void)code;
	return 0;
}

bool code_takes_probe(const struct function_code *code, uint64_t offset)
{
	return offset < code->len;
}

#endif
