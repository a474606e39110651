/* probes/tracefs.c - reads the events directory of tracefs: names, numbers, format files.  Asked by
 * the tracepoint provider only. */
#include "probes/tracefs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/machine.h"
#include "runtime/base/buffer.h"
#include "runtime/base/file_access.h"
#include "runtime/base/util.h"

/* Format files */

/* "offset:8;" behind a key; false when it is not there. */
static bool number_after(const char *line, size_t len, const char *key, uint32_t *out)
{
	const char *at = memmem(line, len, key, strlen(key));

	if (!at)
		return false;
	*out = (uint32_t)strtoul(at + strlen(key), NULL, 10);
	return true;
}

static bool starts(const char **at, const char *end, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(end - *at) < len || memcmp(*at, word, len))
		return false;
	*at += len;
	return true;
}

static char *trimmed(struct arena *a, const char *start, const char *end)
{
	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return arena_strndup(a, start, (size_t)(end - start));
}

static bool name_char(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9');
}

/* "__data_loc char[] name", "unsigned long args[6]", "const char * filename", "__u8
 * addr[sizeof(struct x)]" */
static bool parse_declaration(
	const char *at, const char *end, struct arena *a, struct event_field *f)
{
	f->kind = EVENT_FIELD_VALUE;
	if (starts(&at, end, "__data_loc "))
		f->kind = EVENT_FIELD_DATA_LOC;
	else if (starts(&at, end, "__rel_loc "))
		f->kind = EVENT_FIELD_REL_LOC;
	if (f->kind == EVENT_FIELD_VALUE && end > at && end[-1] == ']') {
		const char *open = memchr(at, '[', (size_t)(end - at));

		if (!open)
			return false;
		f->kind = EVENT_FIELD_ARRAY;
		char *rest;
		unsigned long count = strtoul(open + 1, &rest, 10);

		f->count = rest == end - 1 && count <= UINT16_MAX ? (uint32_t)count : 0;
		end = open;
	}
	const char *name = end;

	while (name > at && name_char(name[-1]))
		name--;
	if (name == end || name == at)
		return false;
	f->name = arena_strndup(a, name, (size_t)(end - name));
	end = name;
	while (end > at && end[-1] == ' ')
		end--;
	if (end - at >= 2 && end[-1] == ']' && end[-2] == '[')
		end -= 2;
	f->c_type = trimmed(a, at, end);
	return true;
}

static bool parse_field(const char *line, size_t len, struct arena *a, struct event_field *f)
{
	uint32_t is_signed = 0;
	const char *start = memmem(line, len, "field:", 6), *end;

	if (!start)
		return false;
	start += 6;
	end = memchr(start, ';', len - (size_t)(start - line));
	if (!end || !parse_declaration(start, end, a, f))
		return false;
	len -= (size_t)(end - line);
	number_after(end, len, "signed:", &is_signed);
	f->is_signed = is_signed;
	return number_after(end, len, "offset:", &f->offset) &&
		number_after(end, len, "size:", &f->size) && f->offset <= UINT16_MAX &&
		f->size <= UINT16_MAX;
}

bool event_format_parse(const char *text, struct arena *a, struct event_format *out)
{
	const char *at = strstr(text, "format:\n");
	size_t lines = 1;

	*out = (struct event_format){ 0 };
	if (!at)
		return false;
	for (const char *p = at; *p; p++)
		lines += *p == '\n';
	out->fields = arena_new_array(a, struct event_field, lines);
	while (*at && !str_starts(at, "print fmt:")) {
		size_t len = strcspn(at, "\n");
		struct event_field *f = &out->fields[out->count];

		if (parse_field(at, len, a, f) && !str_starts(f->name, "common_"))
			out->count++;
		at += len + (at[len] == '\n');
	}
	return true;
}

/* The whole text of a file; NULL with errno set. */
static const char *read_text(const char *path, struct buffer *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	if (fd < 0)
		return NULL;
	do {
		char *to = buffer_reserve(b, 8192);

		n = to ? read(fd, to, 8192) : -1;
		if (n > 0)
			b->len += (size_t)n;
	} while (n > 0);
	close(fd);
	return n < 0 || b->failed ? NULL : buffer_text(b);
}

static const char *read_event_file(const char *category, const char *event, const char *file,
	struct buffer *b, struct probe_error *err)
{
	char path[512];
	const char *root = machine_tracefs(err);

	if (!root)
		return NULL;
	if (snprintf(path, sizeof(path), "%s/events/%s/%s/%s", root, category, event, file) >=
		(int)sizeof(path)) {
		probe_fail(err, PROBE_NO_MATCH,
			"tracepoint '%s:%s' does not exist: no event has so long a name", category,
			event);
		return NULL;
	}
	const char *text = read_text(path, b);

	if (!text) {
		probe_fail(err, errno == ENOENT ? PROBE_NO_MATCH : PROBE_UNSUPPORTED,
			"%s cannot be read: %s", path, strerror(errno));
		if (errno == EACCES)
			probe_hint(err, "run as root");
	}
	return text;
}

static int failure_code(const struct probe_error *err)
{
	return err->failure == PROBE_NO_MATCH ? -ENOENT : -EOPNOTSUPP;
}

int tracefs_format(const char *category, const char *event, struct arena *a,
	struct event_format *out, struct probe_error *err)
{
	struct buffer b = { 0 };
	const char *text = read_event_file(category, event, "format", &b, err);
	int ret = 0;

	if (!text)
		ret = failure_code(err);
	else if (!event_format_parse(text, a, out))
		ret = probe_fail(err, PROBE_UNSUPPORTED,
			"tracepoint '%s:%s' has a format file that cannot be understood", category,
			event);
	buffer_free(&b);
	return ret;
}

int64_t tracefs_event_id(const char *category, const char *event, struct probe_error *err)
{
	struct buffer b = { 0 };
	const char *text = read_event_file(category, event, "id", &b, err);
	int64_t id = text ? strtol(text, NULL, 10) : failure_code(err);

	buffer_free(&b);
	return id;
}

bool tracefs_has_event(const char *root, const char *category, const char *event)
{
	char path[512];

	/* a name with a slash would leave the directory */
	if (strchr(category, '/') || strchr(event, '/') || *event == '.' || *category == '.')
		return false;
	return snprintf(path, sizeof(path), "%s/events/%s/%s/id", root, category, event) <
		(int)sizeof(path) &&
		!file_access(path, F_OK);
}

int tracefs_names(const char *root, const char *category, struct arena *a, struct name_list *out)
{
	char path[512];

	if (snprintf(path, sizeof(path), "%s/events/%s", root, category) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	DIR *dir = opendir(path);

	if (!dir)
		return -errno;
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.' && e->d_type == DT_DIR)
			name_list_add(out, a, e->d_name);
	closedir(dir);
	name_list_sort(out);
	return 0;
}

bool tracefs_is_dynamic(const char *category, const char *event)
{
	struct probe_error ignored;
	struct buffer b = { 0 };
	const char *root = machine_tracefs(&ignored);
	char path[128], key[256];

	if (!root || snprintf(key, sizeof(key), ":%s/%s ", category, event) >= (int)sizeof(key))
		return false;
	snprintf(path, sizeof(path), "%s/dynamic_events", root);
	const char *text = read_text(path, &b);
	bool found = text && strstr(text, key);

	buffer_free(&b);
	return found;
}
