/* compiler/object.c - the object pass: optimises the module, lets LLVM emit BPF, and links every
 * program of the resulting ELF object: the entry with the functions it calls, calls made relative,
 * symbols turned into the image's relocations, debug lines into places of the script.
 *
 * The ELF is LLVM's own output of a moment ago, so its structure is trusted; what is checked are
 * limits that a script can exceed. */
#include "compiler/object.h"

#include <elf.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <llvm-c/Core.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "compiler/lower_llvm.h"

/* Enough for allocas to become registers and for branches on constants to go; the whole of O2 takes
 * longer and the kernel's verifier does not thank for its cleverness. */
#define PASSES "function(sroa,early-cse,simplifycfg)"

/* Relocation types of the BPF target (llvm/BinaryFormat/ELFRelocs/BPF.def). */
#define R_BPF_64_64 1

struct elf {
	const char *bytes;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *sections;
	const char *section_names;
	const Elf64_Sym *symbols;
	const char *symbol_names;
	uint32_t symbol_count;
	uint32_t text; /* index of .text */
	uint32_t
	    *rodata_base; /* by section index: where a read-only section lies in the image's data */
};

/* LLVM */

/* LLVM names the debug line that stands for a place of the script (compiler/lower_ir.c). */
static struct span place_of(const struct compilation *c, const char *text)
{
	unsigned line = 0;

	if (sscanf(text, "script:%u:", &line) == 1 && line && line <= c->lowered->span_count)
		return c->lowered->spans[line - 1];
	return SPAN_NONE;
}

/* The first error says it; what follows are its repetitions at other places. */
static void on_diagnostic(LLVMDiagnosticInfoRef info, void *arg)
{
	struct compilation *c = arg;
	struct diag *d;
	char *text;

	if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || diags_have_errors(c->diags))
		return;
	text = LLVMGetDiagInfoDescription(info);
	if (strstr(text, "stack limit"))
		d = diag_error(c->diags, place_of(c, text), DIAG_TOO_LARGE,
		    "the values in use here at one time need more than the 512 bytes of stack that "
		    "the kernel gives");
	else
		d = diag_error(c->diags, place_of(c, text), DIAG_TOO_LARGE,
		    "the script cannot be made into BPF code: %.*s", (int)strcspn(text, "\n"), text);
	diag_hint(d, "split the probe in two on the same event, or keep fewer values at a time");
	LLVMDisposeMessage(text);
}

/* LLVM ends the process for what it cannot encode, and hands over nothing but the reason. */
static void on_fatal(const char *reason)
{
	log_error("script: too large or too deep to be made into BPF code: %s; split its probes", reason);
	_exit(EXIT_CODE_SCRIPT);
}

static LLVMTargetMachineRef make_machine(struct compilation *c)
{
	LLVMTargetRef target;
	char *message = NULL;

	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	if (LLVMGetTargetFromTriple("bpfel", &target, &message)) {
		diag_error(
		    c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM has no BPF target: %s", message);
		return NULL;
	}
	/* v3: v4 is refused before Linux 6.6 */
	return LLVMCreateTargetMachine(target, "bpfel", "v3", "", LLVMCodeGenLevelDefault,
	    LLVMRelocDefault, LLVMCodeModelDefault);
}

static LLVMMemoryBufferRef emit(struct compilation *c)
{
	LLVMModuleRef module = c->lowered->module;
	LLVMTargetMachineRef machine = make_machine(c);
	LLVMMemoryBufferRef object = NULL;
	LLVMPassBuilderOptionsRef options;
	LLVMErrorRef error;
	char *message = NULL;

	if (!machine)
		return NULL;
	LLVMInstallFatalErrorHandler(on_fatal);
	LLVMContextSetDiagnosticHandler(c->lowered->context, on_diagnostic, c);
	LLVMSetTarget(module, "bpfel");
	LLVMSetModuleDataLayout(module, LLVMCreateTargetDataLayout(machine));
	options = LLVMCreatePassBuilderOptions();
	error = LLVMRunPasses(module, PASSES, machine, options);
	if (error) {
		diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM's passes failed: %s",
		    LLVMGetErrorMessage(error));
		return NULL;
	}
	if (LLVMTargetMachineEmitToMemoryBuffer(
		machine, module, LLVMObjectFile, &message, &object)) {
		diag_error(
		    c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM emitted no object: %s", message);
		return NULL;
	}
	return object;
}

/* ELF */

static const char *section_name(const struct elf *e, uint32_t index)
{
	return e->section_names + e->sections[index].sh_name;
}

static const void *section_bytes(const struct elf *e, uint32_t index)
{
	return e->bytes + e->sections[index].sh_offset;
}

static void open_elf(struct compilation *c, struct elf *e, const char *bytes)
{
	e->bytes = bytes;
	e->header = (const Elf64_Ehdr *)bytes;
	e->sections = (const Elf64_Shdr *)(bytes + e->header->e_shoff);
	e->section_names = section_bytes(e, e->header->e_shstrndx);
	e->rodata_base = arena_new_array(c->arena, uint32_t, e->header->e_shnum);
	for (uint32_t i = 0; i < e->header->e_shnum; i++) {
		const Elf64_Shdr *s = &e->sections[i];

		if (s->sh_type == SHT_SYMTAB) {
			e->symbols = section_bytes(e, i);
			e->symbol_count = s->sh_size / sizeof(Elf64_Sym);
			e->symbol_names = section_bytes(e, s->sh_link);
		} else if (str_eq(section_name(e, i), ".text")) {
			e->text = i;
		}
	}
}

static void collect_rodata(struct compilation *c, struct elf *e)
{
	uint32_t size = 0;
	char *all;

	for (uint32_t i = 0; i < e->header->e_shnum; i++)
		if (str_starts(section_name(e, i), ".rodata")) {
			e->rodata_base[i] = size;
			if (str_eq(section_name(e, i), PARAMETERS_SECTION))
				c->object->parameters_at = size;
			size += ROUND_UP(e->sections[i].sh_size, 8);
		}
	all = arena_alloc(c->arena, size + 1);
	for (uint32_t i = 0; i < e->header->e_shnum; i++)
		if (str_starts(section_name(e, i), ".rodata"))
			memcpy(
			    all + e->rodata_base[i], section_bytes(e, i), e->sections[i].sh_size);
	c->object->rodata = all;
	c->object->rodata_size = size;
}

/* Linking one program */

struct linker {
	struct compilation *c;
	const struct elf *elf;
	struct object_prog *prog;
	struct placed {
		uint32_t section, start, count, at;
	} * placed; /* functions in the program */
	uint32_t placed_count, placed_capacity;
};

static bool grow(struct arena *a, void **items, uint32_t count, uint32_t *capacity, size_t size)
{
	if (count < *capacity)
		return true;
	uint32_t bigger = *capacity ? *capacity * 2 : 64;
	void *moved = arena_alloc(a, bigger * size);

	if (count)
		memcpy(moved, *items, count * size);
	*items = moved;
	*capacity = bigger;
	return true;
}

#define PUSH(k, array, n, cap, ...)                                                                \
	(grow((k)->c->arena, (void **)&(array), (n), &(cap), sizeof(*(array))),                    \
	    (array)[(n)++] = __VA_ARGS__)

static uint32_t function_size(const struct elf *e, uint32_t section, uint32_t start)
{
	for (uint32_t i = 0; i < e->symbol_count; i++) {
		const Elf64_Sym *s = &e->symbols[i];

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC && s->st_shndx == section &&
		    s->st_value == start * 8ull)
			return s->st_size / 8;
	}
	return 0;
}

static const char *function_name(const struct elf *e, uint32_t section, uint32_t start)
{
	for (uint32_t i = 0; i < e->symbol_count; i++) {
		const Elf64_Sym *s = &e->symbols[i];

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC && s->st_shndx == section &&
		    s->st_value == start * 8ull)
			return e->symbol_names + s->st_name;
	}
	return "";
}

/* Append a function's instructions once; returns where it starts. */
static uint32_t place_function(struct linker *k, uint32_t section, uint32_t start)
{
	const struct image_insn *insns = section_bytes(k->elf, section);
	uint32_t count = function_size(k->elf, section, start), at = k->prog->insn_count;

	for (uint32_t i = 0; i < k->placed_count; i++)
		if (k->placed[i].section == section && k->placed[i].start == start)
			return k->placed[i].at;
	PUSH(k, k->placed, k->placed_count, k->placed_capacity,
	    (struct placed){section, start, count, at});
	for (uint32_t i = 0; i < count; i++)
		PUSH(k, k->prog->insns, k->prog->insn_count, k->prog->insn_capacity,
		    insns[start + i]);
	if (at)
		PUSH(k, k->prog->funcs, k->prog->func_count, k->prog->func_capacity,
		    (struct object_func){
			at, arena_strdup(k->c->arena, function_name(k->elf, section, start))});
	return at;
}

static const Elf64_Rel *find_reloc(const struct elf *e, uint32_t section, uint32_t insn)
{
	for (uint32_t i = 0; i < e->header->e_shnum; i++) {
		const Elf64_Rel *r = section_bytes(e, i);

		if (e->sections[i].sh_type != SHT_REL || e->sections[i].sh_info != section)
			continue;
		/* sorted by offset */
		uint32_t low = 0, high = e->sections[i].sh_size / sizeof(*r);

		while (low < high) {
			uint32_t middle = (low + high) / 2;

			if (r[middle].r_offset < insn * 8ull)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < e->sections[i].sh_size / sizeof(*r) && r[low].r_offset == insn * 8ull)
			return &r[low];
	}
	return NULL;
}

/* The address of a function that a helper calls back: relative to the instruction, marked as a
 * function for the kernel. */
static void link_callback(struct linker *k, const Elf64_Sym *s, uint32_t at)
{
	uint32_t start = (uint32_t)((s->st_value + (uint32_t)k->prog->insns[at].imm) / 8);
	uint32_t placed = place_function(k, s->st_shndx, start);

	k->prog->insns[at].regs = (k->prog->insns[at].regs & 15) | BPF_PSEUDO_FUNC << 4;
	k->prog->insns[at].imm = (int32_t)(placed - at - 1);
	k->prog->calls_back = true;
}

static void link_symbol(struct linker *k, uint32_t at, const Elf64_Rel *rel)
{
	const struct elf *e = k->elf;
	const Elf64_Sym *s = &e->symbols[ELF64_R_SYM(rel->r_info)];
	const char *name = e->symbol_names + s->st_name;
	struct image_reloc r = {.insn = at, .addend = (uint32_t)k->prog->insns[at].imm};

	if (s->st_shndx != SHN_UNDEF && (e->sections[s->st_shndx].sh_flags & SHF_EXECINSTR)) {
		link_callback(k, s, at);
		return;
	}
	if (s->st_shndx != SHN_UNDEF) {
		r.kind = RELOC_MAP_VALUE;
		r.value = k->c->layout->internal.rodata;
		r.addend += e->rodata_base[s->st_shndx] + (uint32_t)s->st_value;
	} else if (str_starts(name, "map.")) {
		r.kind = RELOC_MAP_FD;
		r.value = (uint32_t)strtoul(name + 4, NULL, 10);
		r.addend = 0;
	} else if (str_starts(name, "array.")) {
		r.kind = RELOC_MAP_VALUE;
		r.value = (uint32_t)strtoul(name + 6, NULL, 10);
	} else if (str_starts(name, "var.")) {
		r.kind = RELOC_KERNEL_VAR;
		r.value = (uint32_t)strtoul(name + 4, NULL, 10);
		r.addend = 0;
	} else {
		r.kind = RELOC_PROBE_ID;
	}
	k->prog->insns[at].imm = 0;
	PUSH(k, k->prog->relocs, k->prog->reloc_count, k->prog->reloc_capacity, r);
}

/* A function of the kernel itself, by the id of its type: "func.ID". */
static void link_kernel_call(struct linker *k, const Elf64_Sym *s, uint32_t at)
{
	const char *name = k->elf->symbol_names + s->st_name;

	k->prog->insns[at].regs = BPF_PSEUDO_KFUNC_CALL << 4;
	k->prog->insns[at].imm = (int32_t)strtoul(name + strlen("func."), NULL, 10);
}

static void link_call(
    struct linker *k, const struct placed *f, uint32_t index, uint32_t at, const Elf64_Rel *rel)
{
	uint32_t section = f->section,
		 target = f->start + index + (uint32_t)k->prog->insns[at].imm + 1;

	if (rel) {
		const Elf64_Sym *s = &k->elf->symbols[ELF64_R_SYM(rel->r_info)];

		if (s->st_shndx == SHN_UNDEF) {
			link_kernel_call(k, s, at);
			return;
		}
		section = s->st_shndx;
		target = (uint32_t)(s->st_value / 8);
		if (ELF64_ST_TYPE(s->st_info) == STT_SECTION)
			target += (uint32_t)k->prog->insns[at].imm + 1;
	}
	k->prog->insns[at].imm = (int32_t)(place_function(k, section, target) - at - 1);
}

static void link_function(struct linker *k, uint32_t number)
{
	struct placed f = k->placed[number];

	for (uint32_t i = 0; i < f.count; i++) {
		uint32_t at = f.at + i;
		struct image_insn *insn = &k->prog->insns[at];
		const Elf64_Rel *rel;

		if (insn->code == (BPF_JMP | BPF_CALL) && insn->regs >> 4 == BPF_PSEUDO_CALL) {
			link_call(k, &f, i, at, find_reloc(k->elf, f.section, f.start + i));
		} else if (insn->code == (BPF_LD | BPF_IMM | BPF_DW)) {
			rel = find_reloc(k->elf, f.section, f.start + i);
			if (rel && ELF64_R_TYPE(rel->r_info) == R_BPF_64_64)
				link_symbol(k, at, rel);
			i++;
		}
	}
}

/* Line information: .BTF.ext, whose strings are in .BTF (Documentation/bpf/btf.rst of the kernel)
 */

struct btf_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t hdr_len, type_off, type_len, str_off, str_len;
};
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

static uint32_t find_section(const struct elf *e, const char *name)
{
	for (uint32_t i = 1; i < e->header->e_shnum; i++)
		if (str_eq(section_name(e, i), name))
			return i;
	return 0;
}

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

static void link_lines(struct linker *k)
{
	const struct elf *e = k->elf;
	uint32_t btf = find_section(e, ".BTF"), ext = find_section(e, ".BTF.ext");

	if (!btf || !ext)
		return;
	const struct btf_header *b = section_bytes(e, btf);
	const struct ext_header *h = section_bytes(e, ext);
	const char *strings = (const char *)b + b->hdr_len + b->str_off;
	const char *at = (const char *)h + h->hdr_len + h->line_off, *end = at + h->line_len;
	uint32_t record = *(const uint32_t *)at;

	for (uint32_t f = 0; f < k->placed_count; f++)
		for (const char *p = at + 4; p < end;) {
			const struct ext_section *s = (const struct ext_section *)p;

			if (str_eq(strings + s->name, section_name(e, k->placed[f].section)))
				add_lines(
				    k, &k->placed[f], (const struct ext_line *)(s + 1), s->count);
			p += sizeof(*s) + (size_t)record * s->count;
		}
}

/* The kernel's limit of instructions for a privileged program (BPF_COMPLEXITY_LIMIT_INSNS,
 * linux/bpf.h) */
#define INSN_LIMIT 1000000

static void link_prog(struct compilation *c, const struct elf *e, uint32_t index)
{
	struct linker k = {.c = c, .elf = e, .prog = &c->object->progs[index]};
	uint32_t section = find_section(e, arena_printf(c->arena, "prog.%u", index));

	place_function(&k, section, 0);
	for (uint32_t i = 0; i < k.placed_count; i++)
		link_function(&k, i);
	link_lines(&k);
	if (k.prog->insn_count > INSN_LIMIT)
		diag_error(c->diags, c->layout->progs[index].bodies[0].probe->span, DIAG_TOO_LARGE,
		    "this probe needs %u instructions, the kernel takes %u", k.prog->insn_count,
		    INSN_LIMIT);
}

void object_pass(struct compilation *c)
{
	LLVMMemoryBufferRef object = emit(c);
	struct elf e = {0};

	if (!object || diags_have_errors(c->diags))
		return;
	c->object = arena_new_object(c->arena, struct object);
	c->object->progs = arena_new_array(c->arena, struct object_prog, c->layout->prog_count + 1);
	open_elf(c, &e, LLVMGetBufferStart(object));
	collect_rodata(c, &e);
	for (uint32_t i = 0; i < c->layout->prog_count; i++)
		link_prog(c, &e, i);
	LLVMDisposeMemoryBuffer(object);
}

void object_dump(const struct compilation *c, struct buffer *out)
{
	for (uint32_t i = 0; i < c->layout->prog_count; i++) {
		const struct object_prog *p = &c->object->progs[i];

		buffer_printf(
		    out, "program %s: %u instructions\n", c->layout->progs[i].name, p->insn_count);
		for (uint32_t k = 0; k < p->insn_count; k++)
			buffer_printf(out, "%6u: %02x %u %u %d %d\n", k, p->insns[k].code,
			    p->insns[k].regs & 15, p->insns[k].regs >> 4, p->insns[k].off,
			    p->insns[k].imm);
	}
}
