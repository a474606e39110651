/* probes/btf_print.c - writes types out of BTF as C: declarations inside out, as C has them, and
 * definitions with everything that has no name of its own spelled out.  Holes that C would not
 * leave by itself become bit fields without a name, so that offsets and size are the kernel's.
 * Called for listings. */
#include "probes/btf_print.h"

#include <string.h>

#include "runtime/base/util.h"

/* against blobs that refer to themselves: the largest type of the kernel takes some thousands */
#define MAX_STEPS 60000
#define WORD_BITS 64u

struct printer {
	const struct kernel_btf *b;
	struct arena *arena;
	struct buffer *out;
	uint32_t steps;         /* that may still be made */
	uint32_t depth;         /* of members: the indentation */
	uint32_t nested;        /* declarations inside of declarations */
};

static void put_declared(struct printer *p, uint32_t id, const char *inner);

static unsigned kind_of(const struct btf_type *t)
{
	return t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
}

static bool is_composite(const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_STRUCT || kind_of(t) == BTF_KIND_UNION;
}

/* Offset and, for bit fields, width of a member; 0: no bit field. */
static uint32_t member_bits(const struct btf_type *t, const struct btf_member *m, uint32_t *width)
{
	*width = BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0;
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

static uint32_t align_of(struct printer *p, uint32_t id);

/* How a compiler would align the type as it is written here: 1 when it has to be packed. */
static uint32_t composite_align(struct printer *p, const struct btf_type *t)
{
	const struct btf_member *members = (const void *)(t + 1);
	uint32_t most = 1;
	bool packed = false;

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t width, at = member_bits(t, &members[i], &width),
				align = align_of(p, members[i].type);
		uint32_t unit = 8 * kernel_btf_size(p->b, members[i].type);

		packed |= width ? !unit || at % unit + width > unit : at % (8 * align) != 0;
		most = MAX_OF(most, align);
	}
	return packed || t->size % most ? 1 : most;
}

static uint32_t align_of(struct printer *p, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(p->b, kernel_btf_strip(p->b, id));
	uint32_t align = 1;

	if (!p->steps || p->depth > KERNEL_BTF_DEPTH_MOST)
		return 1;
	p->steps--;
	p->depth++;
	if (is_composite(t))
		align = composite_align(p, t);
	else if (kind_of(t) == BTF_KIND_ARRAY)
		align = align_of(p, ((const struct btf_array *)(t + 1))->type);
	else
		align = kernel_btf_size(p->b, id);
	p->depth--;
	return align && align <= 16 ? align : 1;
}

static void put_indent(struct printer *p)
{
	buffer_fill(p->out, '\t', p->depth);
}

/* Bit fields without a name from one bit up to another; none crosses a word. */
static void put_hole(struct printer *p, uint32_t from, uint32_t to)
{
	while (from < to && p->steps) {
		uint32_t width = MIN_OF(to - from, WORD_BITS - from % WORD_BITS);

		p->steps--;
		put_indent(p);
		buffer_printf(p->out, "long: %u;\n", width);
		from += width;
	}
}

/* Where a compiler would put a member if it came at bit `at`. */
static uint32_t natural_place(struct printer *p, uint32_t id, uint32_t width, uint32_t at)
{
	uint32_t unit = 8 * (width ? kernel_btf_size(p->b, id) : align_of(p, id));

	return !unit || (width && at % unit + width <= unit) ? at : ROUND_UP(at, unit);
}

/* The members, at the depth of the printer; returns the bits that they take. */
static uint32_t put_members(struct printer *p, const struct btf_type *t, bool packed)
{
	const struct btf_member *members = (const void *)(t + 1);
	uint32_t at = 0, end = 0;

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info) && p->steps; i++) {
		uint32_t width, place = member_bits(t, &members[i], &width);

		if (kind_of(t) == BTF_KIND_STRUCT &&
			place > (packed ? at : natural_place(p, members[i].type, width, at)))
			put_hole(p, at, place);
		put_indent(p);
		put_declared(p, members[i].type, kernel_btf_text(p->b, members[i].name_off));
		if (width)
			buffer_printf(p->out, ": %u", width);
		buffer_puts(p->out, ";\n");
		at = place + (width ? width : 8 * kernel_btf_size(p->b, members[i].type));
		end = MAX_OF(end, at);
	}
	return end;
}

/* "{ ... }" with what makes its size the kernel's. */
static void put_composite(struct printer *p, const struct btf_type *t)
{
	uint32_t align = composite_align(p, t), natural = 1;
	const struct btf_member *members = (const void *)(t + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++)
		natural = MAX_OF(natural, align_of(p, members[i].type));
	bool packed = align < natural;

	buffer_puts(p->out, "{\n");
	p->depth++;
	uint32_t end = put_members(p, t, packed), size = 8 * t->size;

	if (kind_of(t) == BTF_KIND_STRUCT && ROUND_UP(end, 8 * align) < size)
		put_hole(p, end, size);
	p->depth--;
	put_indent(p);
	buffer_putc(p->out, '}');
	if (packed)
		buffer_puts(p->out, " __attribute__((packed))");
	/* a union has no holes: it is larger than its members because of its alignment */
	if (kind_of(t) == BTF_KIND_UNION && ROUND_UP(end, 8 * align) < size) {
		while (ROUND_UP(end, 8 * align) < size && align < 4096)
			align *= 2;
		buffer_printf(p->out, " __attribute__((aligned(%u)))", align);
	}
}

static void put_enumerators(struct printer *p, const struct btf_type *t)
{
	const struct btf_enum *narrow = (const void *)(t + 1);
	const struct btf_enum64 *wide = (const void *)(t + 1);
	bool is_wide = kind_of(t) == BTF_KIND_ENUM64, is_signed = BTF_INFO_KFLAG(t->info);

	buffer_puts(p->out, "{\n");
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint64_t value = is_wide ? (uint64_t)wide[i].val_hi32 << 32 | wide[i].val_lo32
			: (uint32_t)narrow[i].val;

		p->depth++;
		put_indent(p);
		p->depth--;
		buffer_printf(p->out, "%s = ",
			kernel_btf_text(p->b, is_wide ? wide[i].name_off : narrow[i].name_off));
		if (is_signed)
			buffer_put_i64(p->out, is_wide ? (int64_t)value : narrow[i].val);
		else
			buffer_put_u64(p->out, value);
		buffer_puts(p->out, ",\n");
	}
	put_indent(p);
	buffer_puts(p->out, t->size < sizeof(int) ? "} __attribute__((packed))" : "}");
}

static const char *keyword(const struct btf_type *t)
{
	static const char *const words[] = {
		[BTF_KIND_STRUCT] = "struct ",
		[BTF_KIND_UNION] = "union ",
		[BTF_KIND_ENUM] = "enum ",
		[BTF_KIND_ENUM64] = "enum ",
	};

	if (kind_of(t) == BTF_KIND_FWD)
		return BTF_INFO_KFLAG(t->info) ? "union " : "struct ";
	return kind_of(t) < ARRAY_SIZE(words) && words[kind_of(t)] ? words[kind_of(t)] : "";
}

/* A type that others are made of: its name, or all of it when it has none. */
static void put_base(struct printer *p, const struct btf_type *t)
{
	const char *name = t ? kernel_btf_text(p->b, t->name_off) : "void";

	buffer_printf(p->out, "%s%s", keyword(t), name);
	if (*name)
		return;
	if (is_composite(t))
		put_composite(p, t);
	else if (kind_of(t) == BTF_KIND_ENUM || kind_of(t) == BTF_KIND_ENUM64)
		put_enumerators(p, t);
}

/* "(struct inode *, struct file *)" */
static const char *parameters(struct printer *p, const struct btf_type *t)
{
	const struct btf_param *params = (const void *)(t + 1);
	uint32_t count = BTF_INFO_VLEN(t->info);
	struct buffer text = { 0 }, *out = p->out;

	p->out = &text;
	buffer_puts(&text, count ? "(" : "(void");
	for (uint32_t i = 0; i < count && p->steps; i++) {
		if (i)
			buffer_puts(&text, ", ");
		if (params[i].type)
			put_declared(p, params[i].type, kernel_btf_text(p->b, params[i].name_off));
		else
			buffer_puts(&text, "...");
	}
	buffer_putc(&text, ')');
	p->out = out;
	return buffer_keep(&text, p->arena);
}

static const char *qualifier(unsigned kind)
{
	static const char *const words[] = { [BTF_KIND_CONST] = "const ",
		[BTF_KIND_VOLATILE] = "volatile ",
		[BTF_KIND_RESTRICT] = "restrict " };

	return kind == BTF_KIND_TYPE_TAG ? "" : kind < ARRAY_SIZE(words) ? words[kind] : NULL;
}

static const char *pointer_to(
	struct printer *p, const struct btf_type *t, const char *qualifiers, const char *inner)
{
	const struct btf_type *to = kernel_btf_type(p->b, t->type);

	for (int depth = 0; to && qualifier(kind_of(to)) && depth < KERNEL_BTF_DEPTH_MOST; depth++)
		to = kernel_btf_type(p->b, to->type);
	size_t len = *inner ? strlen(qualifiers) : strlen(qualifiers) - (*qualifiers != '\0');
	bool brackets = kind_of(to) == BTF_KIND_ARRAY || kind_of(to) == BTF_KIND_FUNC_PROTO;

	return arena_printf(
		p->arena, brackets ? "(*%.*s%s)" : "*%.*s%s", (int)len, qualifiers, inner);
}

/* From the name outwards: pointers, arrays and parameters go around `inner`, what is left stands
 * before it. */
static void put_declared(struct printer *p, uint32_t id, const char *inner)
{
	const struct btf_type *t = kernel_btf_type(p->b, id);
	const char *qualifiers = "";

	if (!p->steps || p->nested > KERNEL_BTF_DEPTH_MOST)
		return;
	p->steps--;
	p->nested++;
	for (int links = 0; t && links < KERNEL_BTF_DEPTH_MOST;
		t = kernel_btf_type(p->b, id), links++) {
		unsigned kind = kind_of(t);

		id = t->type;
		if (qualifier(kind)) {
			qualifiers = arena_printf(p->arena, "%s%s", qualifiers, qualifier(kind));
		} else if (kind == BTF_KIND_PTR) {
			inner = pointer_to(p, t, qualifiers, inner);
			qualifiers = "";
		} else if (kind == BTF_KIND_ARRAY) {
			const struct btf_array *array = (const void *)(t + 1);

			inner = arena_printf(p->arena, "%s[%u]", inner, array->nelems);
			id = array->type;
		} else if (kind == BTF_KIND_FUNC_PROTO) {
			inner = arena_printf(p->arena, "%s%s", inner, parameters(p, t));
			qualifiers = "";
		} else {
			break;
		}
	}
	buffer_puts(p->out, qualifiers);
	put_base(p, t);
	if (*inner)
		buffer_printf(p->out, " %s", inner);
	p->nested--;
}

void kernel_btf_put_declaration(
	const struct kernel_btf *b, uint32_t id, const char *name, struct buffer *out)
{
	struct printer p = { .b = b, .arena = arena_new(), .out = out, .steps = MAX_STEPS };

	if (p.arena)
		put_declared(&p, id, name);
	arena_free(p.arena);
}

bool kernel_btf_put_definition(const struct kernel_btf *b, uint32_t id, struct buffer *out)
{
	struct printer p = { .b = b, .arena = arena_new(), .out = out, .steps = MAX_STEPS };
	const struct btf_type *t = kernel_btf_type(b, id);
	unsigned kind = kind_of(t);
	bool is_enum = kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64,
	     known = is_composite(t) || is_enum || kind == BTF_KIND_TYPEDEF;

	known = known && p.arena;
	if (known) {
		const char *name = kernel_btf_text(b, t->name_off);

		buffer_puts(out, kind == BTF_KIND_TYPEDEF ? "typedef " : keyword(t));
		if (kind != BTF_KIND_TYPEDEF)
			buffer_printf(out, "%s%s", name, *name ? " " : "");
		if (is_composite(t))
			put_composite(&p, t);
		else if (is_enum)
			put_enumerators(&p, t);
		else
			put_declared(&p, t->type, name);
		buffer_putc(out, ';');
		if (!p.steps)
			buffer_puts(out, " /* and more: this is too large to be written out */");
	}
	arena_free(p.arena);
	return known;
}

static void each_member_at(const struct kernel_btf *b, uint32_t id, struct arena *a,
	void (*visit)(const char *c_type, const char *name, void *arg), void *arg, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	const struct btf_member *members = t ? (const void *)(t + 1) : NULL;

	for (uint32_t i = 0; is_composite(t) && i < BTF_INFO_VLEN(t->info); i++) {
		const char *name = kernel_btf_text(b, members[i].name_off);

		if (*name)
			visit(kernel_btf_c_text(b, members[i].type, a), name, arg);
		else if (depth < KERNEL_BTF_DEPTH_MOST)
			each_member_at(b, members[i].type, a, visit, arg, depth + 1);
	}
}

void kernel_btf_each_member(const struct kernel_btf *b, uint32_t id, struct arena *a,
	void (*visit)(const char *c_type, const char *name, void *arg), void *arg)
{
	each_member_at(b, id, a, visit, arg, 0);
}
