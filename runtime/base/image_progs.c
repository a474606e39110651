/* runtime/base/image_progs.c - the programs of an image with their relocations, lines and
 * functions, and the probes they serve.  Part of image_open().  The instructions themselves are the
 * kernel verifier's business. */
#include <ctype.h>

#include "runtime/base/image_check.h"
#include "runtime/base/util.h"

#define LD_IMM64 0x18
#define LONGEST_NAME 15

static bool is_kernel_name(const char *name)
{
	size_t len = 0;

	for (; name[len]; len++)
		if (len == LONGEST_NAME || !(isalnum((unsigned char)name[len]) || name[len] == '_'))
			return false;
	return true;
}

static bool is_fact(const struct image_reloc *r)
{
	return r->kind == RELOC_FACT || r->kind == RELOC_FACT_VAR;
}

static const char *check_reloc(
	const struct image *image, const struct image_prog *p, const struct image_reloc *r)
{
	bool wide;

	if (r->insn >= p->insn_count)
		return "relocs: instruction out of range";
	wide = image->insns[p->insn_first + r->insn].code == LD_IMM64;
	if (!wide && r->kind != RELOC_FACT)
		return "relocs: not at a load of 64 bits";
	/* that instruction has two slots */
	if (wide && p->insn_count - r->insn < 2)
		return "relocs: instruction out of range";
	if (r->kind >= RELOC_KIND_COUNT)
		return "relocs: unknown kind";
	if (is_fact(r))
		return image->header->flags & IMAGE_PORTABLE &&
				r->value < image->counts[IMAGE_FACTS]
			? NULL
			: "relocs: fact out of range";
	if (r->kind == RELOC_KERNEL_VAR)
		return r->value && r->value <= INT32_MAX ? NULL : "relocs: no id of a variable";
	if (r->kind == RELOC_PROG)
		return NULL;
	if (r->kind == RELOC_PROBE_ID)
		return p->flags & IMAGE_PROG_INSTANCE
			   ? NULL
				: "relocs: a probe's number in a program that is shared";
	if (r->value >= image->counts[IMAGE_MAPS])
		return "relocs: map out of range";
	if (r->kind == RELOC_MAP_VALUE && r->addend >= image->maps[r->value].value_size)
		return "relocs: address outside of a map's value";
	return NULL;
}

static const char *check_relocs(const struct image *image, const struct image_prog *p)
{
	const char *reason = NULL;

	for (uint32_t i = 0; i < p->reloc_count && !reason; i++)
		reason = check_reloc(image, p, &image->relocs[p->reloc_first + i]);
	return reason;
}

static const char *check_lines(const struct image *image, const struct image_prog *p)
{
	for (uint32_t i = 0; i < p->line_count; i++) {
		const struct image_line *l = &image->lines[p->line_first + i];

		if (l->insn >= p->insn_count)
			return "lines: instruction out of range";
		if (i && l->insn <= l[-1].insn)
			return "lines: not in order";
	}
	return NULL;
}

static const char *check_funcs(const struct image *image, const struct image_prog *p)
{
	for (uint32_t i = 0; i < p->func_count; i++) {
		const struct image_func *f = &image->funcs[p->func_first + i];

		if (f->insn == 0 || f->insn >= p->insn_count)
			return "funcs: instruction out of range";
		if (i && f->insn <= f[-1].insn)
			return "funcs: not in order";
		if (!image_has_text(image, f->name))
			return "funcs: a name lies outside of strings";
	}
	return NULL;
}

static const char *check_prog(const struct image *image, const struct image_prog *p)
{
	const char *reason;

	if (!image_has_text(image, p->name) || !is_kernel_name(image_text(image, p->name)))
		return "progs: bad name";
	if (!image_has_text_or_none(image, p->attach_module))
		return "progs: the name of a module lies outside of strings";
	if (p->flags &
		~(uint32_t)(IMAGE_PROG_INSTANCE | IMAGE_PROG_PREEMPTIBLE | IMAGE_PROG_CALLBACKS |
		IMAGE_PROG_COOKIE))
		return "progs: unknown flag";
	if (p->insn_count == 0 ||
		!image_range_ok(p->insn_first, p->insn_count, image->counts[IMAGE_INSNS]))
		return "progs: instructions out of range";
	if (!image_range_ok(p->reloc_first, p->reloc_count, image->counts[IMAGE_RELOCS]))
		return "progs: relocations out of range";
	if (!image_range_ok(p->line_first, p->line_count, image->counts[IMAGE_LINES]))
		return "progs: lines out of range";
	if (!image_range_ok(p->func_first, p->func_count, image->counts[IMAGE_FUNCS]))
		return "progs: functions out of range";
	reason = check_relocs(image, p);
	if (!reason)
		reason = check_lines(image, p);
	if (!reason)
		reason = check_funcs(image, p);
	return reason;
}

static const char *check_probe(const struct image *image, const struct image_probe *p)
{
	if (!image_has_text(image, p->provider) || !image_has_text(image, p->text) ||
		!image_has_text_or_none(image, p->mechanism))
		return "probes: a name lies outside of strings";
	for (size_t i = 0; i < ARRAY_SIZE(p->target_text); i++)
		if (!image_has_text_or_none(image, p->target_text[i]))
			return "probes: a target lies outside of strings";
	if (p->prog >= image->counts[IMAGE_PROGS])
		return "probes: program out of range";
	if (p->stage >= PROBE_STAGE_COUNT)
		return "probes: unknown stage";
	if (p->flags &
		~(uint32_t)(IMAGE_PROBE_HIDDEN | IMAGE_PROBE_SHARED | IMAGE_PROBE_TIMER |
			IMAGE_PROBE_ABSENT))
		return "probes: unknown flag";
	if (p->number >= image->counts[IMAGE_PROBES])
		return "probes: number out of range";
	return NULL;
}

const char *image_check_progs(const struct image *image)
{
	const char *reason = NULL;

	for (uint32_t i = 0; i < image->counts[IMAGE_PROGS] && !reason; i++)
		reason = check_prog(image, &image->progs[i]);
	for (uint32_t i = 0; i < image->counts[IMAGE_PROBES] && !reason; i++)
		reason = check_probe(image, &image->probes[i]);
	return reason;
}
