/* compiler/core_relocation.c - the relocations of an object's .BTF.ext: each names an instruction,
 * a type of the object and the way to a field in it, as numbers of members; the kernel's type of
 * the same name, walked by the names of the members, says where the field really is. */
#include "compiler/core_relocation.h"
#include "compiler/fact.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "probes/btf.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

struct ext_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t hdr_len, func_off, func_len, line_off, line_len, core_off, core_len;
};

struct relocating {
	struct arena *arena;
	struct kernel_btf local;
	uint32_t start, count;
	struct image_insn *insns;
};

/* A field on its way: what is known of it in the object and in the kernel. */
struct field {
	uint32_t local;		    /* id of its type */
	const struct type *type;    /* the kernel's; NULL: one that we have none for */
	uint64_t offset;
	bool is_bits, is_missing;
	const char *missing;	    /* name of a member that the kernel does not have */
};

static unsigned kind_of(const struct btf_type *t)
{
	return t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
}

/* "task_struct___old" is another form of task_struct. */
static const char *plain_name(const struct relocating *r, const char *name)
{
	const char *flavour = strstr(name, "___");

	return flavour ? arena_strndup(r->arena, name, (size_t)(flavour - name)) : name;
}

static void take_member(
	const struct relocating *r, struct field *f, const struct btf_type *t, unsigned long number)
{
	const struct btf_member *m = (const struct btf_member *)(t + 1) + number;
	const char *name = kernel_btf_text(&r->local, m->name_off);
	struct type_field found = {.name = name};

	f->local = kernel_btf_strip(&r->local, m->type);
	/* members of anonymous ones are found in what holds them */
	if (!*name)
		return;
	if (!f->type || f->type->kind != TYPE_STRUCT ||
		!btf_types_member(f->type, name, r->arena, &found)) {
		f->is_missing = true;
		f->missing = name;
		return;
	}
	f->offset += found.offset;
	f->type = found.type;
	f->is_bits |= found.bit_size != 0;
}

/* False when the number stands for nothing. */
static bool take_step(const struct relocating *r, struct field *f, unsigned long number)
{
	const struct btf_type *t = kernel_btf_type(&r->local, f->local);

	if (kind_of(t) == BTF_KIND_STRUCT || kind_of(t) == BTF_KIND_UNION) {
		if (number >= BTF_INFO_VLEN(t->info))
			return false;
		take_member(r, f, t, number);
		return true;
	}
	if (kind_of(t) != BTF_KIND_ARRAY || !f->type || number > UINT16_MAX)
		return false;
	f->local = kernel_btf_strip(&r->local, ((const struct btf_array *)(t + 1))->type);
	f->offset += number * (f->type->elem ? f->type->elem->size : 1);
	f->type = f->type->elem;
	return true;
}

/* "0:1:2": the first number is that of an element of an array of the whole. */
static bool find_field(
	const struct relocating *r, const struct bpf_core_relo *relo, struct field *f)
{
	const char *path = kernel_btf_text(&r->local, relo->access_str_off);
	const struct btf_type *t;
	char *end;

	f->local = kernel_btf_strip(&r->local, relo->type_id);
	t = kernel_btf_type(&r->local, f->local);
	if (!t || *path != '0')
		return false;
	const char *name = plain_name(r, kernel_btf_text(&r->local, t->name_off));
	uint32_t id = kernel_btf_lookup(NULL, kind_of(t), name);

	f->type = id ? btf_types_by_id(id, r->arena) : NULL;
	f->is_missing = !id;
	f->missing = name;
	for (path++; *path == ':' && !f->is_missing; path = end) {
		unsigned long number = strtoul(path + 1, &end, 10);

		if (end == path + 1 || !take_step(r, f, number))
			return false;
	}
	return f->is_missing || !*path;
}

/* Where the number that the compiler assumed stands in an instruction. */
static bool patch(
	const struct relocating *r, struct image_insn *insn, const struct field *f, uint64_t value)
{
	unsigned class = BPF_CLASS(insn->code);

	if (class == BPF_ALU || class == BPF_ALU64) {
		insn->imm = (int32_t)value;
		return BPF_SRC(insn->code) == BPF_K && value <= INT32_MAX;
	}
	if (class != BPF_LDX && class != BPF_ST && class != BPF_STX)
		return false;
	insn->off = (int16_t)value;
	/* the kernel's field may be wider */
	return value <= INT16_MAX && f->type &&
		f->type->size == kernel_btf_size(&r->local, f->local);
}

static const char *relocate(const struct relocating *r, const struct bpf_core_relo *relo)
{
	struct image_insn *insn = &r->insns[relo->insn_off / 8 - r->start];
	struct field f = {0};

	if (relo->kind != BPF_CORE_FIELD_BYTE_OFFSET && relo->kind != BPF_CORE_FIELD_EXISTS)
		return arena_printf(
			r->arena, "its CO-RE relocation of kind %u is not there yet", relo->kind);
	if (!find_field(r, relo, &f))
		return "its CO-RE relocation leads to no field";
	if (relo->kind == BPF_CORE_FIELD_EXISTS)
		return patch(r, insn, &f, !f.is_missing)
			? NULL
			: "its CO-RE relocation of an instruction cannot be done";
	if (f.is_missing)
		return arena_printf(r->arena, "the kernel has no '%s' (CO-RE)", f.missing);
	if (f.is_bits)
		return "it reads a bit field of the kernel (CO-RE), which is not there yet";
	return patch(r, insn, &f, f.offset)
		? NULL
		: "a field of the kernel has another size than it has there (CO-RE)";
}

static const char *relocate_all(
	const struct relocating *r, const char *records, uint32_t size, uint32_t count)
{
	const char *reason = NULL;

	for (uint32_t i = 0; i < count && !reason; i++) {
		struct bpf_core_relo relo;

		memcpy(&relo, records + (size_t)i * size, sizeof(relo));
		if (relo.insn_off / 8 >= r->start && relo.insn_off / 8 < r->start + r->count)
			reason = relocate(r, &relo);
	}
	return reason;
}

/* Records by section: the size of one, then for each section the offset of its name and how many
 * there are. */
static const char *relocate_section(
	const struct relocating *r, const char *name, const char *area, size_t len)
{
	const char *reason = NULL;
	uint32_t size, head[2];

	if (len < sizeof(size))
		return NULL;
	memcpy(&size, area, sizeof(size));
	for (size_t at = sizeof(size); at < len && !reason; at += (size_t)size * head[1]) {
		if (len - at < sizeof(head) || size < sizeof(struct bpf_core_relo))
			return "its CO-RE relocations are damaged";
		memcpy(head, area + at, sizeof(head));
		at += sizeof(head);
		if (head[1] > (len - at) / size)
			return "its CO-RE relocations are damaged";
		if (str_eq(kernel_btf_text(&r->local, head[0]), name))
			reason = relocate_all(r, area + at, size, head[1]);
	}
	return reason;
}

const char *core_relocate(struct compilation *c, const struct c_object *o, uint32_t section,
	uint32_t start, uint32_t count, struct image_insn *insns)
{
	struct relocating r = {.arena = c->arena, .start = start, .count = count, .insns = insns};
	uint32_t ext = bpf_elf_find(&o->elf, ".BTF.ext");
	size_t len = ext && o->elf.sections[ext].sh_type != SHT_NOBITS
		? o->elf.sections[ext].sh_size
		: 0;
	const char *bytes = bpf_elf_section(&o->elf, ext), *reason;
	struct ext_header h;

	if (len < sizeof(h))
		return NULL;
	memcpy(&h, bytes, sizeof(h));
	if (h.hdr_len < sizeof(h) || !h.core_len)
		return NULL;
	if (h.hdr_len > len || h.core_off > len - h.hdr_len ||
		h.core_len > len - h.hdr_len - h.core_off)
		return "its CO-RE relocations are damaged";
	fact_bind(c, "the programs in C that it imports have offsets of its structs", o->imported);
	if (kernel_btf_open(&r.local, NULL, o->btf, o->btf_len))
		return "there is no memory for its types";
	reason = relocate_section(&r, bpf_elf_section_name(&o->elf, section),
		bytes + h.hdr_len + h.core_off, h.core_len);
	kernel_btf_close(&r.local);
	return reason;
}
