/* runtime/base/image_read.c - opens images: header, section directory and sources here, the other
 * tables in image_types.c, image_maps.c, image_progs.c, image_actions.c and image_parameters.c.
 * The bytes may come from anywhere; after image_open() said yes nothing behind it checks an index
 * again. */
#include <errno.h>

#include "runtime/base/image_check.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/util.h"


const char image_out_of_memory[] = "out of memory";

static const char *check_header(const struct image_header *h, size_t len)
{
	if (len < sizeof(*h))
		return "not an image: shorter than a header";
	if (memcmp(h->magic, IMAGE_MAGIC, sizeof(h->magic)) != 0)
		return "not an image: no magic at the start";
	if (h->version != IMAGE_VERSION)
		return "header: made by another version";
	if (h->arch != image_machine())
		return "header: made for another architecture";
	if (h->size > len)
		return "header: truncated";
	if (h->size < len)
		return "header: bytes after the end";
	if (h->flags &
		~(uint32_t)(IMAGE_FLOOD | IMAGE_PRINT_MAPS | IMAGE_UNSAFE | IMAGE_BEGIN_ONLY |
			IMAGE_PRINT_MAPS_ON_SIGNAL | IMAGE_MANGLED_NAMES | IMAGE_EARLY_SYMBOLS |
			IMAGE_SHOW_DEBUG_INFO | IMAGE_FOLLOW | IMAGE_FORGET_PROCESSES |
			IMAGE_COUNTS_RUNS | IMAGE_PORTABLE))
		return "header: unknown flag";
	if (h->ring_bytes & (h->ring_bytes - 1) || (h->ring_bytes && h->ring_bytes < 4096))
		return "header: ring size is not a power of two of at least a page";
	if (h->max_strlen > IMAGE_LARGEST_VALUE)
		return "header: string limit is too large";
	if (h->log_size > IMAGE_LOG_MOST)
		return "header: log size is too large";
	return NULL;
}

/* Fill the array pointers and counts from the directory. */
static const char *open_sections(struct image *image)
{
	const struct image_header *h = image->header;
	const char *base = (const char *)h;

	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		if (h->sections[i].offset % IMAGE_ALIGN || h->sections[i].offset < sizeof(*h) ||
			h->sections[i].offset > h->size)
			return "sections: a section starts outside of the image";
		image->counts[i] = h->sections[i].count;
	}
#define OPEN_SECTION(id, record, array) \
	if (image->counts[IMAGE_##id] > \
		(h->size - h->sections[IMAGE_##id].offset) / sizeof(record)) \
		return "sections: " #array " ends outside of the image"; \
	image->array = (const record *)(base + h->sections[IMAGE_##id].offset);
	IMAGE_SECTIONS(OPEN_SECTION)
#undef OPEN_SECTION
	if (image->counts[IMAGE_STRINGS] == 0 ||
		image->strings[image->counts[IMAGE_STRINGS] - 1] != 0)
		return "strings: the last text has no end";
	if (!image_has_text_or_none(image, h->str_trailer) ||
		!image_has_text_or_none(image, h->metrics_prefix) ||
		!image_has_text_or_none(image, h->license))
		return "header: a text lies outside of strings";
	return NULL;
}

/* Sources stand one behind the other in the global numbering. */
static const char *open_sources(struct image *image)
{
	uint32_t count = image->counts[IMAGE_SOURCES];
	uint64_t end = 0;

	image->script.items = mem_zalloc(count, sizeof(*image->script.items));
	if (!image->script.items)
		return image_out_of_memory;
	image->script.count = count;
	for (uint32_t i = 0; i < count; i++) {
		const struct image_source *s = &image->sources[i];

		if (!image_has_text_or_none(image, s->name))
			return "sources: a name lies outside of strings";
		if (!image_range_ok(s->text_offset, s->text_len, image->counts[IMAGE_DATA]))
			return "sources: a text lies outside of data";
		if (s->start < end || (uint64_t)s->start + s->text_len > UINT32_MAX)
			return "sources: texts overlap";
		end = (uint64_t)s->start + s->text_len;
		if (s->name == IMAGE_NONE &&
			(!i || s->origin >= s->start ||
				(uint64_t)s->origin + s->text_len > s->start ||
				s->used_start >= s->start))
			return "sources: a use of what comes later";
		image->script.items[i] = (struct source){
			.name = s->name == IMAGE_NONE ? NULL : image_text(image, s->name),
			.text = s->name == IMAGE_NONE ? NULL
				: (const char *)image->data + s->text_offset,
			.len = s->text_len,
			.start = s->start,
			.origin = s->origin,
			.used_at = { s->used_start, s->used_end },
		};
	}
	return NULL;
}

static const char *open_tables(struct image *image)
{
	const char *reason = open_sections(image);

	if (!reason)
		reason = image_check_types(image);
	if (!reason)
		reason = image_check_maps(image);
	if (!reason)
		reason = image_check_progs(image);
	if (!reason)
		reason = image_check_tables(image);
	if (!reason)
		reason = image_check_actions(image);
	if (!reason)
		reason = image_check_parameters(image);
	if (!reason)
		reason = image_check_portable(image);
	if (!reason)
		reason = open_sources(image);
	return reason;
}

int image_open(struct image *image, const void *bytes, size_t len, const char **reason)
{
	*image = (struct image){ 0 };
	if ((uintptr_t)bytes % IMAGE_ALIGN) {
		*reason = "not an image: not aligned in memory";
		return -EINVAL;
	}
	*reason = check_header(bytes, len);
	if (*reason)
		return -EINVAL;
	image->header = bytes;
	*reason = open_tables(image);
	if (!*reason)
		return 0;
	image_close(image);
	return *reason == image_out_of_memory ? -ENOMEM : -EINVAL;
}

void image_close(struct image *image)
{
	mem_free(image->decoded_types);
	mem_free(image->decoded_fields);
	mem_free(image->script.items);
	mem_free(image->known_parameters);
	*image = (struct image){ 0 };
}
