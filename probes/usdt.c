/* probes/usdt.c - usdt:binary:namespace:probe: static probes, places that a program was built to be
 * traced at, by the notes it carries.  A probe may have many places, each with operands of its own
 * for the arguments: list() visits each of them, and those whose operands look alike to a body
 * share its program. Row of the provider table. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "probes/binaries.h"
#include "probes/elf.h"
#include "probes/elf_damage.h"
#include "probes/elf_notes.h"
#include "probes/rows.h"
#include "probes/uprobe_attach.h"
#include "probes/user_function.h"
#include "probes/usdt_args.h"
#include "runtime/base/util.h"

#define MOST_NOTES (1u << 17)   /* of a file: real ones have some hundred */

enum { PART_BINARY, PART_NAMESPACE, PART_PROBE, PART_COUNT };

/* spec->own: a place of a probe. */
struct usdt_place {
	const char *ns, *name, *args;
	uint64_t address;               /* as the linker has it */
	uint64_t offset;                /* in the file */
	uint64_t semaphore;             /* the same, of its counter; 0: none */
	const char *damaged;            /* why the note cannot be used; NULL: it can */
};

/* Bring "usdt:probe", "usdt:binary:probe" and "usdt:binary:namespace:probe" to the last form. */
static void spread_parts(struct probe_spec *spec)
{
	if (spec->part_count == 1)
		probe_insert_part(spec, PART_BINARY, "");
	if (spec->part_count == 2)
		probe_insert_part(spec, PART_NAMESPACE, "*");
}

static int usdt_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	static const char form[] =
		"attach point %s: usdt is written 'usdt:binary:namespace:probe', 'usdt:binary:probe', or 'usdt:probe' with -p or -c";

	if (!spec->part_count)
		return probe_fail(err, PROBE_MALFORMED, form, "is incomplete");
	if (spec->part_count > PART_COUNT)
		return probe_fail(err, PROBE_MALFORMED, form, "has too many parts");
	for (unsigned i = spec->part_count > 1; i < spec->part_count; i++)
		if (!*spec->parts[i])
			return probe_fail(err, PROBE_MALFORMED, form, "has an empty part");
	spread_parts(spec);
	probe_complete(spec, a);
	return 0;
}

/* Reading a file's notes. */
struct reading {
	const struct probe_spec *spec;
	struct arena *arena;
	struct elf_file *file;
	uint64_t base;                  /* where .stapsdt.base is now; 0: there is none */
	struct usdt_place *items;       /* those that match */
	size_t count, capacity;
	struct name_list names;         /* "namespace:probe" of all of them, for the hint */
};

/* What was prelinked after its notes were written has moved by as much as .stapsdt.base has. */
static uint64_t moved(
	const struct reading *r, const struct static_probe_note *note, uint64_t address)
{
	return r->base && note->base ? address + r->base - note->base : address;
}

static int visit_note(const struct static_probe_note *note, void *arg)
{
	struct reading *r = arg;

	if (r->names.count == MOST_NOTES)
		return -E2BIG;
	name_list_add(&r->names, r->arena, arena_printf(r->arena, "%s:%s", note->ns, note->name));
	if (!probe_part_match(r->spec, PART_NAMESPACE, note->ns) ||
		!probe_part_match(r->spec, PART_PROBE, note->name))
		return 0;
	struct usdt_place place = {
		.ns = arena_strdup(r->arena, note->ns),
		.name = arena_strdup(r->arena, note->name),
		.args = arena_strdup(r->arena, note->args),
		.address = moved(r, note, note->address),
	};

	if (!elf_file_offset(r->file, place.address, true, &place.offset))
		place.damaged = "its place is not in the program's code";
	else if (note->semaphore &&
		!elf_file_offset(r->file, moved(r, note, note->semaphore), false, &place.semaphore))
		place.damaged = "its semaphore is not in the program's data";
	return VEC_PUSH(r, place) ? 0 : -ENOMEM;
}

/* All notes of the file, which the linker has put into one section; *damaged_at is where they
 * cannot be read any further. */
static int read_notes(struct reading *r, size_t *damaged_at)
{
	struct elf_section section;

	if (elf_file_section(r->file, ".stapsdt.base", 0, &section))
		r->base = section.address;
	if (!elf_file_section(r->file, ".note.stapsdt", 0, &section))
		return 0;
	return section.bytes
		? static_probe_notes(section.bytes, section.len, visit_note, r, damaged_at)
		: -EBADMSG;
}

/* By name, then by where they are; two notes of one place that say the same are one. */
static int compare_places(const void *x, const void *y)
{
	const struct usdt_place *a = x, *b = y;
	int order = strcmp(a->ns, b->ns);

	order = order ? order : strcmp(a->name, b->name);
	if (order)
		return order;
	return a->offset != b->offset ? (a->offset < b->offset ? -1 : 1) : strcmp(a->args, b->args);
}

static bool same_probe(const struct usdt_place *a, const struct usdt_place *b)
{
	return str_eq(a->ns, b->ns) && str_eq(a->name, b->name);
}

static int visit_places(const struct reading *r, const char *path, probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *r->spec;
	int ret = 0;

	qsort(r->items, r->count, sizeof(*r->items), compare_places);
	for (size_t i = 0; i < r->count && !ret; i++) {
		const struct usdt_place *p = &r->items[i];

		if (i && !compare_places(p, p - 1))
			continue;
		spec.place = i && same_probe(p, p - 1) ? spec.place + 1 : 0;
		spec.parts[PART_BINARY] = path;
		spec.parts[PART_NAMESPACE] = p->ns;
		spec.parts[PART_PROBE] = p->name;
		for (unsigned k = 0; k < PART_COUNT; k++)
			spec.part_quoted[k] = true;
		spec.own = arena_memdup(r->arena, p, sizeof(*p));
		probe_complete(&spec, r->arena);
		ret = visit(&spec, arg);
	}
	return ret;
}

static int nothing_found(struct reading *r, const char *path, struct probe_error *err)
{
	const struct probe_spec *spec = r->spec;
	bool any = str_eq(spec->parts[PART_NAMESPACE], "*"),
	     wild = probe_part_wild(spec, PART_PROBE) ||
		(!any && probe_part_wild(spec, PART_NAMESPACE));
	const char *name = any ? spec->parts[PART_PROBE]
		: arena_printf(r->arena, "%s:%s", spec->parts[PART_NAMESPACE],
					 spec->parts[PART_PROBE]);
	int ret;

	if (!r->names.count) {
		ret = elf_damage_tell(r->file, path, spec, PART_BINARY, err);
		if (ret)
			return ret;
		ret = probe_fail_part(
			err, spec, PART_BINARY, PROBE_NO_MATCH, "%s has no static probes", path);
		probe_hint(err, "it was built without them; uprobe attaches to its functions");
		return ret;
	}
	ret = probe_fail_part(err, spec, PART_PROBE, PROBE_NO_MATCH,
		"%s has no static probe %s '%s'", path, wild ? "like" : "named", name);
	if (any)
		for (size_t i = 0; i < r->names.count; i++)
			r->names.items[i] = strchr(r->names.items[i], ':') + 1;
	name_list_hint(&r->names, name, "", err);
	return ret;
}

/* Damaged ones are left out where there are others. */
static int drop_damaged(struct reading *r, const char *path, struct probe_error *err)
{
	const struct usdt_place *bad = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < r->count; i++) {
		if (r->items[i].damaged && !bad)
			bad = arena_memdup(r->arena, &r->items[i], sizeof(*bad));
		else if (!r->items[i].damaged)
			r->items[kept++] = r->items[i];
	}
	r->count = kept;
	if (kept || !bad)
		return 0;
	return probe_fail_part(err, r->spec, PART_PROBE, PROBE_NO_MATCH,
		"the description of '%s:%s' in %s is damaged: %s", bad->ns, bad->name, path,
		bad->damaged);
}

static int notes_unread(const struct probe_spec *spec, const char *path, int why, size_t at,
	struct probe_error *err)
{
	switch (-why) {
	case EBADMSG:
		return probe_fail_part(err, spec, PART_BINARY, PROBE_NO_MATCH,
			"the static probes of %s cannot be read: the note at byte %zu of its section .note.stapsdt is damaged",
			path, at);
	case E2BIG:
		return probe_fail_part(err, spec, PART_BINARY, PROBE_NO_MATCH,
			"the static probes of %s cannot be read: it describes more than %u places",
			path, MOST_NOTES);
	default:
		return probe_fail(err, PROBE_UNSUPPORTED,
			"static probes of %s cannot be listed: %s", path, strerror(-why));
	}
}

static int list_file(const struct binaries_list *l, const char *path)
{
	const char *why;
	struct reading r = {
		.spec = l->spec,
		.arena = l->arena,
		.file = elf_file_open(path, probe_debug_path(l->spec), &why),
	};
	size_t damaged_at = 0;
	int ret;

	if (!r.file)
		return probe_fail_part(l->err, l->spec, PART_BINARY, PROBE_NO_MATCH,
			"%s cannot be traced: %s", path, why);
	ret = read_notes(&r, &damaged_at);
	ret = ret ? notes_unread(l->spec, path, ret, damaged_at, l->err)
		: drop_damaged(&r, path, l->err);
	if (!ret)
		ret = r.count ? visit_places(&r, path, l->visit, l->arg)
			: nothing_found(&r, path, l->err);
	elf_file_close(r.file);
	mem_free(r.items);
	return ret;
}

static int usdt_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	struct binaries_list l = {
		.spec = spec,
		.part = PART_BINARY,
		.arena = a,
		.visit = visit,
		.arg = arg,
		.err = err,
		.list_file = list_file,
	};
	bool any = str_eq(spec->parts[PART_NAMESPACE], "*");
	int ret;

	if (!*spec->parts[PART_BINARY] && !binaries_implied(spec))
		return binaries_unnamed(spec,
			any ? spec->parts[PART_PROBE]
				: arena_printf(a, "%s:%s", spec->parts[PART_NAMESPACE],
				      spec->parts[PART_PROBE]),
			a, err);
	ret = binaries_list(&l);
	if (ret == -ENOENT && l.count > 1)
		return probe_fail_part(err, spec, PART_PROBE, PROBE_NO_MATCH,
			"none of %zu programs and libraries has a static probe '%s:%s'", l.count,
			spec->parts[PART_NAMESPACE], spec->parts[PART_PROBE]);
	return ret;
}

/* Arguments */

static int keep_first(const struct probe_spec *spec, void *arg)
{
	*(const struct usdt_place **)arg = spec->own;
	return 1;
}

/* The place of a spec, or the first one of a probe that only has its name; NULL when it cannot be
 * found. */
static const struct usdt_place *place_of(const struct probe_spec *spec, struct arena *a)
{
	const struct usdt_place *place = spec->own;
	struct probe_error ignored;

	if (!place)
		usdt_list(spec, a, keep_first, &place, &ignored);
	return place;
}

/* Symbols that operands name: the file is opened when there is one. */
struct symbols {
	const struct probe_spec *spec;
	struct elf_file *file;
};

static bool find_symbol(const char *name, uint64_t *address, void *arg)
{
	struct symbols *s = arg;
	const char *why;

	if (!s->file)
		s->file =
			elf_file_open(s->spec->parts[PART_BINARY], probe_debug_path(s->spec), &why);
	return s->file && elf_file_symbol(s->file, name, address);
}

/* The arguments there; of a probe that is not there, as many as there can be. */
static uint32_t decode_args(const struct probe_spec *spec, const struct usdt_place *place,
	struct usdt_arg args[USDT_MAX_ARGS])
{
	struct symbols symbols = { .spec = spec };
	struct usdt_frame frame = {
		.machine = ELF_OWN_MACHINE, .symbol = find_symbol, .arg = &symbols
	};
	uint32_t count;

	if (!place) {
		for (uint32_t i = 0; i < USDT_MAX_ARGS; i++)
			args[i] = (struct usdt_arg){ .text = "", .c_type = "uint64_t" };
		return USDT_MAX_ARGS;
	}
	frame.address = place->address;
	count = usdt_args_decode(place->args, &frame, args);
	elf_file_close(symbols.file);
	return count;
}

static int usdt_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	struct usdt_arg args[USDT_MAX_ARGS];
	uint32_t count = decode_args(spec, place_of(spec, a), args);
	struct probe_word *words = arena_new_array(a, struct probe_word, count + 1);

	(void)err;
	for (uint32_t i = 0; i < count; i++)
		words[i] = (struct probe_word){ args[i].c_type,
			arena_strndup(a, args[i].text, args[i].len), args[i].refused };
	*out = (struct probe_carries){
		.has_registers = true,
		.context = "struct pt_regs",
		.words_user = true,
		.word_count = count,
		.words = words,
	};
	return 0;
}

static const char *usdt_program(const struct probe_spec *spec)
{
	return spec->parts[PART_BINARY];
}

static int usdt_variable(const struct probe_spec *spec, const char *name, struct arena *a,
	struct probe_variable *out, struct probe_error *err)
{
	const struct usdt_place *place = place_of(spec, a);

	if (!place)
		return probe_fail(err, PROBE_NO_MATCH, "'%s' is not there any more", spec->text);
	return user_variable(&(struct user_place){ .path = spec->parts[PART_BINARY],
				     .offset = place->offset,
				     .debug_path = probe_debug_path(spec) },
		name, a, out, err);
}

static const struct kernel_btf *usdt_types(const struct probe_spec *spec)
{
	return user_types(spec->parts[PART_BINARY], probe_debug_path(spec));
}

static int usdt_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	const struct usdt_place *place = place_of(spec, a);
	struct uprobe_place at = { .path = spec->parts[PART_BINARY] };
	struct usdt_arg args[USDT_MAX_ARGS];
	uint32_t count = decode_args(spec, place, args);
	struct access *words = arena_new_array(a, struct access, count + 1);

	(void)err;
	for (uint32_t i = 0; i < count; i++)
		words[i] = args[i].access;
	if (place) {
		at.offset = place->offset;
		at.semaphore = place->semaphore;
	}
	*out = (struct probe_plan){ .words = words };
	uprobe_plan_place(spec, &at, use, a, out);
	return 0;
}

const struct provider usdt_provider = {
	.name = "usdt",
	.aliases = "U",
	.form = "usdt:binary[:namespace]:probe",
	.help = "a place that a program was built to be traced at",
	.example = "usdt:libc:setjmp { @[comm] = count(); }",
	.probetype = "usdt",
	.flags = PROVIDER_USER | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.parse = usdt_parse,
	.list = usdt_list,
	.carries = usdt_carries,
	.types = usdt_types,
	.variable = usdt_variable,
	.program = usdt_program,
	.plan = usdt_plan,
	.attach = uprobe_attach,
	.attach_many = uprobe_attach_many,
};
