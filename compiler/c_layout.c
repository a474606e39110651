/* compiler/c_layout.c - where the members of a struct lie: the rules of the System V ABI as gcc and
 * clang apply them on x86-64 and aarch64, with their attributes and #pragma pack.  Called when a
 * struct has been read. */
#include "compiler/c_define.h"
#include "compiler/c_types_internal.h"
#include "runtime/base/util.h"

#ifdef __aarch64__
#define ALIGN_UNNAMED_BITS true
#else
#define ALIGN_UNNAMED_BITS false
#endif

struct layout_place {
	uint64_t at, end;       /* bits */
	uint32_t align;         /* bytes */
};

static uint32_t limited(uint32_t align, uint32_t pack)
{
	return pack ? MIN_OF(align, pack) : align;
}

/* A bit field may not lie in more units of its type than one, unless it is packed. */
static void place_bits(struct layout_place *p, struct c_field *f, bool packed, uint32_t pack)
{
	uint32_t unit = f->align * 8, own = f->attributes.align;

	if (own)
		p->at = ROUND_UP(p->at, (uint64_t)limited(own, pack) * 8);
	if (!f->width)
		p->at = ROUND_UP(p->at, (uint64_t)f->align * 8);
	else if (!packed && !pack &&
		(p->at % unit + f->width + unit - 1) / unit > f->size * 8 / unit)
		p->at = ROUND_UP(p->at, unit);
	f->member->bit_offset = p->at;
	f->member->bit_size = f->width;
	p->at += f->width;
	if (own)
		p->align = MAX_OF(p->align, limited(own, pack));
	if (*f->member->name || ALIGN_UNNAMED_BITS)
		p->align = MAX_OF(p->align, pack ? limited(f->align, pack) : packed ? 1 : f->align);
}

static void place_whole(struct layout_place *p, struct c_field *f, bool packed, uint32_t pack)
{
	uint32_t align = limited(MAX_OF(packed ? 1 : f->align, f->attributes.align), pack);

	p->at = ROUND_UP(p->at, (uint64_t)align * 8);
	f->member->bit_offset = p->at;
	p->at += (uint64_t)f->size * 8;
	p->align = MAX_OF(p->align, align);
}

bool c_layout(
	struct c_body *body, const struct c_attributes *attributes, uint32_t *size, uint32_t *align)
{
	struct layout_place p = { .align = 1 };

	for (struct c_field *f = body->first; f; f = f->next) {
		bool packed = attributes->packed || f->attributes.packed;

		if (body->is_union)
			p.at = 0;
		if (f->is_bits)
			place_bits(&p, f, packed, body->pack);
		else
			place_whole(&p, f, packed, body->pack);
		p.end = MAX_OF(p.end, p.at);
		if (p.end / 8 > C_SIZE_MAX)
			return false;
	}
	*align = MAX_OF(p.align, attributes->align);

	uint64_t bytes = ROUND_UP((p.end + 7) / 8, (uint64_t)*align);

	*size = (uint32_t)bytes;
	return bytes <= C_SIZE_MAX;
}
