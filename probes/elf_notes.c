/* probes/elf_notes.c - reads the notes of static probes.  Knows nothing of files; elf.c hands it
 * the bytes of a section. */
#include "probes/elf_notes.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/util.h"

#define NOTE_OWNER "stapsdt"
#define NOTE_TYPE 3             /* NT_STAPSDT */
#define NOTE_ADDRESSES 3        /* of the nop, of .stapsdt.base, of the semaphore: 8 bytes each */

/* A text at the start of the bytes; NULL when nothing ends it.  Moves behind it. */
static const char *take_text(const uint8_t **bytes, size_t *len)
{
	const char *text = (const char *)*bytes;
	const uint8_t *end = memchr(*bytes, '\0', *len);

	if (!end)
		return NULL;
	*len -= (size_t)(end + 1 - *bytes);
	*bytes = end + 1;
	return text;
}

static int visit_note(const uint8_t *bytes, size_t len, static_probe_visit_fn visit, void *arg)
{
	uint64_t addresses[NOTE_ADDRESSES];
	struct static_probe_note note;

	if (len < sizeof(addresses))
		return -EBADMSG;
	memcpy(addresses, bytes, sizeof(addresses));
	bytes += sizeof(addresses);
	len -= sizeof(addresses);
	note = (struct static_probe_note){
		.address = addresses[0], .base = addresses[1], .semaphore = addresses[2]
	};
	note.ns = take_text(&bytes, &len);
	note.name = note.ns ? take_text(&bytes, &len) : NULL;
	note.args = note.name ? take_text(&bytes, &len) : NULL;
	if (!note.args || !*note.ns || !*note.name)
		return -EBADMSG;
	return visit(&note, arg);
}

int static_probe_notes(
	const uint8_t *bytes, size_t len, static_probe_visit_fn visit, void *arg, size_t *at)
{
	int ret = 0;

	for (*at = 0; !ret && len - *at >= sizeof(Elf64_Nhdr);) {
		Elf64_Nhdr header;
		size_t left = len - *at - sizeof(header);

		memcpy(&header, bytes + *at, sizeof(header));
		uint64_t owner = ROUND_UP((uint64_t)header.n_namesz, 4);

		/* the last one may lack the bytes that would align the next */
		if (owner > left || header.n_descsz > left - owner)
			return -EBADMSG;
		const uint8_t *name = bytes + *at + sizeof(header), *desc = name + owner;

		if (header.n_type == NOTE_TYPE && header.n_namesz == sizeof(NOTE_OWNER) &&
			!memcmp(name, NOTE_OWNER, sizeof(NOTE_OWNER)))
			ret = visit_note(desc, header.n_descsz, visit, arg);
		if (!ret)
			*at += sizeof(header) +
				MIN_OF(owner + ROUND_UP((uint64_t)header.n_descsz, 4),
					(uint64_t)left);
	}
	return ret;
}
