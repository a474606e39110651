/* compiler/c_program.c - programs in objects in C: functions in sections whose names say, as libbpf
 * spells it, what they are attached to.  Each becomes a probe of one of sonde's providers, whose
 * body the resolve pass makes a call of it.  Called when an object is imported. */
#include "compiler/c_program.h"

#include <linux/bpf.h>
#include <string.h>

#include "runtime/base/util.h"

/* What stands behind a section's kind, as what stands behind the name of a provider; NULL: it is
 * not of the form. */

static const char *as_written(const char *rest, struct arena *a)
{
	(void)a;
	return rest;
}

/* CATEGORY/EVENT */
static const char *tracepoint_target(const char *rest, struct arena *a)
{
	const char *slash = strchr(rest, '/');

	if (!slash || slash == rest || !slash[1] || strchr(slash + 1, '/'))
		return NULL;
	return arena_printf(a, "%.*s:%s", (int)(slash - rest), rest, slash + 1);
}

/* BINARY:FUNCTION; a path may hold what means something in an attach point. */
static const char *binary_target(const char *rest, struct arena *a)
{
	const char *colon = strchr(rest, ':');
	char *quoted, *to;

	if (!colon || colon == rest || !colon[1])
		return NULL;
	quoted = to = arena_alloc(a, 2 * (size_t)(colon - rest) + 1);
	for (const char *at = rest; at < colon; at++) {
		if (*at == '"' || *at == '\\')
			*to++ = '\\';
		*to++ = *at;
	}
	*to = '\0';
	return arena_printf(a, "\"%s\"%s", quoted, colon);
}

/* Kinds of sections, by what stands before the first slash (libbpf's section_defs), those that
 * sonde has a provider for.  Behind "perf_event" libbpf knows nothing: there an attach point of a
 * script says which event is meant. */
static const struct kind {
	const char *name, *form;        /* "kprobe", of what stands behind the slash */
	const char *provider;           /* with its colon */
	uint32_t prog_type;
	const char *(*target)(const char *rest, struct arena *a);
} kinds[] = {
	{ "tracepoint", "CATEGORY/EVENT", "tracepoint:", BPF_PROG_TYPE_TRACEPOINT,
		tracepoint_target },
	{ "tp", "CATEGORY/EVENT", "tracepoint:", BPF_PROG_TYPE_TRACEPOINT, tracepoint_target },
	{ "raw_tracepoint", "EVENT", "rawtracepoint:", BPF_PROG_TYPE_RAW_TRACEPOINT, as_written },
	{ "raw_tp", "EVENT", "rawtracepoint:", BPF_PROG_TYPE_RAW_TRACEPOINT, as_written },
	{ "tp_btf", "EVENT", "rawtracepoint:", BPF_PROG_TYPE_TRACING, as_written },
	{ "kprobe", "FUNCTION", "kprobe:", BPF_PROG_TYPE_KPROBE, as_written },
	{ "kretprobe", "FUNCTION", "kretprobe:", BPF_PROG_TYPE_KPROBE, as_written },
	{ "kprobe.multi", "PATTERN", "kprobe:", BPF_PROG_TYPE_KPROBE, as_written },
	{ "kretprobe.multi", "PATTERN", "kretprobe:", BPF_PROG_TYPE_KPROBE, as_written },
	{ "fentry", "FUNCTION", "fentry:", BPF_PROG_TYPE_TRACING, as_written },
	{ "fexit", "FUNCTION", "fexit:", BPF_PROG_TYPE_TRACING, as_written },
	{ "uprobe", "BINARY:FUNCTION", "uprobe:", BPF_PROG_TYPE_KPROBE, binary_target },
	{ "uretprobe", "BINARY:FUNCTION", "uretprobe:", BPF_PROG_TYPE_KPROBE, binary_target },
	{ "uprobe.multi", "BINARY:PATTERN", "uprobe:", BPF_PROG_TYPE_KPROBE, binary_target },
	{ "uretprobe.multi", "BINARY:PATTERN", "uretprobe:", BPF_PROG_TYPE_KPROBE, binary_target },
	{ "iter", "NAME", "iter:", BPF_PROG_TYPE_TRACING, as_written },
	{ "perf_event", "profile:hz:99", "", BPF_PROG_TYPE_PERF_EVENT, as_written },
};

static const struct kind *kind_of(const char *section, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strlen(kinds[i].name) == len && !memcmp(kinds[i].name, section, len))
			return &kinds[i];
	return NULL;
}

static const char *all_kinds(struct arena *a)
{
	const char *all = kinds[0].name;

	for (size_t i = 1; i < ARRAY_SIZE(kinds); i++)
		all = arena_printf(a, "%s%s%s", all, i + 1 < ARRAY_SIZE(kinds) ? ", " : " and ",
			kinds[i].name);
	return all;
}

/* The attach point that a section's name stands for; NULL after saying that it stands for none. */
static const char *attach_text(
	struct compilation *c, const struct c_program *p, uint32_t *prog_type)
{
	size_t len = strcspn(p->section_name, "/");
	const char *rest = p->section_name + len + (p->section_name[len] == '/'), *target;
	const struct kind *k = kind_of(p->section_name, len);
	struct diag *d;

	target = k && *rest ? k->target(rest, c->arena) : NULL;
	if (target) {
		*prog_type = k->prog_type;
		return arena_printf(c->arena, "%s%s", k->provider, target);
	}
	d = diag_error(c->diags, p->object->imported, DIAG_IMPORT,
		"program '%s' of '%s' cannot be attached: its section '%s' %s", p->name,
		p->object->path, p->section_name,
		k ? "does not say to what" : "is of a kind that sonde has no probes for");
	if (k)
		diag_hint(d, "SEC(\"%s/%s\") does", k->name, k->form);
	else
		diag_hint(d, "there are some for %s", all_kinds(c->arena));
	diag_hint(d, "SEC(\"?%s\") leaves it out", p->section_name);
	return NULL;
}

/* Taken from the object */

static struct c_program *add_program(struct compilation *c, struct c_object *o,
	struct c_program *last, uint32_t section, const Elf64_Sym *s)
{
	struct c_program *p = arena_new_object(c->arena, struct c_program);

	p->object = o;
	p->name = bpf_elf_symbol_name(&o->elf, s);
	p->section_name = bpf_elf_section_name(&o->elf, section);
	p->section = section;
	p->start = (uint32_t)(s->st_value / sizeof(struct image_insn));
	p->number = c->c_program_count++;
	*(last ? &last->next : &o->programs) = p;
	return p;
}

/* Sections that hold programs: of code, but not of functions that programs call. */
static bool holds_programs(const struct bpf_elf *e, uint32_t section)
{
	const char *name = bpf_elf_section_name(e, section);

	return e->sections[section].sh_flags & SHF_EXECINSTR && *name != '?' &&
		!str_eq(name, ".text");
}

/* The first function of a section from an offset on. */
static const Elf64_Sym *next_function(const struct bpf_elf *e, uint32_t section, uint64_t at)
{
	const Elf64_Sym *found = NULL;

	for (uint32_t i = 0; i < e->symbol_count; i++) {
		const Elf64_Sym *s = &e->symbols[i];

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC &&
			bpf_elf_symbol_section(e, s) == section && s->st_value >= at &&
			(!found || s->st_value < found->st_value))
			found = s;
	}
	return found;
}

/* As many as are allowed, and one more, which the resolve pass speaks of. */
static void add_programs(struct compilation *c, struct c_object *o)
{
	struct c_program *last = NULL;

	for (uint32_t section = 1; section < o->elf.section_count; section++) {
		const Elf64_Sym *s = holds_programs(&o->elf, section)
			? next_function(&o->elf, section, 0)
			: NULL;

		for (; s && c->c_program_count <= c->config.max_probes;
			s = next_function(&o->elf, section, s->st_value + s->st_size))
			last = add_program(c, o, last, section, s);
	}
}

/* Probes of them */

static struct node *empty_block(struct compilation *c, struct span span)
{
	struct node *block = arena_new_object(c->arena, struct node);

	block->kind = NODE_BLOCK;
	block->span = span;
	return block;
}

static struct probe_node *probe_of(
	struct compilation *c, const struct c_program *program, const char *text)
{
	struct probe_node *p = arena_new_object(c->arena, struct probe_node);

	p->span = program->object->imported;
	p->body = empty_block(c, p->span);
	p->attach = arena_new_object(c->arena, struct attach_node);
	p->attach->span = p->span;
	p->attach->text = text;
	p->attach->is_given = true;
	p->c_program = program;
	/* it is handed the context, and knows what the pointers there point to where the kernel
	 * does */
	p->uses_ctx = true;
	p->uses_typed = program->prog_type == BPF_PROG_TYPE_TRACING;
	return p;
}

struct probe_node *c_programs_take(struct compilation *c, struct c_object *o)
{
	struct probe_node *probes = NULL, **end = &probes;

	add_programs(c, o);
	for (struct c_program *p = o->programs; p; p = p->next) {
		const char *text = attach_text(c, p, &p->prog_type);

		if (!text)
			continue;
		*end = probe_of(c, p, text);
		end = &(*end)->next;
	}
	return probes;
}

void c_program_hint(struct diag *d, const struct probe_node *p)
{
	if (p->c_program)
		diag_hint(d, "program '%s' of '%s' asks for it: SEC(\"%s\")", p->c_program->name,
			p->c_program->object->path, p->c_program->section_name);
}

bool c_program_fits(struct compilation *c, const struct match *m)
{
	const struct c_program *p = m->probe->c_program;

	if (!p || p->prog_type == m->plan.prog_type)
		return true;
	diag_hint(
		diag_environment(c->diags, m->attach->span, DIAG_PROBE_UNSUPPORTED,
			"program '%s' of '%s' cannot be attached: '%s' is attached as %s, whose programs have another context than those of section '%s'",
			p->name, p->object->path, m->spec.text, m->plan.mechanism, p->section_name),
		"another probe of the same event may need that, or attach_by ask for it");
	return false;
}

const struct c_program *c_program_at(const struct compilation *c, uint32_t number)
{
	for (const struct c_object *o = c->c_objects; o; o = o->next)
		for (const struct c_program *p = o->programs; p; p = p->next)
			if (p->number == number)
				return p;
	return NULL;
}
