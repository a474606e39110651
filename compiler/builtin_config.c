/* compiler/builtin_config.c - config: the values of all config keys, known when the program is
 * compiled. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/config.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

static bool config_member(struct compilation *c, const char *name, struct node *literal)
{
	for (uint32_t i = 0; i < config_count(); i++) {
		struct config_value v;

		if (!str_eq(config_key(i), name))
			continue;
		v = config_value(&c->config, i);
		literal->kind = v.text ? NODE_STRING : v.is_bool ? NODE_BOOL : NODE_INT;
		if (v.text) {
			literal->string.of_builtin = true;
			literal->string.text = v.text;
			literal->string.len = (uint32_t)strlen(v.text);
		} else {
			literal->integer.value = v.number;
		}
		return true;
	}
	return false;
}

static const struct type *value_type(struct arena *a, const struct config_value *v)
{
	if (v->text)
		return type_string(a, (uint32_t)strlen(v->text) + 1);
	return v->is_bool ? &type_bool : &type_uint64;
}

/* All of them as one record. */
static const struct type *config_check(struct checker *c, struct node *n)
{
	struct arena *a = checker_arena(c);
	struct type *t = arena_new_object(a, struct type);
	struct type_field *fields = arena_new_array(a, struct type_field, config_count());

	(void)n;
	for (uint32_t i = 0; i < config_count(); i++) {
		struct config_value v = config_value(&checker_compilation(c)->config, i);

		fields[i] = (struct type_field){ .name = config_key(i), .type = value_type(a, &v) };
	}
	*t = (struct type){ .kind = TYPE_STRUCT,
		.name = "config",
		.fields = fields,
		.field_count = config_count() };
	t->size = type_layout(fields, config_count(), &t->align);
	return t;
}

static ir_value config_lower(struct lowering *l, const struct node *n)
{
	const struct type *t = n->type;
	uint8_t *bytes = arena_alloc(lower_compilation(l)->arena, t->size);

	memset(bytes, 0, t->size);
	for (uint32_t i = 0; i < t->field_count; i++) {
		struct config_value v = config_value(&lower_compilation(l)->config, i);

		if (v.text)
			memcpy(bytes + t->fields[i].offset, v.text, strlen(v.text));
		else
			memcpy(bytes + t->fields[i].offset, &v.number, t->fields[i].type->size);
	}
	return lower_data_const(l, bytes, t->size);
}

const struct builtin config_builtins[] = {
	{
		.name = "config",
		.signature = "config -> custom",
		.flags = BI_VARIABLE | BI_PURE,
		.help = "the values of the config keys, as in config.max_strlen",
		.example = "begin { print(config.max_strlen); }",
		.check = config_check,
		.member = config_member,
		.lower = config_lower,
	},
	{ 0 },
};
