/* probes/uprobe_find.c - finds what the attach points of uprobe and uretprobe stand for: functions
 * by symbol or by their names in the source, places inside of them, addresses, and the return
 * instructions of functions that a return probe would break.  list() of the rows in uprobe.c. */
#include "probes/uprobe_find.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "probes/binaries.h"
#include "probes/demangle.h"
#include "probes/elf.h"
#include "probes/elf_damage.h"
#include "probes/file_identity.h"
#include "probes/function_code.h"
#include "probes/go.h"
#include "probes/rows.h"
#include "probes/source_name.h"
#include "probes/zip.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

/* A function that the attach point names, or the one that an address lies in. */
struct found {
	const char *symbol;
	/* its name in the source, where it was looked for by that */
	const char *shown;
	uint64_t start, size;           /* in the file */
};

struct search {
	const struct probe_spec *spec;
	const char *path, *identity;
	struct arena *arena;
	struct elf_file *file;
	probe_visit_fn visit;
	void *arg;
	struct probe_error *err;
	bool wild, is_return, is_go, go_registers;
	struct source_name source;
	struct buffer shown;
	struct found *items;
	size_t count, capacity;
	/* of the place visited last, and which one of its text that was */
	const char *last_text;
	uint32_t last_place;
	uint64_t visited;
	bool indirect;                  /* the name was found, but it is that of a chooser */
	struct found sizeless;          /* found, but without a size */
	struct name_list names;         /* all functions, for the hint */
};

static unsigned function_part(const struct probe_spec *spec)
{
	return spec->part_count - 1;
}

static bool has_flag(const struct probe_spec *spec, enum uprobe_flag flag)
{
	return spec->numbers[UPROBE_FLAGS] & flag;
}

/* A mistake of the function that is named. */
static int fail(const struct search *s, enum probe_failure failure, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static int fail(const struct search *s, enum probe_failure failure, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *message = arena_vprintf(s->arena, fmt, ap);

	va_end(ap);
	return probe_fail_part(s->err, s->spec, function_part(s->spec), failure, "%s", message);
}

/* Places */

/* A place in a function (symbol NULL: in none), as it is called: risk, when not NULL, says why only
 * --unsafe allows it. */
static int visit_place(
	struct search *s, const struct found *f, uint64_t offset, unsigned flags, const char *risk)
{
	struct probe_spec spec = *s->spec;
	bool by_source = has_flag(s->spec, UPROBE_BY_SOURCE);
	uint64_t inside = spec.numbers[UPROBE_INSIDE];

	spec.part_count = 2;
	spec.parts[0] = s->path;
	spec.parts[1] = has_flag(s->spec, UPROBE_HAS_ADDRESS)
		? arena_printf(s->arena, "%" PRIu64, spec.numbers[UPROBE_ADDRESS])
		: has_flag(s->spec, UPROBE_HAS_INSIDE)
		? arena_printf(s->arena, "%s+%" PRIu64, f->symbol, inside)
		: f->symbol;
	spec.part_quoted[0] = spec.part_quoted[1] = true;
	spec.numbers[UPROBE_OFFSET] = offset;
	if (f->symbol && !has_flag(s->spec, UPROBE_HAS_INSIDE))
		spec.numbers[UPROBE_INSIDE] = offset - f->start;
	spec.numbers[UPROBE_FLAGS] |= flags;
	spec.risk = risk;
	spec.own = s->identity;
	probe_complete(&spec, s->arena);
	if (by_source)
		spec.text = arena_printf(s->arena, "%s:%s:%s:\"%s\"", spec.provider->name, s->path,
			s->spec->parts[1], f->shown);
	/* functions of one name in several files of a program, and several instructions that
	 * return, are places of one probe */
	spec.place = s->last_text && str_eq(s->last_text, spec.text) ? s->last_place + 1 : 0;
	s->last_text = spec.text;
	s->last_place = spec.place;
	s->visited++;
	return s->visit(&spec, s->arg);
}

static unsigned calling_flags(const struct search *s, const struct found *f)
{
	return !s->is_go ? 0
		: s->go_registers && !go_is_stack_function(f->symbol) ? UPROBE_GO
		: UPROBE_GO_STACK;
}

struct return_visit {
	struct search *search;
	const struct found *function;
};

static int visit_return(uint64_t offset, void *arg)
{
	const struct return_visit *v = arg;

	return visit_place(v->search, v->function, v->function->start + offset,
		UPROBE_AT_RETURN | calling_flags(v->search, v->function), NULL);
}

/* The stacks of Go programs move, and what a return probe leaves on them would be taken for
 * something else: the instructions that return are probed. */
static int visit_returns(struct search *s, const struct found *f, const struct function_code *code)
{
	struct return_visit v = { s, f };
	const char *why = "the symbol table does not say where it ends";
	int ret = code ? code_returns(code, visit_return, &v, &why) : -ENOENT;

	if (!why || s->wild)
		return why ? 0 : ret;
	ret = fail(s, PROBE_UNSUPPORTED,
		"%s is a Go program, whose stacks a return probe would break, and the returns of '%s' cannot be probed one by one: %s",
		s->path, f->symbol, why);
	probe_hint(s->err, "use uprobe on what it calls, or on what its callers call next");
	return ret;
}

/* Why only --unsafe allows a place inside of a function; NULL: an instruction begins there.  The
 * nearest that do are called by the function's symbol, or, where that is NULL, by their addresses:
 * `start` is the function's. */
static const char *risk_inside(const struct search *s, const struct function_code *code,
	uint64_t inside, const char *symbol, uint64_t start)
{
	uint64_t before = 0, after = 0;

	switch (code_place(code, inside, &before, &after)) {
	case CODE_INSTRUCTION:
		return NULL;
	case CODE_UNKNOWN:
		return "lies behind bytes that are no instructions: nothing tells whether one begins there";
	case CODE_INSIDE:
		break;
	}
	if (symbol)
		return arena_printf(s->arena,
			"lies in the middle of an instruction: the nearest begin at %s+%" PRIu64
			" and %s+%" PRIu64,
			symbol, before, symbol, after);
	return arena_printf(s->arena,
		"lies in the middle of an instruction: the nearest begin at 0x%" PRIx64
		" and 0x%" PRIx64,
		start + before, start + after);
}

static int visit_inside(struct search *s, const struct found *f, const struct function_code *code)
{
	uint64_t inside = s->spec->numbers[UPROBE_INSIDE];
	const char *risk;

	if (code && inside >= code->len)
		return fail(s, PROBE_UNSUPPORTED,
			"offset %" PRIu64 " is outside of function '%s', which has %zu bytes",
			inside, f->symbol, code->len);
	risk = code
		? risk_inside(s, code, inside, f->symbol, f->start)
		: "lies in a function without a size in the symbol table: nothing tells whether an instruction begins there";
	return visit_place(s, f, f->start + inside, calling_flags(s, f), risk);
}

static int visit_entry(struct search *s, const struct found *f, const struct function_code *code)
{
	uint64_t entry = !code ? 0 : s->is_go ? go_entry(code) : code_entry(code);

	if (!code)
		return visit_place(s, f, f->start, calling_flags(s, f),
			"has no size in the symbol table: it may be no function");
	if (code_takes_probe(code, entry))
		return visit_place(s, f, f->start + entry, calling_flags(s, f), NULL);
	if (s->wild)
		return 0;
	return fail(s, PROBE_UNSUPPORTED,
		"'%s' begins with an instruction that the kernel takes no probes on", f->symbol);
}

static int visit_function(struct search *s, const struct found *f)
{
	struct elf_function function = { .offset = f->start, .size = f->size };
	struct function_code code;
	const struct function_code *known = elf_file_code(s->file, &function, &code) ? &code : NULL;

	if (has_flag(s->spec, UPROBE_HAS_INSIDE))
		return visit_inside(s, f, known);
	return s->is_return && s->is_go ? visit_returns(s, f, known) : visit_entry(s, f, known);
}

/* Functions by name */

/* Pieces that the compiler cut off functions are entered by jumps, if at all. */
static bool is_piece(const char *symbol)
{
	return strstr(symbol, ".cold") || strstr(symbol, ".part.");
}

static bool is_meant(struct search *s, const char *symbol)
{
	bool by_source = has_flag(s->spec, UPROBE_BY_SOURCE);

	if ((s->wild || by_source) && is_piece(symbol))
		return false;
	if (by_source)
		return source_name_match(&s->source, symbol, &s->shown);
	return probe_part_match(s->spec, function_part(s->spec), symbol);
}

static int search_visit(const struct elf_function *fn, void *arg)
{
	struct search *s = arg;

	if (!is_meant(s, fn->name))
		return 0;
	struct found one = {
		.symbol = arena_strdup(s->arena, fn->name), .start = fn->offset, .size = fn->size
	};

	s->indirect |= fn->indirect;
	if (fn->indirect)
		return 0;
	one.shown = has_flag(s->spec, UPROBE_BY_SOURCE)
		? arena_strdup(s->arena, buffer_text(&s->shown))
		: one.symbol;
	if (!fn->size) {
		s->sizeless = one;
		return 0;
	}
	return VEC_PUSH(s, one) ? 0 : -ENOMEM;
}

static int compare_found(const void *x, const void *y)
{
	const struct found *a = x, *b = y;
	int order = strcmp(a->shown, b->shown);

	return order ? order : a->start < b->start ? -1 : a->start > b->start;
}

static int visit_all(struct search *s)
{
	int ret = 0;

	if (s->count)
		qsort(s->items, s->count, sizeof(*s->items), compare_found);
	for (size_t i = 0; i < s->count && !ret; i++)
		if (!i || compare_found(&s->items[i], &s->items[i - 1]))
			ret = visit_function(s, &s->items[i]);
	return ret;
}

static int keep_name(const struct elf_function *fn, void *arg)
{
	struct search *s = arg;

	if (!has_flag(s->spec, UPROBE_BY_SOURCE))
		name_list_add(&s->names, s->arena, fn->name);
	buffer_clear(&s->shown);
	if (has_flag(s->spec, UPROBE_BY_SOURCE) && demangle_bare(fn->name, &s->shown))
		name_list_add(&s->names, s->arena, buffer_text(&s->shown));
	return 0;
}

static int nothing_found(struct search *s)
{
	const struct probe_spec *spec = s->spec;
	unsigned part = function_part(spec);
	const char *function = spec->parts[part];
	int ret;

	if (s->indirect) {
		ret = fail(s, PROBE_NO_MATCH,
			"'%s' of %s is chosen among several functions when the program starts",
			function, s->path);
		probe_hint(s->err,
			"trace one of those it is chosen from, if the symbol table has them: uprobe:%s:*%s*",
			s->path, function);
		return ret;
	}
	if (probe_is_advised(spec))
		elf_file_functions(s->file, keep_name, s);
	if (probe_is_advised(spec) && !s->names.count) {
		ret = elf_damage_tell(s->file, s->path, spec, 0, s->err);
		if (ret)
			return ret;
		ret = probe_fail_part(s->err, spec, 0, PROBE_NO_MATCH,
			"%s has no functions %sin its symbol tables", s->path,
			has_flag(spec, UPROBE_BY_SOURCE) ? "of C++ or Rust " : "");
		probe_hint(
			s->err, "install its debug symbols, or use a binary that is not stripped");
		return ret;
	}
	ret = fail(s, PROBE_NO_MATCH, "%s has no function %s '%s'", s->path,
		s->wild ? "like" : "named", function);
	name_list_hint(&s->names, function, "", s->err);
	return ret;
}

static int search_functions(struct search *s)
{
	int ret = elf_file_functions(s->file, search_visit, s);

	if (ret)
		return probe_fail(s->err, PROBE_UNSUPPORTED,
			"functions of %s cannot be listed: out of memory", s->path);
	/* an old version of the symbol may be a function of its own, but it is not the one that is
	 * called */
	if (s->indirect && !s->wild)
		s->count = 0;
	if (!s->count && s->sizeless.symbol && !s->wild)
		return visit_function(s, &s->sizeless);
	ret = visit_all(s);
	return ret || s->visited ? ret : nothing_found(s);
}

/* Addresses */

struct around {
	uint64_t offset;
	struct found function;
};

static int look_around(const struct elf_function *fn, void *arg)
{
	struct around *a = arg;

	if (a->offset < fn->offset || a->offset - fn->offset >= fn->size)
		return 0;
	a->function = (struct found){ .start = fn->offset, .size = fn->size };
	return 1;
}

static int search_address(struct search *s)
{
	uint64_t address = s->spec->numbers[UPROBE_ADDRESS];
	struct around at = { 0 };
	struct function_code code;
	const char *risk =
		"lies in no function that the symbol tables know: nothing tells whether an instruction begins there";

	if (!elf_file_offset(s->file, address, true, &at.offset)) {
		int ret = elf_damage_tell(s->file, s->path, s->spec, 0, s->err);

		return ret
			? ret
			: fail(s, PROBE_NO_MATCH, "%s has no code at 0x%" PRIx64, s->path, address);
	}
	if (elf_file_functions(s->file, look_around, &at) &&
		elf_file_code(s->file,
			&(struct elf_function){
				.offset = at.function.start, .size = at.function.size },
			&code)) {
		uint64_t inside = at.offset - at.function.start;

		risk = risk_inside(s, &code, inside, NULL, address - inside);
	}
	return visit_place(s, &at.function, at.offset, s->is_go ? UPROBE_GO_STACK : 0, risk);
}

/* In a file that is not one of ours, an address is an offset. */
static int search_foreign(struct search *s, const char *why)
{
	if (!has_flag(s->spec, UPROBE_HAS_ADDRESS) || !str_eq(why, ELF_IS_NONE))
		return probe_fail_part(s->err, s->spec, 0, PROBE_NO_MATCH,
			"%s cannot be traced: %s", s->path, why);
	return visit_place(s, &(struct found){ 0 }, s->spec->numbers[UPROBE_ADDRESS], 0,
		"lies in a file that is no ELF file: nothing tells whether there is code");
}

static int search_file(struct search *s)
{
	const struct probe_spec *spec = s->spec;
	const char *why;
	int ret;

	s->file = elf_file_open(s->path, probe_debug_path(spec), &why);
	if (!s->file)
		return search_foreign(s, why);
	s->wild = probe_part_wild(spec, function_part(spec));
	s->identity =
		file_identity(arena_strndup(s->arena, s->path, zip_path_len(s->path)), s->arena);
	s->is_go = elf_file_is_go(s->file);
	s->go_registers = s->is_go && go_uses_registers(s->file);
	source_name_init(&s->source, spec->parts[function_part(spec)], s->wild);
	ret = has_flag(spec, UPROBE_HAS_ADDRESS) ? search_address(s) : search_functions(s);
	elf_file_close(s->file);
	mem_free(s->items);
	buffer_free(&s->shown);
	return ret;
}

static int list_file(const struct binaries_list *l, const char *path)
{
	struct search s = {
		.spec = l->spec,
		.path = path,
		.arena = l->arena,
		.visit = l->visit,
		.arg = l->arg,
		.err = l->err,
		.is_return = l->spec->provider == &uretprobe_provider,
	};

	return search_file(&s);
}

int uprobe_find(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err)
{
	struct binaries_list l = {
		.spec = spec,
		.arena = a,
		.visit = visit,
		.arg = arg,
		.err = err,
		.list_file = list_file,
	};
	int ret = binaries_list(&l);

	if (ret == -ENOENT && l.count > 1)
		return probe_fail(err, PROBE_NO_MATCH, "no function of a file matches '%s:%s'",
			spec->parts[0], spec->parts[function_part(spec)]);
	return ret;
}
