/* probes/elf_debugdata.c - see elf_debugdata.h.  Called where symbols are read. */
#include "probes/elf_debugdata.h"

#include <libelf.h>
#include <lzma.h>
#include <stdbool.h>
#include <string.h>

#include "probes/elf_section.h"
#include "runtime/base/mem.h"

#define DECODER_MEMORY (64u << 20)      /* bytes that a file may ask for by its dictionary */
#define FIRST_ROOM (256u << 10)

/* Make room for more; false when there may be no more. */
static bool grow(lzma_stream *stream, uint8_t **bytes, size_t *room)
{
	size_t used = *room - stream->avail_out, bigger = *room ? *room * 2 : FIRST_ROOM;
	uint8_t *moved = bigger <= ELF_DEBUGDATA_MOST ? mem_realloc(*bytes, bigger) : NULL;

	if (!moved)
		return false;
	*bytes = moved;
	*room = bigger;
	stream->next_out = moved + used;
	stream->avail_out = bigger - used;
	return true;
}

static void *unpack(const Elf_Data *packed, size_t *len)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	uint8_t *bytes = NULL;
	size_t room = 0;
	lzma_ret state = lzma_stream_decoder(&stream, DECODER_MEMORY, 0);

	stream.next_in = packed->d_buf;
	stream.avail_in = packed->d_size;
	while (state == LZMA_OK && (stream.avail_out || grow(&stream, &bytes, &room)))
		state = lzma_code(&stream, LZMA_FINISH);
	*len = room - stream.avail_out;
	lzma_end(&stream);
	if (state == LZMA_STREAM_END)
		return bytes;
	mem_free(bytes);
	return NULL;
}

void *elf_debugdata_read(int fd, size_t *len)
{
	Elf *elf = elf_version(EV_CURRENT) == EV_NONE ? NULL : elf_begin(fd, ELF_C_READ, NULL);
	Elf_Data *packed = elf ? elf_section_data(elf, ".gnu_debugdata") : NULL;
	void *bytes = packed && packed->d_buf && packed->d_size ? unpack(packed, len) : NULL;

	elf_end(elf);
	return bytes;
}
