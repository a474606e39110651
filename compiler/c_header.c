/* compiler/c_header.c - #include (language.md C2 to C4): where headers are, and which are read.  The
 * kernel says itself what its types are, so its headers need not be there.  Called by the
 * directives. */
#include "compiler/c_unit.h"

#include <string.h>
#include <unistd.h>

#include "runtime/base/util.h"

#if defined(__x86_64__)
#define TRIPLET "x86_64-linux-gnu"
#elif defined(__aarch64__)
#define TRIPLET "aarch64-linux-gnu"
#endif

/* Directories of the kernel's include/, where its headers can only come from. */
static bool is_of_kernel(const char *name)
{
	static const char *const directories[] = { "linux/", "net/", "asm/", "asm-generic/", "uapi/", "trace/", "scsi/",
		"rdma/", "sound/", "drm/", "video/", "media/", "crypto/", "acpi/", "kvm/", "keys/", "memory/", "misc/",
		"ras/", "soc/", "target/", "vdso/", "xen/", "generated/", "mtd/", "cxl/" };

	for (size_t i = 0; i < ARRAY_SIZE(directories); i++)
		if (str_starts(name, directories[i]))
			return true;
	return false;
}

static const char *const system_path[] = { "/usr/local/include", "/usr/include/" TRIPLET, "/usr/include" };

static const char *find(struct c_unit *u, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(system_path); i++) {
		const char *path = arena_printf(u->compilation->arena, "%s/%s", system_path[i], name);

		if (!access(path, R_OK))
			return path;
	}
	return NULL;
}

/* <name> or "name"; NULL when it is neither, which is reported. */
static const char *header_name(struct c_unit *u, struct c_file *f, uint32_t at, uint32_t end, struct c_unread *out)
{
	const char *close;
	uint32_t start;

	while (at < end && (f->text[at] == ' ' || f->text[at] == '\t'))
		at++;
	out->is_quoted = at < end && f->text[at] == '"';
	start = at + 1;
	close = start < end && (f->text[at] == '<' || out->is_quoted) ?
		memchr(f->text + start, out->is_quoted ? '"' : '>', end - start) : NULL;
	if (!close || close == f->text + start) {
		c_error(u, f, at, MAX_OF(end, at), "'#include' needs the name of a header: <linux/fs.h> or \"mine.h\"");
		return NULL;
	}
	out->span = c_span(f, at, (uint32_t)(close - f->text) + 1);
	return arena_strndup(u->compilation->arena, f->text + start, (size_t)(close - f->text) - start);
}

void c_include(struct c_unit *u, struct c_file *f, uint32_t at, uint32_t end)
{
	struct c_unread *h = arena_new_object(u->compilation->arena, struct c_unread);

	h->name = header_name(u, f, at, end, h);
	if (!h->name)
		return;
	if (!is_of_kernel(h->name) && !find(u, h->name)) {
		diag_error(u->compilation->diags, h->span, DIAG_MISSING_HEADER, "the header '%s' is not installed", h->name);
		return;
	}
	*u->unread_end = h;
	u->unread_end = &h->next;
}
