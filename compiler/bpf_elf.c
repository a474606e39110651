/* compiler/bpf_elf.c - opening ELF objects of BPF code: bounds and alignment of everything that is
 * read of them later, then look-ups. */
#include "compiler/bpf_elf.h"

#include <string.h>

#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define INSN_SIZE 8u

static bool in_file(uint64_t offset, uint64_t size, size_t len)
{
	return offset <= len && size <= len - offset;
}

static const char *check_header(const Elf64_Ehdr *h, size_t len)
{
	if (len < sizeof(*h) || memcmp(h->e_ident, ELFMAG, SELFMAG))
		return "it is no ELF object";
	if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB ||
		h->e_machine != EM_BPF)
		return "it is not for BPF on this machine";
	if (h->e_type != ET_REL)
		return "it is not relocatable (clang -c makes what is)";
	if (!h->e_shnum || h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shstrndx >= h->e_shnum ||
		h->e_shoff % 8 ||
		!in_file(h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr), len))
		return "its sections lie outside of the file";
	return NULL;
}

/* Tables are read in place, as words of eight bytes. */
static bool is_table(const Elf64_Shdr *s)
{
	return s->sh_type == SHT_SYMTAB || s->sh_type == SHT_REL || s->sh_flags & SHF_EXECINSTR;
}

static bool is_texts(const struct bpf_elf *e, uint32_t section)
{
	const Elf64_Shdr *s = &e->sections[section];

	return section && section < e->section_count && s->sh_type == SHT_STRTAB && s->sh_size &&
		!e->bytes[s->sh_offset + s->sh_size - 1];
}

static const char *check_sections(struct bpf_elf *e, size_t len)
{
	for (uint32_t i = 1; i < e->section_count; i++) {
		const Elf64_Shdr *s = &e->sections[i];

		if (s->sh_type == SHT_NOBITS ? s->sh_size > UINT32_MAX
			: !in_file(s->sh_offset, s->sh_size, len))
			return "a section lies outside of the file";
		if (is_table(s) && s->sh_size && s->sh_offset % 8)
			return "a section is not aligned";
		if (s->sh_flags & SHF_EXECINSTR &&
			(s->sh_type != SHT_PROGBITS || s->sh_size % INSN_SIZE))
			return "a section of code is damaged";
	}
	if (!is_texts(e, e->header->e_shstrndx))
		return "the names of its sections are damaged";
	e->section_names = bpf_elf_section(e, e->header->e_shstrndx);
	for (uint32_t i = 1; i < e->section_count; i++)
		if (e->sections[i].sh_name >= e->sections[e->header->e_shstrndx].sh_size)
			return "the name of a section is damaged";
	return NULL;
}

static const char *check_symbol(const struct bpf_elf *e, const Elf64_Sym *s, uint64_t names_size)
{
	uint32_t section = s->st_shndx;

	if (s->st_name >= names_size || (section >= e->section_count && section < SHN_LORESERVE))
		return "a symbol is damaged";
	if (ELF64_ST_TYPE(s->st_info) != STT_FUNC || !bpf_elf_symbol_section(e, s))
		return NULL;
	if (!(e->sections[section].sh_flags & SHF_EXECINSTR) || !s->st_size ||
		s->st_value % INSN_SIZE || s->st_size % INSN_SIZE ||
		!in_file(s->st_value, s->st_size, e->sections[section].sh_size))
		return "a function lies outside of its section";
	return NULL;
}

static const char *open_symbols(struct bpf_elf *e)
{
	const char *reason = NULL;

	for (uint32_t i = 1; i < e->section_count && !e->symbols; i++) {
		const Elf64_Shdr *s = &e->sections[i];

		if (s->sh_type != SHT_SYMTAB)
			continue;
		if (!is_texts(e, s->sh_link))
			return "the names of its symbols are damaged";
		e->symbols = bpf_elf_section(e, i);
		e->symbol_count = (uint32_t)(s->sh_size / sizeof(Elf64_Sym));
		e->symbol_names = bpf_elf_section(e, s->sh_link);
		for (uint32_t k = 0; k < e->symbol_count && !reason; k++)
			reason = check_symbol(e, &e->symbols[k], e->sections[s->sh_link].sh_size);
	}
	return reason;
}

/* They are searched, so they must be in order. */
static const char *check_relocations(const struct bpf_elf *e)
{
	for (uint32_t i = 1; i < e->section_count; i++) {
		const Elf64_Shdr *s = &e->sections[i];
		const Elf64_Rel *r = bpf_elf_section(e, i);

		if (s->sh_type == SHT_RELA)
			return "its relocations have addends of their own";
		if (s->sh_type != SHT_REL || s->sh_info >= e->section_count ||
			!(e->sections[s->sh_info].sh_flags & SHF_EXECINSTR))
			continue;
		for (size_t k = 0; k < s->sh_size / sizeof(*r); k++)
			if (ELF64_R_SYM(r[k].r_info) >= e->symbol_count ||
				(k && r[k].r_offset <= r[k - 1].r_offset))
				return "its relocations are damaged";
	}
	return NULL;
}

const char *bpf_elf_open(struct bpf_elf *e, const void *bytes, size_t len, struct arena *a)
{
	const char *reason = check_header(bytes, len);

	*e = (struct bpf_elf){ .bytes = bytes, .header = bytes };
	if (reason)
		return reason;
	e->sections = (const void *)(e->bytes + e->header->e_shoff);
	e->section_count = e->header->e_shnum;
	e->data_at = arena_new_array(a, uint32_t, e->section_count);
	reason = check_sections(e, len);
	if (!reason)
		reason = open_symbols(e);
	return reason ? reason : check_relocations(e);
}

/* Look-ups */

const char *bpf_elf_section_name(const struct bpf_elf *e, uint32_t section)
{
	return e->section_names + e->sections[section].sh_name;
}

const void *bpf_elf_section(const struct bpf_elf *e, uint32_t section)
{
	const Elf64_Shdr *s = &e->sections[section];

	/* the offset of one that has no contents is anything */
	return !section || s->sh_type == SHT_NOBITS ? e->bytes : e->bytes + s->sh_offset;
}

uint32_t bpf_elf_find(const struct bpf_elf *e, const char *name)
{
	for (uint32_t i = 1; i < e->section_count; i++)
		if (str_eq(bpf_elf_section_name(e, i), name))
			return i;
	return 0;
}

const char *bpf_elf_symbol_name(const struct bpf_elf *e, const Elf64_Sym *s)
{
	return e->symbol_names + s->st_name;
}

uint32_t bpf_elf_symbol_section(const struct bpf_elf *e, const Elf64_Sym *s)
{
	return s->st_shndx < e->section_count ? s->st_shndx : SHN_UNDEF;
}

const Elf64_Sym *bpf_elf_function(const struct bpf_elf *e, uint32_t section, uint64_t insn)
{
	for (uint32_t i = 0; i < e->symbol_count; i++) {
		const Elf64_Sym *s = &e->symbols[i];

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC && s->st_shndx == section &&
			s->st_value == insn * INSN_SIZE)
			return s;
	}
	return NULL;
}

const Elf64_Rel *bpf_elf_relocation(const struct bpf_elf *e, uint32_t section, uint32_t insn)
{
	for (uint32_t i = 1; i < e->section_count; i++) {
		const Elf64_Rel *r = bpf_elf_section(e, i);
		size_t count = e->sections[i].sh_size / sizeof(*r);

		if (e->sections[i].sh_type != SHT_REL || e->sections[i].sh_info != section)
			continue;
		size_t at = BISECT(k, count, r[k].r_offset < (uint64_t)insn * INSN_SIZE);

		if (at < count && r[at].r_offset == (uint64_t)insn * INSN_SIZE)
			return &r[at];
	}
	return NULL;
}

bool bpf_elf_is_relocated(const struct bpf_elf *e, uint32_t section)
{
	for (uint32_t i = 1; i < e->section_count; i++)
		if (e->sections[i].sh_type == SHT_REL && e->sections[i].sh_info == section)
			return true;
	return false;
}
