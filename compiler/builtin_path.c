/* compiler/builtin_path.c - path(): the name of a file, which the kernel puts together from the
 * struct path that it is asked about.  The verifier lets programs ask about what they reached
 * through the pointers of their context only, and lets only some programs do it. */

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

bool row_is_reached(const struct node *n)
{
	while (n->kind == NODE_FIELD || n->kind == NODE_DEREF)
		n = n->kind == NODE_FIELD ? n->field.object : n->unary.operand;
	return n->kind == NODE_NAME && n->name.builtin &&
	       (n->name.builtin->flags & (BI_CONTEXT | BI_FIELDS));
}

static bool is_path(const struct type *t)
{
	return (t->kind == TYPE_STRUCT || t->kind == TYPE_POINTER) && t->name &&
	       str_eq(t->name, "struct path");
}

static bool may_ask(const struct row_demand *d, const struct match *m)
{
	return m->carries.typed || row_not_here(d, m, "the kernel does not let them ask",
					   "it is available in iter, fentry and fexit probes");
}

static const struct type *path_check(struct checker *c, struct node *n)
{
	const struct node *path = row_argument(n, 0), *limit = row_argument(n, 1);
	int64_t size = checker_compilation(c)->config.max_strlen;

	if (!row_demand(c, n, may_ask, NULL) || !path->type || path->type->kind == TYPE_ERROR)
		return &type_error;
	if (!is_path(path->type) || !row_is_reached(path)) {
		diag_hint(
			diag_error(checker_diags(c), path->span, DIAG_BAD_ARGUMENT,
				"path() takes a struct path that is reached from ctx or args by fields alone"),
			"as in path(ctx.file.f_path)");
		return &type_error;
	}
	if (!row_in_range(c, n, 1, "a size (up to max_strlen)", 1,
		    checker_compilation(c)->config.max_strlen))
		return &type_error;
	if (limit)
		checker_literal_int(limit, &size);
	return type_string(checker_arena(c), (uint32_t)size);
}

static ir_value path_lower(struct lowering *l, const struct node *n)
{
	return lower_path(l, row_argument(n, 0), n->type->size);
}

const struct builtin path_builtins[] = {
	{
		.name = "path",
		.signature = "path(any path, literal_int size?) -> custom",
		.flags = BI_PURE,
		.help = "name of the file of a struct path, such as path(ctx.file.f_path)",
		.example = "fentry:filp_close { @[path(args.filp.f_path)] = count(); }",
		.check = path_check,
		.lower = path_lower,
	},
	{ 0 },
};
