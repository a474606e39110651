/* probes/uprobe.c - uprobe:binary:function and uretprobe:binary:function: entry and return of functions of programs and libraries, by their symbol
 * tables.  Rows of the provider table. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/binaries.h"
#include "probes/elf.h"
#include "probes/rows.h"
#include "probes/uprobe_attach.h"
#include "probes/uprobe_line.h"
#include "probes/user_function.h"
#include "runtime/base/util.h"

#if defined(__x86_64__)
static const uint16_t word_offset[] = { 112, 104, 96, 88, 72, 64 };    /* di si dx cx r8 r9 */
#define RETVAL_OFFSET 80                                                /* ax */
#define STACK_POINTER_OFFSET 152
#define RETURN_POPS 8            /* the address that it goes to */
#define RETURN_ADDRESS { .kind = ACCESS_USER_READ, .pointer_offset = STACK_POINTER_OFFSET, .size = 8 }
#elif defined(__aarch64__)
static const uint16_t word_offset[] = { 0, 8, 16, 24, 32, 40, 48, 56 };
#define RETVAL_OFFSET 0
#define STACK_POINTER_OFFSET 248
#define RETURN_POPS 0
#define RETURN_ADDRESS { .kind = ACCESS_CTX, .offset = 240, .size = 8 }
#endif

enum { NUMBER_OFFSET };  /* spec->numbers */

static bool is_return(const struct probe_spec *spec)
{
	return spec->provider == &uretprobe_provider;
}

static int not_yet(const struct probe_spec *spec, unsigned part, struct probe_error *err, const char *what)
{
	int ret = probe_fail_part(err, spec, part, PROBE_MALFORMED, "%s of %s probes are not there yet", what, spec->provider->name);

	probe_hint(err, "name a function: %s", spec->provider->form);
	return ret;
}

static int uprobe_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	if (uprobe_line_is(spec) && is_return(spec))
		return probe_fail_part(err, spec, 0, PROBE_MALFORMED, "uretprobe takes no source line: it sits where the function returns");
	if (uprobe_line_is(spec))
		return uprobe_line_parse(spec, a, err);
	int ret = probe_expect_parts(spec, 2, 3, err);

	if (ret)
		return ret;
	unsigned last = spec->part_count - 1;
	const char *function = spec->parts[last];

	if (spec->part_count == 3)
		return not_yet(spec, 1, err, "languages");
	if (function[0] >= '0' && function[0] <= '9')
		return not_yet(spec, last, err, "addresses");
	if (!spec->part_quoted[last] && strchr(function, '+')) {
		if (!is_return(spec))
			return not_yet(spec, last, err, "offsets into functions");
		return probe_fail_part(err, spec, last, PROBE_MALFORMED, "uretprobe takes no offset: it sits where the function returns");
	}
	probe_complete(spec, a);
	return 0;
}

/* list */

struct found {
	const char *name;
	uint64_t offset;
};

struct search {
	const struct probe_spec *spec;
	struct arena *arena;
	struct elf_file *file;
	struct found *items;
	size_t count, capacity;
	struct name_list names;         /* all functions, for the hint */
	bool want_names;
	bool indirect, sizeless;        /* the exact name was found, but as one of these */
};

static int search_visit(const struct elf_function *fn, void *arg)
{
	struct search *s = arg;

	if (s->want_names)
		name_list_add(&s->names, s->arena, fn->name);
	if (!probe_part_match(s->spec, 1, fn->name))
		return 0;
	s->indirect |= fn->indirect;
	s->sizeless |= !fn->size && !fn->indirect;
	if (fn->indirect || !fn->size)
		return 0;
	struct found one = { .name = arena_strdup(s->arena, fn->name), .offset = elf_file_entry(s->file, fn) };

	return VEC_PUSH(s, one) ? 0 : -ENOMEM;
}

static int compare_found(const void *x, const void *y)
{
	const struct found *a = x, *b = y;
	int order = strcmp(a->name, b->name);

	return order ? order : a->offset < b->offset ? -1 : a->offset > b->offset;
}

static int nothing_found(struct search *s, const char *path, struct probe_error *err)
{
	const char *function = s->spec->parts[1];
	int ret;

	if (s->indirect) {
		ret = probe_fail_part(err, s->spec, 1, PROBE_NO_MATCH, "'%s' of %s is chosen among several functions when the program starts", function,
				      path);
		probe_hint(err, "trace one of those it is chosen from, if the symbol table has them: uprobe:%s:*%s*", path, function);
		return ret;
	}
	if (s->sizeless) {
		return probe_fail_part(err, s->spec, 1, PROBE_NO_MATCH, "'%s' of %s has no size in the symbol table: it may be no function", function,
				       path);
	}
	s->want_names = true;
	elf_file_functions(s->file, search_visit, s);
	if (!s->names.count) {
		ret = probe_fail_part(err, s->spec, 0, PROBE_NO_MATCH, "%s has no functions in its symbol tables", path);
		probe_hint(err, "install its debug symbols, or use a binary that is not stripped");
		return ret;
	}
	ret = probe_fail_part(err, s->spec, 1, PROBE_NO_MATCH, "%s has no function %s '%s'", path,
			      probe_part_wild(s->spec, 1) ? "like" : "named", function);
	name_list_hint(&s->names, function, "", err);
	return ret;
}

static int visit_found(struct search *s, const char *path, probe_visit_fn visit, void *arg)
{
	int ret = 0;

	qsort(s->items, s->count, sizeof(*s->items), compare_found);
	for (size_t i = 0; i < s->count && !ret; i++) {
		struct probe_spec spec = *s->spec;

		if (i && !compare_found(&s->items[i], &s->items[i - 1]))
			continue;
		spec.parts[0] = path;
		spec.parts[1] = s->items[i].name;
		spec.part_quoted[0] = spec.part_quoted[1] = true;
		spec.numbers[NUMBER_OFFSET] = s->items[i].offset;
		probe_complete(&spec, s->arena);
		ret = visit(&spec, arg);
	}
	return ret;
}

static int list_file(const struct probe_spec *spec, const char *path, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	const char *why;
	struct search s = { .spec = spec, .arena = a, .file = elf_file_open(path, &why) };

	if (!s.file)
		return probe_fail_part(err, spec, 0, PROBE_NO_MATCH, "%s cannot be traced: %s", path, why);
	int ret = 0;

	if (is_return(spec) && elf_file_is_go(s.file)) {
		ret = probe_fail_part(err, spec, 0, PROBE_UNSUPPORTED, "%s is a Go program: a return probe would break its moving stacks", path);
		probe_hint(err, "use uprobe on its functions");
	}
	if (!ret && (ret = elf_file_functions(s.file, search_visit, &s)))
		ret = probe_fail(err, PROBE_UNSUPPORTED, "functions of %s cannot be listed: out of memory", path);
	/* an old version of the symbol may be a function of its own, but it is not the one that is called */
	if (s.indirect && !probe_part_wild(spec, 1))
		s.count = 0;
	if (!ret)
		ret = s.count ? visit_found(&s, path, visit, arg) : nothing_found(&s, path, err);
	elf_file_close(s.file);
	mem_free(s.items);
	return ret;
}

static int uprobe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	if (uprobe_line_is(spec))
		return uprobe_line_list(spec, a, visit, arg, err);
	struct name_list paths = { 0 };
	int ret = binaries_find(spec, 0, a, &paths, err);
	bool found = false;

	for (size_t i = 0; i < paths.count && !ret; i++) {
		ret = list_file(spec, paths.items[i], a, visit, arg, err);
		found |= !ret;
		/* of several, those without a match are passed over */
		if (paths.count > 1 && ret == -ENOENT)
			ret = 0;
	}
	if (ret || found)
		return ret;
	return probe_fail(err, PROBE_NO_MATCH, "no function of a file matches '%s:%s'", spec->parts[0], spec->parts[1]);
}

static int uprobe_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	(void)a;
	(void)err;
	*out = (struct probe_carries){ .has_registers = true, .context = "struct pt_regs", .words_user = true };
	out->has_user_func = out->enters = !is_return(spec);
	if (is_return(spec))
		out->retval = &type_raw;
	else
		out->word_count = ARRAY_SIZE(word_offset);
	return 0;
}

static struct user_place place_of(const struct probe_spec *spec)
{
	return (struct user_place){
		.path = spec->parts[0], .offset = spec->numbers[NUMBER_OFFSET], .symbol = spec->parts[1], .is_return = is_return(spec),
	};
}

static void uprobe_describe(const struct probe_spec *spec, struct arena *a, struct probe_carries *io)
{
	struct user_place place = place_of(spec);
	struct user_function f;

	io->args_missing = user_function(&place, a, &f);
	if (io->args_missing)
		return;
	if (is_return(spec)) {
		io->retval = f.retval ? f.retval : io->retval;
		io->retval_c_type = f.retval_c_type;
		return;
	}
	io->has_args = true;
	io->args = f.args;
	io->arg_count = f.arg_count;
}

static const struct kernel_btf *uprobe_types(const struct probe_spec *spec)
{
	return user_types(spec->parts[0]);
}

/* The ways to what uprobe_describe() told of, if it is used. */
static void plan_described(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out)
{
	struct user_place place = place_of(spec);
	struct user_function f;

	if ((!use->args && !use->whole_args && !use->retval) || user_function(&place, a, &f))
		return;
	out->args = f.accesses;
	if (f.retval)
		out->retval = f.retval_access;
}

static int uprobe_variable(const struct probe_spec *spec, const char *name, struct arena *a, struct probe_variable *out, struct probe_error *err)
{
	struct user_place place = place_of(spec);

	return user_variable(&place, name, a, out, err);
}

static int uprobe_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out,
		       struct probe_error *err)
{
	struct access *words = arena_new_array(a, struct access, ARRAY_SIZE(word_offset));

	(void)err;
	for (size_t i = 0; i < ARRAY_SIZE(word_offset); i++)
		words[i] = (struct access){ .kind = ACCESS_CTX, .offset = word_offset[i], .size = 8 };
	*out = (struct probe_plan){
		.words = words,
		.retval = { .kind = ACCESS_CTX, .offset = RETVAL_OFFSET, .size = 8 },
		.stack_pointer = { .kind = ACCESS_CTX, .offset = STACK_POINTER_OFFSET, .size = 8 },
		.stack_bits = 23,       /* the usual limit of a stack, 8 MiB */
		.stack_popped = is_return(spec) ? RETURN_POPS : 0,
	};
	if (!is_return(spec))
		out->return_address = (struct access)RETURN_ADDRESS;
	plan_described(spec, use, a, out);
	uprobe_plan_place(spec, &(struct uprobe_place){
		.path = spec->parts[0], .offset = spec->numbers[NUMBER_OFFSET], .is_return = is_return(spec),
	}, use, a, out);
	return 0;
}

const struct provider uprobe_provider = {
	.name = "uprobe", .aliases = "u", .form = "uprobe:binary:function", .help = "entry of a function of a program or library",
	.probetype = "uprobe", .flags = PROVIDER_USER | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.parse = uprobe_parse, .list = uprobe_list, .carries = uprobe_carries, .describe = uprobe_describe,
	.types = uprobe_types, .variable = uprobe_variable, .plan = uprobe_plan, .attach = uprobe_attach,
	.attach_many = uprobe_attach_many,
};

static bool uretprobe_entry(const struct probe_spec *spec, struct arena *a, struct probe_spec *out)
{
	*out = probe_renamed(spec, &uprobe_provider, a);
	return true;
}

const struct provider uretprobe_provider = {
	.name = "uretprobe", .aliases = "ur", .form = "uretprobe:binary:function", .help = "return of a function of a program or library",
	.probetype = "uretprobe", .flags = PROVIDER_NESTS | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.entry = uretprobe_entry, .parse = uprobe_parse, .list = uprobe_list, .carries = uprobe_carries,
	.describe = uprobe_describe, .types = uprobe_types, .variable = uprobe_variable, .plan = uprobe_plan, .attach = uprobe_attach,
	.attach_many = uprobe_attach_many,
};
