/* probes/user_symbols.c - from an address in a process to a name: which file was mapped there
 * (process_maps.h), what that file says (mapped_file.h), or what a program says that makes its code
 * itself (jit_map.h).  Nothing is read before it is asked for, but files are taken hold of when a
 * process is first seen, and while somebody listens what was mapped is known of processes that have
 * ended as well.  Owned by the decode context of the runtime. */
#include "probes/user_symbols.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "probes/demangle.h"
#include "probes/dwarf.h"
#include "probes/jit_map.h"
#include "probes/mapped_file.h"
#include "probes/process_events.h"
#include "probes/process_maps.h"
#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/clock.h"
#include "runtime/base/util.h"

#define SHOWN_NAMES 4096        /* a power of two */
#define READ_AT_ONCE 8          /* processes */
#define MOST_INLINED 64
#define MOST_JITS 4096
#define LOOK_EVERY_NS 100000000ull

/* A process that may make code; map NULL: it does not tell about it, or not yet. */
struct jit {
	pid_t pid;
	struct jit_map *map;
	uint64_t looked_ns;     /* for its map */
};

struct jits {
	struct jit *items;
	size_t count, capacity;
};

/* How a name of a symbol table is shown; making that out takes microseconds. */
struct shown_name {
	const char *name;       /* its place in the table */
	char *text;
};

struct user_symbols {
	struct user_symbols_options options;
	struct process_events *events;  /* NULL: nobody listens */
	struct process_maps *maps;
	DIR *unread;            /* processes of /proc that were not read yet; NULL: none are left */
	struct mapped_files *files;
	struct elf_symbols *vdso;
	bool vdso_is_read;
	struct jits jits;
	struct shown_name shown[SHOWN_NAMES];
	uint64_t generation;    /* of the tables whose names are in there */
	struct buffer text;     /* of the last answer */
	struct arena *arena;    /* of its sources */
	struct user_source inlined[MOST_INLINED];
	struct user_place last;
};

struct user_symbols *user_symbols_new(const struct user_symbols_options *options)
{
	struct user_symbols *s = mem_zalloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->options = *options;
	s->maps = process_maps_new();
	s->files = mapped_files_new(s->options.debug_path);
	s->arena = arena_new();
	if (s->maps && s->files && s->arena)
		return s;
	user_symbols_free(s);
	return NULL;
}

static void forget_names(struct user_symbols *s)
{
	for (size_t i = 0; i < SHOWN_NAMES; i++) {
		mem_free(s->shown[i].text);
		s->shown[i] = (struct shown_name){ 0 };
	}
}

static void forget_jits(struct user_symbols *s)
{
	for (size_t i = 0; i < s->jits.count; i++)
		jit_map_close(s->jits.items[i].map);
	s->jits.count = 0;
}

void user_symbols_free(struct user_symbols *s)
{
	if (!s)
		return;
	process_events_close(s->events);
	if (s->unread)
		closedir(s->unread);
	process_maps_free(s->maps);
	mapped_files_free(s->files);
	elf_symbols_free(s->vdso);
	forget_jits(s);
	mem_free(s->jits.items);
	forget_names(s);
	buffer_free(&s->text);
	arena_free(s->arena);
	mem_free(s);
}

/* config cache_user_symbols = NONE */
static bool start_anew(struct user_symbols *s)
{
	process_maps_free(s->maps);
	mapped_files_free(s->files);
	s->maps = process_maps_new();
	s->files = mapped_files_new(s->options.debug_path);
	forget_jits(s);
	forget_names(s);
	return s->maps && s->files;
}

/* Listening */

int user_symbols_watch(struct user_symbols *s, bool all)
{
	int err = s->options.forget ? -ENODATA : process_events_open(&s->events, false);

	if (!err && all)
		s->unread = opendir("/proc");
	return err ? err : process_events_fd(s->events);
}

static void take_event(const struct process_event *event, void *arg)
{
	process_maps_event(arg, event);
}

void user_symbols_listen(struct user_symbols *s)
{
	if (s->events)
		process_events_take(s->events, take_event, s->maps);
}

bool user_symbols_read_ahead(struct user_symbols *s)
{
	struct dirent *entry = NULL;

	for (int left = READ_AT_ONCE; s->unread && left > 0 && (entry = readdir(s->unread));) {
		pid_t pid = (pid_t)atoi(entry->d_name);

		if (pid <= 0)
			continue;
		user_symbols_listen(s);
		process_maps_read(s->maps, pid, false);
		left--;
	}
	if (s->unread && !entry) {
		closedir(s->unread);
		s->unread = NULL;
	}
	return s->unread;
}

/* Files */

/* What a mapping's `file` is when its file cannot be found. */
static struct mapped_file *const nowhere = (struct mapped_file *)&nowhere;

static struct mapped_file *file_of(struct user_symbols *s, struct mapping *mapping, pid_t pid)
{
	pid_t processes[MAPPED_FILE_PROCESSES + 1] = { pid };

	if (!mapping->file) {
		for (int i = 1; i < MAPPED_FILE_PROCESSES && processes[i - 1]; i++)
			processes[i] = process_maps_parent(s->maps, processes[i - 1]);
		mapping->file = mapped_files_open(s->files, mapping, processes);
		if (!mapping->file)
			mapping->file = nowhere;
	}
	return mapping->file == nowhere ? NULL : mapping->file;
}

struct looking {
	struct user_symbols *symbols;
	pid_t pid;
	bool makes_code;
};

static struct jit_map *jit_of(struct user_symbols *s, pid_t pid);

static void take_hold(struct mapping *mapping, void *arg)
{
	struct looking *l = arg;
	struct mapped_file *file;

	l->makes_code |= !mapping->name->inode && !mapping->name->path[0];
	file = mapping->name->inode ? file_of(l->symbols, mapping, l->pid) : NULL;
	if (file && l->symbols->options.early)
		mapped_file_symbols(l->symbols->files, file);
}

void user_symbols_seen(struct user_symbols *s, pid_t pid)
{
	struct looking l = { .symbols = s, .pid = pid };

	if (pid <= 0 || s->options.forget)
		return;
	user_symbols_listen(s);
	process_maps_see(s->maps, pid);
	process_maps_each(s->maps, pid, take_hold, &l);
	if (l.makes_code)
		jit_of(s, pid);
}

/* Code that programs make */

static struct jit_map *jit_of(struct user_symbols *s, pid_t pid)
{
	struct jit *jit = NULL;
	uint64_t now = clock_ns(CLOCK_MONOTONIC);

	for (size_t i = 0; i < s->jits.count && !jit; i++)
		if (s->jits.items[i].pid == pid)
			jit = &s->jits.items[i];
	if (!jit && s->jits.count >= MOST_JITS)
		forget_jits(s);
	if (!jit && !VEC_PUSH(&s->jits, ((struct jit){ .pid = pid })))
		return NULL;
	if (!jit)
		jit = &s->jits.items[s->jits.count - 1];
	/* the map may come later than the first code */
	if (!jit->map && (!jit->looked_ns || now - jit->looked_ns >= LOOK_EVERY_NS)) {
		jit->looked_ns = now;
		jit->map = jit_map_open(pid);
	}
	return jit->map;
}

static bool find_jit(
	struct user_symbols *s, const struct user_place *place, struct user_symbol *out)
{
	struct jit_map *map = jit_of(s, place->pid);
	uint64_t start;
	const char *name =
		map ? jit_map_find(map, place->address - place->is_return_address, &start) : NULL;

	if (!name)
		return false;
	out->name = name;
	out->offset = place->address - start;
	out->module = jit_map_path(map);
	return true;
}

/* Names */

static const char *shown_as(struct user_symbols *s, const char *name, size_t len)
{
	struct shown_name *shown =
		&s->shown[((uintptr_t)name * 0x9e3779b97f4a7c15u >> 40) & (SHOWN_NAMES - 1)];
	uint64_t generation = mapped_files_generation(s->files);
	struct buffer text = { 0 };

	buffer_clear(&s->text);
	buffer_append(&s->text, name, len);
	if (s->options.mangled)
		return buffer_text(&s->text);
	if (s->generation != generation)
		forget_names(s);
	s->generation = generation;
	if (shown->name != name) {
		mem_free(shown->text);
		*shown = (struct shown_name){ .name = name };
		if (demangle(buffer_text(&s->text), &text))
			shown->text = mem_strdup(buffer_text(&text));
		buffer_free(&text);
	}
	return shown->text ? shown->text : buffer_text(&s->text);
}

/* Of a return address the call counts, which is before it; where there is nothing before, nothing
 * was called from there: a signal was taken or a thread begins. */
static bool find_function(const struct elf_symbols *symbols, uint64_t offset,
	bool is_return_address, struct elf_symbol *out)
{
	if (is_return_address && offset && elf_symbols_find(symbols, offset - 1, out) &&
		out->is_sized) {
		out->offset++;
		return true;
	}
	return elf_symbols_find(symbols, offset, out);
}

struct extent {
	uint64_t start, end;
};

static void find_vdso(struct mapping *mapping, void *arg)
{
	struct extent *e = arg;

	if (str_eq(mapping->name->path, "[vdso]"))
		*e = (struct extent){ mapping->start, mapping->end };
}

/* All processes of 64 bits have the same one, we among them. */
static const struct elf_symbols *vdso_symbols(struct user_symbols *s)
{
	struct process_maps *own = s->vdso_is_read ? NULL : process_maps_new();
	struct extent vdso = { 0 };

	s->vdso_is_read = true;
	if (own) {
		process_maps_read(own, getpid(), false);
		process_maps_each(own, getpid(), find_vdso, &vdso);
		process_maps_free(own);
	}
	if (vdso.start && vdso.start == getauxval(AT_SYSINFO_EHDR)) {
		s->vdso = elf_symbols_read_memory(
			(const void *)(uintptr_t)vdso.start, vdso.end - vdso.start);
		if (s->vdso)
			elf_symbols_sort(s->vdso);
	}
	return s->vdso;
}

/* Sources */

struct sources {
	struct user_symbols *symbols;
	struct user_symbol *out;
};

static const char *keep_text(struct user_symbols *s, const char *text)
{
	size_t len = strlen(text) + 1;
	char *copy = arena_try_alloc(s->arena, len);

	return copy ? memcpy(copy, text, len) : NULL;
}

static bool take_frame(const struct dwarf_frame *frame, void *arg)
{
	struct sources *t = arg;
	struct user_symbols *s = t->symbols;
	struct user_source source = {
		.name = frame->function ? keep_text(s, frame->function) : NULL, .line = frame->line
	};

	if (frame->has_source && frame->line)
		source.file = keep_text(s, frame->file);
	if (!frame->inlined)
		t->out->source = source;
	else if (source.name && t->out->inlined_count < MOST_INLINED)
		s->inlined[t->out->inlined_count++] = source;
	return !frame->inlined;
}

static void find_sources(struct user_symbols *s, const struct user_place *place,
	struct mapped_file *file, uint64_t offset, struct user_symbol *out)
{
	struct sources t = { s, out };
	struct dwarf *dwarf = mapped_file_dwarf(s->files, file);
	uint64_t address;

	out->inlined = s->inlined;
	if (dwarf && dwarf_address_of(dwarf, offset - place->is_return_address, &address))
		dwarf_frames_at(dwarf, address, take_frame, &t);
}

static bool find_mapped(struct user_symbols *s, const struct user_place *place,
	struct mapping *mapping, pid_t owner, struct user_symbol *out)
{
	bool is_vdso = str_eq(mapping->name->path, "[vdso]") && mapping->start > UINT32_MAX;
	struct mapped_file *file = is_vdso ? NULL : file_of(s, mapping, owner);
	const struct elf_symbols *symbols = is_vdso ? vdso_symbols(s)
		: file ? mapped_file_symbols(s->files, file)
		: NULL;
	uint64_t offset = place->address - mapping->start + (is_vdso ? 0 : mapping->offset);
	struct elf_symbol symbol;

	if (file && s->options.sources)
		find_sources(s, place, file, offset, out);
	if (!symbols || !find_function(symbols, offset, place->is_return_address, &symbol))
		return false;
	out->name = shown_as(s, symbol.name, symbol.name_len);
	out->offset = symbol.offset;
	return true;
}

/* What was mapped at a place; *owner as process_maps_find() says.  What was answered before is not
 * valid any more. */
static struct mapping *find_mapping(
	struct user_symbols *s, const struct user_place *place, pid_t *owner)
{
	bool other = place->pid != s->last.pid || place->time_ns != s->last.time_ns;
	struct mapping *mapping;

	arena_reset(s->arena);
	s->last = *place;
	if (s->options.forget && other && !start_anew(s))
		return NULL;
	/* what is told later is about later stacks */
	if (other || place->time_ns == UINT64_MAX)
		user_symbols_listen(s);
	mapping = process_maps_find(s->maps, place->pid, place->address, place->time_ns, owner);
	/* when nobody listens there may be something new */
	if (!mapping && !s->events) {
		process_maps_read(s->maps, place->pid, true);
		mapping = process_maps_find(
			s->maps, place->pid, place->address, place->time_ns, owner);
	}
	return mapping;
}

bool user_symbols_file(
	struct user_symbols *s, const struct user_place *place, struct user_file *out)
{
	pid_t owner;
	struct mapping *mapping = find_mapping(s, place, &owner);
	struct mapped_file *file =
		mapping && mapping->name->inode ? file_of(s, mapping, owner) : NULL;

	if (!file || !mapped_file_build_id(s->files, file, out->build_id))
		return false;
	out->offset = place->address - mapping->start + mapping->offset;
	return true;
}

bool user_symbols_find(
	struct user_symbols *s, const struct user_place *place, struct user_symbol *out)
{
	pid_t owner;
	struct mapping *mapping = find_mapping(s, place, &owner);

	*out = (struct user_symbol){ 0 };
	if (mapping && mapping->name->path[0])
		out->module = mapping->name->path;
	return (mapping && find_mapped(s, place, mapping, owner, out)) || find_jit(s, place, out);
}
