/* probes/x86_length.c - takes the instructions of x86-64 (64-bit mode) apart as far as their length
 * needs it, by a table for each map of opcodes: which have a ModRM byte, and how many bytes of
 * immediate follow.  Legacy encodings, REX, VEX, EVEX and XOP.  The tables follow the opcode maps
 * of Intel's manual (SDM 2, appendix A) and AMD's (APM 3, appendix A).  Called by
 * function_code.c. */
#include "probes/x86_length.h"

#include <assert.h>
#include <string.h>

#include "runtime/base/util.h"

/* What follows an opcode: a letter of the tables. */
enum {
	BAD = 'x',              /* not an instruction in 64-bit mode */
	PREFIX = 'p',
	ESCAPE = 'E',           /* to another map */
	VECTOR = 'V',           /* VEX or EVEX */
	XOP = 'X',              /* XOP, or pop with a ModRM byte */
	ALONE = '.',
	MODRM = 'm',
	MODRM_BYTE = 'M',       /* ModRM, and one byte */
	MODRM_WORD = 'I',       /* ModRM, and a word of the size of the operands, at most 4 bytes */
	MODRM_TWO = 's',        /* ModRM; with the prefixes of SSE4a two bytes more */
	MODRM_TEST = 't',       /* ModRM, and a byte where that says test */
	MODRM_TEST_WORD = 'T',  /* the same, a word */
	REGISTERS = 'r',        /* ModRM that names registers, whatever its mode */
	BYTE = '1',
	TWO = '2',
	WORD = '4',             /* of the size of the operands, at most 4 bytes */
	WIDE = '8',             /* of the size of the operands, at most 8 bytes */
	RELATIVE = 'j',         /* 4 bytes, whatever the size of the operands */
	ADDRESS = 'o',          /* of the size of an address */
	ENTER = 'e',            /* 3 bytes */
};

static const char one_byte[] =
	"mmmm14xxmmmm14xE"      /* 00 */
	"mmmm14xxmmmm14xx"
	"mmmm14pxmmmm14px"
	"mmmm14pxmmmm14px"
	"pppppppppppppppp"      /* 40: REX */
	"................"
	"xxVmpppp4I1M...."
	"1111111111111111"
	"MIxMmmmmmmmmmmmX"      /* 80 */
	"..........x....."
	"oooo....14......"
	"1111111188888888"
	"MM2.VVMIe.2..1x."      /* c0 */
	"mmmmxxx.mmmmmmmm"
	"11111111jjx1...."
	"p.pp..tT......mm";

static const char map_0f[] =
	"mmmmx.....x.xm.M"      /* 00 */
	"mmmmmmmmmmmmmmmm"
	"rrrrxxxxmmmmmmmm"
	"......x.ExExxxxx"
	"mmmmmmmmmmmmmmmm"      /* 40 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"MMMMmmm.smxxmmmm"
	"jjjjjjjjjjjjjjjj"      /* 80 */
	"mmmmmmmmmmmmmmmm"
	"...mMmmm...mMmmm"
	"mmmmmmmmmmMmmmmm"
	"mmMmMMMm........"      /* c0 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm";

/* The same map in VEX and EVEX. */
static const char vector_0f[] =
	"mmmmmmmmmmmmmmmm"      /* 00 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"      /* 40 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"MMMMmmm.mmmmmmmm"
	"mmmmmmmmmmmmmmmm"      /* 80 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmMmMMMmmmmmmmmm"      /* c0 */
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm";

static_assert(sizeof(one_byte) == 257 && sizeof(map_0f) == 257 && sizeof(vector_0f) == 257,
	"a letter for each opcode");

/* Maps of VEX, EVEX and XOP: a table, or one letter for all of it. */
static const struct vector_map {
	const char *table;
	char all;
} vector_maps[32] = {
	[1] = { .table = vector_0f }, [2] = { .all = MODRM }, [3] = { .all = MODRM_BYTE },
	/* EVEX: half precision */
	[5] = { .all = MODRM }, [6] = { .all = MODRM },
	/* XOP */
	[8] = { .all = MODRM_BYTE }, [9] = { .all = MODRM }, [10] = { .all = MODRM_WORD },
};

struct decoder {
	const uint8_t *code;
	size_t len, at;
	bool failed;            /* the code ended */
	bool operand_16;        /* prefix 66 */
	bool address_32;        /* prefix 67 */
	bool repeat;            /* prefix f2 */
	bool wide;              /* REX.W */
	bool is_vector;
	uint8_t opcode, modrm;
	const char *map;        /* that the opcode is of; NULL: one of those without names here */
};

static uint8_t next(struct decoder *d)
{
	if (d->at >= d->len) {
		d->failed = true;
		return 0;
	}
	return d->code[d->at++];
}

static void read_prefixes(struct decoder *d)
{
	bool rex = false;

	while (d->at < d->len && one_byte[d->code[d->at]] == PREFIX) {
		uint8_t byte = d->code[d->at++];

		/* REX counts only right in front of the opcode */
		rex = byte >> 4 == 4;
		d->wide = rex && byte & 8;
		d->operand_16 |= byte == 0x66;
		d->address_32 |= byte == 0x67;
		d->repeat |= byte == 0xf2;
	}
}

/* VEX of two and three bytes, EVEX, XOP: the first byte is read.  The letter of the opcode. */
static char read_vector(struct decoder *d, uint8_t first)
{
	uint8_t map = 1;

	d->is_vector = true;
	if (first != 0xc5) {
		map = next(d) & (first == 0x62 ? 0x07 : 0x1f);
	}
	next(d);
	if (first == 0x62)
		next(d);
	d->opcode = next(d);
	if (map >= ARRAY_SIZE(vector_maps) || (first == 0x8f) != (map >= 8))
		return BAD;
	const struct vector_map *m = &vector_maps[map];

	d->operand_16 = false;
	return m->table ? m->table[d->opcode] : m->all ? m->all : BAD;
}

static char read_opcode(struct decoder *d)
{
	char kind;

	d->opcode = next(d);
	d->map = one_byte;
	kind = one_byte[d->opcode];
	if (kind == VECTOR || (kind == XOP && d->at < d->len && (d->code[d->at] & 0x1f) >= 8)) {
		d->map = NULL;
		return read_vector(d, d->opcode);
	}
	if (kind == XOP)
		return MODRM;
	if (kind != ESCAPE)
		return kind;
	d->opcode = next(d);
	d->map = map_0f;
	kind = map_0f[d->opcode];
	if (kind != ESCAPE)
		return kind;
	kind = d->opcode == 0x38 ? MODRM : MODRM_BYTE;
	d->opcode = next(d);
	d->map = NULL;
	return kind;
}

static void skip_modrm(struct decoder *d)
{
	d->modrm = next(d);
	uint8_t mode = d->modrm >> 6, base = d->modrm & 7;

	if (mode == 3)
		return;
	bool has_index = base == 4;

	if (has_index)
		base = next(d) & 7;
	if (mode == 1)
		d->at += 1;
	/* without a displacement, 5 is rip or nothing, and 4 bytes follow all the same */
	else if (mode == 2 || base == 5)
		d->at += 4;
}

static size_t word_size(const struct decoder *d)
{
	return d->operand_16 && !d->wide ? 2 : 4;
}

static void skip_operands(struct decoder *d, char kind)
{
	bool tests;

	if (strchr("mMIstT", kind))
		skip_modrm(d);
	tests = (d->modrm >> 3 & 7) < 2;
	switch (kind) {
	case REGISTERS:
	case MODRM_BYTE:
	case BYTE:
		d->at += 1;
		break;
	case MODRM_WORD:
	case WORD:
		d->at += word_size(d);
		break;
	case MODRM_TWO:
		d->at += d->operand_16 || d->repeat ? 2 : 0;
		break;
	case MODRM_TEST:
		d->at += tests ? 1 : 0;
		break;
	case MODRM_TEST_WORD:
		d->at += tests ? word_size(d) : 0;
		break;
	case TWO:
		d->at += 2;
		break;
	case WIDE:
		d->at += d->wide ? 8 : word_size(d);
		break;
	case RELATIVE:
		d->at += 4;
		break;
	case ADDRESS:
		d->at += d->address_32 ? 4 : 8;
		break;
	case ENTER:
		d->at += 3;
		break;
	}
}

static int64_t displacement(const struct decoder *d, size_t size)
{
	int32_t word;

	if (size == 1)
		return (int8_t)d->code[d->at - 1];
	memcpy(&word, d->code + d->at - sizeof(word), sizeof(word));
	return word;
}

/* Where it goes on: the operands have been skipped. */
static void read_flow(const struct decoder *d, struct x86_instruction *out)
{
	size_t size = 1;

	out->flow = X86_NEXT;
	if (d->map == one_byte) {
		unsigned group = d->modrm >> 3 & 7;

		if (d->opcode == 0xc2 || d->opcode == 0xc3 || d->opcode == 0xca ||
			d->opcode == 0xcb)
			out->flow = X86_RETURN;
		else if (d->opcode == 0xeb || d->opcode == 0xe9)
			out->flow = X86_JUMP;
		else if ((d->opcode & 0xf0) == 0x70 || (d->opcode & 0xfc) == 0xe0)
			out->flow = X86_BRANCH;
		else if (d->opcode == 0xff && (group == 4 || group == 5))
			out->flow = X86_JUMP_INDIRECT;
		size = d->opcode == 0xe9 ? 4 : 1;
	} else if (d->map == map_0f && (d->opcode & 0xf0) == 0x80) {
		out->flow = X86_BRANCH;
		size = 4;
	}
	if (out->flow == X86_JUMP || out->flow == X86_BRANCH)
		out->target = (int64_t)d->at + displacement(d, size);
}

bool x86_decode(const uint8_t *code, size_t len, struct x86_instruction *out)
{
	struct decoder d = { .code = code, .len = MIN_OF(len, X86_LONGEST) };

	*out = (struct x86_instruction){ 0 };
	read_prefixes(&d);
	char kind = read_opcode(&d);

	if (d.failed || kind == BAD)
		return false;
	skip_operands(&d, kind);
	if (d.failed || d.at > d.len)
		return false;
	out->length = (uint8_t)d.at;
	read_flow(&d, out);
	return true;
}
