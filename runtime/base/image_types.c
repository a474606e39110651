/* runtime/base/image_types.c - the types of an image: checked record by record and decoded into
 * struct type.  Part of image_open().
 *
 * A type refers only to earlier ones, so types have no cycles; depth and weight bound what a walk
 * over a type costs. */
#include "runtime/base/image_check.h"
#include "runtime/base/util.h"

struct measure {
	uint32_t depth;
	uint32_t weight;
};

struct type_check {
	struct image *image;
	struct measure *measures;       /* one a type */
};

/* What the size and alignment of a kind must be; 0: decided elsewhere. */
static const struct { uint8_t size, align; } exact[] = {
	[TYPE_VOID] = { 0, 1 },
	[TYPE_BOOL] = { 1, 1 },
	[TYPE_INT] = { 0, 0 },
	[TYPE_STRING] = { 0, 1 },
	[TYPE_POINTER] = { 8, 8 },
	[TYPE_ARRAY] = { 0, 0 },
	[TYPE_TUPLE] = { 0, 0 },
	[TYPE_STRUCT] = { 0, 0 },
	[TYPE_TIMESTAMP] = { 8, 8 },
	[TYPE_PROBE] = { 8, 8 },
	[TYPE_KSYM] = { 8, 8 },
	[TYPE_KSTACK] = { 8, 8 },
	[TYPE_USTACK] = { 8, 8 },
	[TYPE_USYM] = { sizeof(struct user_address), 8 },
	[TYPE_INET] = { sizeof(struct inet_address), 4 },
	[TYPE_MAC] = { 8, 8 },
	[TYPE_USERNAME] = { 8, 8 },
	[TYPE_CGROUP_PATH] = { 8, 8 },
	[TYPE_BUFFER] = { 0, 4 },
	[TYPE_RECORD] = { 0, 0 },
	[TYPE_NAMED] = { 8, 8 },
	[TYPE_SOCKADDR] = { sizeof(struct socket_address), 2 },
	[TYPE_AGG] = { 0, 8 },
};

static bool is_power_to_8(uint32_t n)
{
	return n == 1 || n == 2 || n == 4 || n == 8;
}

static const char *check_numbers(const struct image *image, const struct image_type *r)
{
	if (r->kind == TYPE_ERROR || r->kind >= ARRAY_SIZE(exact))
		return "types: unknown kind";
	if (r->is_signed > 1 || r->is_raw > 1 ||
		(r->clock > CLOCK_ID_SW_TAI && r->kind != TYPE_KSTACK && r->kind != TYPE_USTACK))
		return "types: a flag is out of range";
	if (!is_power_to_8(r->align) || (exact[r->kind].align && r->align != exact[r->kind].align))
		return "types: wrong alignment";
	if (r->size > IMAGE_LARGEST_VALUE ||
		(exact[r->kind].size && r->size != exact[r->kind].size))
		return "types: wrong size";
	if ((r->kind == TYPE_VOID && r->size) ||
		(r->kind == TYPE_INT && (!is_power_to_8(r->size) || r->align != r->size)))
		return "types: wrong size";
	if (r->kind == TYPE_BUFFER && r->size != ROUND_UP(sizeof(uint32_t) + (uint64_t)r->count, 4))
		return "types: wrong size of a buffer";
	if ((r->kind == TYPE_KSTACK && r->clock >= STACK_KERNEL_MODES) ||
		(r->kind == TYPE_USTACK && r->clock >= STACK_MODE_COUNT))
		return "types: a stack of no known form";
	if (r->unit >= UNIT_COUNT || (r->unit && r->kind != TYPE_INT) ||
		r->decoder >= DECODER_COUNT || (r->decoder && r->kind != TYPE_NAMED))
		return "types: a unit or decoder out of range";
	if (r->kind == TYPE_NAMED && r->decoder == DECODER_FLAGS && r->name == IMAGE_NONE)
		return "types: flags of no set";
	if (!image_has_text_or_none(image, r->name))
		return "types: a name lies outside of strings";
	if ((r->kind == TYPE_TIMESTAMP || r->kind == TYPE_STRUCT) && r->name == IMAGE_NONE)
		return "types: a name is missing";
	return NULL;
}

static bool are_percentiles(const struct agg_params *p)
{
	for (uint32_t i = 0; i < PCT_MAX_PERCENTILES; i++)
		if (p->percentiles[i] > PCT_LARGEST)
			return false;
	return p->has_negatives <= 1;
}

/* Parameters come first: sizes are computed from them. */
static const char *check_agg(const struct image_type *r, const struct type *elem)
{
	const struct agg_params *p = &r->agg_params;
	bool has_buckets = r->agg == AGG_HIST || r->agg == AGG_LHIST;

	if (r->agg >= AGG_COUNT_OF)
		return "types: unknown aggregation";
	if (r->agg == AGG_HIST && p->bits > HIST_MAX_BITS)
		return "types: hist with too many bits";
	if (r->agg == AGG_LHIST &&
		(p->min >= p->max || p->step < 1 || lhist_bucket_count(p) - 2 > LHIST_MAX_BUCKETS))
		return "types: lhist with bad bounds";
	if (r->agg == AGG_TSERIES &&
		(p->step < 1 || p->intervals < 1 || p->intervals > TSERIES_MAX_INTERVALS ||
		p->reduction >= TSERIES_REDUCTION_COUNT))
		return "types: tseries with bad intervals";
	if (r->agg == AGG_PCT && !are_percentiles(p))
		return "types: pct with bad percentiles";
	if (r->size != agg_value_size((enum agg_id)r->agg, p))
		return "types: wrong size of an aggregation";
	if (r->agg != AGG_COUNT && !has_buckets &&
		!(elem && (elem->kind == TYPE_INT || elem->kind == TYPE_BOOL)))
		return "types: an aggregation has no integer sample";
	return NULL;
}

/* Adds what a type inside of another one costs. */
static const char *add_measure(struct type_check *c, uint32_t outer, uint32_t inner)
{
	struct measure *to = &c->measures[outer];
	const struct measure *from = &c->measures[inner];

	to->depth = MAX_OF(to->depth, from->depth + 1);
	to->weight += from->weight;
	if (to->depth > IMAGE_DEEPEST_TYPE || to->weight > IMAGE_HEAVIEST_TYPE)
		return "types: nested too deeply";
	return NULL;
}

static const char *check_elem(struct type_check *c, uint32_t i)
{
	const struct image_type *r = &c->image->types[i];
	const struct type *elem;

	if (r->elem == IMAGE_NONE)
		return r->kind == TYPE_ARRAY ? "types: an array has no element type" : NULL;
	if (r->elem >= i)
		return "types: a type refers to a later one";
	elem = &c->image->decoded_types[r->elem];
	if (elem->kind == TYPE_AGG)
		return "types: an aggregation inside of another type";
	if (r->kind == TYPE_ARRAY) {
		if (elem->size == 0 || (uint64_t)r->count * elem->size != r->size ||
			r->align != elem->align)
			return "types: wrong size of an array";
	}
	return add_measure(c, i, r->elem);
}

/* The bits of a field lie within one word of 8 bytes that begins at its offset; the bytes that its
 * type would take may reach beyond the struct. */
static const char *check_bit_field(
	const struct image_type *r, const struct image_field *f, const struct type *t)
{
	uint32_t bits = (uint32_t)f->bit_offset + f->bit_size;

	if (r->kind != TYPE_STRUCT || (t->kind != TYPE_INT && t->kind != TYPE_BOOL) ||
		f->bit_offset > 7 || f->bit_size > 8 * t->size || bits > 64 ||
		(uint64_t)f->offset + (bits + 7) / 8 > r->size)
		return "fields: a bit field of a wrong form";
	return NULL;
}

static const char *check_field(struct type_check *c, uint32_t i, const struct image_field *f)
{
	const struct image_type *r = &c->image->types[i];
	const struct type *t;

	if (!image_has_text_or_none(c->image, f->name) ||
		(r->kind != TYPE_TUPLE && f->name == IMAGE_NONE))
		return "fields: a name lies outside of strings";
	if (r->kind == TYPE_INT)
		return f->type == IMAGE_NONE ? NULL : "fields: an enumerator has a type";
	if (f->type >= i)
		return "fields: a field refers to a later type";
	t = &c->image->decoded_types[f->type];
	if (t->kind == TYPE_AGG)
		return "fields: an aggregation inside of another type";
	if (f->bit_size)
		return check_bit_field(r, f, t);
	if ((uint64_t)f->offset + t->size > r->size)
		return "fields: a field lies outside of its type";
	return add_measure(c, i, f->type);
}

static const char *check_fields(struct type_check *c, uint32_t i)
{
	struct image *image = c->image;
	const struct image_type *r = &image->types[i];

	if (!image_range_ok(r->field_first, r->field_count, image->counts[IMAGE_FIELDS]))
		return "types: fields out of range";
	if (r->field_count && r->kind != TYPE_TUPLE && r->kind != TYPE_RECORD &&
		r->kind != TYPE_STRUCT && (r->kind != TYPE_INT || r->name == IMAGE_NONE))
		return "types: fields in a type that has none";
	for (uint32_t at = r->field_first; at < r->field_first + r->field_count; at++) {
		const struct image_field *f = &image->fields[at];
		const char *reason = check_field(c, i, f);

		if (reason)
			return reason;
		image->decoded_fields[at] = (struct type_field){
			.name = f->name == IMAGE_NONE ? NULL : image_text(image, f->name),
			.type = image_type_at(image, f->type),
			.offset = f->offset,
			.bit_offset = (uint8_t)f->bit_offset,
			.bit_size = (uint8_t)f->bit_size,
			.value = f->value,
		};
	}
	return NULL;
}

static void decode_type(struct image *image, uint32_t i)
{
	const struct image_type *r = &image->types[i];

	image->decoded_types[i] = (struct type){
		.kind = (enum type_kind)r->kind,
		.is_signed = r->is_signed,
		.is_raw = r->is_raw,
		.clock = r->clock,
		.unit = r->unit,
		.decoder = r->decoder,
		.align = (uint8_t)r->align,
		.size = r->size,
		.count = r->count,
		.elem = image_type_at(image, r->elem),
		.fields = r->field_count ? &image->decoded_fields[r->field_first] : NULL,
		.field_count = r->field_count,
		.name = r->name == IMAGE_NONE ? NULL : image_text(image, r->name),
		.agg = (enum agg_id)r->agg,
		.agg_params = r->agg_params,
	};
}

static const char *check_type(struct type_check *c, uint32_t i)
{
	const struct image_type *r = &c->image->types[i];
	const char *reason = check_numbers(c->image, r);

	c->measures[i] = (struct measure){ 0, 1 };
	if (!reason)
		reason = check_elem(c, i);
	if (!reason)
		reason = check_fields(c, i);
	if (!reason && r->kind == TYPE_AGG)
		reason = check_agg(r, image_type_at(c->image, r->elem));
	if (!reason && r->kind != TYPE_AGG && r->agg != 0)
		reason = "types: an aggregation in a type that has none";
	if (!reason)
		decode_type(c->image, i);
	return reason;
}

const char *image_check_types(struct image *image)
{
	uint32_t count = image->counts[IMAGE_TYPES];
	struct type_check c = { .image = image };
	const char *reason = NULL;

	image->decoded_types = mem_zalloc(count, sizeof(*image->decoded_types));
	image->decoded_fields =
		mem_zalloc(image->counts[IMAGE_FIELDS], sizeof(*image->decoded_fields));
	c.measures = mem_zalloc(count, sizeof(*c.measures));
	if (!image->decoded_types || !image->decoded_fields || !c.measures)
		reason = image_out_of_memory;
	for (uint32_t i = 0; i < count && !reason; i++)
		reason = check_type(&c, i);
	mem_free(c.measures);
	return reason;
}
