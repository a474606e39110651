/* runtime/base/positional.h - positional parameters in the text of attach points (language.md X11),
 * as in "uprobe:$1:malloc". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum positional_result {
	POSITIONAL_OK,
	POSITIONAL_STOPPED,     /* by a callback */
	POSITIONAL_NO_NUMBER,   /* a '$' without a number */
	POSITIONAL_CIRCULAR,    /* a parameter whose text names itself, or too many others */
};

/** A text that parameters are put into. */
struct positional {
	/** The text of $number, which may name others itself; `at` and `len` are what it stands for
	 * in the text as written.  NULL stops. */
	const char *(*value)(uint64_t number, uint32_t at, uint32_t len, void *arg);
	/** One byte of the result, for what stands at `at` in the text as written.  False stops. */
	bool (*put)(char byte, uint32_t at, void *arg);
	void *arg;

	/* of what was wrong: where in the text as written, and the parameter */
	uint32_t at, len;
	uint64_t number;

	uint32_t count;         /* parameters so far */
};

/** Put the parameters into an attach point: all but those between double quotes. */
enum positional_result positional_expand(struct positional *p, const char *text);
