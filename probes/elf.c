/* probes/elf.c - functions of ELF files by libelf.  Called by the user probes. */
#include "probes/elf.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "probes/elf_debugdata.h"
#include "probes/elf_segments.h"
#include "probes/function_code.h"
#include "probes/zip.h"
#include "runtime/base/file_map.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define MAX_NAME 1024   /* longer symbols are left out */
/* bytes of a function; the code of those of more is not looked at */
#define MAX_CODE (16 << 20)

/* An ELF file that has symbols which the program itself has lost. */
struct other {
	int fd;
	void *image;            /* unpacked */
	Elf *elf;               /* NULL: there is none */
	bool is_sought;
};

struct elf_file {
	int fd;
	Elf *elf;
	struct elf_segments segments;
	const uint8_t *image;   /* all of it */
	size_t image_len;
	uint64_t base;          /* where the image begins in the file: not at 0 in archives */
	void *map;              /* of the whole file */
	size_t map_len;
	bool is_member;         /* of an archive */
	char *path;
	const char *debug_path;
	/* of the function that was asked for last: read, since in what is mapped there are the
	 * breakpoints of whoever traces the file */
	uint8_t *code;
	size_t code_room;
	struct other other;
	/* of the function being visited, when its version had to be cut off */
	char name[MAX_NAME];
};

static const char *check_header(Elf *elf)
{
	GElf_Ehdr header;

	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header))
		return "its ELF header is damaged";
	if (header.e_ident[EI_CLASS] != ELFCLASS64)
		return "it is a 32-bit program, and only 64-bit ones can be traced";
	if (header.e_machine != ELF_OWN_MACHINE)
		return "it was built for another architecture";
	if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
		return "it is neither a program nor a shared library";
	return NULL;
}

/* Not by libelf, which makes a private mapping. */
static const char *map_file(struct elf_file *f, size_t len)
{
	void *bytes = len ? file_map(f->fd, len) : NULL;

	if (!bytes)
		return len ? "it cannot be read" : ELF_IS_NONE;
	f->map = bytes;
	f->map_len = len;
	return NULL;
}

/* The image of a member of an archive is read where it lies. */
static const char *read_image(struct elf_file *f, const char *member)
{
	struct zip_member found = { .len = f->map_len };
	char *bytes = f->map;
	const char *why = member ? zip_find(f->map, f->map_len, member, &found) : NULL;

	if (why)
		return why;
	f->base = found.offset;
	f->is_member = member;
	bytes += found.offset;
	if (found.len < SELFMAG || memcmp(bytes, ELFMAG, SELFMAG))
		return ELF_IS_NONE;
	if (found.len < sizeof(Elf64_Ehdr))
		return "it is cut off in its ELF header";
	f->elf = elf_memory(bytes, found.len);
	return f->elf ? NULL : "it cannot be read";
}

static const char *open_image(struct elf_file *f)
{
	size_t len = zip_path_len(f->path);
	bool is_member = f->path[len];
	struct stat st;

	if (is_member)
		f->path[len] = '\0';
	f->fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);  /* what is no file may hang */
	if (f->fd < 0 || fstat(f->fd, &st))
		return errno == ENOENT ? "no such file"
			: errno == EACCES ? "permission denied"
			: "it cannot be opened";
	if (!S_ISREG(st.st_mode))
		return "it is not a file";
	if (elf_version(EV_CURRENT) == EV_NONE)
		return "libelf is of another version";
	const char *why = map_file(f, (size_t)st.st_size);

	return why ? why : read_image(f, is_member ? f->path + len + strlen(ZIP_MARK) : NULL);
}

struct elf_file *elf_file_open(const char *path, const char *debug_path, const char **why)
{
	struct elf_file *f = mem_zalloc(1, sizeof(*f));

	*why = "out of memory";
	if (!f)
		return NULL;
	f->fd = f->other.fd = -1;
	f->path = mem_strdup(path);
	f->debug_path = debug_path;
	if (f->path)
		*why = open_image(f);
	if (!*why)
		*why = check_header(f->elf);
	if (!*why && !elf_segments_read(&f->segments, f->elf))
		*why = "out of memory";
	if (*why) {
		elf_file_close(f);
		return NULL;
	}
	f->image = (const uint8_t *)elf_rawfile(f->elf, &f->image_len);
	return f;
}

void elf_file_close(struct elf_file *f)
{
	if (!f)
		return;
	elf_end(f->elf);
	elf_segments_free(&f->segments);
	elf_end(f->other.elf);
	if (f->fd >= 0)
		close(f->fd);
	mem_free(f->other.image);
	if (f->other.fd >= 0)
		close(f->other.fd);
	if (f->map)
		munmap(f->map, f->map_len);
	mem_free(f->code);
	mem_free(f->path);
	mem_free(f);
}

bool elf_file_offset(const struct elf_file *f, uint64_t address, bool code, uint64_t *offset)
{
	uint64_t inside;

	if (!elf_segments_offset(&f->segments, address, code, &inside) || inside >= f->image_len)
		return false;
	*offset = f->base + inside;
	return true;
}

/* "memcpy@@GLIBC_2.14" is memcpy. */
static const char *plain_name(struct elf_file *f, const char *name)
{
	size_t len = strcspn(name, "@");

	if (!len || len >= sizeof(f->name))
		return NULL;
	if (!name[len])
		return name;
	memcpy(f->name, name, len);
	f->name[len] = '\0';
	return f->name;
}

struct function_visit {
	elf_visit_fn visit;
	void *arg;
};

static int visit_symbol(struct elf_file *f, Elf *from, const GElf_Sym *symbol, size_t strings,
	const struct function_visit *v)
{
	unsigned type = GELF_ST_TYPE(symbol->st_info);
	struct elf_function function = {
		.size = symbol->st_size,
		.indirect = type == STT_GNU_IFUNC,
	};

	if ((type != STT_FUNC && type != STT_GNU_IFUNC) || symbol->st_shndx == SHN_UNDEF)
		return 0;
	const char *name = elf_strptr(from, strings, symbol->st_name);

	function.name = name ? plain_name(f, name) : NULL;
	if (!function.name || !elf_file_offset(f, symbol->st_value, true, &function.offset))
		return 0;
	return v->visit(&function, v->arg);
}

/** Non-zero stops and is returned. */
typedef int (*symbol_fn)(
	struct elf_file *f, Elf *from, const GElf_Sym *symbol, size_t strings, void *arg);

static int each_symbol_of(struct elf_file *f, Elf *from, symbol_fn visit, void *arg)
{
	Elf_Scn *section = NULL;
	int ret = 0;

	while (!ret && (section = elf_nextscn(from, section))) {
		GElf_Shdr header;

		if (!gelf_getshdr(section, &header) ||
			(header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM) ||
			!header.sh_entsize)
			continue;
		Elf_Data *data = elf_getdata(section, NULL);
		uint64_t count = header.sh_size / header.sh_entsize;

		for (uint64_t i = 0; data && !ret && i < count && i < INT32_MAX; i++) {
			GElf_Sym symbol;

			if (!gelf_getsym(data, (int)i, &symbol))
				break;
			ret = visit(f, from, &symbol, header.sh_link, arg);
		}
	}
	return ret;
}

static bool is_stripped(Elf *elf)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
			return false;
	return true;
}

/* The separate debug file of a stripped program, or what is packed in it. */
static void seek_other(struct elf_file *f)
{
	char root[64] = "", path[PATH_MAX];
	size_t root_len = debug_file_root_len(f->path), len;

	f->other.is_sought = true;
	if (f->is_member || !is_stripped(f->elf) || root_len >= sizeof(root))
		return;
	memcpy(root, f->path, root_len);
	if (debug_file_find(
		    &(struct debug_file_place){ root, f->path + root_len, f->debug_path }, path)) {
		f->other.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		f->other.elf = elf_begin(f->other.fd, ELF_C_READ_MMAP, NULL);
	} else if ((f->other.image = elf_debugdata_read(f->fd, &len))) {
		f->other.elf = elf_memory(f->other.image, len);
	}
	if (f->other.elf && check_header(f->other.elf)) {
		elf_end(f->other.elf);
		f->other.elf = NULL;
	}
}

static int each_symbol(struct elf_file *f, symbol_fn visit, void *arg)
{
	int ret = each_symbol_of(f, f->elf, visit, arg);

	if (!ret && !f->other.is_sought)
		seek_other(f);
	return ret || !f->other.elf ? ret : each_symbol_of(f, f->other.elf, visit, arg);
}

static int visit_function(
	struct elf_file *f, Elf *from, const GElf_Sym *symbol, size_t strings, void *arg)
{
	return visit_symbol(f, from, symbol, strings, arg);
}

int elf_file_functions(struct elf_file *f, elf_visit_fn visit, void *arg)
{
	return each_symbol(f, visit_function, &(struct function_visit){ visit, arg });
}

struct symbol_search {
	const char *name;
	uint64_t address, size;
	bool data_only;
	bool found, ambiguous;
};

static int match_symbol(
	struct elf_file *f, Elf *from, const GElf_Sym *symbol, size_t strings, void *arg)
{
	struct symbol_search *s = arg;
	unsigned type = GELF_ST_TYPE(symbol->st_info);

	if (symbol->st_shndx == SHN_UNDEF || type == STT_FILE || type == STT_SECTION ||
		type == STT_TLS || (s->data_only && type != STT_OBJECT && type != STT_COMMON))
		return 0;
	const char *name = elf_strptr(from, strings, symbol->st_name);

	name = name ? plain_name(f, name) : NULL;
	if (!name || !str_eq(name, s->name))
		return 0;
	s->ambiguous |= s->found && s->address != symbol->st_value;
	s->found = true;
	s->address = symbol->st_value;
	s->size = symbol->st_size;
	return 0;
}

bool elf_file_symbol(struct elf_file *f, const char *name, uint64_t *address)
{
	struct symbol_search s = { .name = name };

	each_symbol(f, match_symbol, &s);
	*address = s.address;
	return s.found && !s.ambiguous;
}

bool elf_file_object(struct elf_file *f, const char *name, uint64_t *address, uint64_t *size)
{
	struct symbol_search s = { .name = name, .data_only = true };

	each_symbol(f, match_symbol, &s);
	*address = s.address;
	*size = s.size;
	return s.found && !s.ambiguous;
}

bool elf_file_is_fixed(const struct elf_file *f)
{
	GElf_Ehdr header;

	return gelf_getehdr(f->elf, &header) && header.e_type == ET_EXEC;
}

const uint8_t *elf_file_image(const struct elf_file *f, size_t *len)
{
	*len = f->image ? f->image_len : 0;
	return f->image;
}

bool elf_file_address(const struct elf_file *f, uint64_t offset, uint64_t *address)
{
	return offset >= f->base &&
		elf_segments_address(&f->segments, offset - f->base, true, address);
}

bool elf_file_section(struct elf_file *f, const char *name, unsigned n, struct elf_section *out)
{
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_getshdrstrndx(f->elf, &names))
		return false;
	while ((section = elf_nextscn(f->elf, section))) {
		GElf_Shdr header;
		const char *own = gelf_getshdr(section, &header)
			? elf_strptr(f->elf, names, header.sh_name)
			: NULL;

		if (!own || !str_eq(own, name) || n--)
			continue;
		*out = (struct elf_section){ .address = header.sh_addr };
		if (header.sh_type != SHT_NOBITS && f->image && header.sh_offset <= f->image_len &&
			header.sh_size <= f->image_len - header.sh_offset) {
			out->bytes = f->image + header.sh_offset;
			out->len = header.sh_size;
		}
		return true;
	}
	return false;
}

bool elf_file_code(
	struct elf_file *f, const struct elf_function *function, struct function_code *out)
{
	uint64_t start = function->offset - f->base, size = function->size;

	if (!size || size > MAX_CODE || start >= f->image_len || size > f->image_len - start)
		return false;
	if (size > f->code_room) {
		uint8_t *bigger = mem_realloc(f->code, size);

		if (!bigger)
			return false;
		f->code = bigger;
		f->code_room = size;
	}
	if (pread(f->fd, f->code, size, (off_t)function->offset) != (ssize_t)size)
		return false;
	*out = (struct function_code){ f->code, size };
	return true;
}

uint64_t elf_file_entry(struct elf_file *f, const struct elf_function *function)
{
	struct function_code code;

	return function->offset + (elf_file_code(f, function, &code) ? code_entry(&code) : 0);
}

bool elf_file_is_go(struct elf_file *f)
{
	struct elf_section section;

	return elf_file_section(f, ".gopclntab", 0, &section) ||
		elf_file_section(f, ".note.go.buildid", 0, &section);
}
