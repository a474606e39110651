/* probes/c_type.c - C declarations to types.  Called for the fields of tracepoints; sizes come from
 * the format file, or for arguments of system calls, where that says 8 for all, from the names of
 * the types. */
#include "probes/c_type.h"

#include <stdio.h>
#include <string.h>

#include "probes/btf.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

/* Sizes and signs that the ABI fixes; any other name is looked up in BTF. */
static const struct {
	const char *name;
	uint8_t size;
	bool is_signed;
} known[] = {
	{ "int", 4, true },
	{ "unsigned int", 4, false },
	{ "unsigned", 4, false },
	{ "long", 8, true },
	{ "unsigned long", 8, false },
	{ "long long", 8, true },
	{ "unsigned long long", 8, false },
	{ "short", 2, true },
	{ "unsigned short", 2, false },
	{ "signed char", 1, true },
	{ "unsigned char", 1, false },
	{ "char", 1, true },
	{ "u8", 1, false },
	{ "u16", 2, false },
	{ "u32", 4, false },
	{ "u64", 8, false },
	{ "s8", 1, true },
	{ "s16", 2, true },
	{ "s32", 4, true },
	{ "s64", 8, true },
	{ "__u8", 1, false },
	{ "__u16", 2, false },
	{ "__u32", 4, false },
	{ "__u64", 8, false },
	{ "__s8", 1, true },
	{ "__s16", 2, true },
	{ "__s32", 4, true },
	{ "__s64", 8, true },
	{ "int8_t", 1, true },
	{ "uint8_t", 1, false },
	{ "size_t", 8, false },
	{ "pid_t", 4, true },
	{ "umode_t", 2, false },
	{ "loff_t", 8, true },
	{ "uid_t", 4, false },
	{ "gid_t", 4, false },
};

/* The text without qualifiers and with single spaces. */
static char *plain_text(struct arena *a, const char *text)
{
	static const char *const dropped[] = { "const", "volatile", "__user", "__seg_gs",
		"restrict" };
	char *out = arena_alloc(a, strlen(text) * 2 + 1), *to = out;

	for (const char *at = text; *at;) {
		size_t len = *at == '*' ? 1 : strcspn(at, " \t*");
		bool drop = false;

		for (size_t i = 0; i < ARRAY_SIZE(dropped); i++)
			drop |= len == strlen(dropped[i]) && !memcmp(at, dropped[i], len);
		if (len && !drop) {
			if (to > out && !(*at == '*' && to[-1] == '*'))
				*to++ = ' ';
			memcpy(to, at, len);
			to += len;
		}
		at += len ? len : 1;
	}
	*to = '\0';
	return out;
}

static const struct type *pointer_type(struct arena *a, char *plain)
{
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));
	char *star = strrchr(plain, '*');

	*star = '\0';
	while (star > plain && star[-1] == ' ')
		*--star = '\0';
	out->name = plain;
	if (str_eq(plain, "char"))
		out->elem = &type_int8;
	return out;
}

static bool int_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

const struct type *c_type_value(struct arena *a, const char *text, uint32_t size, bool is_signed)
{
	const struct type *named = NULL;

	if (strchr(text, '*') && size == 8)
		return pointer_type(a, plain_text(a, text));
	if (size == 1 && str_eq(plain_text(a, text), "bool"))
		return &type_bool;
	if (str_starts(text, "enum "))
		named = btf_types_by_name(NULL, plain_text(a, text), a);
	if (named && named->size == size)
		return named;
	if (int_size(size))
		return type_int(size, is_signed);
	return size ? type_array(a, &type_uint8, size) : NULL;
}

static uint32_t known_size(const char *plain, bool *is_signed)
{
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (str_eq(known[i].name, plain)) {
			*is_signed = known[i].is_signed;
			return known[i].size;
		}
	}
	return 0;
}

const struct type *c_type_array(
	struct arena *a, const char *text, uint32_t count, uint32_t size, bool is_signed)
{
	static const char *const chars[] = { "char", "s8", "__s8", "int8_t", "signed char" };
	const char *plain = plain_text(a, text);
	bool table_sign;

	if (!size)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(chars); i++)
		if (str_eq(plain, chars[i]))
			return type_string(a, size);
	/* a count that the format file leaves as an expression follows from the size of an
	 * element */
	if (!count || size % count)
		count = known_size(plain, &table_sign) ? size / known_size(plain, &table_sign)
			: size;
	const struct type *elem = count ? c_type_value(a, text, size / count, is_signed) : NULL;

	return elem ? type_array(a, elem, count) : NULL;
}

const struct type *c_type_known(const char *text)
{
	bool is_signed;
	uint32_t size = known_size(text, &is_signed);

	return size ? type_int(size, is_signed) : NULL;
}

const struct type *c_type_argument(struct arena *a, const char *text)
{
	char *plain = plain_text(a, text);
	const struct kernel_btf *b;
	bool is_signed;

	if (strchr(plain, '*'))
		return pointer_type(a, plain);
	uint32_t size = known_size(plain, &is_signed);

	if (size)
		return type_int(size, is_signed);
	if (str_starts(plain, "enum ")) {
		const struct type *named = btf_types_by_name(NULL, plain, a);

		return named ? named : &type_uint32;
	}
	b = kernel_btf();
	uint32_t id = b ? kernel_btf_find(b, BTF_KIND_TYPEDEF, plain) : 0;
	const struct type *t = id ? kernel_btf_value_type(b, id, a) : NULL;

	return t ? t : &type_uint64;
}
