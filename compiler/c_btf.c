/* compiler/c_btf.c - the types of C definitions written as BTF, the way the kernel writes those of
 * its modules: numbers and texts go on where the kernel's end.  Called when a script has been
 * read. */
#include <string.h>

#include "compiler/c_types_internal.h"
#include "runtime/base/util.h"

#define KFLAG (1u << 31)

struct writer {
	struct c_types *types;
	struct buffer *out, texts;
};

static void put(struct writer *w, uint32_t value)
{
	buffer_append(w->out, &value, sizeof(value));
}

static uint32_t text(struct writer *w, const char *name)
{
	uint32_t first = w->types->kernel ? w->types->kernel->strings_len : 0;

	if (!*name)
		return 0;
	uint32_t at = first + (uint32_t)w->texts.len;

	buffer_append(&w->texts, name, strlen(name) + 1);
	return at;
}

static void head(
	struct writer *w, const char *name, unsigned kind, uint32_t count, bool flag, uint32_t last)
{
	put(w, text(w, name));
	put(w, kind << 24 | (count & 0xffff) | (flag ? KFLAG : 0));
	put(w, last);
}

static void put_struct(struct writer *w, const struct c_type *type)
{
	uint32_t count = 0;
	bool bits = false;

	for (const struct c_member *m = type->members; m; m = m->next) {
		count++;
		bits |= m->bit_size != 0;
	}
	head(w, type->name, type->kind, count, bits, type->size);
	for (const struct c_member *m = type->members; m; m = m->next) {
		put(w, text(w, m->name));
		put(w, m->type);
		put(w, (uint32_t)m->bit_offset | (bits ? m->bit_size << 24 : 0));
	}
}

static void put_enum(struct writer *w, const struct c_type *type)
{
	uint32_t count = 0;

	for (const struct c_enumerator *e = type->items; e; e = e->next)
		count++;
	head(w, type->name, type->kind, count, type->number == C_SIGNED, type->size);
	for (const struct c_enumerator *e = type->items; e; e = e->next) {
		put(w, text(w, e->name));
		put(w, (uint32_t)e->value);
		if (type->kind == BTF_KIND_ENUM64)
			put(w, (uint32_t)(e->value >> 32));
	}
}

static void put_number(struct writer *w, const struct c_type *type)
{
	uint32_t encoding = type->number == C_SIGNED ? BTF_INT_SIGNED
		: type->number == C_BOOL ? BTF_INT_BOOL
		: 0;

	head(w, type->name, type->kind, 0, false, type->size);
	if (type->kind == BTF_KIND_INT)
		put(w, encoding << 24 | type->size * 8);
}

/* What the kernel has a type for is that one, under a number of its own. */
static bool put_alias(struct writer *w, const struct c_type *type)
{
	bool is_tag = type->kind == BTF_KIND_STRUCT || type->kind == BTF_KIND_UNION ||
		type->kind == BTF_KIND_ENUM || type->kind == BTF_KIND_ENUM64;
	uint32_t id = 0;

	if ((is_tag && !type->defined) || (type->is_weak && *type->name))
		id = c_types_in_kernel(w->types, type);
	if (id)
		head(w, "", BTF_KIND_VOLATILE, 0, false, id);
	else if (is_tag && !type->defined)
		head(w, type->name, BTF_KIND_FWD, 0, type->tag == C_TAG_UNION, 0);
	return id || (is_tag && !type->defined);
}

static void put_type(struct writer *w, const struct c_type *type)
{
	if (put_alias(w, type))
		return;
	switch (type->kind) {
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
		put_number(w, type);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		put_struct(w, type);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		put_enum(w, type);
		break;
	case BTF_KIND_ARRAY:
		head(w, "", type->kind, 0, false, 0);
		put(w, type->of);
		put(w, w->types->index);
		put(w, type->elements);
		break;
	case BTF_KIND_PTR:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_FUNC_PROTO:
		head(w, type->name, type->kind, 0, false, type->of);
		break;
	}
}

void c_types_write(struct c_types *t, struct buffer *out)
{
	struct writer w = { .types = t, .out = out };
	struct btf_header h = { .magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(h) };

	buffer_append(out, &h, sizeof(h));
	/* the first text is the empty one; behind the kernel's it is only there so that there is
	 * one */
	buffer_putc(&w.texts, '\0');
	for (uint32_t i = 0; i < t->count; i++)
		put_type(&w, t->items[i]);
	h.type_len = (uint32_t)(out->len - sizeof(h));
	h.str_off = h.type_len;
	h.str_len = (uint32_t)w.texts.len;
	buffer_append(out, w.texts.data, w.texts.len);
	if (!out->failed)
		memcpy(out->data, &h, sizeof(h));
	buffer_free(&w.texts);
}
