/* probes/elf_damage.c - see elf_damage.h.  Reads the headers by itself: of a damaged file libelf
 * does not say which are missing.  Called by the user probes. */
#include "probes/elf_damage.h"

#include <inttypes.h>
#include <string.h>

#include "probes/rows.h"

struct survey {
	const uint8_t *bytes;
	size_t len;
	uint64_t end;           /* of what the headers speak of */
	size_t sections;        /* that are described */
	bool has_code, has_code_elsewhere;
};

static void must_have(struct survey *s, uint64_t offset, uint64_t size)
{
	uint64_t end = size > UINT64_MAX - offset ? UINT64_MAX : offset + size;

	if (size && end > s->end)
		s->end = end;
}

/* One of a table of headers; false when it does not lie in the file. */
static bool take_header(const struct survey *s, uint64_t table, size_t i, void *header, size_t size)
{
	uint64_t at = table + i * size;

	if (table > s->len || at > s->len || size > s->len - at)
		return false;
	memcpy(header, s->bytes + at, size);
	return true;
}

static void look_at_segments(struct survey *s, const Elf64_Ehdr *h)
{
	Elf64_Phdr segment;

	must_have(s, h->e_phoff, (uint64_t)h->e_phnum * sizeof(segment));
	for (size_t i = 0;
		i < h->e_phnum && take_header(s, h->e_phoff, i, &segment, sizeof(segment)); i++) {
		if (segment.p_type != PT_LOAD)
			continue;
		s->has_code |= segment.p_flags & PF_X && segment.p_filesz;
		must_have(s, segment.p_offset, segment.p_filesz);
	}
}

static void look_at_sections(struct survey *s, const Elf64_Ehdr *h)
{
	Elf64_Shdr section;

	must_have(s, h->e_shoff, (uint64_t)h->e_shnum * sizeof(section));
	for (size_t i = 0;
		i < h->e_shnum && take_header(s, h->e_shoff, i, &section, sizeof(section)); i++) {
		s->sections += section.sh_type != SHT_NULL;
		if (section.sh_type != SHT_NOBITS)
			must_have(s, section.sh_offset, section.sh_size);
		else
			s->has_code_elsewhere |= section.sh_flags & SHF_EXECINSTR;
	}
}

int elf_damage_tell(const struct elf_file *f, const char *path, const struct probe_spec *spec,
	unsigned part, struct probe_error *err)
{
	struct survey s = { 0 };
	Elf64_Ehdr h;
	int ret;

	s.bytes = elf_file_image(f, &s.len);
	if (!take_header(&s, 0, 0, &h, sizeof(h)))
		return 0;
	look_at_segments(&s, &h);
	look_at_sections(&s, &h);
	if (s.has_code_elsewhere) {
		ret = probe_fail_part(err, spec, part, PROBE_NO_MATCH,
			"%s has no code: it is the debug information of another file", path);
		probe_hint(err, "name the program or library itself");
		return ret;
	}
	if (s.end > s.len)
		ret = probe_fail_part(err, spec, part, PROBE_NO_MATCH,
			"%s is cut off: it has %zu bytes, and its headers speak of %" PRIu64, path,
			s.len, s.end);
	else if (h.e_shnum && !s.sections)
		ret = probe_fail_part(err, spec, part, PROBE_NO_MATCH,
			"%s is damaged: its section headers, by which symbols are found, are empty",
			path);
	else if (!s.has_code)
		ret = probe_fail_part(err, spec, part, PROBE_NO_MATCH,
			"%s is damaged: nothing of it is code that a program could load", path);
	else
		return 0;
	probe_hint(err, "copy it again, or build it again");
	return ret;
}
