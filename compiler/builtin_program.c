/* compiler/builtin_program.c - rows about the program that a user probe is on: uaddr elf_is_exe
 * elf_info. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/fact.h"
#include "compiler/row.h"
#include "probes/program_facts.h"
#include "runtime/base/util.h"

/* What the probes of a body agree on. */
struct variable_search {
	const char *name;
	const struct type *type;
};

static bool has_variable(const struct row_demand *d, const struct match *m)
{
	const struct provider *p = m->spec.provider;
	struct variable_search *s = d->state;
	struct probe_variable v;
	struct probe_error err = { 0 };

	if (!p->variable)
		return row_not_here(d, m, NULL,
			"variables are those of the programs of uprobe, uretprobe and usdt probes");
	if (p->variable(&m->spec, s->name, checker_arena(d->c), &v, &err)) {
		struct diag *diag = diag_environment(checker_diags(d->c),
			row_argument(d->use, 0)->span, DIAG_NO_SYMBOL, "%s", err.message);

		if (*err.hint)
			diag_hint(diag, "%s", err.hint);
		return false;
	}
	if (s->type && !type_equal(s->type, v.type)) {
		diag_error(checker_diags(d->c), d->use->span, DIAG_TYPE_MISMATCH,
			"'%s' has another type in '%s' than in the probe before it", s->name,
			m->spec.text);
		return false;
	}
	s->type = v.type;
	return true;
}

static const struct type *uaddr_check(struct checker *c, struct node *n)
{
	struct variable_search s = { .name = row_argument(n, 0)->string.text };

	if (!row_demand(c, n, has_variable, &s) || !s.type)
		return &type_error;
	checker_probe(c)->uses_place = true;
	checker_probe(c)->uses_ctx = true;
	return s.type;
}

static ir_value uaddr_lower(struct lowering *l, const struct node *n)
{
	return lower_probe_variable(l, row_argument(n, 0)->string.text);
}

/* Facts of the programs of all probes of a body. */
struct facts_search {
	bool some, is_executable, differs;
	uint32_t path_room, build_id_room;
};

static bool has_program(const struct row_demand *d, const struct match *m)
{
	struct facts_search *s = d->state;

	if (!m->spec.provider->program)
		return row_not_here(d, m, NULL,
			"it tells of the programs of uprobe, uretprobe and usdt probes");
	struct program_facts facts =
		program_facts(m->spec.provider->program(&m->spec), checker_arena(d->c));

	s->differs |= s->some && s->is_executable != facts.is_executable;
	s->is_executable = facts.is_executable;
	s->some = true;
	s->path_room = MAX_OF(s->path_room, (uint32_t)strlen(facts.path) + 1);
	s->build_id_room = MAX_OF(s->build_id_room, (uint32_t)strlen(facts.build_id) + 1);
	return true;
}

static struct program_facts own_facts(struct lowering *l)
{
	const struct match *m = lower_match(l);

	fact_assume_program(lower_compilation(l), m);
	return program_facts(m->spec.provider->program(&m->spec), lower_compilation(l)->arena);
}

/* Where all agree it is a literal from now on, which conditions may be decided by. */
static const struct type *is_exe_check(struct checker *c, struct node *n)
{
	struct facts_search s = { .some = false };
	struct node *next = n->next;

	if (!row_demand(c, n, has_program, &s))
		return &type_error;
	checker_probe(c)->uses_place = true;
	if (s.some && !s.differs) {
		*n = (struct node){ .kind = NODE_BOOL, .span = n->span, .next = next };
		n->integer.value = s.is_executable;
	}
	return &type_bool;
}

static ir_value is_exe_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_const(l, own_facts(l).is_executable);
}

static const struct type *info_check(struct checker *c, struct node *n)
{
	struct facts_search s = { .some = false };
	struct type *t = arena_new_object(checker_arena(c), struct type);
	struct type_field *fields = arena_new_array(checker_arena(c), struct type_field, 4);

	if (!row_demand(c, n, has_program, &s))
		return &type_error;
	checker_probe(c)->uses_place = true;
	fields[0] = (struct type_field){
		.name = "path",
		.type = type_string(checker_arena(c), MAX_OF(s.path_room, 1)),
	};
	fields[1] = (struct type_field){ .name = "is_exe", .type = &type_bool };
	fields[2] = (struct type_field){
		.name = "build_id",
		.type = type_string(checker_arena(c), MAX_OF(s.build_id_room, 1)),
	};
	fields[3] = (struct type_field){ .name = "inode", .type = &type_uint64 };
	*t = (struct type){ .kind = TYPE_RECORD, .fields = fields, .field_count = 4 };
	t->size = type_layout(fields, t->field_count, &t->align);
	return t;
}

static ir_value info_lower(struct lowering *l, const struct node *n)
{
	const struct type_field *f = n->type->fields;
	struct program_facts facts = own_facts(l);
	uint8_t *bytes = arena_alloc(lower_compilation(l)->arena, n->type->size);

	memcpy(bytes + f[0].offset, facts.path, strlen(facts.path));
	bytes[f[1].offset] = facts.is_executable;
	memcpy(bytes + f[2].offset, facts.build_id, strlen(facts.build_id));
	memcpy(bytes + f[3].offset, &facts.inode, sizeof(facts.inode));
	return lower_data_const(l, bytes, n->type->size);
}

const struct builtin program_builtins[] = {
	{
		.name = "elf_is_exe",
		.signature = "elf_is_exe -> bool",
		.flags = BI_VARIABLE | BI_PURE | BI_PROBE_DATA,
		.help = "true when what is probed is a program, and false when it is a library",
		.example = "uprobe:/bin/bash:xmalloc { @[elf_is_exe] = count(); }",
		.check = is_exe_check,
		.lower = is_exe_lower,
	},
	{
		.name = "elf_info",
		.signature = "elf_info -> custom",
		.flags = BI_VARIABLE | BI_PURE | BI_PROBE_DATA,
		.help = "what is probed, as a record: path, is_exe, build_id, inode",
		.example = "uprobe:libc:malloc { @[elf_info.path] = count(); }",
		.check = info_check,
		.lower = info_lower,
	},
	{
		.name = "uaddr",
		.signature = "uaddr(literal_string variable) -> custom",
		.flags = BI_PURE | BI_PROBE_DATA,
		.help = "address of a variable of the program that is probed",
		.example = "uprobe:/bin/bash:readline { printf(\"%p\\n\", uaddr(\"environ\")); }",
		.check = uaddr_check,
		.lower = uaddr_lower,
	},
	{ 0 },
};
