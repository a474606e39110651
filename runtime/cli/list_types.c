/* runtime/cli/list_types.c - types in `sonde -l 'struct task_*'`: found by name in what the kernel
 * and its modules say of their types.  Called by list.c. */
#include <linux/btf.h>
#include <stdio.h>
#include <string.h>

#include "probes/btf.h"
#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "runtime/cli/listing.h"
#include "runtime/cli/options.h"

/* Enumerations are of one of two kinds, as their values need. */
static const struct type_word {
	const char *word;
	unsigned kinds[2];
} type_words[] = {
	{ "struct", { BTF_KIND_STRUCT, BTF_KIND_STRUCT } },
	{ "union", { BTF_KIND_UNION, BTF_KIND_UNION } },
	{ "enum", { BTF_KIND_ENUM, BTF_KIND_ENUM64 } },
	{ "typedef", { BTF_KIND_TYPEDEF, BTF_KIND_TYPEDEF } },
};

struct type_search {
	struct listing *listing;
	const struct type_word *word;
	const char *pattern;
	const struct kernel_btf *btf;   /* that is looked through */
	int code;
};

static const struct type_word *word_of(const char *pattern)
{
	for (size_t i = 0; i < ARRAY_SIZE(type_words); i++) {
		size_t len = strlen(type_words[i].word);

		if (!strncmp(pattern, type_words[i].word, len) && pattern[len] == ' ')
			return &type_words[i];
	}
	return NULL;
}

bool listing_is_types(const char *pattern)
{
	return word_of(pattern) != NULL;
}

static void add_type(struct type_search *s, const char *name, uint32_t id)
{
	s->code = listing_add(s->listing,
		(struct listing_item){
			.text = arena_printf(s->listing->arena, "%s %s", s->word->word, name),
			.btf = s->btf,
			.type = id });
}

/* Where types are made when they are asked for, there are only names before. */
static void visit_name(const char *name, void *arg)
{
	struct type_search *s = arg;

	if (!s->code && glob_match(s->pattern, name))
		add_type(s, name, kernel_btf_find(s->btf, s->word->kinds[0], name));
}

static bool visit_types(const struct kernel_btf *b, void *arg)
{
	struct type_search *s = arg;

	s->btf = b;
	if (b->source)
		b->source->each_name(b->from, s->word->kinds[0], visit_name, s);

	for (uint32_t id = b->first; id <= b->count && !s->code; id++) {
		const struct btf_type *t = kernel_btf_type(b, id);
		const char *name = kernel_btf_text(b, t->name_off);
		unsigned kind = BTF_INFO_KIND(t->info);

		if ((kind != s->word->kinds[0] && kind != s->word->kinds[1]) || !*name ||
			!glob_match(s->pattern, name))
			continue;
		add_type(s, name, id);
	}
	return s->code != 0;
}

int listing_add_types(struct listing *l, const char *pattern)
{
	struct type_search s = { .listing = l, .word = word_of(pattern) };
	size_t before = l->count;

	s.pattern = pattern + strlen(s.word->word);
	s.pattern += strspn(s.pattern, " ");
	if (!kernel_btf()) {
		log_error(
			"types of the kernel cannot be listed: it has no type information: it was built without CONFIG_DEBUG_INFO_BTF");
		return EXIT_CODE_ENVIRONMENT;
	}
	kernel_btf_each(NULL, visit_types, &s);
	if (!s.code && l->count == before && l->warnings)
		log_warn("pattern '%s': no type of this kernel matches", pattern);
	return s.code;
}
