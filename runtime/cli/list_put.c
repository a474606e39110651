/* runtime/cli/list_put.c - how `sonde -l` shows what it found: a line each, arguments and
 * definitions with -v, records with -f json.  Called by list.c. */
#include <stdlib.h>
#include <string.h>

#include "probes/btf_print.h"
#include "probes/provider.h"
#include "runtime/base/arena.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"
#include "runtime/cli/listing.h"
#include "runtime/cli/options.h"

static int compare_items(const void *a, const void *b)
{
	const struct listing_item *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	if (order || !x->btf || !y->btf)
		return order;
	if (x->btf != y->btf)
		return x->btf->number < y->btf->number ? -1 : 1;
	return x->type < y->type ? -1 : x->type > y->type;
}

/* Most lists come sorted. */
static void sort_items(struct listing *l)
{
	for (size_t i = 1; i < l->count; i++) {
		if (compare_items(&l->items[i - 1], &l->items[i]) > 0) {
			qsort(l->items, l->count, sizeof(*l->items), compare_items);
			return;
		}
	}
}

/* Arguments on their way out. */
struct arguments {
	struct buffer *out;
	bool json;
	bool begun;
};

static void put_argument(const char *c_type, const char *name, void *arg)
{
	struct arguments *to = arg;

	if (!to->json) {
		buffer_printf(to->out, "    %s %s\n", c_type, name);
		return;
	}
	buffer_puts(to->out, to->begun ? ",{\"name\": " : "{\"name\": ");
	json_put_string(to->out, name, strlen(name));
	buffer_puts(to->out, ", \"type\": ");
	json_put_string(to->out, c_type, strlen(c_type));
	buffer_putc(to->out, '}');
	to->begun = true;
}

/* What a script gets at by `args`; by `ctx` where that is all there is. */
static void put_arguments(
	struct buffer *out, const struct probe_carries *carries, bool json, struct arena *scratch)
{
	struct arguments to = { .out = out, .json = json };

	for (uint32_t i = 0; i < carries->arg_count; i++)
		put_argument(carries->args[i].c_type, carries->args[i].name, &to);
	for (uint32_t i = 0; carries->words && i < carries->word_count; i++)
		put_argument(carries->words[i].c_type, arena_printf(scratch, "arg%u", i), &to);
	if (carries->retval_c_type)
		put_argument(carries->retval_c_type, "retval", &to);
	if (carries->context && !carries->has_args && !carries->has_registers) {
		uint32_t id,
			number = kernel_btf_lookup(
				NULL, BTF_KIND_STRUCT, carries->context + strlen("struct "));
		const struct kernel_btf *b = kernel_btf_of(number, &id);

		if (b)
			kernel_btf_each_member(b, id, scratch, put_argument, &to);
	}
}

static void put_probe(
	struct buffer *out, const struct listing_item *item, bool json, struct arena *scratch)
{
	const struct probe_spec *spec = item->spec;
	struct probe_carries carries = { 0 };
	struct probe_error err;

	/* a probe whose arguments cannot be read is listed without them */
	if (spec && spec->provider && spec->provider->carries(spec, scratch, &carries, &err))
		carries = (struct probe_carries){ 0 };
	else if (spec && spec->provider && spec->provider->describe)
		spec->provider->describe(spec, scratch, &carries);
	if (!json) {
		buffer_puts(out, item->text);
		buffer_putc(out, '\n');
		put_arguments(out, &carries, false, scratch);
		return;
	}
	buffer_puts(out, "{\"type\": \"probe\", \"data\": {\"name\": ");
	json_put_string(out, item->text, strlen(item->text));
	buffer_puts(out, ", \"args\": [");
	put_arguments(out, &carries, true, scratch);
	buffer_puts(out, "]}}\n");
}

static void put_type(struct buffer *out, const struct listing_item *item, bool json, bool detailed)
{
	struct buffer text = { 0 };

	if (detailed)
		kernel_btf_put_definition(item->btf, item->type, &text);
	if (json) {
		buffer_puts(out, "{\"type\": \"type\", \"data\": {\"name\": ");
		json_put_string(out, item->text, strlen(item->text));
		buffer_puts(out, ", \"module\": ");
		json_put_string(out, item->btf->name, strlen(item->btf->name));
		buffer_puts(out, ", \"definition\": ");
		json_put_string(out, buffer_text(&text), text.len);
		buffer_puts(out, "}}\n");
	} else if (detailed) {
		buffer_printf(out, "%s: %s\n", item->btf->name, buffer_text(&text));
	} else {
		buffer_printf(out, "%s\n", item->text);
	}
	buffer_free(&text);
}

void listing_put(const struct options *o, struct listing *l, struct buffer *out)
{
	struct arena *scratch = arena_new();
	bool json = o->sink->structured;

	sort_items(l);
	for (size_t i = 0; i < l->count && scratch; i++) {
		const struct listing_item *item = &l->items[i];
		bool same_name = i && str_eq(item->text, item[-1].text);

		/* several types of one name are shown when their definitions are */
		if (same_name && (!item->btf || !l->detailed))
			continue;
		if (item->btf)
			put_type(out, item, json, l->detailed);
		else
			put_probe(out, item, json, scratch);
		arena_reset(scratch);
	}
	arena_free(scratch);
}
