/* compiler/import.c - the import pass: reads the files that the script imports and those that they
 * import, each once, and puts what is in them in front of what the script says (language.md 9.3).
 * Owns nothing: texts become sources of the compilation. */
#include "compiler/import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/c_program.h"
#include "compiler/c_script.h"
#include "compiler/clang.h"
#include "compiler/config.h"
#include "compiler/parse.h"
#include "runtime/base/match.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define FILE_MAX (16u << 20)    /* bytes: more is hardly a script */
#define FILES_MAX 1000          /* of one directory, and of all imports together */

struct importer {
	struct compilation *c;
	/* files that were read, by device and inode, and packages */
	struct strmap seen;
	uint32_t files;
	struct probe_node *probes, **end;
};

/* What a file is by the end of its name: the longest that fits. */
enum file_kind { FILE_SCRIPT, FILE_HEADER, FILE_C, FILE_OBJECT, FILE_OTHER };

static const struct {
	const char *suffix;
	enum file_kind kind;
} suffixes[] = {
	{ ".bpf.c", FILE_C },
	{ ".bpf.o", FILE_OBJECT },
	{ ".probe", FILE_SCRIPT },
	{ ".bt", FILE_SCRIPT },
	{ ".h", FILE_HEADER },
};

static enum file_kind kind_of(const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		size_t end = strlen(suffixes[i].suffix);

		if (len > end && str_eq(path + len - end, suffixes[i].suffix))
			return suffixes[i].kind;
	}
	return FILE_OTHER;
}

static void import_all(struct importer *im, const struct import *imports);

/* Where files are */

/* A path in the directory of the file that imports; "<arg>" and the like are in the current one. */
static const char *beside(struct importer *im, const struct import *i)
{
	const char *from = source_of(&im->c->sources, i->span.start)->name,
		   *slash = strrchr(from, '/');

	if (*i->path == '/' || *from == '<' || !slash)
		return i->path;
	return arena_printf(im->c->arena, "%.*s/%s", (int)(slash - from), from, i->path);
}

static const char *find(struct importer *im, const struct import *i, struct stat *st)
{
	const char *path = beside(im, i);

	if (!stat(path, st))
		return path;
	for (uint32_t k = 0; *i->path != '/' && k < im->c->script_directory_count; k++) {
		path = arena_printf(im->c->arena, "%s/%s", im->c->script_directories[k], i->path);
		if (!stat(path, st))
			return path;
	}
	return NULL;
}

static void report_missing(struct importer *im, const struct import *i)
{
	struct diag *d = diag_error(im->c->diags, i->span, DIAG_IMPORT,
		"'%s' cannot be imported: there is no such file", i->path);
	struct nearest near;

	nearest_start(&near, i->path);
	builtin_package_each(nearest_visit, &near);
	if (!diag_offer(d, "", &near))
		diag_hint(d,
			"it is searched beside the file that imports it, in the directories of scripts, and among the packages of sonde");
}

/* A file that everybody can write may say anything. */
static bool is_trusted(
	struct importer *im, const struct import *i, const char *path, const struct stat *st)
{
	struct diag *d;

	if (!(st->st_mode & S_IWOTH))
		return true;
	d = diag_error(im->c->diags, i->span, DIAG_IMPORT,
		"'%s' cannot be imported: everybody can write it", path);
	diag_hint(d, "chmod o-w '%s'", path);
	return false;
}

/* True the first time. */
static bool is_new(struct importer *im, const char *identity)
{
	if (strmap_get(&im->seen, identity))
		return false;
	strmap_put(&im->seen, identity, im);
	return true;
}

static const char *identity(struct importer *im, const struct stat *st)
{
	return arena_printf(im->c->arena, "%llx:%llx", (unsigned long long)st->st_dev,
		(unsigned long long)st->st_ino);
}

/* Reading */

static char *read_file(struct importer *im, const char *path, size_t size, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = arena_alloc(im->c->arena, size + 1);
	ssize_t n = 0;

	*len = 0;
	while (fd >= 0 && *len < size && (n = read(fd, text + *len, size - *len)) > 0)
		*len += (size_t)n;
	text[*len] = '\0';
	n = fd < 0 ? -1 : n;
	if (fd >= 0)
		close(fd);
	return n < 0 ? NULL : text;
}

static void append_probes(struct importer *im, struct probe_node *probes)
{
	*im->end = probes;
	while (*im->end)
		im->end = &(*im->end)->next;
}

/* A script: what it imports comes before what it says. */
static void import_text(struct importer *im, const struct import *i, const char *name,
	const char *text, size_t len, bool is_package)
{
	struct program *program = im->c->program;
	struct source file = { .name = name };
	struct probe_node *probes;
	const struct source *s;

	source_set_text(&file, text, (uint32_t)len);
	s = compilation_add_source(im->c, file);
	if (!s) {
		diag_error(im->c->diags, i->span, DIAG_IMPORT,
			"'%s' cannot be imported: the files are too large together", name);
		return;
	}
	program->imports = NULL;
	program->imports_end = NULL;
	probes = parse_import(im->c, s, is_package);
	import_all(im, program->imports);
	append_probes(im, probes);
}

/* NULL after reporting why it cannot be read. */
static char *read_whole(struct importer *im, const struct import *i, const char *path,
	const struct stat *st, size_t *len)
{
	char *text = st->st_size <= FILE_MAX ? read_file(im, path, (size_t)st->st_size, len) : NULL;

	if (st->st_size > FILE_MAX)
		diag_error(im->c->diags, i->span, DIAG_IMPORT,
			"'%s' cannot be imported: it is larger than %u MiB", path, FILE_MAX >> 20);
	else if (!text)
		diag_environment(im->c->diags, i->span, DIAG_IMPORT, "'%s' cannot be imported: %s",
			path, strerror(errno));
	return text;
}

static void import_script(
	struct importer *im, const struct import *i, const char *path, const struct stat *st)
{
	size_t len;
	char *text = read_whole(im, i, path, st, &len);

	if (text)
		import_text(im, i, path, text, len, false);
}

static void import_object(struct importer *im, const struct import *i, const char *path,
	const void *bytes, size_t len)
{
	struct c_object *o = c_object_add(im->c, path, i->span, bytes, len);

	if (o)
		append_probes(im, c_programs_take(im->c, o));
}

static void import_file(
	struct importer *im, const struct import *i, const char *path, const struct stat *st)
{
	const void *object = NULL;
	size_t len = 0;

	if (!is_trusted(im, i, path, st) || !is_new(im, identity(im, st)))
		return;
	if (++im->files > FILES_MAX) {
		diag_error(im->c->diags, i->span, DIAG_IMPORT,
			"'%s' cannot be imported: more than %d files", path, FILES_MAX);
		return;
	}
	switch (kind_of(path)) {
	case FILE_SCRIPT:
		import_script(im, i, path, st);
		break;
	case FILE_HEADER:
		c_script_import(im->c->c_unit, path, i->span);
		break;
	case FILE_C:
		object = clang_compile(im->c, path, i->span, &len);
		break;
	case FILE_OBJECT:
		object = read_whole(im, i, path, st, &len);
		break;
	case FILE_OTHER:
		diag_hint(
			diag_error(im->c->diags, i->span, DIAG_IMPORT,
				"'%s' cannot be imported: it is no script, no header and no object",
				path),
			"what can be imported ends in .probe, .bt, .h, .bpf.o or .bpf.c");
		break;
	}
	if (object)
		import_object(im, i, path, object, len);
}

static int is_wanted(const struct dirent *e)
{
	return e->d_name[0] != '.' && kind_of(e->d_name) != FILE_OTHER;
}

static bool is_older(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec < b->st_mtim.tv_sec
		: a->st_mtim.tv_nsec < b->st_mtim.tv_nsec;
}

/* x.bpf.c where x.bpf.o lies beside it and is as new, or the object where it is older: the other
 * one brings the same. */
static bool is_stood_in_for(struct importer *im, const char *path, const struct stat *st)
{
	enum file_kind kind = kind_of(path);
	const char *other = arena_printf(
		im->c->arena, "%.*s%c", (int)strlen(path) - 1, path, kind == FILE_C ? 'o' : 'c');
	struct stat of;

	if ((kind != FILE_C && kind != FILE_OBJECT) || stat(other, &of) || !S_ISREG(of.st_mode))
		return false;
	return kind == FILE_C ? !is_older(&of, st) : is_older(st, &of);
}

/* All files of a directory that can be imported, in the order of their names. */
static void import_directory(
	struct importer *im, const struct import *i, const char *path, const struct stat *st)
{
	struct dirent **entries;
	int count;

	if (!is_trusted(im, i, path, st))
		return;
	count = scandir(path, &entries, is_wanted, alphasort);
	if (count < 0) {
		diag_environment(im->c->diags, i->span, DIAG_IMPORT, "'%s' cannot be imported: %s",
			path, strerror(errno));
		return;
	}
	for (int k = 0; k < count; k++) {
		const char *file = arena_printf(im->c->arena, "%s/%s", path, entries[k]->d_name);
		struct stat of;

		if (!stat(file, &of) && S_ISREG(of.st_mode) && !is_stood_in_for(im, file, &of))
			import_file(im, i, file, &of);
		free(entries[k]);
	}
	free(entries);
}

static void import_one(struct importer *im, const struct import *i)
{
	const char *package, *name;
	struct stat st;
	const char *path = find(im, i, &st);

	if (path && S_ISDIR(st.st_mode))
		import_directory(im, i, path, &st);
	else if (path && S_ISREG(st.st_mode))
		import_file(im, i, path, &st);
	else if (path)
		diag_error(im->c->diags, i->span, DIAG_IMPORT,
			"'%s' cannot be imported: it is no file and no directory", path);
	else if (!(package = builtin_package(i->path, &name)))
		report_missing(im, i);
	else if (is_new(im, name))
		import_text(im, i, name, package, strlen(package), true);
}

static void import_all(struct importer *im, const struct import *imports)
{
	for (const struct import *i = imports; i; i = i->next)
		import_one(im, i);
}

/* The script itself may be what one of its imports imports. */
static void remember_script(struct importer *im)
{
	struct stat st;

	if (*im->c->sources.items[0].name != '<' && !stat(im->c->sources.items[0].name, &st))
		is_new(im, identity(im, &st));
}

void import_pass(struct compilation *c)
{
	struct importer im = { .c = c };
	const struct import *imports = c->program->imports;

	if (!imports || !config_allows(c, FEATURE_IMPORT, imports->span, "imports are"))
		return;
	im.end = &im.probes;
	remember_script(&im);
	import_all(&im, imports);
	*im.end = c->program->probes;
	c->program->probes = im.probes;
	c_script_finish(c->c_unit);
	strmap_free(&im.seen);
}
