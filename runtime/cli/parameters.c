/* runtime/cli/parameters.c - takes the named parameters of a script out of the words behind it.
 * Called by main() once the image says which there are. */
#include "runtime/cli/parameters.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "runtime/cli/options.h"

/* "the script takes --slow=uint64, --[no-]all". */
static const char *known_text(const struct options *o, const struct image *image)
{
	struct buffer text = { 0 };

	for (uint32_t i = 0; i < image->counts[IMAGE_PARAMETERS]; i++) {
		const struct parameter *p = &image->known_parameters[i];

		if (parameter_is_positional(p))
			continue;
		buffer_puts(&text, text.len ? ", " : "the script takes ");
		if (p->kind == PARAMETER_BOOL)
			buffer_printf(&text, "--[no-]%s", p->name);
		else
			buffer_printf(&text, "--%s=%s", p->name, parameter_kind_name(p->kind));
	}
	return text.len ? buffer_keep(&text, o->arena) : "the script takes none";
}

static int report_unknown(
	const struct options *o, const struct image *image, const struct parameter_use *use)
{
	const char *name = arena_strndup(o->arena, use->word + 2, use->name_len);
	struct nearest parameter, option;

	if (option_find_name(NULL, name, strlen(name)))
		return usage_error(
			"parameter '--%s' is unknown: all words behind 'run' and '--' are the script's, options of sonde stand in front of them; %s",
			name, known_text(o, image));
	nearest_start(&parameter, name);
	for (uint32_t i = 0; i < image->counts[IMAGE_PARAMETERS]; i++)
		if (!parameter_is_positional(&image->known_parameters[i]))
			nearest_offer(&parameter, image->known_parameters[i].name);
	nearest_start(&option, name);
	for (const struct option_row *row = option_rows; row->letter || row->name; row++)
		if (row->name)
			nearest_offer(&option, row->name);
	if (parameter.best)
		return usage_error("parameter '--%s' is unknown: did you mean '--%s'? %s", name,
			parameter.best, known_text(o, image));
	if (option.best)
		return usage_error(
			"parameter '--%s' is unknown: did you mean sonde's option '--%s'? %s", name,
			option.best, known_text(o, image));
	return usage_error("parameter '--%s' is unknown; %s", name, known_text(o, image));
}

static int report_value(const struct options *o, const struct image *image,
	const struct parameter_use *use, const char *why)
{
	const struct parameter *p = use->of;
	const char *kind = parameter_kind_name(p->kind), *known = known_text(o, image);

	if (parameter_is_positional(p))
		return usage_error(
			"parameter $%s (%s): '%s' is %s", p->name, kind, use->value, why);
	if (use->is_negated && p->kind != PARAMETER_BOOL)
		return usage_error(
			"parameter '--no-%s': only a bool can be switched off, '%s' is %s; %s",
			p->name, p->name, kind, known);
	if (use->is_negated)
		return usage_error("parameter '--no-%s' takes no value; %s", p->name, known);
	if (!use->value)
		return usage_error("parameter '--%s' (%s) needs a value; %s", p->name, kind, known);
	if (p->kind == PARAMETER_STRING)
		return usage_error(
			"parameter '--%s' (%s): the value is %s: it has %zu bytes, %u fit; %s",
			p->name, kind, why, strlen(use->value), p->size - 1, known);
	return usage_error(
		"parameter '--%s' (%s): '%s' is %s; %s", p->name, kind, use->value, why, known);
}

/* One use of a known parameter. */
static int take(const struct options *o, const struct image *image,
	const struct parameter_use *use, struct data_patch *patch)
{
	const struct parameter *p = use->of;
	const struct image_parameter *at = &image->parameters[p - image->known_parameters];
	void *bytes = arena_alloc(o->arena, p->size);
	const char *why = "";

	if (!use->is_negated)
		why = parameter_value(p, use->value, bytes);
	else if (p->kind == PARAMETER_BOOL && !use->value)
		why = NULL; /* the bytes are false as they are */
	if (why)
		return report_value(o, image, use, why);
	*patch = (struct data_patch){ at->map, at->offset, at->size, bytes };
	return 0;
}

/* What a positional word is for: a number, a text, or both. */
static int take_positional(const struct options *o, const struct image *image, uint32_t number,
	const char *word, struct data_patch *patches, uint32_t *count)
{
	const char *name = arena_printf(o->arena, "%u", number);
	int code = 0;

	for (uint32_t i = 0; !code && i < image->counts[IMAGE_PARAMETERS]; i++) {
		const struct parameter_use use = {
			.word = word, .value = word, .of = &image->known_parameters[i]
		};

		if (str_eq(use.of->name, name) && !(code = take(o, image, &use, &patches[*count])))
			(*count)++;
	}
	return code;
}

/* How many there were, and those that there were not. */
static void count_positional(const struct options *o, const struct image *image, uint32_t given,
	struct data_patch *patches, uint32_t *count)
{
	uint64_t *total = arena_new_object(o->arena, uint64_t);

	*total = given;
	for (uint32_t i = 0; i < image->counts[IMAGE_PARAMETERS]; i++) {
		const struct image_parameter *at = &image->parameters[i];
		const struct parameter *p = &image->known_parameters[i];

		if (!parameter_is_positional(p))
			continue;
		if (str_eq(p->name, PARAMETER_COUNT_NAME) && p->size == sizeof(*total))
			patches[(*count)++] =
				(struct data_patch){ at->map, at->offset, at->size, total };
		else if (strtoul(p->name, NULL, 10) > given && o->warnings)
			log_warn("parameter $%s is missing: it is %s", p->name, p->shown);
	}
}

static struct parameter_walk walk_words(const struct options *o, const struct image *image)
{
	return (struct parameter_walk){
		.words = (const char *const *)o->words,
		.word_count = o->word_count,
		.known = image->known_parameters,
		.known_count = image->counts[IMAGE_PARAMETERS],
	};
}

const char *const *parameters_positional(
	const struct options *o, const struct image *image, uint32_t *count)
{
	const char **words = arena_new_array(o->arena, const char *, o->word_count + 1);
	struct parameter_walk walk = walk_words(o, image);
	struct parameter_use use;

	*count = 0;
	while (parameter_next(&walk, &use))
		if (!use.is_named)
			words[(*count)++] = use.word;
	return words;
}

int parameters_take(const struct options *o, const struct image *image,
	const struct data_patch **patches, uint32_t *count)
{
	struct parameter_walk walk = walk_words(o, image);
	uint32_t most = o->word_count + image->counts[IMAGE_PARAMETERS], given = 0;
	struct data_patch *all = arena_new_array(o->arena, struct data_patch, most + 1);
	struct parameter_use use;
	int code = 0;

	*patches = all;
	*count = 0;
	while (!code && parameter_next(&walk, &use)) {
		if (!use.is_named) {
			code = take_positional(o, image, ++given, use.word, all, count);
			continue;
		}
		code = use.of ? take(o, image, &use, &all[*count])
			: report_unknown(o, image, &use);
		*count += !code;
	}
	if (!code)
		count_positional(o, image, given, all, count);
	return code;
}
