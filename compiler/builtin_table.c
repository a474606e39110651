/* compiler/builtin_table.c - rows that print maps in other ways than print() does: table rate
 * (language.md 17.7, 17.8).  What a table is asked for is gathered from its options when the call
 * is checked; what the maps must be for it is looked at when their types are settled. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

/* A call of table() that is being checked. */
struct asked {
	struct checker *c;
	struct lower_table *table;
	const struct node *value;       /* of the option that is looked at */
};

/* One of the parts of an option, which commas separate. */
struct piece {
	const char *text;
	uint32_t len;
	uint32_t index;
	struct span span;
};

static bool too_many(struct asked *a, const struct piece *p, const char *what)
{
	if (p->index < a->table->map_count)
		return false;
	diag_error(checker_diags(a->c), p->span, DIAG_BAD_ARGUMENT,
		"table() takes one %s for each of its maps, of which there %s %u", what,
		a->table->map_count == 1 ? "is" : "are", a->table->map_count);
	return true;
}

/* Calls take() for each part until one is wrong. */
static bool each_piece(struct asked *a, bool (*take)(struct asked *a, const struct piece *p))
{
	const char *text = a->value->string.text;

	for (uint32_t at = 0, index = 0;; index++) {
		struct piece p = { text + at, (uint32_t)strcspn(text + at, ","), index, { 0 } };

		p.span = row_format_span(a->c, a->value, at, p.len);
		if (!take(a, &p))
			return false;
		at += p.len + 1;
		if (text[at - 1] != ',')
			return true;
	}
}

/* The map that a part names, by its place in the table; -1 after an error. */
static int map_named(struct asked *a, const struct piece *p)
{
	struct buffer names = { 0 };

	for (uint32_t i = 0; i < a->table->map_count; i++) {
		const char *title = a->table->maps[i].map->title;

		if (strlen(title) == p->len && !memcmp(title, p->text, p->len)) {
			buffer_free(&names);
			return (int)i;
		}
		buffer_printf(&names, "%s%s", i ? ", " : "", title);
	}
	diag_hint(diag_error(checker_diags(a->c), p->span, DIAG_BAD_ARGUMENT,
			  "this table has no map '%.*s'", (int)p->len, p->text),
		"it has %s", buffer_text(&names));
	buffer_free(&names);
	return -1;
}

/* "-@ns.p99": how, by which map, by which field of it. */
static bool take_sort(struct asked *a)
{
	const char *text = a->value->string.text, *key = text + (*text == '-');
	struct piece p = { key, (uint32_t)strcspn(key, "."), 0, { 0 } };
	int map = 0;

	p.span = row_format_span(a->c, a->value, (uint32_t)(key - text), p.len);
	a->table->descending = *text == '-';
	if (str_eq(key, "key")) {
		a->table->sort_map = IMAGE_NONE;
		return true;
	}
	if (!str_eq(text, "-"))
		map = map_named(a, &p);
	a->table->sort_map = (uint32_t)map;
	a->table->sort_field = key[p.len] ? key + p.len + 1 : NULL;
	return map >= 0;
}

static bool take_top(struct asked *a)
{
	int64_t top;

	if (!checker_literal_int(a->value, &top) || top < 0 || top > UINT32_MAX) {
		diag_error(checker_diags(a->c), a->value->span, DIAG_OUT_OF_RANGE,
			"table() takes a number of rows from 0 to %u as 'top'", UINT32_MAX);
		return false;
	}
	a->table->top = (uint32_t)top;
	return true;
}

static void list_units(struct buffer *list)
{
	for (int i = UNIT_NONE + 1; i < UNIT_COUNT; i++)
		buffer_printf(list, "%s%s", list->len ? ", " : "", unit_name((enum unit)i));
}

static bool take_one_unit(struct asked *a, const struct piece *p)
{
	enum unit unit = unit_by_name(p->text, p->len);
	struct buffer list = { 0 };

	if (too_many(a, p, "unit"))
		return false;
	if (unit < UNIT_COUNT) {
		a->table->maps[p->index].unit = unit;
		return true;
	}
	list_units(&list);
	diag_hint(diag_error(checker_diags(a->c), p->span, DIAG_BAD_ARGUMENT,
			  "table() does not know the unit '%.*s'", (int)p->len, p->text),
		"it is one of %s, or nothing", buffer_text(&list));
	buffer_free(&list);
	return false;
}

static bool take_one_rate(struct asked *a, const struct piece *p)
{
	int map = map_named(a, p);

	if (map >= 0)
		a->table->maps[map].rate = true;
	return map >= 0;
}

static bool take_one_title(struct asked *a, const struct piece *p)
{
	if (too_many(a, p, "title"))
		return false;
	if (p->len)
		a->table->maps[p->index].title =
			arena_strndup(checker_arena(a->c), p->text, p->len);
	return true;
}

static bool take_unit(struct asked *a)
{
	return each_piece(a, take_one_unit);
}

static bool take_rate(struct asked *a)
{
	return each_piece(a, take_one_rate);
}

static bool take_cols(struct asked *a)
{
	return each_piece(a, take_one_title);
}

static bool take_keys(struct asked *a)
{
	a->table->key_titles = a->value->string.text;
	return true;
}

static bool take_header(struct asked *a)
{
	a->table->no_header = !a->value->integer.value;
	return true;
}

static const struct {
	const char *name;
	enum node_kind kind;
	const char *what;
	bool (*take)(struct asked *a);
} options[] = {
	{ "sort", NODE_STRING, "a string literal", take_sort },
	{ "top", NODE_INT, "an integer literal", take_top },
	{ "unit", NODE_STRING, "a string literal", take_unit },
	{ "rate", NODE_STRING, "a string literal", take_rate },
	{ "cols", NODE_STRING, "a string literal", take_cols },
	{ "keys", NODE_STRING, "a string literal", take_keys },
	{ "header", NODE_BOOL, "true or false", take_header },
};

static bool take_option(struct asked *a, const struct member_name *name)
{
	struct buffer list = { 0 };
	size_t i = 0;

	while (i < ARRAY_SIZE(options) && !str_eq(options[i].name, name->text))
		buffer_printf(&list, "%s%s", i ? ", " : "", options[i].name), i++;
	if (i < ARRAY_SIZE(options) && a->value->kind == options[i].kind) {
		buffer_free(&list);
		return options[i].take(a);
	}
	if (i < ARRAY_SIZE(options))
		diag_error(checker_diags(a->c), a->value->span, DIAG_NOT_A_LITERAL,
			"table() takes %s as '%s'", options[i].what, name->text);
	else
		diag_hint(diag_error(checker_diags(a->c), name->span, DIAG_BAD_ARGUMENT,
				  "table() has no option '%s'", name->text),
			"its options are %s", buffer_text(&list));
	buffer_free(&list);
	return false;
}

static bool take_options(struct asked *a, const struct node *record)
{
	const struct member_name *name = record->list.names;

	for (const struct node *value = record->list.first; value && name;
		value = value->next, name = name->next) {
		a->value = value;
		if (!take_option(a, name))
			return false;
	}
	return true;
}

static bool take_map(struct asked *a, const struct node *arg)
{
	struct lower_table *t = a->table;

	if (!node_is_whole_map(arg)) {
		diag_hint(diag_error(checker_diags(a->c), arg->span, DIAG_BAD_ARGUMENT,
				  "table() takes whole maps, and a record of options behind them"),
			"as table(@calls, @ns, (sort=\"-@ns\", top=10))");
		return false;
	}
	for (uint32_t i = 0; i < t->map_count; i++)
		if (t->maps[i].map == arg->map.ref) {
			diag_error(checker_diags(a->c), arg->span, DIAG_BAD_ARGUMENT,
				"table() is given '%s' twice", arg->map.ref->title);
			return false;
		}
	if (t->map_count == TABLE_MOST_MAPS) {
		diag_error(checker_diags(a->c), arg->span, DIAG_BAD_ARGUMENT,
			"table() takes at most %d maps", TABLE_MOST_MAPS);
		return false;
	}
	t->maps[t->map_count++] = (struct lower_table_map){ .map = arg->map.ref, .use = arg };
	return true;
}

static const struct type *table_check(struct checker *c, struct node *n)
{
	struct asked a = {
		.c = c,
		.table = arena_new_object(checker_arena(c), struct lower_table),
	};
	bool good = true;

	a.table->descending = true;
	n->call.data = a.table;
	for (const struct node *arg = n->call.args; arg && good; arg = arg->next) {
		if (!arg->next && arg != n->call.args && arg->kind == NODE_RECORD) {
			a.table->options = arg->span;
			good = take_options(&a, arg);
		} else {
			good = take_map(&a, arg);
		}
	}
	return good ? NULL : &type_error;
}

/* What the maps are */

static bool is_plain_integer(const struct type *t)
{
	return t->kind == TYPE_INT && !type_is_enum(t);
}

static bool is_rateable(const struct type *t)
{
	return is_plain_integer(t) ||
		(t->kind == TYPE_AGG && (t->agg == AGG_COUNT || t->agg == AGG_SUM));
}

static bool has_numbers(const struct type *t)
{
	return is_plain_integer(t) || row_is_integer(t) ||
		(t->kind == TYPE_AGG && agg_field_count(t->agg, &t->agg_params)) ||
		(t->kind == TYPE_AGG && t->agg == AGG_STDDEV);
}

/* Keys that are decoded into the same values: the room that a string or an integer takes does not
 * count. */
static bool same_key(const struct type *a, const struct type *b)
{
	if (!a || !b || a->kind != b->kind)
		return a == b;
	if (a->kind == TYPE_STRING || a->kind == TYPE_BUFFER)
		return true;
	if (is_plain_integer(a) && is_plain_integer(b))
		return a->is_signed == b->is_signed;
	if (!type_has_parts(a))
		return type_equal(a, b);
	if (a->field_count != b->field_count)
		return false;
	for (uint32_t i = 0; i < a->field_count; i++)
		if ((a->kind == TYPE_RECORD && !str_eq(a->fields[i].name, b->fields[i].name)) ||
			!same_key(a->fields[i].type, b->fields[i].type))
			return false;
	return true;
}

static const char *key_text(struct compilation *c, const struct map *m)
{
	return m->is_keyed ? type_text(c->arena, m->key_type) : "none";
}

static bool has_same_key(
	struct compilation *c, const struct lower_table *t, const struct lower_table_map *m)
{
	const struct lower_table_map *first = &t->maps[0];
	struct diag *d;

	if (m->map->is_keyed == first->map->is_keyed &&
		(!m->map->is_keyed || same_key(first->map->key_type, m->map->key_type)))
		return true;
	d = diag_error(c->diags, m->use->span, DIAG_BAD_ARGUMENT,
		"table() takes maps with the same type of key: that of '%s' is %s", m->map->title,
		key_text(c, m->map));
	diag_note(d, first->use->span, "that of '%s' is %s", first->map->title,
		key_text(c, first->map));
	return false;
}

static bool has_cell(struct compilation *c, const struct lower_table_map *m)
{
	const struct type *t = m->map->value_type;
	bool has_none = t->kind == TYPE_KSTACK || t->kind == TYPE_USTACK ||
		(t->kind == TYPE_AGG &&
			(t->agg == AGG_HIST || t->agg == AGG_LHIST || t->agg == AGG_TSERIES));

	if (!has_none)
		return true;
	diag_hint(diag_error(c->diags, m->use->span, DIAG_BAD_ARGUMENT,
			  "table() has no cell for the values of '%s', which are %s", m->map->title,
			  type_text(c->arena, t)),
		"print(%s) shows them", m->map->title);
	return false;
}

static bool fits_options(
	struct compilation *c, const struct lower_table *t, const struct lower_table_map *m)
{
	const struct type *value = m->map->value_type;

	if (m->rate && !is_rateable(value)) {
		diag_error(c->diags, t->options, DIAG_BAD_ARGUMENT,
			"'%s' has no rate: it is no count, sum or integer, but %s", m->map->title,
			type_text(c->arena, value));
		return false;
	}
	if (m->unit && !has_numbers(value)) {
		diag_error(c->diags, t->options, DIAG_BAD_ARGUMENT,
			"'%s' has no unit: its values are no numbers, but %s", m->map->title,
			type_text(c->arena, value));
		return false;
	}
	return true;
}

static bool has_sort_field(struct compilation *c, const struct lower_table *t)
{
	const struct map *m = t->sort_field ? t->maps[t->sort_map].map : NULL;
	const struct type *value = m ? m->value_type : NULL;
	uint32_t count = value && value->kind == TYPE_AGG
		? agg_field_count(value->agg, &value->agg_params)
		: 0;
	struct buffer list = { 0 };
	char name[AGG_FIELD_NAME];
	struct diag *d;

	if (!m)
		return true;
	for (uint32_t i = 0; i < count; i++) {
		agg_field_name(value->agg, &value->agg_params, i, name);
		if (str_eq(name, t->sort_field)) {
			buffer_free(&list);
			return true;
		}
		buffer_printf(&list, "%s%s", i ? ", " : "", name);
	}
	d = diag_error(c->diags, t->options, DIAG_BAD_ARGUMENT,
		"the values of '%s' have no field '%s' to sort by", m->title, t->sort_field);
	if (count)
		diag_hint(d, "they have %s", buffer_text(&list));
	buffer_free(&list);
	return false;
}

static uint32_t piece_count(const char *text)
{
	uint32_t count = 1;

	while ((text = strchr(text, ',')) != NULL) {
		text++;
		count++;
	}
	return count;
}

static void check_key_titles(struct compilation *c, const struct lower_table *t)
{
	const struct map *m = t->maps[0].map;
	uint32_t given = t->key_titles ? piece_count(t->key_titles) : 0;
	uint32_t parts = !m->is_keyed ? 0
		: type_has_parts(m->key_type) ? m->key_type->field_count
		: 1;

	if (given > parts)
		diag_error(c->diags, t->options, DIAG_BAD_ARGUMENT,
			"table() is given %u title%s as 'keys', but the key of '%s' has %u part%s",
			given, given == 1 ? "" : "s", m->title, parts, parts == 1 ? "" : "s");
}

/* Records go by the field that orders their map when it is printed alone (A5, A9). */
static const char *order_field(const struct type *value)
{
	static const char *const fields[AGG_COUNT_OF] = {
		[AGG_STATS] = "average", [AGG_PCT] = "count"
	};

	return value->kind == TYPE_AGG ? fields[value->agg] : NULL;
}

static void table_reached(struct compilation *c, const struct node *n)
{
	struct lower_table *t = n->call.data;

	for (uint32_t i = 0; i < t->map_count; i++)
		if (!has_same_key(c, t, &t->maps[i]) || !has_cell(c, &t->maps[i]) ||
			!fits_options(c, t, &t->maps[i]))
			return;
	if (!has_sort_field(c, t))
		return;
	check_key_titles(c, t);
	if (t->sort_map != IMAGE_NONE && !t->sort_field)
		t->sort_field = order_field(t->maps[t->sort_map].map->value_type);
}

static ir_value table_lower(struct lowering *l, const struct node *n)
{
	const struct lower_table *t = n->call.data;

	lower_event(l,
		&(struct lower_event){
			.kind = ACTION_TABLE, .table = t, .map = t->maps[0].map, .span = n->span });
	return NULL;
}

/* rate */

static const struct type *rate_check(struct checker *c, struct node *n)
{
	row_in_range(c, n, 1, "a number of entries", 0, UINT32_MAX);
	return NULL;
}

static void rate_reached(struct compilation *c, const struct node *n)
{
	const struct node *map = row_argument(n, 0);

	if (!is_rateable(map->map.ref->value_type))
		diag_error(c->diags, map->span, DIAG_BAD_ARGUMENT,
			"rate() takes a map of counts, sums or integers: the values of '%s' are %s",
			map->map.ref->title, type_text(c->arena, map->map.ref->value_type));
}

static ir_value rate_lower(struct lowering *l, const struct node *n)
{
	const struct node *map = row_argument(n, 0), *top = row_argument(n, 1);
	int64_t most = 0;

	if (top)
		checker_literal_int(top, &most);
	lower_event(l, &(struct lower_event){
			       .kind = map->map.with_clear ? ACTION_PRINT_CLEAR : ACTION_PRINT_MAP,
			       .map = map->map.ref,
			       .top = (uint32_t)most,
			       .flags = IMAGE_ACTION_RATE,
			       .span = n->span,
		       });
	return NULL;
}

const struct builtin table_builtins[] = {
	{
		.name = "table",
		.signature = "table(map m, any ...) -> void",
		.flags = BI_ASYNC | BI_PRINTS_MAP | BI_TAKES_MAPS | BI_WEAK,
		.help = "print maps that have the same keys as one table; a record of options may follow: "
			"sort top unit rate cols keys header",
		.example =
			"tracepoint:syscalls:sys_exit_read { @calls[comm] = count(); @ns[comm] = stats(latency); } interval:s:1 { table(@calls, @ns); }",
		.check = table_check,
		.reached = table_reached,
		.lower = table_lower,
	},
	{
		.name = "rate",
		.signature = "rate(map m, literal_int top?) -> void",
		.flags = BI_ASYNC | BI_PRINTS_MAP | BI_WEAK,
		.help = "print a map of counts, sums or integers per second since it was last cleared, maybe its top entries only",
		.example =
			"tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } interval:s:1 { rate(@, 10); clear(@); }",
		.check = rate_check,
		.reached = rate_reached,
		.lower = rate_lower,
	},
	{ 0 },
};
