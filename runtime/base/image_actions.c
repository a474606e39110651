/* runtime/base/image_actions.c - what event records ask for: arguments, layouts and formats of the
 * actions of an image.  Part of image_open(). */
#include <errno.h>

#include "runtime/base/arena.h"
#include "runtime/base/event.h"
#include "runtime/base/format.h"
#include "runtime/base/image_check.h"
#include "runtime/base/util.h"

/* What each action needs; one that needs no arguments has none. */
static const struct { bool text, map, args; } needs[ACTION_KIND_COUNT] = {
	[ACTION_PRINTF] = { .text = true, .args = true },
	[ACTION_PRINT_VALUE] = { .args = true },
	[ACTION_PRINT_MAP] = { .map = true },
	[ACTION_PRINT_CLEAR] = { .map = true },
	[ACTION_CLEAR] = { .map = true },
	[ACTION_ZERO] = { .map = true },
	[ACTION_TIME] = { .text = true },
	[ACTION_JOIN] = { .text = true },
	[ACTION_WARN] = { .text = true },
	[ACTION_CAT] = { .text = true, .args = true },
	[ACTION_SYSTEM] = { .text = true, .args = true },
	[ACTION_ERRORF] = { .text = true, .args = true },
	[ACTION_WARNF] = { .text = true, .args = true },
	[ACTION_PACKET] = { .text = true },
	[ACTION_HELPER] = { .text = true, .args = true },
	[ACTION_UNWATCH] = { .args = true },
};

/* Bytes of a record's fixed part; 0 when memory is out. */
static uint32_t fixed_size(const struct image_action *a, const struct type *args)
{
	uint32_t *offsets, size;

	if (a->kind == ACTION_JOIN)
		return sizeof(struct event_header) + sizeof(struct event_join);
	if (a->kind == ACTION_PACKET)
		return sizeof(struct event_header) + sizeof(struct event_packet);
	if (a->kind == ACTION_PROCESS)
		return sizeof(struct event_header) + sizeof(struct event_process);
	if (!args)
		return sizeof(struct event_header);
	offsets = mem_zalloc(args->field_count, sizeof(*offsets));
	size = offsets ? event_layout(args->fields, args->field_count, offsets) : 0;
	mem_free(offsets);
	return size;
}

/* Could a conversion other than %s read a value of this type? */
static bool is_word(const struct type *t)
{
	static const bool words[] = {
		[TYPE_BOOL] = true,
		[TYPE_INT] = true,
		[TYPE_POINTER] = true,
		[TYPE_TIMESTAMP] = true,
		[TYPE_PROBE] = true,
		[TYPE_KSYM] = true,
		[TYPE_KSTACK] = true,
		[TYPE_USTACK] = true,
		[TYPE_MAC] = true,
		[TYPE_USERNAME] = true,
		[TYPE_CGROUP_PATH] = true,
		[TYPE_NAMED] = true,
		[TYPE_BUFFER] = false,
		[TYPE_AGG] = false,
	};

	return words[t->kind];
}

static bool is_buffer(enum format_conversion conversion)
{
	return conversion == FORMAT_BUFFER || conversion == FORMAT_BUFFER_HEX ||
	       conversion == FORMAT_BUFFER_SPACED;
}

/* Walks the items of a format along the arguments; their numbers are known to agree. */
static bool arguments_fit(const struct format *f, const struct type_field *field)
{
	for (uint32_t i = 0; i < f->count; i++) {
		const struct format_item *item = &f->items[i];

		if (item->conversion == FORMAT_LITERAL)
			continue;
		for (int stars = item->width_from_arg + item->precision_from_arg; stars > 0;
		     stars--, field++)
			if (!is_word(field->type))
				return false;
		if (item->conversion != FORMAT_STRING && !is_buffer(item->conversion) &&
			!is_word(field->type))
			return false;
		field++;
	}
	return true;
}

static const char *check_format(const char *text, const struct type *args, struct arena *arena)
{
	struct format format;
	const char *what;
	uint32_t at, at_len;
	int err = format_parse(text, arena, &format, &what, &at, &at_len);

	if (err)
		return err == -ENOMEM ? image_out_of_memory : "actions: malformed format";
	if (format.arg_count != (args ? args->field_count : 0))
		return "actions: format and arguments differ in number";
	if (!arguments_fit(&format, args ? args->fields : NULL))
		return "actions: an argument does not fit its conversion";
	return NULL;
}

/* Its one argument is a word that we use ourselves. */
static bool takes_word(const struct image_action *a)
{
	return a->kind == ACTION_HELPER || a->kind == ACTION_UNWATCH;
}

static const char *check_action(
	const struct image *image, const struct image_action *a, struct arena *arena)
{
	const struct type *args;
	uint32_t size;

	if (a->kind >= ACTION_KIND_COUNT)
		return "actions: unknown kind";
	if (!image_has_text_or_none(image, a->text) ||
		(needs[a->kind].text && a->text == IMAGE_NONE))
		return "actions: a text lies outside of strings";
	if (a->map != IMAGE_NONE ? a->map >= image->counts[IMAGE_MAPS] : needs[a->kind].map)
		return "actions: map out of range";
	if (needs[a->kind].map && !(image->maps[a->map].flags & IMAGE_MAP_USER))
		return "actions: not a map of the script";
	if (a->args != IMAGE_NONE && a->args >= image->counts[IMAGE_TYPES])
		return "actions: type out of range";
	args = image_type_at(image, a->args);
	if (args && (args->kind != TYPE_TUPLE || !needs[a->kind].args))
		return "actions: arguments are not a tuple or not wanted";
	if ((a->kind == ACTION_PRINT_VALUE || takes_word(a)) && !(args && args->field_count == 1))
		return "actions: not one value";
	if (takes_word(a) &&
		(args->fields[0].type->kind != TYPE_INT || args->fields[0].type->size != 8))
		return "actions: not a word";
	if (a->kind == ACTION_HELPER && !image_has_text(image, a->helper))
		return "actions: a helper without its name";
	if (a->kind == ACTION_TABLE && a->table >= image->counts[IMAGE_TABLES])
		return "actions: table out of range";
	if (a->flags > IMAGE_ACTION_RATE)
		return "actions: unknown flag";
	size = fixed_size(a, args);
	if (size == 0)
		return image_out_of_memory;
	if (a->fixed_size != size || size > IMAGE_LARGEST_VALUE)
		return "actions: record size differs from the arguments";
	return needs[a->kind].text && needs[a->kind].args && a->kind != ACTION_HELPER
		       ? check_format(image_text(image, a->text), args, arena)
			: NULL;
}

const char *image_check_actions(const struct image *image)
{
	struct arena *arena = arena_new();
	const char *reason = arena ? NULL : image_out_of_memory;

	for (uint32_t i = 0; i < image->counts[IMAGE_ACTIONS] && !reason; i++) {
		reason = check_action(image, &image->actions[i], arena);
		if (arena)
			arena_reset(arena);
	}
	arena_free(arena);
	return reason;
}
