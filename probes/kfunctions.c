/* probes/kfunctions.c - reads the list of functions that the kernel can trace; owns the one copy,
 * which stays for the life of the process.  An exact name is searched in the text as it is;
 * wildcards and hints make a sorted table of it first.  Called by kprobe.c and fentry.c; why a
 * function is missing is found out in kmissing.c. */
#include "probes/kfunctions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/kmissing.h"
#include "probes/machine.h"
#include "probes/rows.h"
#include "runtime/base/buffer.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

/* Lines of the kernel's list that stand for functions which are gone. */
#define GONE "__ftrace_invalid_address_"

static struct {
	enum { UNKNOWN, PRESENT, ABSENT } state;
	struct buffer text;             /* lines "name" or "name [module]" */
	struct kernel_function *items;  /* made out of a copy of it when first needed */
	size_t count, capacity;
} list;

void kernel_functions_set(const char *text)
{
	mem_free(list.items);
	buffer_free(&list.text);
	memset(&list, 0, sizeof(list));
	if (text) {
		buffer_puts(&list.text, text);
		list.state = PRESENT;
	}
}

bool kernel_text_read(const char *path, struct buffer *out)
{
	char chunk[16384];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : 0;

	while (fd >= 0 && ((n = read(fd, chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			buffer_append(out, chunk, (size_t)n);
	if (fd >= 0)
		close(fd);
	return n == 0 && out->len && !out->failed;
}

int kernel_functions_set_file(const char *path)
{
	struct buffer text = { 0 };

	errno = 0;
	if (!kernel_text_read(path, &text)) {
		buffer_free(&text);
		return errno ? -errno : -EINVAL;
	}
	if (text.data[text.len - 1] != '\n')
		buffer_putc(&text, '\n');
	kernel_functions_set(buffer_text(&text));
	buffer_free(&text);
	return 0;
}

static bool list_open(struct probe_error *err)
{
	if (list.state == UNKNOWN) {
		kernel_functions_read(NULL, &list.text);
		list.state = list.text.len && !list.text.failed ? PRESENT : ABSENT;
	}
	if (list.state == PRESENT)
		return true;
	probe_fail(err, PROBE_UNSUPPORTED,
		"functions of the kernel cannot be listed: available_filter_functions of tracefs cannot be read, and neither "
		"can the types and symbols that it could be replaced by");
	probe_hint(err,
		"run as root, on a kernel with CONFIG_FUNCTION_TRACER or CONFIG_DEBUG_INFO_BTF");
	return false;
}

int kernel_function_compare(const void *x, const void *y)
{
	const struct kernel_function *a = x, *b = y;
	int order = strcmp(a->name, b->name);

	return order ? order : strcmp(a->module, b->module);
}

struct kernel_function kernel_function_split(char *line, char *end)
{
	char *space = memchr(line, ' ', (size_t)(end - line));
	char *close = space ? memchr(space, ']', (size_t)(end - space)) : NULL;

	*end = '\0';
	if (!close)
		return (struct kernel_function){ line, KERNEL_ITSELF, 1 };
	*space = *close = '\0';
	return (struct kernel_function){ line, space + 2, 1 };
}

/* Sort, and make one of several of the same name in the same module. */
static void sort_table(void)
{
	size_t kept = 0;
	bool sorted = true;

	for (size_t i = 1; i < list.count && sorted; i++)
		sorted = kernel_function_compare(&list.items[i - 1], &list.items[i]) <= 0;
	if (!sorted)
		qsort(list.items, list.count, sizeof(*list.items), kernel_function_compare);
	for (size_t i = 0; i < list.count; i++) {
		if (kept && !kernel_function_compare(&list.items[kept - 1], &list.items[i]))
			list.items[kept - 1].times++;
		else
			list.items[kept++] = list.items[i];
	}
	list.count = kept;
}

size_t kernel_functions_table(const struct kernel_function **items)
{
	/* the texts of the table stay as long as the table */
	static char *copy;

	if (!list.items) {
		mem_free(copy);
		copy = mem_strdup(buffer_text(&list.text));
		for (char *line = copy, *end; line && *line && (end = strchr(line, '\n'));
			line = end + 1) {
			struct kernel_function f = kernel_function_split(line, end);

			if (!str_starts(f.name, GONE) && !VEC_PUSH(&list, f))
				break;
		}
		if (list.count)
			sort_table();
	}
	*items = list.items;
	return list.count;
}

/* Asked for each function there is: most differ in the first letter already. */
static bool begins_like_one(const char *name, const char *const *beginnings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*name == *beginnings[i] && str_starts(name, beginnings[i]))
			return true;
	return false;
}

/* Programs take such locks themselves, in the maps that they use. */
static bool is_lock(const char *name)
{
	static const char *const beginnings[] = { "_raw_spin_", "_raw_read_", "_raw_write_",
		"queued_spin_", "queued_read_", "queued_write_", "native_queued_spin_",
		"__pv_queued_spin_", "pv_queued_spin_" };

	return begins_like_one(name, beginnings, ARRAY_SIZE(beginnings));
}

bool kernel_function_unsafe(const char *name)
{
	static const char *const beginnings[] = { "rcu_", "__rcu_", "srcu_", "__srcu_",
		"migrate_disable", "migrate_enable", "preempt_count_", "__bpf_prog_enter",
		"__bpf_prog_exit", "__bpf_tramp_" };
	static const char *const pieces[] = { ".part.", ".cold", ".constprop.0.cold" };
	const char *piece = strchr(name, '.');

	if (is_lock(name) || begins_like_one(name, beginnings, ARRAY_SIZE(beginnings)))
		return true;
	for (size_t i = 0; piece && i < ARRAY_SIZE(pieces); i++)
		if (strstr(piece, pieces[i]))
			return true;
	return false;
}

const char *kernel_function_name(const struct probe_spec *spec, struct arena *a)
{
	const char *text = spec->parts[spec->part_count - 1];

	return arena_strndup(a, text, strcspn(text, "+"));
}

bool kernel_functions_has(const char *name, size_t len)
{
	const char *text = buffer_text(&list.text);

	for (const char *at = text;
		(at = memmem(at, list.text.len - (size_t)(at - text), name, len)); at += len)
		if ((at == text || at[-1] == '\n') && at[len] == '\n')
			return true;
	return false;
}

const char *kernel_function_type_name(const struct probe_spec *spec, struct arena *a)
{
	return spec->parts[FUNCTION_PART_ALIAS] ? spec->parts[FUNCTION_PART_ALIAS]
		: kernel_function_name(spec, a);
}

/* Entries of a name in the text; fills at most `most` of them and returns how many there are. */
static size_t find_lines(
	const char *name, struct arena *a, struct kernel_function *out, size_t most)
{
	size_t len = strlen(name), count = 0;
	const char *text = buffer_text(&list.text);

	for (const char *at = text; (at = strstr(at, name)); at += len) {
		if ((at != text && at[-1] != '\n') || (at[len] != '\n' && at[len] != ' '))
			continue;
		char *line = arena_strndup(a, at, strcspn(at, "\n") + 1);

		if (count < most)
			out[count] = kernel_function_split(line, line + strcspn(line, "\n"));
		count++;
	}
	return MIN_OF(count, most);
}

static int visit_function(const struct probe_spec *like, const struct kernel_function *f,
	struct arena *a, probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *like;
	bool wild = like->numbers[FUNCTION_NUMBER_WILD];

	if (wild) {
		spec.parts[spec.part_count - 1] = arena_strdup(a, f->name);
		if (spec.part_count == 2)
			spec.parts[0] = arena_strdup(a, f->module);
		spec.part_quoted[0] = spec.part_quoted[1] = true;
	}
	spec.parts[FUNCTION_PART_MODULE] = arena_strdup(a, f->module);
	if (is_lock(f->name)) {
		spec.numbers[FUNCTION_NUMBER_FLAGS] |= FUNCTION_GUARDED;
		spec.warning = arena_printf(a,
			"function '%s' is part of locks that programs take themselves: it is not traced inside of programs that trace it",
			f->name);
		spec.warning_hint = "what is left out is counted as missed runs";
	}
	probe_complete(&spec, a);
	return visit(&spec, arg);
}

static int list_wild(const struct probe_spec *like, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	struct probe_spec spec = *like;
	const struct kernel_function *items;
	unsigned last = spec.part_count - 1;
	size_t count = kernel_functions_table(&items);
	bool found = false;
	int ret = 0;

	spec.numbers[FUNCTION_NUMBER_WILD] = 1;
	for (size_t i = 0; i < count && !ret; i++) {
		/* without a module part, functions of one name in several modules cannot be told
		 * apart either */
		bool shared = !last &&
			((i && str_eq(items[i - 1].name, items[i].name)) ||
				(i + 1 < count && str_eq(items[i + 1].name, items[i].name)));

		if (items[i].times > 1 || shared ||
			(last && !probe_part_match(&spec, 0, items[i].module)) ||
			!probe_part_match(&spec, last, items[i].name) ||
			(probe_part_wild(&spec, last) && kernel_function_unsafe(items[i].name)))
			continue;
		found = true;
		ret = visit_function(&spec, &items[i], a, visit, arg);
	}
	return found ? ret : kernel_missing_wild(&spec, err);
}

/* A name that the list does not have but the kernel does: it may be listed under another, or
 * possible all the same (P8). */
static int visit_unlisted(struct probe_spec *like, const char *name, struct arena *a,
	probe_visit_fn visit, void *arg, struct probe_error *err)
{
	struct kernel_function f = { name, NULL, 1 };
	const char *alias;
	int ret = kernel_unlisted(like, name, a, &f.module, &alias, err);

	if (ret)
		return ret;
	like->parts[FUNCTION_PART_ALIAS] = alias;
	if (!alias) {
		like->numbers[FUNCTION_NUMBER_FLAGS] |= FUNCTION_UNLISTED;
		like->warning = arena_printf(a,
			"function '%s' is not in the kernel's list of those that can be traced",
			name);
		like->warning_hint = "it is tried all the same, by a breakpoint";
	}
	return visit_function(like, &f, a, visit, arg);
}

int kernel_functions_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	struct kernel_function found[8];
	const char *name = kernel_function_name(spec, a);
	unsigned last = spec->part_count - 1;
	size_t count, kept = 0;

	if (!list_open(err))
		return -EOPNOTSUPP;
	if (probe_part_wild(spec, last) || (last && probe_part_wild(spec, 0)))
		return list_wild(spec, a, visit, arg, err);
	count = find_lines(name, a, found, ARRAY_SIZE(found));
	for (size_t i = 0; i < count; i++)
		if (!last || str_eq(found[i].module, spec->parts[0]))
			found[kept++] = found[i];
	struct probe_spec like = *spec;

	if (!kept)
		return visit_unlisted(&like, name, a, visit, arg, err);
	if (kept > 1)
		return kernel_ambiguous(spec, name, found, kept, err);
	return visit_function(&like, &found[0], a, visit, arg);
}
