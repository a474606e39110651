/* runtime/printf.c - formats printf records (language.md chapter 13).  A format is taken apart at
 * its first event into a list of steps that know where in the record their values lie; the session
 * then runs the steps for every record.  The lists live in the context's printf_cache. */
#include <errno.h>
#include <string.h>

#include "runtime/base/event.h"
#include "runtime/base/format.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"
#include "probes/gfp.h"
#include "probes/kallsyms.h"
#include "probes/user_symbols.h"
#include "runtime/value.h"

/* Where an argument lies in the record; type NULL: there is none, it reads as zero. */
struct argument {
	const struct type *type;
	uint32_t offset;
};

struct step {
	const char *literal;    /* printed before the value */
	uint32_t literal_len;
	enum format_conversion conversion;
	unsigned flags;
	uint8_t narrow;
	bool plain;             /* no flags, width or precision: the fast way */
	int width;
	int precision;          /* -1: none */
	struct argument value, width_arg, precision_arg;
};

struct program {
	struct step *steps;
	uint32_t count;
	uint32_t fixed_size;
	int err;                /* why there are no steps */
};

struct printf_cache {
	struct arena *arena;
	uint32_t count;
	struct program *programs[];     /* by action; NULL until its first event */
};

/* A record while it is printed. */
struct record {
	struct decode_context *ctx;
	struct buffer *out;
	const char *bytes;
	size_t len;
};

/* Flags, width and precision after '*' arguments. */
struct field {
	unsigned flags;
	size_t width;
	int precision;
};

void decode_context_release(struct decode_context *ctx)
{
	gfp_names_free(ctx->gfp);
	ctx->gfp = NULL;
	user_symbols_free(ctx->user_symbols);
	ctx->user_symbols = NULL;
	kallsyms_free(ctx->kallsyms);
	ctx->kallsyms = NULL;
	if (!ctx->printf_cache)
		return;
	arena_free(ctx->printf_cache->arena);
	mem_free(ctx->printf_cache);
	ctx->printf_cache = NULL;
}

static struct argument next_argument(
	const struct type *args, const uint32_t *offsets, uint32_t *next)
{
	uint32_t i = (*next)++;

	if (!args || i >= args->field_count)
		return (struct argument){ 0 };
	return (struct argument){ args->fields[i].type, offsets[i] };
}

static void make_step(struct step *s, const struct format_item *item, const struct type *args,
	const uint32_t *offsets, uint32_t *next)
{
	*s = (struct step){
		.literal = item->literal,
		.literal_len = item->literal_len,
		.conversion = item->conversion,
		.flags = item->flags,
		.narrow = item->narrow,
		.width = item->width,
		.precision = item->has_precision ? item->precision : -1,
	};
	if (item->conversion == FORMAT_LITERAL)
		return;
	if (item->width_from_arg)
		s->width_arg = next_argument(args, offsets, next);
	if (item->precision_from_arg)
		s->precision_arg = next_argument(args, offsets, next);
	s->value = next_argument(args, offsets, next);
	s->plain = !item->flags && !item->width && !item->has_precision && !item->width_from_arg;
}

static int make_steps(struct program *p, struct arena *a, const char *text, const struct type *args)
{
	uint32_t field_count = args ? args->field_count : 0;
	uint32_t *offsets = arena_try_alloc(a, (size_t)field_count * sizeof(*offsets));
	uint32_t at, at_len, next = 0;
	struct format format;
	const char *what;
	int err;

	if (!offsets)
		return -ENOMEM;
	p->fixed_size = event_layout(args ? args->fields : NULL, field_count, offsets);
	err = format_parse(text, a, &format, &what, &at, &at_len);
	if (err)
		return err;
	p->steps = arena_try_alloc(a, (size_t)format.count * sizeof(*p->steps));
	if (!p->steps)
		return -ENOMEM;
	for (uint32_t i = 0; i < format.count; i++)
		make_step(&p->steps[i], &format.items[i], args, offsets, &next);
	p->count = format.count;
	return 0;
}

static struct printf_cache *make_cache(const struct image *image)
{
	uint32_t count = image->counts[IMAGE_ACTIONS];
	struct printf_cache *cache =
		mem_zalloc(1, sizeof(*cache) + (size_t)count * sizeof(cache->programs[0]));

	if (!cache)
		return NULL;
	cache->arena = arena_new();
	if (!cache->arena) {
		mem_free(cache);
		return NULL;
	}
	cache->count = count;
	return cache;
}

/* The steps of an action; NULL when out of memory. */
static struct program *find_program(struct decode_context *ctx, const struct image_action *action)
{
	uint32_t index = (uint32_t)(action - ctx->image->actions);
	struct printf_cache *cache = ctx->printf_cache;
	struct program *p;

	if (!cache)
		cache = ctx->printf_cache = make_cache(ctx->image);
	if (!cache)
		return NULL;
	if (cache->programs[index])
		return cache->programs[index];
	p = arena_try_alloc(cache->arena, sizeof(*p));
	if (!p)
		return NULL;
	p->err = make_steps(p, cache->arena, image_text(ctx->image, action->text),
		image_type_at(ctx->image, action->args));
	if (p->err != -ENOMEM)
		cache->programs[index] = p;
	return p;
}

#define LOAD(type, at) ({ type word_; memcpy(&word_, (at), sizeof(word_)); word_; })

/* What is a word, as 64 bits, extended by its own sign; 0 for anything else. */
static uint64_t load_word(const struct record *r, struct argument arg)
{
	const char *at = r->bytes + arg.offset;

	if (!arg.type || !type_is_word(arg.type))
		return 0;
	switch (arg.type->size) {
	case 8:
		return LOAD(uint64_t, at);
	case 4:
		return arg.type->is_signed ? (uint64_t)(int64_t)LOAD(int32_t, at)
			: LOAD(uint32_t, at);
	case 2:
		return arg.type->is_signed ? (uint64_t)(int64_t)LOAD(int16_t, at)
			: LOAD(uint16_t, at);
	case 1:
		return arg.type->is_signed ? (uint64_t)(int64_t)LOAD(int8_t, at)
			: LOAD(uint8_t, at);
	}
	return 0;
}

/* The value of d and i. */
static int64_t signed_word(const struct record *r, const struct step *s)
{
	uint64_t word = load_word(r, s->value);

	if (s->narrow == 8)
		return (int8_t)word;
	if (s->narrow == 16)
		return (int16_t)word;
	if (s->value.type && s->value.type->is_raw && word > INT32_MAX && word <= UINT32_MAX)
		return (int32_t)word;
	return (int64_t)word;
}

/* The value of u, o, x and X. */
static uint64_t unsigned_word(const struct record *r, const struct step *s)
{
	uint64_t word = load_word(r, s->value);

	if (s->narrow == 8)
		return (uint8_t)word;
	if (s->narrow == 16)
		return (uint16_t)word;
	if (s->value.type && s->value.type->is_signed && s->value.type->size <= 4)
		return (uint32_t)word;
	return word;
}

static int64_t clamp_field(uint64_t word)
{
	int64_t n = (int64_t)word;

	return n > FORMAT_LARGEST_FIELD ? FORMAT_LARGEST_FIELD
		: n < -FORMAT_LARGEST_FIELD ? -FORMAT_LARGEST_FIELD
		: n;
}

static struct field load_field(const struct record *r, const struct step *s)
{
	struct field f = { s->flags, (size_t)s->width, s->precision };
	int64_t n;

	if (s->width_arg.type) {
		n = clamp_field(load_word(r, s->width_arg));
		f.width = (size_t)(n < 0 ? -n : n);
		if (n < 0)
			f.flags |= FORMAT_MINUS;
	}
	if (s->precision_arg.type) {
		n = clamp_field(load_word(r, s->precision_arg));
		f.precision = n < 0 ? -1 : (int)n;
	}
	return f;
}

/* Pads what was appended since `start` to the width: text keeps its place with '-', else blanks go
 * before it. */
static void pad_text(struct buffer *b, size_t start, const struct field *f)
{
	size_t len = b->len - start;
	size_t blanks = f->width > len ? f->width - len : 0;

	if (b->failed || blanks == 0)
		return;
	buffer_fill(b, ' ', blanks);
	if (b->failed || (f->flags & FORMAT_MINUS))
		return;
	memmove(b->data + start + blanks, b->data + start, len);
	memset(b->data + start, ' ', blanks);
}

/* Appends a number: sign or prefix, zeros, digits, padded. */
static void put_number(
	struct buffer *b, const struct field *f, const char *prefix, const char *digits, size_t len)
{
	size_t prefix_len = strlen(prefix);
	size_t zeros =
		f->precision > 0 && (size_t)f->precision > len ? (size_t)f->precision - len : 0;
	size_t all, blanks;

	if (f->precision < 0 && (f->flags & FORMAT_ZERO) && !(f->flags & FORMAT_MINUS) &&
		f->width > prefix_len + len)
		zeros = f->width - prefix_len - len;
	all = prefix_len + zeros + len;
	blanks = f->width > all ? f->width - all : 0;
	if (!(f->flags & FORMAT_MINUS))
		buffer_fill(b, ' ', blanks);
	buffer_append(b, prefix, prefix_len);
	buffer_fill(b, '0', zeros);
	buffer_append(b, digits, len);
	if (f->flags & FORMAT_MINUS)
		buffer_fill(b, ' ', blanks);
}

/* Digits of n at the end of the 24 bytes at `room`; none for zero with precision 0, as in C. */
static const char *make_digits(char *room, uint64_t n, unsigned base, bool upper, int precision)
{
	const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *at = room + 24;

	if (n == 0 && precision != 0)
		*--at = '0';
	for (; n; n /= base)
		*--at = letters[n % base];
	return at;
}

static void put_signed(struct record *r, const struct step *s)
{
	int64_t n = signed_word(r, s);
	struct field f;
	char room[24];
	const char *digits, *sign;

	if (s->plain) {
		buffer_put_i64(r->out, n);
		return;
	}
	f = load_field(r, s);
	sign = n < 0 ? "-" : (f.flags & FORMAT_PLUS) ? "+" : (f.flags & FORMAT_SPACE) ? " " : "";
	digits = make_digits(room, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 10, false, f.precision);
	put_number(r->out, &f, sign, digits, (size_t)(room + 24 - digits));
}

static void put_unsigned(struct record *r, const struct step *s)
{
	static const struct form { unsigned base; const char *prefix; } forms[] = {
		[FORMAT_UNSIGNED] = { 10, "" },
		[FORMAT_OCTAL] = { 8, "" },
		[FORMAT_HEX] = { 16, "0x" },
		[FORMAT_HEX_UPPER] = { 16, "0X" },
		[FORMAT_POINTER] = { 16, "0x" },
	};
	bool pointer = s->conversion == FORMAT_POINTER;
	uint64_t n = pointer ? load_word(r, s->value) : unsigned_word(r, s);
	struct field f;
	char room[24];
	const char *digits, *prefix = "";

	if (s->plain && s->conversion == FORMAT_UNSIGNED) {
		buffer_put_u64(r->out, n);
		return;
	}
	f = load_field(r, s);
	digits = make_digits(
		room, n, forms[s->conversion].base, s->conversion == FORMAT_HEX_UPPER, f.precision);
	if (pointer || (n && (f.flags & FORMAT_HASH)))
		prefix = forms[s->conversion].prefix;
	/* '#' makes an octal number begin with a zero, unless the precision does */
	if (s->conversion == FORMAT_OCTAL && (f.flags & FORMAT_HASH) &&
		f.precision <= room + 24 - digits && (n || f.precision == 0))
		prefix = "0";
	put_number(r->out, &f, prefix, digits, (size_t)(room + 24 - digits));
}

static void put_char(struct record *r, const struct step *s)
{
	struct field f = load_field(r, s);
	size_t start = r->out->len;

	buffer_putc(r->out, (char)load_word(r, s->value));
	value_escape(r->ctx, r->out, start);
	pad_text(r->out, start, &f);
}

/* The largest length up to `limit` that leaves no part of a UTF-8 character. */
static size_t cut_utf8(const char *text, size_t len, size_t limit)
{
	if (len <= limit)
		return len;
	for (size_t back = 1; back <= 3 && back <= limit; back++) {
		const char *p = text + limit - back;
		size_t n = utf8_length(p, len - (limit - back));

		if (n > back)
			return limit - back;
		if (((unsigned char)*p & 0xc0) != 0x80)
			break;
	}
	return limit;
}

/* Appends the text of a value, of which at most `limit` bytes are wanted. */
static void put_value(struct record *r, struct argument arg, size_t limit)
{
	struct value v = { .kind = VALUE_NONE };
	size_t start = r->out->len;

	if (arg.type && value_decode(r->ctx, arg.type, r->bytes + arg.offset, &v) != 0) {
		r->out->failed = true;
		return;
	}
	value_put_text(r->ctx, r->out, &v);
	if (!r->out->failed && r->out->len - start > limit)
		r->out->len = start + cut_utf8(r->out->data + start, r->out->len - start, limit);
}

static void put_string(
	struct record *r, const struct type *t, const char *bytes, size_t len, size_t limit)
{
	const char *end = memchr(bytes, 0, len);
	bool truncated = !end && len > 0 && len >= t->size;
	size_t start = r->out->len;

	if (end)
		len = (size_t)(end - bytes);
	buffer_append(r->out, bytes, limit <= len ? cut_utf8(bytes, len, limit) : len);
	value_escape(r->ctx, r->out, start);
	if (!truncated || limit <= len)
		return;
	buffer_puts(r->out, image_text(r->ctx->image, r->ctx->image->header->str_trailer));
	if (!r->out->failed && r->out->len - start > limit)
		r->out->len = start + limit;
	r->ctx->truncated_strings++;
}

static void put_text(struct record *r, const struct step *s)
{
	struct field f = s->plain ? (struct field){ .precision = -1 } : load_field(r, s);
	size_t limit = f.precision < 0 ? SIZE_MAX : (size_t)f.precision;
	const struct type *t = s->value.type;
	const char *at = r->bytes + s->value.offset;
	size_t start = r->out->len;
	struct event_string where;

	if (!t || t->kind != TYPE_STRING) {
		put_value(r, s->value, limit);
	} else if (t->size <= EVENT_INLINE_STRING) {
		put_string(r, t, at, t->size, limit);
	} else {
		memcpy(&where, at, sizeof(where));
		/* an impossible place is a string that is not there */
		if (where.offset <= r->len && where.len <= r->len - where.offset)
			put_string(r, t, r->bytes + where.offset, where.len, limit);
	}
	if (!s->plain)
		pad_text(r->out, start, &f);
}

static void put_gfp(struct record *r, const struct step *s)
{
	struct field f = s->plain ? (struct field){ .precision = -1 } : load_field(r, s);
	size_t start = r->out->len;

	gfp_put(r->out, value_gfp_names(r->ctx), unsigned_word(r, s));
	if (!s->plain)
		pad_text(r->out, start, &f);
}

/* Bytes; anything else in the place of a buffer is shown as it is. */
static void put_buffer(struct record *r, const struct step *s)
{
	static const enum bytes_form forms[] = {
		[FORMAT_BUFFER] = BYTES_PRINTABLE,
		[FORMAT_BUFFER_HEX] = BYTES_ESCAPED,
		[FORMAT_BUFFER_SPACED] = BYTES_SPACED,
	};
	struct field f = s->plain ? (struct field){ .precision = -1 } : load_field(r, s);
	size_t start = r->out->len;
	struct value v;

	if (!s->value.type || s->value.type->kind != TYPE_BUFFER) {
		put_text(r, s);
		return;
	}
	if (value_decode(r->ctx, s->value.type, r->bytes + s->value.offset, &v) != 0)
		r->out->failed = true;
	else
		value_put_bytes(r->out, forms[s->conversion], &v);
	if (!s->plain)
		pad_text(r->out, start, &f);
}

static void put_step(struct record *r, const struct step *s)
{
	switch (s->conversion) {
	case FORMAT_LITERAL:
		return;
	case FORMAT_SIGNED:
		put_signed(r, s);
		return;
	case FORMAT_UNSIGNED:
	case FORMAT_OCTAL:
	case FORMAT_HEX:
	case FORMAT_HEX_UPPER:
	case FORMAT_POINTER:
		put_unsigned(r, s);
		return;
	case FORMAT_CHAR:
		put_char(r, s);
		return;
	case FORMAT_STRING:
		put_text(r, s);
		return;
	case FORMAT_BUFFER:
	case FORMAT_BUFFER_HEX:
	case FORMAT_BUFFER_SPACED:
		put_buffer(r, s);
		return;
	case FORMAT_GFP:
		put_gfp(r, s);
		return;
	}
}

int printf_format(struct decode_context *ctx, struct buffer *b, const struct image_action *action,
	const void *record, size_t len)
{
	struct record r = { ctx, b, record, len };
	struct program *p = find_program(ctx, action);

	if (!p || p->err)
		return p ? p->err : -ENOMEM;
	if (len < p->fixed_size)
		return -EINVAL;
	for (uint32_t i = 0; i < p->count; i++) {
		buffer_append(b, p->steps[i].literal, p->steps[i].literal_len);
		put_step(&r, &p->steps[i]);
	}
	return b->failed ? -ENOMEM : 0;
}
