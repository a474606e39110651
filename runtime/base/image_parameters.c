/* runtime/base/image_parameters.c - the named parameters of an image: does each have a name, a kind
 * and a place in read-only data?  Part of image_open(). */
#include "runtime/base/image_check.h"
#include "runtime/base/util.h"

static const char *check_parameter(const struct image *image, const struct image_parameter *p)
{
	const struct image_map *map;

	if (!image_has_text(image, p->name) || !image_has_text(image, p->shown) ||
		!image_has_text_or_none(image, p->help))
		return "parameters: a text lies outside of strings";
	if (p->kind >= PARAMETER_KIND_COUNT)
		return "parameters: unknown kind";
	if (p->map >= image->counts[IMAGE_MAPS] || image->maps[p->map].storage != MAP_RODATA)
		return "parameters: a value that lies in no read-only data";
	map = &image->maps[p->map];
	if (!p->size || (p->kind != PARAMETER_STRING && p->size != 8) || p->offset % 8 ||
		!image_range_ok(p->offset, p->size, map->data_len))
		return "parameters: a value lies outside of read-only data";
	return NULL;
}

const char *image_check_parameters(struct image *image)
{
	uint32_t count = image->counts[IMAGE_PARAMETERS];

	image->known_parameters = mem_zalloc(count, sizeof(*image->known_parameters));
	if (!image->known_parameters)
		return image_out_of_memory;
	for (uint32_t i = 0; i < count; i++) {
		const struct image_parameter *p = &image->parameters[i];
		const char *reason = check_parameter(image, p);

		if (reason)
			return reason;
		image->known_parameters[i] = (struct parameter){
			.name = image_text(image, p->name),
			.kind = (enum parameter_kind)p->kind,
			.size = p->size,
			.shown = image_text(image, p->shown),
			.help = p->help == IMAGE_NONE ? NULL : image_text(image, p->help),
		};
	}
	return NULL;
}
