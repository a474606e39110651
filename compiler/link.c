/* compiler/link.c - linking one program: the entry with the functions it calls, out of LLVM's
 * object and of those in C that the script imports; calls made relative, symbols turned into the
 * image's relocations, debug lines into places of the script. */
#include "compiler/link.h"

#include <ctype.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/c_program.h"
#include "compiler/core_relocation.h"
#include "compiler/lower_llvm.h"
#include "compiler/object.h"
#include "runtime/base/util.h"

/* Data */

static void place_constants(struct compilation *c, struct bpf_elf *e, uint32_t *size)
{
	for (uint32_t i = 1; i < e->section_count; i++)
		if (c_section_is_constant(e, i)) {
			e->data_at[i] = *size;
			*size += (uint32_t)ROUND_UP(e->sections[i].sh_size, 8);
		}
	if (*size > INT32_MAX)
		diag_error(c->diags, SPAN_NONE, DIAG_TOO_LARGE,
			"the constants of the script and of what it imports are too large");
}

static void copy_constants(const struct bpf_elf *e, char *to)
{
	for (uint32_t i = 1; i < e->section_count; i++)
		if (c_section_is_constant(e, i))
			memcpy(to + e->data_at[i], bpf_elf_section(e, i), e->sections[i].sh_size);
}

/* What functions of an object can change is one value of one map. */
static void place_changed(struct compilation *c, struct c_object *o)
{
	uint32_t at = 0;
	char *all = arena_alloc(c->arena, o->data_size + 1);

	for (uint32_t i = 1; i < o->elf.section_count; i++) {
		const Elf64_Shdr *s = &o->elf.sections[i];

		if (!c_section_is_changed(&o->elf, i))
			continue;
		o->elf.data_at[i] = at;
		if (s->sh_type != SHT_NOBITS)
			memcpy(all + at, bpf_elf_section(&o->elf, i), s->sh_size);
		at += (uint32_t)ROUND_UP(s->sh_size, 8);
	}
	o->data = all;
}

void link_data(struct compilation *c, struct bpf_elf *module)
{
	uint32_t size = 0;
	char *all;

	place_constants(c, module, &size);
	c->object->parameters_at = module->data_at[bpf_elf_find(module, PARAMETERS_SECTION)];
	c->object->tables_at = module->data_at[bpf_elf_find(module, TABLES_SECTION)];
	for (struct c_object *o = c->c_objects; o; o = o->next)
		place_constants(c, &o->elf, &size);
	all = arena_alloc(c->arena, size + 1);
	copy_constants(module, all);
	for (struct c_object *o = c->c_objects; o; o = o->next) {
		copy_constants(&o->elf, all);
		place_changed(c, o);
	}
	c->object->rodata = all;
	c->object->rodata_size = size;
}

/* Linking one program */

struct linker {
	struct compilation *c;
	const struct bpf_elf *module;
	struct object_prog *prog;
	struct placed {
		struct c_object *object; /* NULL: the module */
		uint32_t section, start, count, at;
	} * placed; /* functions in the program */
	uint32_t placed_count, placed_capacity;
};

#define PUSH(k, array, n, cap, ...) \
	(arena_grow((k)->c->arena, array, n, cap), (array)[(n)++] = __VA_ARGS__)

static const struct bpf_elf *elf_of(const struct linker *k, const struct placed *f)
{
	return f->object ? &f->object->elf : k->module;
}

static const char *name_of(const struct linker *k, const struct placed *f)
{
	const struct bpf_elf *e = elf_of(k, f);
	const Elf64_Sym *s = bpf_elf_function(e, f->section, f->start);

	return s ? bpf_elf_symbol_name(e, s) : "";
}

/* Something in a function of an imported object that it cannot have. */
__attribute__((format(printf, 3, 4))) static void refuse(
	struct linker *k, const struct placed *f, const char *fmt, ...)
{
	va_list ap;

	if (f->object->refused)
		return;
	f->object->refused = true;
	va_start(ap, fmt);
	diag_error(k->c->diags, f->object->imported, DIAG_IMPORT, "'%s' of '%s' cannot be used: %s",
		name_of(k, f), f->object->path, arena_vprintf(k->c->arena, fmt, ap));
	va_end(ap);
}

/* The kernel wants names of C. */
static const char *plain_name(struct linker *k, const char *name)
{
	char *plain = arena_strdup(k->c->arena, name);

	for (char *p = plain; *p; p++)
		if (!isalnum((unsigned char)*p))
			*p = '_';
	return isdigit((unsigned char)*plain) || !*plain ? "function" : plain;
}

/* What the kernel says of code in C is about the import. */
static void add_import_line(struct linker *k, const struct placed *f)
{
	struct object_prog *p = k->prog;

	PUSH(k, p->lines, p->line_count, p->line_capacity,
		(struct image_line){
			.insn = f->at,
			.start = f->object->imported.start,
			.end = f->object->imported.end,
		});
}

/* Append a function's instructions once; returns where it starts.  The caller is told of one that
 * is none. */
static uint32_t place_function(struct linker *k, const struct placed *caller,
	struct c_object *object, uint32_t section, uint64_t start)
{
	struct placed f = {
		.object = object,
		.section = section,
		.start = (uint32_t)start,
		.at = k->prog->insn_count,
	};
	const struct bpf_elf *e = elf_of(k, &f);
	const Elf64_Sym *s = bpf_elf_function(e, section, start);
	const struct image_insn *insns = bpf_elf_section(e, section);

	for (uint32_t i = 0; i < k->placed_count; i++)
		if (k->placed[i].object == object && k->placed[i].section == section &&
			k->placed[i].start == start)
			return k->placed[i].at;
	if (!s) {
		if (caller && caller->object)
			refuse(k, caller, "it calls what is no function");
		return 0;
	}
	f.count = (uint32_t)(s->st_size / sizeof(*insns));
	PUSH(k, k->placed, k->placed_count, k->placed_capacity, f);
	for (uint32_t i = 0; i < f.count; i++)
		PUSH(k, k->prog->insns, k->prog->insn_count, k->prog->insn_capacity,
			insns[f.start + i]);
	if (f.at)
		PUSH(k, k->prog->funcs, k->prog->func_count, k->prog->func_capacity,
			(struct object_func){f.at, plain_name(k, bpf_elf_symbol_name(e, s))});
	if (object) {
		const char *reason = core_relocate(
			k->c, object, section, f.start, f.count, &k->prog->insns[f.at]);

		if (reason)
			refuse(k, &f, "%s", reason);
	}
	return f.at;
}

/* The address of a function that a helper calls back: relative to the instruction, marked as a
 * function for the kernel. */
static void link_callback(struct linker *k, const struct placed *f, const Elf64_Sym *s, uint32_t at)
{
	uint64_t start = (s->st_value + (uint32_t)k->prog->insns[at].imm) / 8;
	uint32_t placed = place_function(k, f, f->object, s->st_shndx, start);

	k->prog->insns[at].regs = (k->prog->insns[at].regs & 15) | BPF_PSEUDO_FUNC << 4;
	k->prog->insns[at].imm = (int32_t)(placed - at - 1);
	k->prog->calls_back = true;
}

/* Symbols that lowering made stand for what the image has. */
static void link_lowered(const char *name, struct image_reloc *r)
{
	if (str_starts(name, "map.")) {
		r->kind = RELOC_MAP_FD;
		r->value = (uint32_t)strtoul(name + 4, NULL, 10);
		r->addend = 0;
	} else if (str_starts(name, "array.")) {
		r->kind = RELOC_MAP_VALUE;
		r->value = (uint32_t)strtoul(name + 6, NULL, 10);
	} else if (str_starts(name, "var.")) {
		r->kind = RELOC_KERNEL_VAR;
		r->value = (uint32_t)strtoul(name + 4, NULL, 10);
		r->addend = 0;
	} else if (str_starts(name, "factvar.")) {
		r->kind = RELOC_FACT_VAR;
		r->value = (uint32_t)strtoul(name + 8, NULL, 10);
		r->addend = 0;
	} else if (str_starts(name, "fact.")) {
		r->kind = RELOC_FACT;
		r->value = (uint32_t)strtoul(name + 5, NULL, 10);
		r->addend = 0;
	} else if (str_starts(name, "context.")) {
		/* it tells of the load behind it (compiler/lower_fact.c) */
		r->kind = RELOC_FACT;
		r->insn += 2;
		r->value = (uint32_t)strtoul(name + 8, NULL, 10);
		r->addend = 0;
	} else if (str_eq(name, "prog.index")) {
		r->kind = RELOC_PROG;
	} else {
		r->kind = RELOC_PROBE_ID;
	}
}

/* A map that an imported object defines. */
static void link_map(
	struct linker *k, const struct placed *f, const struct c_map *m, struct image_reloc *r)
{
	if (m->refusal)
		refuse(k, f, "its map '%s' cannot be had: %s", m->name, m->refusal);
	r->kind = RELOC_MAP_FD;
	r->value = m->index;
	r->addend = 0;
}

/* Data of an imported object; false when it is none. */
static bool is_linked_data(
	struct linker *k, const struct placed *f, const Elf64_Sym *s, uint32_t addend)
{
	const struct bpf_elf *e = elf_of(k, f);
	uint32_t section = bpf_elf_symbol_section(e, s);
	const char *name = bpf_elf_symbol_name(e, s);

	if (!section)
		refuse(k, f, "it uses '%s', which is not in that object", name);
	else if (!c_section_is_constant(e, section) && !c_section_is_changed(e, section))
		refuse(k, f, "it uses '%s' in section '%s', which is not there yet",
			*name ? name : "data", bpf_elf_section_name(e, section));
	else if (bpf_elf_is_relocated(e, section))
		refuse(k, f, "it uses data that holds addresses, in section '%s'",
			bpf_elf_section_name(e, section));
	else if (s->st_value + addend >= e->sections[section].sh_size)
		refuse(k, f, "it uses what lies behind the end of section '%s'",
			bpf_elf_section_name(e, section));
	else
		return true;
	return false;
}

static void link_symbol(struct linker *k, const struct placed *f, uint32_t at, const Elf64_Rel *rel)
{
	const struct bpf_elf *e = elf_of(k, f);
	const Elf64_Sym *s = &e->symbols[ELF64_R_SYM(rel->r_info)];
	uint32_t section = bpf_elf_symbol_section(e, s);
	struct image_reloc r = {.insn = at, .addend = (uint32_t)k->prog->insns[at].imm};
	const struct c_map *map = f->object && section
		? c_map_find(f->object, section, s->st_value + r.addend)
		: NULL;

	if (section && (e->sections[section].sh_flags & SHF_EXECINSTR)) {
		link_callback(k, f, s, at);
		return;
	}
	if (f->object && !map && !is_linked_data(k, f, s, r.addend))
		return;
	if (map) {
		link_map(k, f, map, &r);
	} else if (section) {
		r.kind = RELOC_MAP_VALUE;
		r.value = c_section_is_changed(e, section) ? f->object->data_map
			: k->c->layout->internal.rodata;
		r.addend += e->data_at[section] + (uint32_t)s->st_value;
	} else {
		link_lowered(bpf_elf_symbol_name(e, s), &r);
	}
	k->prog->insns[at].imm = 0;
	PUSH(k, k->prog->relocs, k->prog->reloc_count, k->prog->reloc_capacity, r);
}

/* A function of the kernel itself, by the id of its type: "func.ID"; in a portable image by the
 * fact that says it: "factfunc.N". */
static void link_kernel_call(struct linker *k, const char *name, uint32_t at)
{
	if (str_starts(name, "factfunc."))
		PUSH(k, k->prog->relocs, k->prog->reloc_count, k->prog->reloc_capacity,
			(struct image_reloc){
				.insn = at,
				.kind = RELOC_FACT,
				.value = (uint32_t)strtoul(name + strlen("factfunc."), NULL, 10),
			});
	k->prog->insns[at].regs = BPF_PSEUDO_KFUNC_CALL << 4;
	k->prog->insns[at].imm =
		str_starts(name, "func.") ? (int32_t)strtoul(name + strlen("func."), NULL, 10) : 1;
}

/* A program that a body of the module calls. */
static void link_program_call(
	struct linker *k, const struct placed *f, uint32_t at, const char *number)
{
	const struct c_program *p = c_program_at(k->c, (uint32_t)strtoul(number, NULL, 10));

	k->prog->insns[at].imm =
		(int32_t)(place_function(k, f, p->object, p->section, p->start) - at - 1);
}

/* A call of what the object does not define: of a function in C, or of the kernel. */
static void link_outer_call(struct linker *k, const struct placed *f, uint32_t at, const char *name)
{
	bool is_c = !f->object && str_starts(name, C_FUNCTION_PREFIX);
	const struct c_function *function = f->object || is_c
		? c_function_find(k->c, is_c ? name + strlen(C_FUNCTION_PREFIX) : name)
		: NULL;

	if (function)
		k->prog->insns[at].imm = (int32_t)(place_function(k, f, function->object,
							   function->section, function->start) -
			at - 1);
	else if (f->object)
		refuse(k, f, "it calls '%s', which no imported object has", name);
	else if (str_starts(name, C_PROGRAM_PREFIX))
		link_program_call(k, f, at, name + strlen(C_PROGRAM_PREFIX));
	else
		link_kernel_call(k, name, at);
}

static void link_call(
	struct linker *k, const struct placed *f, uint32_t index, uint32_t at, const Elf64_Rel *rel)
{
	const struct bpf_elf *e = elf_of(k, f);
	int64_t distance = (int64_t)k->prog->insns[at].imm + 1,
		target = (int64_t)f->start + index + distance;
	uint32_t section = f->section;

	if (rel) {
		const Elf64_Sym *s = &e->symbols[ELF64_R_SYM(rel->r_info)];

		section = bpf_elf_symbol_section(e, s);
		if (!section) {
			link_outer_call(k, f, at, bpf_elf_symbol_name(e, s));
			return;
		}
		target = (int64_t)(s->st_value / 8);
		if (ELF64_ST_TYPE(s->st_info) == STT_SECTION)
			target += distance;
	}
	k->prog->insns[at].imm =
		(int32_t)(place_function(k, f, f->object, section, (uint64_t)target) - at - 1);
}

static void link_function(struct linker *k, uint32_t number)
{
	struct placed f = k->placed[number];

	for (uint32_t i = 0; i < f.count; i++) {
		uint32_t at = f.at + i;
		struct image_insn *insn = &k->prog->insns[at];
		bool calls = insn->code == (BPF_JMP | BPF_CALL) &&
			insn->regs >> 4 == BPF_PSEUDO_CALL,
		     loads = insn->code == (BPF_LD | BPF_IMM | BPF_DW) && i + 1 < f.count;
		const Elf64_Rel *rel = calls || loads || f.object
			? bpf_elf_relocation(elf_of(k, &f), f.section, f.start + i)
			: NULL;
		uint32_t type = rel ? ELF64_R_TYPE(rel->r_info) : 0;

		if (calls && (!rel || type == R_BPF_64_32))
			link_call(k, &f, i, at, rel);
		else if (loads && type == R_BPF_64_64)
			link_symbol(k, &f, at, rel);
		else if (rel && f.object)
			refuse(k, &f, "its relocation %u is unknown", type);
		i += loads;
	}
}

/* Line information: .BTF.ext, whose strings are in .BTF (Documentation/bpf/btf.rst of the kernel)
 */

struct ext_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t hdr_len, func_off, func_len, line_off, line_len;
};
struct ext_section {
	uint32_t name, count;
};
struct ext_line {
	uint32_t insn_off, file, line, line_col;
};

static void add_lines(
	struct linker *k, const struct placed *f, const struct ext_line *lines, uint32_t count)
{
	const struct lowered *low = k->c->lowered;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t insn = lines[i].insn_off / 8, line = lines[i].line_col >> 10;
		struct object_prog *p = k->prog;

		if (insn < f->start || insn >= f->start + f->count || line == 0 ||
			line > low->span_count)
			continue;
		struct image_line l = {.insn = f->at + insn - f->start,
			.start = low->spans[line - 1].start,
			.end = low->spans[line - 1].end};

		if (l.start == UINT32_MAX ||
			(p->line_count && p->lines[p->line_count - 1].insn >= l.insn))
			continue;
		PUSH(k, p->lines, p->line_count, p->line_capacity, l);
	}
}

/* Lines of a function of LLVM's object: the module's own, so its structure is trusted. */
static void add_module_lines(struct linker *k, const struct placed *f)
{
	const struct bpf_elf *e = k->module;
	uint32_t btf = bpf_elf_find(e, ".BTF"), ext = bpf_elf_find(e, ".BTF.ext");

	if (!btf || !ext)
		return;
	const struct btf_header *b = bpf_elf_section(e, btf);
	const struct ext_header *h = bpf_elf_section(e, ext);
	const char *strings = (const char *)b + b->hdr_len + b->str_off;
	const char *at = (const char *)h + h->hdr_len + h->line_off, *end = at + h->line_len;
	uint32_t record = *(const uint32_t *)at;

	for (const char *p = at + 4; p < end;) {
		const struct ext_section *s = (const struct ext_section *)p;

		if (str_eq(strings + s->name, bpf_elf_section_name(e, f->section)))
			add_lines(k, f, (const struct ext_line *)(s + 1), s->count);
		p += sizeof(*s) + (size_t)record * s->count;
	}
}

static void link_lines(struct linker *k)
{
	for (const struct placed *f = k->placed; f < k->placed + k->placed_count; f++)
		if (f->object)
			add_import_line(k, f);
		else
			add_module_lines(k, f);
}

/* The kernel's limit of instructions for a privileged program (BPF_COMPLEXITY_LIMIT_INSNS,
 * linux/bpf.h) */
#define INSN_LIMIT 1000000

/* The kernel's limit of functions in a program, its entry among them (BPF_MAX_SUBPROGS,
 * linux/bpf_verifier.h) */
#define FUNCTION_LIMIT 256

/* Where the script has a function of the program: the place of its first line. */
static struct span span_of(const struct linker *k, const struct placed *f)
{
	const struct object_prog *p = k->prog;

	for (uint32_t i = 0; i < p->line_count; i++)
		if (p->lines[i].insn >= f->at)
			return (struct span){p->lines[i].start, p->lines[i].end};
	return SPAN_NONE;
}

static void check_functions(const struct linker *k)
{
	struct diag *d;

	if (k->placed_count <= FUNCTION_LIMIT)
		return;
	d = diag_error(k->c->diags, span_of(k, &k->placed[FUNCTION_LIMIT]), DIAG_TOO_LARGE,
		"the probes of this event need %u functions, one for each loop and each function called; the kernel takes %u",
		k->placed_count, FUNCTION_LIMIT);
	diag_hint(d, "put what several loops do into one");
}

void link_program(struct compilation *c, const struct bpf_elf *module, uint32_t index)
{
	struct linker k = {.c = c, .module = module, .prog = &c->object->progs[index]};
	uint32_t section = bpf_elf_find(module, arena_printf(c->arena, "prog.%u", index));

	place_function(&k, NULL, NULL, section, 0);
	for (uint32_t i = 0; i < k.placed_count && k.prog->insn_count <= INSN_LIMIT; i++)
		link_function(&k, i);
	link_lines(&k);
	check_functions(&k);
	if (k.prog->insn_count > INSN_LIMIT)
		diag_error(c->diags, c->layout->progs[index].bodies[0].probe->span, DIAG_TOO_LARGE,
			"this probe needs %u instructions, the kernel takes %u", k.prog->insn_count,
			INSN_LIMIT);
}
