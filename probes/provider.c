/* probes/provider.c - the table of providers, and what all of them share: taking attach points
 * apart, saying no, holding attachments.  The compiler's resolve pass and `sonde -l` parse through
 * it; the runtime finds the row of a probe here when it attaches. */
#include "probes/provider.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "probes/rows.h"
#include "probes/semaphores.h"
#include "runtime/base/buffer.h"
#include "runtime/base/match.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

const struct provider *const providers[] = {
	&begin_provider,
	&end_provider,
	&bench_provider,
	&fentry_provider,
	&fexit_provider,
	&hardware_provider,
	&interval_provider,
	&iter_provider,
	&kprobe_provider,
	&kretprobe_provider,
	&profile_provider,
	&rawtracepoint_provider,
	&self_provider,
	&software_provider,
	&test_provider,
	&tracepoint_provider,
	&uprobe_provider,
	&uretprobe_provider,
	&usdt_provider,
	&watchpoint_provider,
	NULL,
};

static int failure_errno(enum probe_failure failure)
{
	switch (failure) {
	case PROBE_MALFORMED:
		return -EINVAL;
	case PROBE_NO_MATCH:
		return -ENOENT;
	case PROBE_UNSUPPORTED:
		return -EOPNOTSUPP;
	}
	return -EINVAL;
}

static int fail_with(
	struct probe_error *err, enum probe_failure failure, const char *fmt, va_list ap)
{
	memset(err, 0, sizeof(*err));
	err->failure = failure;
	vsnprintf(err->message, sizeof(err->message), fmt, ap);
	return failure_errno(failure);
}

int probe_fail(struct probe_error *err, enum probe_failure failure, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int ret = fail_with(err, failure, fmt, ap);
	va_end(ap);
	return ret;
}

const char *probe_debug_path(const struct probe_spec *spec)
{
	return spec->scope ? spec->scope->debug_path : NULL;
}

bool probe_is_advised(const struct probe_spec *spec)
{
	return !spec->scope || !spec->scope->unadvised;
}

int probe_fail_part(struct probe_error *err, const struct probe_spec *spec, unsigned i,
	enum probe_failure failure, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int ret = fail_with(err, failure, fmt, ap);
	va_end(ap);
	if (i < spec->part_count) {
		err->start = spec->part_start[i];
		err->len = spec->part_len[i];
	}
	return ret;
}

void probe_hint(struct probe_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}

static const struct attach_reason *find_reason(const struct attach_reason *reasons, int error)
{
	for (const struct attach_reason *r = reasons; r && r->error; r++)
		if (r->error == error)
			return r;
	return NULL;
}

int probe_fail_attach(struct probe_error *err, const struct attach_request *req, int ret,
	const struct attach_reason *own)
{
	static const struct attach_reason general[] = {
		{ EPERM, .hint = "run as root, or with CAP_BPF and CAP_PERFMON" },
		{ EACCES, .hint = "run as root, or with CAP_BPF and CAP_PERFMON" },
		{ 0 },
	};
	const struct attach_reason *reason = find_reason(own, -ret);

	if (!reason)
		reason = find_reason(general, -ret);
	probe_fail(err, reason && reason->no_match ? PROBE_NO_MATCH : PROBE_UNSUPPORTED,
		"probe '%s': cannot attach: %s", req->text,
		reason && reason->why ? reason->why : strerror(-ret));
	if (reason && reason->hint)
		probe_hint(err, "%s", reason->hint);
	return ret;
}

int probe_list_itself(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	(void)a;
	(void)err;
	return visit(spec, arg);
}

bool probe_asked(const struct probe_use *use, const char *mechanism)
{
	return use->attach_by && str_eq(use->attach_by, mechanism);
}

int probe_fail_asked(const struct probe_spec *spec, const struct probe_use *use, const char *why,
	struct probe_error *err)
{
	int ret = probe_fail(err, PROBE_UNSUPPORTED,
		"'%s' cannot be attached by %s, which attach_by asks for: %s", spec->text,
		use->attach_by, why);

	probe_hint(err, "attach_by=auto chooses what there is");
	return ret;
}

/* "t" in "t tp" */
static bool alias_listed(const char *aliases, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = aliases; at && *at && len; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		if (strcspn(at, " ") == len && !memcmp(at, name, len))
			return true;
	}
	return false;
}

struct probe_spec probe_renamed(
	const struct probe_spec *spec, const struct provider *p, struct arena *a)
{
	struct probe_spec other = *spec;

	other.provider = p;
	other.text = arena_printf(a, "%s%s", p->name, spec->text + strlen(spec->provider->name));
	return other;
}

unsigned provider_needed_parts(const struct provider *p)
{
	unsigned parts = 0, optional = 0;

	for (const char *at = p->form; *at; at++) {
		optional += *at == '[';
		optional -= *at == ']';
		parts += *at == ':' && !optional;
	}
	return parts;
}

const struct provider *provider_find(const char *name)
{
	for (size_t i = 0; providers[i]; i++)
		if (!strcasecmp(providers[i]->name, name))
			return providers[i];
	for (size_t i = 0; providers[i]; i++)
		if (alias_listed(providers[i]->aliases, name))
			return providers[i];
	return NULL;
}

/* Inside quotes only * is a wildcard, so the other two are kept from being ones when there is a *
 * to make the part a pattern. */
static void put_quoted(struct buffer *b, char c, bool pattern)
{
	if (pattern && (c == '?' || c == '['))
		buffer_printf(b, "[%c]", c);
	else
		buffer_putc(b, c);
}

/* One part up to a colon outside of quotes; returns the offset behind it, or SIZE_MAX when a quote
 * is not closed. */
static size_t split_part(const char *text, size_t len, size_t at, struct buffer *out, bool *quoted)
{
	const char *star = memchr(text + at, '*', len - at);
	bool inside = false;

	buffer_clear(out);
	*quoted = false;
	for (; at < len && (inside || text[at] != ':'); at++) {
		if (text[at] == '"') {
			inside = !inside;
			*quoted = true;
		} else if (inside && text[at] == '\\' && at + 1 < len) {
			put_quoted(out, text[++at], star != NULL);
		} else if (inside) {
			put_quoted(out, text[at], star != NULL);
		} else {
			buffer_putc(out, text[at]);
		}
	}
	return inside ? SIZE_MAX : at;
}

static int open_quote(struct probe_error *err)
{
	int ret = probe_fail(err, PROBE_MALFORMED, "attach point has a quote that is not closed");

	probe_hint(err, "a quote inside of quotes is written \\\"");
	return ret;
}

static int unknown_provider(const char *name, size_t len, struct probe_error *err)
{
	struct nearest near;

	int ret = probe_fail(err, PROBE_MALFORMED, "'%s' is not a probe provider", name);
	err->len = (uint32_t)len;
	nearest_start(&near, name);
	for (size_t i = 0; providers[i]; i++)
		nearest_offer(&near, providers[i]->name);
	if (near.best)
		probe_hint(err, "did you mean '%s'?", near.best);
	return ret;
}

/* The parts behind the provider, from offset `at` where a colon stands. */
static int split_parts(const char *text, size_t len, size_t at, struct arena *a,
	struct probe_spec *out, struct buffer *part, struct probe_error *err)
{
	while (at < len) {
		size_t start = ++at;

		if (out->part_count == ARRAY_SIZE(out->parts))
			return probe_fail(err, PROBE_MALFORMED,
				"attach point has too many parts: %s is written '%s'",
				out->provider->name, out->provider->form);
		bool quoted;

		at = split_part(text, len, at, part, &quoted);
		if (at == SIZE_MAX)
			return open_quote(err);
		if (part->failed)
			return -ENOMEM;
		unsigned i = out->part_count++;

		out->parts[i] = arena_strndup(a, part->data ? part->data : "", part->len);
		out->part_start[i] = (uint32_t)start;
		out->part_len[i] = (uint32_t)(at - start);
		out->part_quoted[i] = quoted && !strchr(out->parts[i], '*');
	}
	return 0;
}

int probe_parse(const char *text, size_t len, struct arena *a, struct probe_spec *out,
	struct probe_error *err)
{
	struct buffer part = { 0 };
	bool quoted;

	memset(out, 0, sizeof(*out));
	memset(err, 0, sizeof(*err));
	if (len > UINT16_MAX || memchr(text, '\0', len))
		return probe_fail(
			err, PROBE_MALFORMED, "attach point is too long or holds a NUL byte");
	size_t at = split_part(text, len, 0, &part, &quoted);
	char *name = arena_strndup(a, part.data ? part.data : "", part.len);
	int ret;

	out->text = arena_strndup(a, text, len);
	out->provider = provider_find(name);
	if (at == SIZE_MAX)
		ret = open_quote(err);
	else if (!out->provider)
		ret = unknown_provider(name, at, err);
	else
		ret = split_parts(text, len, at, a, out, &part, err);
	buffer_free(&part);
	if (ret == -ENOMEM)
		return probe_fail(
			err, PROBE_UNSUPPORTED, "attach point cannot be read: out of memory");
	return ret ? ret : out->provider->parse(out, a, err);
}

int probe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err)
{
	const struct provider *p = spec->provider;
	int ret = p->available ? p->available(p, err) : 0;

	return ret ? ret : p->list(spec, a, visit, arg, err);
}

static size_t provider_len(const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);

	return colon ? (size_t)(colon - text) : len;
}

bool probe_names_many(const char *text, size_t len)
{
	size_t name = provider_len(text, len);

	return name < len && text[0] != '"' && memchr(text, '\0', name) == NULL &&
	       (memchr(text, '*', name) || memchr(text, '?', name) || memchr(text, '[', name));
}

/* For one of the providers.  Results of visit() come back, what the provider itself says does
 * not. */
static int list_for(const char *text, const struct probe_scope *scope, struct arena *a,
	probe_visit_fn visit, void *arg, bool *found)
{
	struct probe_error ignored;
	struct probe_spec spec;
	int ret = probe_parse(text, strlen(text), a, &spec, &ignored);

	memset(&ignored, 0, sizeof(ignored));
	spec.scope = scope;
	if (!ret)
		ret = probe_list(&spec, a, visit, arg, &ignored);
	*found |= !ret;
	return ret && ignored.message[0] ? 0 : ret == -EINVAL ? 0 : ret;
}

/* Whether the part behind the provider, or -p, says that programs are meant and not the kernel
 * (P2). */
static unsigned many_flag(const char *parts, size_t len, const struct probe_scope *scope)
{
	size_t second = len ? provider_len(parts + 1, len - 1) : 0;

	return (scope && scope->pid_count) || (second && memchr(parts + 1, '/', second))
		? PROVIDER_USER
		: PROVIDER_KERNEL;
}

int probe_list_many(const char *text, size_t len, const struct probe_scope *scope, struct arena *a,
	probe_visit_fn visit, void *arg, struct probe_error *err)
{
	size_t name = provider_len(text, len);
	const char *pattern = arena_strndup(a, text, name), *parts = text + name;
	unsigned flag = many_flag(parts, len - name, scope);
	bool known = false, found = false;
	int ret = 0;

	memset(err, 0, sizeof(*err));
	for (size_t i = 0; providers[i] && !ret; i++)
		if (providers[i]->flags & flag && glob_match(pattern, providers[i]->name)) {
			known = true;
			ret = list_for(arena_printf(a, "%s%.*s", providers[i]->name,
					       (int)(len - name), parts),
				scope, a, visit, arg, &found);
		}
	if (ret)
		return ret;
	if (!known)
		return unknown_provider(pattern, name, err);
	return found ? 0
		: probe_fail(err, PROBE_NO_MATCH,
			       "no provider has a probe that matches '%.*s'", (int)len, text);
}

int probe_expect_parts(
	const struct probe_spec *spec, unsigned least, unsigned most, struct probe_error *err)
{
	const char *form = spec->provider->form;

	if (spec->part_count < least)
		return probe_fail(err, PROBE_MALFORMED,
			"attach point is incomplete: %s is written '%s'", spec->provider->name,
			form);
	if (spec->part_count > most)
		return probe_fail(err, PROBE_MALFORMED,
			"attach point has too many parts: %s is written '%s'", spec->provider->name,
			form);
	for (unsigned i = 0; i < spec->part_count; i++)
		if (!*spec->parts[i])
			return probe_fail(err, PROBE_MALFORMED,
				"attach point has an empty part: %s is written '%s'",
				spec->provider->name, form);
	return 0;
}

int probe_refuse_wildcards(const struct probe_spec *spec, const char *article, const char *exact,
	struct probe_error *err)
{
	unsigned i = 0;

	while (i < spec->part_count && !probe_part_wild(spec, i))
		i++;
	if (i == spec->part_count)
		return 0;
	probe_fail_part(err, spec, i, PROBE_MALFORMED, "there are no wildcards beside %s %s",
		article, exact);
	probe_hint(err, "write an attach point for each of them, with commas between");
	return -EINVAL;
}

void probe_insert_part(struct probe_spec *spec, unsigned i, const char *text)
{
	for (unsigned to = spec->part_count++; to > i; to--) {
		spec->parts[to] = spec->parts[to - 1];
		spec->part_start[to] = spec->part_start[to - 1];
		spec->part_len[to] = spec->part_len[to - 1];
		spec->part_quoted[to] = spec->part_quoted[to - 1];
	}
	spec->parts[i] = text;
	spec->part_len[i] = 0;
	spec->part_quoted[i] = false;
}

bool probe_part_wild(const struct probe_spec *spec, unsigned i)
{
	return i < spec->part_count && !spec->part_quoted[i] && glob_has_wildcard(spec->parts[i]);
}

bool probe_wild(const struct probe_spec *spec)
{
	unsigned i = 0;

	while (i < spec->part_count && !probe_part_wild(spec, i))
		i++;
	return i < spec->part_count;
}

bool probe_part_match(const struct probe_spec *spec, unsigned i, const char *name)
{
	/* of a part without wildcards the same comes out, without a look at all of it for each of
	 * many names */
	return spec->part_quoted[i] ? str_eq(spec->parts[i], name)
		: glob_match(spec->parts[i], name);
}

void probe_complete(struct probe_spec *spec, struct arena *a)
{
	const char *name = spec->provider->name;
	size_t len = strlen(name) + 1;

	for (unsigned i = 0; i < spec->part_count; i++)
		len += strlen(spec->parts[i]) + 1;
	char *text = arena_alloc(a, len), *to = stpcpy(text, name);

	for (unsigned i = 0; i < spec->part_count; i++) {
		*to++ = ':';
		to = stpcpy(to, spec->parts[i]);
	}
	spec->text = text;
}

void name_list_add(struct name_list *l, struct arena *a, const char *name)
{
	if (l->count == l->capacity) {
		size_t bigger = l->capacity ? l->capacity * 2 : 64;
		const char **items = arena_new_array(a, const char *, bigger);

		if (l->count)
			memcpy(items, l->items, l->count * sizeof(*items));
		l->items = items;
		l->capacity = bigger;
	}
	l->items[l->count++] = arena_strdup(a, name);
}

static int compare_names(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void name_list_sort(struct name_list *l)
{
	if (l->count)
		qsort(l->items, l->count, sizeof(*l->items), compare_names);
}

void name_list_hint(
	const struct name_list *l, const char *name, const char *prefix, struct probe_error *err)
{
	struct nearest near;

	nearest_start(&near, name);
	for (size_t i = 0; i < l->count; i++)
		nearest_offer(&near, l->items[i]);
	if (near.best)
		probe_hint(err, "did you mean '%s%s'?", prefix, near.best);
}

int attachment_add(struct attachment *a, int fd)
{
	int *fds = mem_realloc(a->fds, ((size_t)a->count + 1) * sizeof(*fds));

	if (!fds) {
		close(fd);
		return -ENOMEM;
	}
	fds[a->count++] = fd;
	a->fds = fds;
	return 0;
}

void attachment_close(struct attachment *a)
{
	for (uint32_t i = 0; i < a->count; i++)
		close(a->fds[i]);
	mem_free(a->fds);
	semaphores_lower(a->semaphores);
	*a = (struct attachment){ 0 };
}
