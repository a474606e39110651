/* runtime/base/format.h - printf formats (language.md chapter 13): taken apart once, checked by the
 * compiler, walked by the runtime. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest width and precision that a format may say; what comes from arguments is cut to it. */
#define FORMAT_LARGEST_FIELD 65535

enum format_flag {
	FORMAT_MINUS = 1,
	FORMAT_PLUS = 2,
	FORMAT_SPACE = 4,
	FORMAT_HASH = 8,
	FORMAT_ZERO = 16
};

enum format_conversion {
	FORMAT_LITERAL,         /* only text: no value */
	FORMAT_SIGNED,          /* d i */
	FORMAT_UNSIGNED,        /* u */
	FORMAT_OCTAL,           /* o */
	FORMAT_HEX,             /* x */
	FORMAT_HEX_UPPER,       /* X */
	FORMAT_CHAR,            /* c */
	FORMAT_POINTER,         /* p */
	FORMAT_STRING,          /* s: anything printable */
	FORMAT_BUFFER,          /* r */
	FORMAT_BUFFER_HEX,      /* rx */
	FORMAT_BUFFER_SPACED,   /* rh */
	FORMAT_GFP,             /* gr */
};

struct format_item {
	/* text before the conversion (with %% already one %), in the caller's scratch */
	const char *literal;
	uint32_t literal_len;
	enum format_conversion conversion;
	unsigned flags;
	bool width_from_arg;    /* '*': one integer argument before the value */
	bool precision_from_arg;
	bool has_precision;
	int width;              /* 0 when not given */
	int precision;
	uint8_t narrow;         /* 8 or 16 for hh and h, else 0 */
	uint32_t at;            /* offset of the '%' in the format, for messages */
	uint32_t at_len;
};

struct format {
	struct format_item *items;      /* the last item is always a LITERAL */
	uint32_t count;
	uint32_t arg_count;     /* values and '*' arguments together */
};

struct arena;

/** Take a format apart; everything lives in the arena.  On a malformed or unsupported conversion
 * returns -EINVAL and stores what is wrong (static or arena text) and where; -ENOMEM when the arena
 * has no more. */
int format_parse(const char *text, struct arena *a, struct format *out, const char **what,
	uint32_t *at, uint32_t *at_len);
