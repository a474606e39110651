/* compiler/c_define.c - C declarations (language.md C4, C5): types are taken, everything else is
 * passed over.  Called with the tokens of a definition of the script, or of a whole header.
 *
 *   declaration = specifiers (declarator ("=" initializer)? ("," declarator)*)? (";" | "{" body
 *     "}")
 *   declarator  = "*"* (name | "(" declarator ")")? ("[" value? "]" | "(" parameters ")")*
 */
#include "compiler/c_define.h"

#include <string.h>

#include "runtime/base/util.h"

void c_fail(struct c_cursor *c, const char *why)
{
	if (!c->failed) {
		c->culprit = c->at;
		c->why = why;
	}
	c->failed = true;
}

bool c_at(const struct c_cursor *c, const char *text)
{
	return c_token_is(c->at, text);
}

bool c_accept(struct c_cursor *c, const char *text)
{
	if (c->failed || !c_at(c, text))
		return false;
	c->at++;
	return true;
}

bool c_expect(struct c_cursor *c, const char *text)
{
	if (c_accept(c, text))
		return true;
	c_fail(c, arena_printf(c->unit->compilation->arena, "'%s' is missing", text));
	return false;
}

bool c_enter(struct c_cursor *c)
{
	if (++c->nesting > C_NESTING_MAX)
		c_fail(c, "nested too deeply");
	return !c->failed;
}

static bool opens(const struct c_token *t)
{
	return c_token_is(t, "(") || c_token_is(t, "[") || c_token_is(t, "{");
}

static bool closes(const struct c_token *t)
{
	return c_token_is(t, ")") || c_token_is(t, "]") || c_token_is(t, "}");
}

void c_skip_balanced(struct c_cursor *c)
{
	const struct c_token *start = c->at;
	uint32_t depth = 0;

	for (; c->at->kind != C_END; c->at++) {
		if (opens(c->at)) {
			depth++;
		} else if (closes(c->at) && depth-- <= 1) {
			c->at++;
			return;
		}
	}
	c->at = c->is_header ? c->at : start;
	c_fail(c, "a bracket is not closed");
}

static bool is_one_of(const struct c_token *t, const char *const *words, size_t count)
{
	for (size_t i = 0; t->kind == C_NAME && i < count; i++)
		if (c_token_is(t, words[i]))
			return true;
	return false;
}

/* Attributes */

/* aligned(n); without a number: as much as anything needs */
static void read_align(struct c_cursor *c, struct c_attributes *out)
{
	struct c_value v = { 16, false };

	if (c_accept(c, "(")) {
		v = c_value(c);
		c_expect(c, ")");
	}
	if (!c->failed && v.bits && v.bits <= 1u << 20 && !(v.bits & (v.bits - 1)))
		out->align = MAX_OF(out->align, (uint32_t)v.bits);
}

static void read_attribute(struct c_cursor *c, struct c_attributes *out)
{
	if (c_at(c, "packed") || c_at(c, "__packed__")) {
		out->packed = true;
		c->at++;
	} else if (c_at(c, "aligned") || c_at(c, "__aligned__")) {
		c->at++;
		read_align(c, out);
	} else {
		c->at++;
		if (c_at(c, "("))
			c_skip_balanced(c);
	}
}

void c_attributes(struct c_cursor *c, struct c_attributes *out)
{
	while (!c->failed) {
		if (c_accept(c, "__attribute__") || c_accept(c, "__attribute")) {
			c_expect(c, "(");
			c_expect(c, "(");
			while (!c->failed && !c_at(c, ")") && c->at->kind != C_END)
				read_attribute(c, out);
			c_expect(c, ")");
			c_expect(c, ")");
		} else if (c_accept(c, "__packed")) {
			out->packed = true;
		} else if (c_accept(c, "__aligned") || c_accept(c, "_Alignas")) {
			read_align(c, out);
		} else if (c_at(c, "__asm__") || c_at(c, "asm") || c_at(c, "__asm")) {
			c->at++;
			c_skip_balanced(c);
		} else if (!c_accept(c, "__extension__")) {
			return;
		}
	}
}

/* Specifiers */

static const char *const ignored[] = { "const", "volatile", "restrict", "__const", "__const__",
	"__volatile__", "__volatile", "__restrict", "__restrict__", "inline", "__inline",
	"__inline__", "static", "extern", "register", "auto", "_Noreturn", "_Thread_local",
	"__thread", "_Atomic", "__user", "__rcu", "__percpu", "__iomem", "__force", "__bitwise",
	"__kernel" };

enum {
	W_CHAR,
	W_SHORT,
	W_INT,
	W_LONG,
	W_SIGNED,
	W_UNSIGNED,
	W_BOOL,
	W_VOID,
	W_FLOAT,
	W_DOUBLE,
	W_INT128,
	W_COUNT
};

static const struct {
	const char *text;
	uint8_t which;
} basics[] = {
	{ "char", W_CHAR },
	{ "short", W_SHORT },
	{ "int", W_INT },
	{ "long", W_LONG },
	{ "signed", W_SIGNED },
	{ "__signed__", W_SIGNED },
	{ "__signed", W_SIGNED },
	{ "unsigned", W_UNSIGNED },
	{ "_Bool", W_BOOL },
	{ "void", W_VOID },
	{ "float", W_FLOAT },
	{ "double", W_DOUBLE },
	{ "__int128", W_INT128 },
	{ "__int128_t", W_INT128 },
};

static bool take_basic(struct c_cursor *c, uint8_t *counts)
{
	for (size_t i = 0; c->at->kind == C_NAME && i < ARRAY_SIZE(basics); i++) {
		if (c_at(c, basics[i].text)) {
			counts[basics[i].which] += counts[basics[i].which] < 3;
			c->at++;
			return true;
		}
	}
	return false;
}

/* The type that the words make, with the names that the kernel's compiler uses. */
static uint32_t basic_type(struct c_types *t, const uint8_t *n)
{
	bool u = n[W_UNSIGNED];

	if (n[W_VOID])
		return 0;
	if (n[W_BOOL])
		return c_types_number(t, "_Bool", 1, C_BOOL);
	if (n[W_FLOAT])
		return c_types_number(t, "float", 4, C_FLOAT);
	if (n[W_DOUBLE])
		return n[W_LONG] ? c_types_number(t, "long double", 16, C_FLOAT)
			: c_types_number(t, "double", 8, C_FLOAT);
	if (n[W_INT128])
		return c_types_number(
			t, u ? "unsigned __int128" : "__int128", 16, u ? C_UNSIGNED : C_SIGNED);
	if (n[W_CHAR])
		return c_types_number(t,
			u ? "unsigned char"
				: n[W_SIGNED] ? "signed char"
				: "char",
			1, u ? C_UNSIGNED : C_SIGNED);
	if (n[W_SHORT])
		return c_types_number(
			t, u ? "unsigned short" : "short", 2, u ? C_UNSIGNED : C_SIGNED);
	if (n[W_LONG] > 1)
		return c_types_number(
			t, u ? "unsigned long long" : "long long", 8, u ? C_UNSIGNED : C_SIGNED);
	if (n[W_LONG])
		return c_types_number(
			t, u ? "unsigned long" : "long", 8, u ? C_UNSIGNED : C_SIGNED);
	return c_types_number(t, u ? "unsigned int" : "int", 4, u ? C_UNSIGNED : C_SIGNED);
}

uint32_t c_specifiers(struct c_cursor *c, bool *is_typedef, struct c_attributes *attributes)
{
	struct c_types *t = c->unit->types;
	uint8_t counts[W_COUNT] = { 0 };
	bool basic = false, found = false;
	uint32_t type = 0;

	*is_typedef = false;
	while (!c->failed) {
		c_attributes(c, attributes);
		if (is_one_of(c->at, ignored, ARRAY_SIZE(ignored))) {
			c->at++;
		} else if (c_accept(c, "typedef")) {
			*is_typedef = true;
		} else if (!found && !basic &&
			(c_at(c, "struct") || c_at(c, "union") || c_at(c, "enum"))) {
			type = c_tagged(c);
			found = true;
		} else if (!found && take_basic(c, counts)) {
			basic = true;
		} else if (!found && !basic && c->at->kind == C_NAME) {
			if (!c_types_named(t, c_token_text(c->unit, c->at), &type))
				c_fail(c, "it is no type");
			else
				c->at++;
			found = true;
		} else {
			break;
		}
	}
	if (!found && !basic)
		c_fail(c, "a type is missing");
	return found ? type : c->failed ? 0 : basic_type(t, counts);
}

/* Declarators */

/* "[" value? "]", the outermost first */
static uint32_t read_suffixes(struct c_cursor *c, uint32_t type)
{
	struct c_types *t = c->unit->types;
	struct c_value v = { 0 };

	if (!c_enter(c))
		return 0;
	if (c_at(c, "(")) {
		c_skip_balanced(c);
		type = c_types_function(t);
	} else if (c_accept(c, "[")) {
		const struct c_token *start;
		uint32_t size, align;

		while (is_one_of(c->at, ignored, ARRAY_SIZE(ignored)))
			c->at++;
		start = c->at;
		if (!c_at(c, "]"))
			v = c_value(c);
		c_expect(c, "]");
		type = c->failed ? 0 : read_suffixes(c, type);
		if (!c->failed &&
			(v.bits > UINT32_MAX || !c_types_size(t, type, &size, &align) ||
				!c_types_size(t, type = c_types_array(t, type, (uint32_t)v.bits),
					&size, &align))) {
			c->at = start;
			c_fail(c,
				v.bits > UINT32_MAX && !v.is_unsigned
					? "the number of elements is negative"
					: "an array cannot be made of this many elements of this type");
		}
	}
	c->nesting--;
	return type;
}

uint32_t c_declarator(
	struct c_cursor *c, uint32_t base, const char **name, struct c_attributes *attributes)
{
	const struct c_token *inner = NULL, *end;

	if (!c_enter(c))
		return 0;
	for (c_attributes(c, attributes);
		c_at(c, "*") || is_one_of(c->at, ignored, ARRAY_SIZE(ignored));
		c_attributes(c, attributes))
		if (c_token_is(c->at++, "*"))
			base = c_types_pointer(c->unit->types, base);
	if (c_at(c, "(")) {
		inner = c->at + 1;
		c_skip_balanced(c);
	} else if (c->at->kind == C_NAME) {
		*name = c_token_text(c->unit, c->at++);
	}
	if (!c->failed)
		base = read_suffixes(c, base);
	c_attributes(c, attributes);
	if (inner && !c->failed) {
		end = c->at;
		c->at = inner;
		base = c_declarator(c, base, name, attributes);
		c_expect(c, ")");
		c->at = c->failed ? c->at : end;
	}
	c->nesting--;
	return base;
}

/* Constants */

static bool begins_type(struct c_cursor *c, const struct c_token *t)
{
	uint32_t type;

	if (t->kind != C_NAME)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(basics); i++)
		if (c_token_is(t, basics[i].text))
			return true;
	return c_token_is(t, "struct") || c_token_is(t, "union") || c_token_is(t, "enum") ||
		is_one_of(t, ignored, ARRAY_SIZE(ignored)) ||
		c_types_named(c->unit->types, c_token_text(c->unit, t), &type);
}

/* "(" type ")" */
static uint32_t read_type(struct c_cursor *c)
{
	struct c_attributes attributes = { 0 };
	const char *name = NULL;
	bool is_typedef;
	uint32_t type;

	c_expect(c, "(");
	type = c_specifiers(c, &is_typedef, &attributes);
	if (!c->failed)
		type = c_declarator(c, type, &name, &attributes);
	return type;
}

static bool constant_of_name(struct c_cursor *c, struct c_value *out)
{
	*out = (struct c_value){ 0 };
	if (!c_types_enumerator(
		    c->unit->types, c_token_text(c->unit, c->at), &out->bits, &out->is_unsigned))
		return false;
	c->at++;
	return true;
}

static struct c_value converted(struct c_value v, uint32_t size)
{
	if (size < 8)
		v = (struct c_value){
			(uint64_t)((int64_t)(v.bits << (64 - 8 * size)) >> (64 - 8 * size)), false
		};
	return v;
}

/* sizeof(type), _Alignof(type), offsetof(type, member), (type)value */
static bool constant_of_type(struct c_cursor *c, struct c_value *out)
{
	bool is_sizeof = c_at(c, "sizeof"),
	     is_align = c_at(c, "_Alignof") || c_at(c, "__alignof__");
	bool is_offset = c_at(c, "offsetof") || c_at(c, "__builtin_offsetof");
	uint32_t type, size = 8, align = 8;
	uint64_t bits;

	*out = (struct c_value){ 0 };
	if (is_sizeof || is_align || is_offset)
		c->at++;
	else if (!c_at(c, "(") || !begins_type(c, c->at + 1))
		return false;
	type = read_type(c);
	if (is_offset) {
		c_expect(c, ",");
		if (!c->failed &&
			!c_types_member(
				c->unit->types, type, c_token_text(c->unit, c->at), &bits, &type))
			c_fail(c, "there is no such member");
		*out = (struct c_value){ c->failed ? 0 : bits / 8, true };
		c->at += !c->failed;
	} else if (!c->failed && !c_types_size(c->unit->types, type, &size, &align)) {
		c_fail(c, "the type has no size that is known here");
	}
	c_expect(c, ")");
	if (c->failed || is_offset)
		return true;
	if (is_sizeof || is_align)
		*out = (struct c_value){ is_sizeof ? size : align, true };
	else
		*out = size && size <= 8 ? converted(c_unary(c), size) : c_unary(c);
	return true;
}

/* Declarations */

/* Over an initializer or anything else, to the ',' or ';' */
static void skip_to_end(struct c_cursor *c)
{
	while (!c->failed && c->at->kind != C_END && !c_at(c, ",") && !c_at(c, ";")) {
		if (opens(c->at))
			c_skip_balanced(c);
		else
			c->at++;
	}
}

static void read_declarators(
	struct c_cursor *c, uint32_t base, bool is_typedef, struct c_attributes before)
{
	do {
		struct c_attributes attributes = before;
		const char *name = NULL;
		uint32_t type = c_declarator(c, base, &name, &attributes);

		if (c->failed)
			return;
		if (is_typedef && !name)
			c_fail(c, "the name of the type is missing");
		else if (is_typedef)
			c_types_typedef(c->unit->types, name, type, attributes.align, c->at->weak);
		if (!is_typedef && c_at(c, "{")) {
			c_skip_balanced(c);
			return;
		}
		if (!is_typedef)
			skip_to_end(c);
	} while (!c->failed && c_accept(c, ","));
	c_expect(c, ";");
}

static void read_declaration(struct c_cursor *c)
{
	struct c_attributes attributes = { 0 };
	bool is_typedef, tagged;
	uint32_t type;

	if (c_accept(c, ";"))
		return;
	if (c_at(c, "_Static_assert")) {
		skip_to_end(c);
		return;
	}
	tagged = c_at(c, "struct") || c_at(c, "union") || c_at(c, "enum");
	type = c_specifiers(c, &is_typedef, &attributes);
	if (c->failed || c_accept(c, ";"))
		return;
	/* behind the '}' of a script the ';' may be missing */
	if (tagged && !c->is_header && c->at->kind == C_END)
		return;
	read_declarators(c, type, is_typedef, attributes);
}

static void report(struct c_cursor *c)
{
	const struct c_token *t = c->culprit;
	struct span where = t->span;

	if (t->kind == C_END)
		diag_error(c->unit->compilation->diags, where, DIAG_C_DEFINITION,
			"the definition cannot be read: %s", c->why);
	else
		diag_error(c->unit->compilation->diags, where, DIAG_C_DEFINITION,
			"the definition cannot be read at '%.*s': %s", (int)MIN_OF(t->len, 32u),
			t->text, c->why);
}

/* To the end of what could not be read. */
static void recover(struct c_cursor *c, const struct c_token *start)
{
	c->failed = false;
	c->nesting = 0;
	for (c->at = start; c->at->kind != C_END; ) {
		if (c_token_is(c->at, ";")) {
			c->at++;
			return;
		}
		if (opens(c->at)) {
			bool body = c_at(c, "{");

			c_skip_balanced(c);
			if (body && !c_at(c, ";") && !c_at(c, "__attribute__") &&
				c->at->kind != C_NAME)
				return;
		} else {
			c->at++;
		}
		c->failed = false;
	}
}

static void note_skipped(struct c_unit *u, const struct c_token *start)
{
	struct c_skipped *s;

	if (!(c_token_is(start, "struct") || c_token_is(start, "union") ||
		    c_token_is(start, "enum")) ||
		start[1].kind != C_NAME)
		return;
	s = arena_new_object(u->compilation->arena, struct c_skipped);
	*s = (struct c_skipped){ u->skipped, c_token_text(u, start), c_token_text(u, start + 1),
		start->span };
	u->skipped = s;
}

void c_declarations(struct c_unit *u, const struct c_tokens *list, bool is_header)
{
	struct c_cursor c = {
		.unit = u,
		.at = list->items,
		.name = constant_of_name,
		.cast = constant_of_type,
		.is_header = is_header,
	};

	while (c.at->kind != C_END) {
		const struct c_token *start = c.at;

		read_declaration(&c);
		if (!c.failed)
			continue;
		if (!is_header) {
			report(&c);
			return;
		}
		note_skipped(u, start);
		recover(&c, start);
	}
}

bool c_constant_value(struct c_unit *u, const struct c_tokens *list, struct c_value *out)
{
	struct c_cursor c = {
		.unit = u,
		.at = list->items,
		.name = constant_of_name,
		.cast = constant_of_type,
		.is_header = true,
	};

	*out = c_value(&c);
	return list->count && !c.failed && c.at->kind == C_END;
}
