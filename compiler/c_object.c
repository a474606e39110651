/* compiler/c_object.c - objects of BPF programs in C: the functions of .text that other objects may
 * call, with the prototypes of the object's BTF, their maps (c_map.c) and the size of their data.
 * Objects are added by the import pass; functions are found by the resolve pass, and sections are
 * told apart by the linking ones.
 *
 * Only functions of global linkage are offered: of others the compiler may have changed what they
 * are called with. */
#include "compiler/c_object.h"

#include <linux/btf.h>
#include <string.h>

#include "compiler/lower.h"
#include "probes/btf.h"
#include "runtime/base/util.h"

#define DATA_MAX (16u << 20)    /* bytes that functions of an object can change */

const struct builtin c_function_row = {
	.name = "C function",
	.signature = "function(any ...) -> custom",
	.help = "a function of an imported object",
	.flags = BI_TAKES_ADDRESS,
	.check = c_function_check,
	.lower = lower_c_function_call,
};

bool c_section_is_constant(const struct bpf_elf *e, uint32_t section)
{
	return str_starts(bpf_elf_section_name(e, section), ".rodata") &&
		e->sections[section].sh_type == SHT_PROGBITS;
}

bool c_section_is_changed(const struct bpf_elf *e, uint32_t section)
{
	const char *name = bpf_elf_section_name(e, section);

	return (str_starts(name, ".data") || str_starts(name, ".bss")) &&
		e->sections[section].sh_flags & SHF_ALLOC &&
		(e->sections[section].sh_type == SHT_PROGBITS ||
			e->sections[section].sh_type == SHT_NOBITS);
}

/* Prototypes */

/* What it points to is a type of the object: the kernel's or the script's of the same name is
 * meant. */
static const struct type *value_type(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	const struct type *t = kernel_btf_value_type(b, id, a);
	struct type *own;

	if (!kernel_btf_strip(b, id))
		return &type_void;
	if (!t || (t->kind != TYPE_POINTER && !type_is_enum(t)))
		return t;
	own = arena_memdup(a, t, sizeof(*t));
	if (type_is_enum(t)) {
		/* the object's own go with its types, which are closed when it has been read */
		own->fields = arena_memdup(a, t->fields, t->field_count * sizeof(*t->fields));
		return own;
	}
	own->btf_id = 0;
	if (str_eq(t->name, "void"))
		own->name = NULL;
	return own;
}

static const char *c_declaration(const char *type, const char *name, struct arena *a)
{
	return arena_printf(
		a, "%s%s%s", type, *name && type[strlen(type) - 1] != '*' ? " " : "", name);
}

static void take_prototype(struct c_function *f, const struct kernel_btf *b,
	const struct btf_type *proto, struct arena *a)
{
	const struct btf_param *params = (const void *)(proto + 1);
	const char *text = arena_printf(
		a, "%s(", c_declaration(kernel_btf_c_text(b, proto->type, a), f->name, a));

	f->param_count = BTF_INFO_VLEN(proto->info);
	for (uint32_t i = 0; i < f->param_count; i++) {
		const char *name = arena_strdup(a, kernel_btf_text(b, params[i].name_off)),
			   *type = kernel_btf_c_text(b, params[i].type, a);

		text = arena_printf(a, "%s%s%s", text, i ? ", " : "",
			params[i].type || *name ? c_declaration(type, name, a) : "...");
		if (i >= C_FUNCTION_PARAMS)
			continue;
		f->params[i] = params[i].type ? value_type(b, params[i].type, a) : NULL;
		f->param_names[i] = name;
	}
	f->prototype = arena_printf(a, "%s%s)", text, f->param_count ? "" : "void");
	f->result = value_type(b, proto->type, a);
}

static const Elf64_Sym *find_function(const struct bpf_elf *e, const char *name)
{
	for (uint32_t i = 0; i < e->symbol_count; i++) {
		const Elf64_Sym *s = &e->symbols[i];
		uint32_t section = bpf_elf_symbol_section(e, s);

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC &&
			ELF64_ST_BIND(s->st_info) != STB_LOCAL && section &&
			str_eq(bpf_elf_section_name(e, section), ".text") &&
			str_eq(bpf_elf_symbol_name(e, s), name))
			return s;
	}
	return NULL;
}

static void add_function(struct compilation *c, struct c_object *o, const struct kernel_btf *b,
	const struct btf_type *t)
{
	const struct btf_type *proto = kernel_btf_type(b, t->type);
	const char *name = kernel_btf_text(b, t->name_off);
	const Elf64_Sym *s = find_function(&o->elf, name);
	const struct c_function *other = s ? c_function_find(c, name) : NULL;
	struct c_function *f;

	if (!s || !proto || BTF_INFO_KIND(proto->info) != BTF_KIND_FUNC_PROTO)
		return;
	if (other) {
		diag_error(c->diags, o->imported, DIAG_REDECLARED,
			"'%s' and '%s' both have a function '%s'", other->object->path, o->path,
			name);
		return;
	}
	f = arena_new_object(c->arena, struct c_function);
	f->object = o;
	f->name = arena_strdup(c->arena, name);
	f->section = s->st_shndx;
	f->start = (uint32_t)(s->st_value / 8);
	take_prototype(f, b, proto, c->arena);
	f->next = o->functions;
	o->functions = f;
}

/* Objects */

static void measure_data(struct compilation *c, struct c_object *o)
{
	uint64_t size = 0;

	for (uint32_t i = 1; i < o->elf.section_count; i++)
		if (c_section_is_changed(&o->elf, i))
			size += ROUND_UP(o->elf.sections[i].sh_size, 8);
	if (size > DATA_MAX)
		diag_error(c->diags, o->imported, DIAG_IMPORT,
			"'%s' cannot be imported: its data takes more than %u MiB", o->path,
			DATA_MAX >> 20);
	else
		o->data_size = (uint32_t)size;
}

static const char *open_object(struct compilation *c, struct c_object *o, struct kernel_btf *b,
	const void *bytes, size_t len)
{
	const char *reason = bpf_elf_open(&o->elf, bytes, len, c->arena);
	uint32_t section;

	if (reason)
		return reason;
	section = bpf_elf_find(&o->elf, ".BTF");
	if (!section || o->elf.sections[section].sh_type == SHT_NOBITS)
		return "it does not describe its types (clang -g makes it do so)";
	o->btf_len = o->elf.sections[section].sh_size;
	o->btf = arena_memdup(c->arena, bpf_elf_section(&o->elf, section), o->btf_len);
	return kernel_btf_open(b, NULL, o->btf, o->btf_len)
		? "the description of its types is damaged"
		: NULL;
}

struct c_object *c_object_add(struct compilation *c, const char *path, struct span imported,
	const void *bytes, size_t len)
{
	struct c_object *o = arena_new_object(c->arena, struct c_object);
	struct kernel_btf b = { 0 };
	const char *reason;

	o->path = path;
	o->imported = imported;
	o->data_map = IMAGE_NONE;
	reason = open_object(c, o, &b, bytes, len);
	if (reason) {
		diag_error(c->diags, imported, DIAG_IMPORT, "'%s' cannot be imported: %s", path,
			reason);
		return NULL;
	}
	for (uint32_t id = 1; id <= b.count; id++) {
		const struct btf_type *t = kernel_btf_type(&b, id);

		if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC)
			add_function(c, o, &b, t);
		else if (BTF_INFO_KIND(t->info) == BTF_KIND_VAR)
			c_map_add(c->arena, o, &b, t);
	}
	kernel_btf_close(&b);
	measure_data(c, o);
	o->next = c->c_objects;
	return c->c_objects = o;
}

struct c_function *c_function_find(const struct compilation *c, const char *name)
{
	for (const struct c_object *o = c->c_objects; o; o = o->next)
		for (struct c_function *f = o->functions; f; f = f->next)
			if (str_eq(f->name, name))
				return f;
	return NULL;
}

void c_function_each(
	const struct compilation *c, void (*visit)(const char *name, void *arg), void *arg)
{
	for (const struct c_object *o = c->c_objects; o; o = o->next)
		for (const struct c_function *f = o->functions; f; f = f->next)
			visit(f->name, arg);
}
