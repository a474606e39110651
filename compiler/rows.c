/* compiler/rows.c - the tables of the language as text.  Called by the driver for GOAL_ROWS, and by
 * `sonde-compile --rows`. */
#include "compiler/rows.h"

#include "compiler/builtin.h"
#include "compiler/config.h"
#include "compiler/parse.h"
#include "compiler/type_word.h"
#include "probes/provider.h"

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void put_builtin(const struct builtin *b, void *out)
{
	const char *kind = b->flags & BI_AGGREGATION ? "aggregation"
		: b->flags & BI_VARIABLE ? "variable"
		: "function";

	buffer_printf(out, "%s\t%s\t%.*s\t%s%s\t%s\t\n", kind, b->name, (int)builtin_form_length(b),
		b->signature, b->help, b->flags & BI_UNSAFE ? " (with --unsafe only)" : "",
		or_empty(b->example));
}

static void put_key(struct buffer *out, uint32_t index)
{
	buffer_printf(out, "config\t%s\t%s=", config_key(index), config_key(index));
	config_put_values(out, index);
	buffer_printf(out, "\t%s", config_help(index));
	config_put_default(out, index);
	buffer_puts(out, "\t\t\n");
}

static void put_keyword(const char *word, void *out)
{
	buffer_printf(out, "keyword\t%s\t%s\t\t\t\n", word, word);
}

static void put_type(const char *name, void *out)
{
	buffer_printf(out, "type\t%s\t%s\t\t\t\n", name, name);
}

void rows_put(struct buffer *out)
{
	parse_each_keyword(put_keyword, out);
	type_word_each(put_type, out);
	builtin_each(put_builtin, out);
	for (uint32_t i = 0; i < config_count(); i++)
		put_key(out, i);
	for (size_t i = 0; providers[i]; i++) {
		const struct provider *p = providers[i];

		buffer_printf(out, "probe\t%s\t%s\t%s\t%s\t%s\n", p->name, p->form, p->help,
			or_empty(p->example), or_empty(p->aliases));
	}
}
