/* compiler/c_header.c - #include (language.md C2 to C4): where headers are, which are read, and
 * when. The kernel says itself what its types are, so its headers need not be there.  Called by the
 * directives, and for names that are found nowhere else. */
#include "compiler/c_unit.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <fcntl.h>
#include <unistd.h>

#include "compiler/c_define.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

#if defined(__x86_64__)
#define ARCH "x86"
#define TRIPLET "x86_64-linux-gnu"
#elif defined(__aarch64__)
#define ARCH "arm64"
#define TRIPLET "aarch64-linux-gnu"
#endif

#define HEADER_MAX (8u << 20)   /* bytes */
#define DEPTH_MAX 60            /* of headers in headers */
#define COUNT_MAX 5000          /* headers that one script reads */

/* Directories of the kernel's include/, where its headers can only come from. */
static bool is_of_kernel(const char *name)
{
	static const char *const directories[] = { "linux/", "net/", "asm/", "asm-generic/",
		"uapi/", "trace/", "scsi/", "rdma/", "sound/", "drm/", "video/", "media/",
		"crypto/", "acpi/", "kvm/", "keys/", "memory/", "misc/", "ras/", "soc/", "target/",
		"vdso/", "xen/", "generated/", "mtd/", "cxl/" };

	for (size_t i = 0; i < ARRAY_SIZE(directories); i++)
		if (str_starts(name, directories[i]))
			return true;
	return false;
}

/* Headers that come with a compiler, not with the system. */
static const struct {
	const char *name, *text;
} builtin_headers[] = {
	{ "stddef.h",
		"typedef unsigned long size_t;\ntypedef long ptrdiff_t;\ntypedef int wchar_t;\n" },
	{ "stdarg.h",
		"typedef struct { long __words[3]; } __gnuc_va_list;\ntypedef __gnuc_va_list va_list;\n"
		"typedef __gnuc_va_list __builtin_va_list;\n" },
	{ "stdbool.h", "#define bool _Bool\n" },
	{ "limits.h", "" },
	{ "float.h", "" },
	{ "stdalign.h", "" },
	{ "stdatomic.h", "" },
	{ "iso646.h", "" },
};

static const char *const system_path[] = { "/usr/local/include", ("/usr/include/" TRIPLET),
	"/usr/include" };
static const char *const kernel_path[] = { ("arch/" ARCH "/include"),
	("arch/" ARCH "/include/generated"), "include", ("arch/" ARCH "/include/uapi"),
	("arch/" ARCH "/include/generated/uapi"), "include/uapi", "include/generated/uapi" };

/* A file in a directory; NULL when it is not there. */
static const char *in_directory(struct c_unit *u, const char *directory, const char *name)
{
	const char *path = arena_printf(
		u->compilation->arena, "%s%s%s", directory, *directory ? "/" : "", name);
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) ? path : NULL;
}

/* The directory of the file that includes; "" is the current one. */
static const char *directory_of(struct c_unit *u, const struct c_file *f)
{
	const char *path = f->name ? f->name : u->script_name, *slash = strrchr(path, '/');

	return slash ? arena_strndup(u->compilation->arena, path,
			       slash > path ? (size_t)(slash - path) : 1)
				: "";
}

static const char *find(
	struct c_unit *u, const struct c_file *f, const char *name, bool is_quoted, bool *is_own)
{
	const struct compilation *c = u->compilation;
	const char *path = NULL;
	struct utsname kernel;

	*is_own = true;
	if (*name == '/')
		return in_directory(u, "", name);
	if (is_quoted)
		path = in_directory(u, directory_of(u, f), name);
	if (path && f->name)
		*is_own = f->is_own;
	for (uint32_t i = 0; !path && i < c->include_count; i++)
		path = in_directory(u, c->include_path[i], name);
	if (path)
		return path;
	*is_own = false;
	if (!uname(&kernel) && is_of_kernel(name))
		for (size_t i = 0; !path && i < ARRAY_SIZE(kernel_path); i++)
			path = in_directory(u,
				arena_printf(c->arena, "/lib/modules/%s/build/%s", kernel.release,
					kernel_path[i]),
				name);
	for (size_t i = 0; !path && i < ARRAY_SIZE(system_path); i++)
		path = in_directory(u, system_path[i], name);
	return path;
}

static bool load(struct c_unit *u, struct c_file *h)
{
	int fd = open(h->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	uint32_t capacity = 64 << 10;
	char *text = arena_alloc(u->compilation->arena, capacity);
	ssize_t n = -1;

	while (fd >= 0 && h->len < HEADER_MAX &&
		(n = read(fd, text + h->len, capacity - h->len)) > 0) {
		h->len += (uint32_t)n;
		if (h->len == capacity) {
			char *more = arena_alloc(u->compilation->arena, capacity *= 2);

			memcpy(more, text, h->len);
			text = more;
		}
	}
	h->text = text;
	if (fd >= 0)
		close(fd);
	return !n;
}

/* What was collected up to a directive may be meant before it takes effect. */
static void flush(struct c_unit *u, struct c_tokens *pending)
{
	struct c_tokens list;

	if (!pending->count)
		return;
	list = c_expand(u, pending);
	for (uint32_t i = 0; i < list.count; i++)
		c_tokens_add(u, &u->collected, list.items[i]);
	pending->count = 0;
}

static void read_tokens(struct c_unit *u, struct c_file *h)
{
	struct c_tokens pending = { 0 };
	struct c_token t;

	while ((t = c_lex(h, &h->at, h->len)).kind != C_END && u->expanded <= C_EXPANDED_MAX) {
		if (t.first && c_token_is(&t, "#")) {
			flush(u, &pending);
			h->at = c_directive(u, h, (uint32_t)(t.text - h->text));
			continue;
		}
		t.pack = (uint8_t)h->pack;
		t.weak = !h->is_own;
		c_tokens_add(u, &pending, t);
	}
	flush(u, &pending);
	c_file_end(u, h);
}

static void read_declarations(struct c_unit *u)
{
	struct c_tokens list = u->collected;

	u->collected = (struct c_tokens){ 0 };
	c_tokens_add(u, &list, (struct c_token){ .kind = C_END, .text = "", .span = SPAN_NONE });
	list.count--;
	c_declarations(u, &list, true);
}

static void read_header(struct c_unit *u, const struct c_file *f, struct c_file *h)
{
	h->depth = f->depth + 1;
	h->from = f->name ? f->from : h->from;
	if (h->depth > DEPTH_MAX || ++u->headers > COUNT_MAX) {
		if (!u->is_flooded)
			diag_error(u->compilation->diags, h->from, DIAG_DIRECTIVE,
				"the header cannot be read: more than %d headers in one another, or %d in all",
				DEPTH_MAX, COUNT_MAX);
		u->is_flooded = true;
		return;
	}
	if (u->is_flooded)
		return;
	read_tokens(u, h);
	if (u->expanded > C_EXPANDED_MAX && !u->is_flooded) {
		diag_error(u->compilation->diags, h->from, DIAG_DIRECTIVE,
			"the header cannot be read: its macros make too much text");
		u->is_flooded = true;
	}
	if (h->depth == 1)
		read_declarations(u);
}

/* <name> or "name"; NULL when it is neither, which is reported. */
static const char *header_name(
	struct c_unit *u, struct c_file *f, uint32_t at, uint32_t end, struct c_unread *out)
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
		c_error(u, f, at, MAX_OF(end, at),
			"'#include' needs the name of a header: <linux/fs.h> or \"mine.h\"");
		return NULL;
	}
	out->span = c_span(f, at, (uint32_t)(close - f->text) + 1);
	out->offset = at;
	return arena_strndup(
		u->compilation->arena, f->text + start, (size_t)(close - f->text) - start);
}

static bool read_builtin(struct c_unit *u, const struct c_file *f, const struct c_unread *h)
{
	for (size_t i = 0; i < ARRAY_SIZE(builtin_headers); i++) {
		if (!str_eq(builtin_headers[i].name, h->name))
			continue;
		struct c_file file = {
			.name = h->name, .text = builtin_headers[i].text, .from = h->span
		};

		file.len = (uint32_t)strlen(file.text);
		read_header(u, f, &file);
		return true;
	}
	return false;
}

static void missing(struct c_unit *u, const struct c_file *f, const struct c_unread *h)
{

	if (is_of_kernel(h->name) || c_uapi_header(h->name) || (f->name && !f->is_own) ||
		u->is_quiet)
		return;
	if (f->name) {
		c_error(u, f, h->offset, h->offset, "the header '%s' is not installed", h->name);
		return;
	}
	diag_hint(diag_error(u->compilation->diags, h->span, DIAG_MISSING_HEADER,
			  "the header '%s' is not installed", h->name),
		"option '-I' names a directory where headers are");
}

/* The file of a header of that name, read into the unit. */
static void read_named(struct c_unit *u, const struct c_file *f, const struct c_unread *h)
{
	struct c_file *file = arena_new_object(u->compilation->arena, struct c_file);

	if (read_builtin(u, f, h))
		return;
	file->name = find(u, f, h->name, h->is_quoted, &file->is_own);
	file->from = h->span;
	if (!file->name)
		missing(u, f, h);
	else if (load(u, file))
		read_header(u, f, file);
	else if (!u->is_quiet)
		diag_environment(u->compilation->diags, h->span, DIAG_MISSING_HEADER,
			"the header '%s' cannot be read", file->name);
}

void c_include(struct c_unit *u, struct c_file *f, uint32_t at, uint32_t end)
{
	struct c_unread *h = arena_new_object(u->compilation->arena, struct c_unread);

	h->name = header_name(u, f, at, end, h);
	if (!h->name)
		return;
	h->at = u->now;
	/* the kernel knows its types better than any header; what else is in them waits until
	 * somebody asks */
	if (!f->name && is_of_kernel(h->name) && btf_types_present()) {
		*u->unread_end = h;
		u->unread_end = &h->next;
		return;
	}
	read_named(u, f, h);
}

void c_include_file(struct c_unit *u, const char *path, struct span where)
{
	struct c_file *file = arena_new_object(u->compilation->arena, struct c_file);

	*file = (struct c_file){ .name = path, .is_own = true, .from = where };
	if (load(u, file))
		read_header(u, &(struct c_file){ .text = "" }, file);
	else
		diag_environment(u->compilation->diags, where, DIAG_MISSING_HEADER,
			"the header '%s' cannot be read", path);
}

void c_include_option(struct c_unit *u, const char *name)
{
	struct c_unread h = { .name = name, .is_quoted = true, .span = SPAN_NONE };

	read_named(u, &(struct c_file){ .text = "" }, &h);
}

void c_read_unread(struct c_unit *u)
{
	struct c_unread *h = u->unread;

	u->unread = NULL;
	u->is_quiet = true;
	for (; h; h = h->next) {
		u->now = h->at;
		read_named(u, &(struct c_file){ .text = "" }, h);
	}
	u->is_quiet = false;
}
