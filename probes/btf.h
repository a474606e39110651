/* probes/btf.h - the kernel's own description of its types (BTF), scanned without libbpf: finding
 * types by name, offsets of members, parameters of tracepoints, and turning types into ours and
 * into C text.
 *
 * There are several blobs: the kernel's own, one for each module, and one that the compiler may
 * make out of C definitions.  Those of modules go on where the kernel's ends: an id or text that is
 * not above the kernel's last is the kernel's.  Ids of a blob are plain numbers; where a type of
 * any blob may stand (struct type.btf_id, btf_types.h) the number of the blob lies above them, and
 * the kernel's own blob has number 0. */
#pragma once

#include <linux/btf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/rows.h"
#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/* Types in types are followed so deep: against blobs that refer to themselves. */
#define KERNEL_BTF_DEPTH_MOST 32

/** What a scan of a blob finds out, so that another process need not do it again
 * (probes/btf_index.h). */
struct kernel_btf_tables {
	/* of each type of its own, from the start of the types; `count` of them */
	const uint32_t *offsets;
	uint32_t count;
	/* ids by hash, for kernel_btf_find(); `slots` of them, a power of two */
	const uint32_t *names;
	uint32_t slots;
};

/** Where the types of a blob come from that are made when they are asked for, out of the debug
 * information of a program (probes/dwarf_types.c).  Such a blob has no bytes: whatever is known of
 * it is asked here. */
struct kernel_btf_source {
	const struct btf_type *(*type)(void *from, uint32_t id);
	const char *(*text)(void *from, uint32_t offset);
	struct btf_items **(*items)(void *from, uint32_t id);
	/* the one that stands for all types that are alike: each unit of a program has its own
	 * copy */
	uint32_t (*same)(void *from, uint32_t id);
	uint32_t (*find)(void *from, unsigned kind, const char *name);
	uint32_t (*find_enumerator)(void *from, const char *name);
	void (*each_name)(
		void *from, unsigned kind, void (*visit)(const char *name, void *arg), void *arg);
};

/** index_type of an array that is a vector, which one register of the processor holds: only
 * programs have types like that. */
#define KERNEL_BTF_VECTOR UINT32_MAX

/** A BTF blob that was found well formed.  Type ids of its own run from first to count. */
struct btf_items;

struct kernel_btf {
	const struct kernel_btf *base;  /* what it goes on from, or NULL */
	/* "vmlinux", the module's; "" for definitions of the script */
	const char *name;
	uint32_t number;                /* of the blob, for kernel_btf_id() */
	const uint8_t *types;
	const char *strings;            /* ends with a NUL */
	uint32_t types_len;
	uint32_t strings_len;
	uint32_t text_first;            /* offset of the first of its own texts */
	/* count: the last one; first - 1 where types are made when they are asked for */
	uint32_t first, count;
	/* what goes on from here has ids above it: count, or the most that there may be */
	uint32_t last;
	const uint32_t *offsets;        /* of each type in types, by id - first */
	struct kernel_btf_index *index; /* from names to ids, made once there were many look-ups */
	const struct kernel_btf_source *source;
	void *from;                     /* for the source */
};

/** The running kernel's, read when first asked for and kept; NULL when there is none. */
const struct kernel_btf *kernel_btf(void);

/** That of a loaded module, read when first asked for and kept; the kernel's own for "vmlinux".
 * NULL when there is none. */
const struct kernel_btf *kernel_btf_module(const char *name);

/** Names of the loaded modules that describe their types, sorted; in *count how many.  Stay for the
 * life of the process. */
const char *const *kernel_btf_modules(size_t *count);

/** Add types of a script, whose names are found before the kernel's (C9); replaces what was added
 * before, len 0 takes it away.  The bytes are as the kernel writes them: split on kernel_btf() when
 * that is there (ids from its count + 1 on, texts from its strings_len on), else standing alone.
 * They are copied.  0, -EINVAL or -ENOMEM. */
int kernel_btf_add(const void *bytes, size_t len);

/** Number a blob of a program, which stays until kernel_btf_forget_programs().  False when there
 * are too many. */
bool kernel_btf_add_program(struct kernel_btf *b);

/** Forget the blobs of all programs, before those who own them free them. */
void kernel_btf_forget_programs(void);

/** Programs in whose types names are looked up before those of the kernel: in the bodies of probes
 * on them.  at() gives the first for 0 and so on, NULL behind the last; it is called when a name is
 * looked up, not before.  Where such a thing is asked for, NULL and one without at() are no
 * programs. */
struct btf_programs {
	const struct kernel_btf *(*at)(size_t i, void *arg);
	void *arg;
};

/** One of them; NULL behind the last. */
const struct kernel_btf *btf_program(const struct btf_programs *in, size_t i);

/** Visit the blobs in the order in which names are looked up, until one visit says stop: the
 * script's, those of the programs, the kernel's own, those of loaded modules (which are read for
 * it).  True when stopped. */
bool kernel_btf_each(const struct btf_programs *in,
	bool (*visit)(const struct kernel_btf *b, void *arg), void *arg);

/** Look a type up by kind and name in all blobs: the number of kernel_btf_id(), 0 if there is
 * none. */
uint32_t kernel_btf_lookup(const struct btf_programs *in, unsigned kind, const char *name);

/** The number of a type among those of all blobs; 0 for 0. */
uint32_t kernel_btf_id(const struct kernel_btf *b, uint32_t id);

/** The blob that such a number is of and, in *id, the id there.  NULL when there is none. */
const struct kernel_btf *kernel_btf_of(uint32_t number, uint32_t *id);

/** Take the types of the kernel from a file in the place of the running one's; there are none of
 * modules then.  0, -EINVAL when the file holds no BTF, or -errno.  Before anything was looked up;
 * the path must outlive the process's look-ups. */
int kernel_btf_set_file(const char *path);

/** Tests: read from another directory than /sys (NULL: that again), and keep indexes in `index`
 * (NULL: nowhere); forgets all blobs. */
void kernel_btf_set_sysfs(const char *sysfs, const char *index);

/** Check a blob that stands alone (base NULL) or goes on from another; both must outlive b.  0,
 * -EINVAL or -ENOMEM; close with kernel_btf_close(). */
int kernel_btf_open(
	struct kernel_btf *b, const struct kernel_btf *base, const void *bytes, size_t len);

/** The same with tables made from the same bytes before, which must outlive b too: nothing is
 * scanned.  Whatever the tables say, no look-up reads outside of the blob. */
int kernel_btf_open_scanned(struct kernel_btf *b, const struct kernel_btf *base, const void *bytes,
	size_t len, const struct kernel_btf_tables *tables);

/** The tables of a blob, which stay b's.  False when there is no memory for them. */
bool kernel_btf_tables(const struct kernel_btf *b, struct kernel_btf_tables *out);

void kernel_btf_close(struct kernel_btf *b);

/** The type of an id; NULL for 0 (void) and ids that are not there. */
const struct btf_type *kernel_btf_type(const struct kernel_btf *b, uint32_t id);

/** Text at an offset of the string section; "" when there is none. */
const char *kernel_btf_text(const struct kernel_btf *b, uint32_t offset);

/** Id of the first type of a kind and name among the blob's own; 0 if there is none. */
uint32_t kernel_btf_find(const struct kernel_btf *b, unsigned kind, const char *name);

/** Id of the first enum, among the blob's own, that has an enumerator of a name; 0 if there is
 * none. */
uint32_t kernel_btf_find_enumerator(const struct kernel_btf *b, const char *name);

/** Where what was made of a type hangs (probes/btf_items.h), which the blob frees.  NULL when
 * memory is out. */
struct btf_items **kernel_btf_items(const struct kernel_btf *b, uint32_t id);

/** Add the names of all types of a kind, the blob's own, that begin with a prefix, without it. */
void kernel_btf_names(const struct kernel_btf *b, unsigned kind, const char *prefix,
	struct name_list *out, struct arena *a);

/** Follow qualifiers and typedefs. */
uint32_t kernel_btf_strip(const struct kernel_btf *b, uint32_t id);

/** Bytes of a value of a type; 0 when it has no size. */
uint32_t kernel_btf_size(const struct kernel_btf *b, uint32_t id);

/** Byte offset of a member of a struct or union, anonymous members looked through; -1 if there is
 * none or it is a bitfield. */
int kernel_btf_member(
	const struct kernel_btf *b, uint32_t struct_id, const char *name, uint32_t *size);

/** Our type for a value of the type: integers, enums, bool, pointers.  NULL for what a register
 * cannot hold. */
const struct type *kernel_btf_value_type(const struct kernel_btf *b, uint32_t id, struct arena *a);

/** The type in C: "struct task_struct *". */
const char *kernel_btf_c_text(const struct kernel_btf *b, uint32_t id, struct arena *a);
