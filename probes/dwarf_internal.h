/* probes/dwarf_internal.h - what the parts of the DWARF reader share: files, units, entries (DIEs)
 * and their attributes.
 *
 * Everything is read where it lies in the mapped file, and only when somebody asks: opening reads
 * the table of sections, a unit its header, an entry its abbreviation.  All offsets and counts are
 * the file's own words, so each read is checked against the end of what it is in; what does not fit
 * is as if it were not there. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/dwarf.h"
#include "probes/dwarf_constants.h"
#include "probes/dwarf_cursor.h"
#include "runtime/base/strmap.h"

/* Entries in entries, and types of types, are followed so deep: against files that refer to
 * themselves. */
#define DWARF_DEPTH_MOST 32

enum dwarf_section {
	DWARF_INFO,
	DWARF_TYPES,
	DWARF_ABBREV,
	DWARF_STR,
	DWARF_LINE_STR,
	DWARF_STR_OFFSETS,
	DWARF_ADDR,
	DWARF_RANGES,
	DWARF_RNGLISTS,
	DWARF_LOC,
	DWARF_LOCLISTS,
	DWARF_LINE,
	DWARF_CU_INDEX,
	DWARF_TU_INDEX,
	DWARF_ARANGES,
	DWARF_NAMES,
	DWARF_GDB_INDEX,
	DWARF_SECTION_COUNT,
};

/** Vector of units in the order of their offsets, those of .debug_info first. */
struct dwarf_units {
	struct dwarf_unit **items;
	size_t count, capacity;
};

/** Vector of offsets in a section. */
struct dwarf_offsets {
	uint64_t *items;
	size_t count, capacity;
};

/** One ELF file with debug information: the program or its debug file, the one that dwz made, a
 * .dwo or .dwp. */
struct dwarf_file {
	struct dwarf *dwarf;
	struct dwarf_image *image;              /* the ELF file, dwarf_image.c */
	bool is_split;                          /* .dwo, .dwp */
	bool scanned;                           /* the headers of all units were read */
	struct dwarf_units units;
	/* those that were read before all of them, because something said where they begin */
	struct dwarf_units early;
	struct dwarf_unit **by_signature;       /* type units, sorted; made when first asked for */
	size_t signature_count;
	/* of a .dwp: units that were read, by the rows of the index of units and of that of type
	 * units */
	struct dwarf_unit **by_row[2];
	struct dwarf_unit *first_skeleton;      /* that led to it, of a .dwo */
	struct dwarf_file *next;
};

/** A range of addresses that a unit says its code fills. */
struct dwarf_covered {
	uint64_t start, end;
	struct dwarf_unit *unit;
};

/** What is known of the indexes of names that are in a program. */
struct dwarf_name_indexes {
	bool examined;
	bool all_units;                         /* each unit is in one */
	/* all units are of C, where names are not in others */
	bool all_c;
};

struct dwarf {
	struct debug_file_place place;          /* of the program */
	struct dwarf_file *program;             /* the program itself */
	/* of its debug file; NULL: the program has the entries itself */
	const char *main_path;
	struct dwarf_file *main;
	struct dwarf_file *shared;              /* of dwz; NULL: not there */
	struct dwarf_file *package;             /* .dwp; NULL: not there */
	bool sought_shared, sought_package, found_covered;
	uint32_t name_searches;                 /* for a name, without the index */
	uint64_t rows_kept;                     /* of line tables */
	uint32_t range_searches;                /* for an address, without the table of `covered` */
	struct dwarf_index *index;              /* of names, of all units; NULL: nobody asked */
	struct dwarf_name_indexes indexes;      /* that the program has of names */
	struct { struct dwarf_covered *items; size_t count, capacity; } covered;        /* sorted */
	struct dwarf_file *files;               /* all of them, for closing */
	/* those that were opened, split ones apart; in the arena */
	struct strmap by_path[2];
	struct arena *arena;                    /* units, texts that had to be made */
	uint64_t names_len;                     /* bytes of texts that had to be made */
	/* those of dwarf_die_full_name(), each once however often it is asked for; in the arena */
	struct strmap full_names;
};

struct dwarf_attribute {
	uint16_t name, form;
	int64_t implicit;                       /* DW_FORM_implicit_const */
};

struct dwarf_abbrev {
	uint64_t code;
	uint16_t tag;
	bool has_children;
	uint32_t first, count;                  /* attributes */
	/* bytes of all attributes; -1: that depends on what they say */
	int32_t fixed_size;
};

struct dwarf_abbrevs {
	struct { struct dwarf_abbrev *items; size_t count, capacity; } list;
	struct { struct dwarf_attribute *items; size_t count, capacity; } attributes;
	struct dwarf_cursor rest;               /* what was not read yet */
	bool sorted;                            /* by code */
};

/** What has other entries in it, and its full name. */
struct dwarf_scope {
	uint64_t start, end;
	const char *name;
	uint32_t parent;                        /* from 1 on; 0: none */
};

/** Code of a function, which may be in several pieces. */
struct dwarf_code {
	uint64_t start, end;
	uint64_t offset;                        /* of the function's entry */
};

/** The functions of a unit, by their starts. */
struct dwarf_functions {
	struct dwarf_code *items;
	size_t count, capacity;
	bool known;                             /* looked for at all */
	bool nested;                            /* in other functions too */
};

/** A row of a line table: what begins at an address. */
struct dwarf_row {
	uint64_t address;
	uint32_t line, file, order;
	uint16_t column;
	bool is_stmt;
	bool is_end;                            /* nothing begins there */
};

/** A source file as the table has it. */
struct dwarf_source {
	const char *directory, *name;
};

/** The line table of a unit. */
struct dwarf_lines {
	const char *directory;                  /* of the compilation */
	struct { const char **items; size_t count, capacity; } directories;
	struct { struct dwarf_source *items; size_t count, capacity; } files;
	struct { struct dwarf_row *items; size_t count, capacity; } rows;       /* by address */
	bool has_rows;
	struct dwarf_line_machine *machine;     /* that makes the rows; NULL: there are none */
};

struct dwarf_unit {
	struct dwarf_file *file;
	/* of the sections of a .dwp that are this unit's, where data is not NULL; NULL: all are */
	struct dwarf_bytes *parts;
	enum dwarf_section section;             /* DWARF_INFO or DWARF_TYPES */
	/* in that section: the header, the first entry, behind the last */
	uint64_t offset, entries, end;
	uint8_t version, address_size, offset_size, type;
	uint64_t abbrev_offset;
	uint64_t id;                            /* of a split unit, or the signature of a type */
	uint64_t type_offset;                   /* DW_UT_type: of the type, from the header */
	struct dwarf_abbrevs abbrevs;

	/* from the first entry, dwarf_unit_root() */
	bool root_read;
	uint64_t str_offsets_base, addr_base, rnglists_base, loclists_base, ranges_base;
	uint64_t low_pc;
	uint32_t language;                      /* DW_LANG_* */
	bool is_partial;			/* for others to refer to: made by dwz */
	/* the unit of a .dwo that has the entries; this one is only its skeleton */
	struct dwarf_unit *split;
	struct dwarf_unit *skeleton;            /* the other way round */
	bool sought_split;
	struct dwarf_lines *lines;              /* dwarf_line.c */
	struct dwarf_functions functions;       /* dwarf_function.c */
	/* dwarf_index.c, of this unit alone; NULL: nobody asked */
	struct dwarf_index *names;
	bool scoped;                            /* dwarf_scope.c */
	struct { struct dwarf_scope *items; size_t count, capacity; } scopes;
};

/** Open an ELF file and find its sections of debug information; split: those whose names end in
 * .dwo.  NULL when it is none, or broken. */
struct dwarf_image *dwarf_image_open(const char *path, bool split);
/** The bytes of a section, without compression; none when it is not there or cannot be read.  They
 * stay as long as the image. */
struct dwarf_bytes dwarf_image_section(struct dwarf_image *image, enum dwarf_section section);
void dwarf_image_close(struct dwarf_image *image);
/** The address that an offset of the file is mapped at as code; false when it is none. */
bool dwarf_image_address(struct dwarf_image *image, uint64_t offset, uint64_t *address);

/** A file that goes with the main one; NULL when it is not there. */
struct dwarf_file *dwarf_file_open(struct dwarf *d, const char *path, bool split);
/** The file of dwz. */
struct dwarf_file *dwarf_shared_file(struct dwarf *d);

/** The section as a unit sees it. */
struct dwarf_bytes dwarf_unit_section(const struct dwarf_unit *u, enum dwarf_section section);

/** All units of a file: their headers. */
const struct dwarf_units *dwarf_file_units(struct dwarf_file *f);
/** The unit that an offset of a section lies in. */
struct dwarf_unit *dwarf_unit_at(struct dwarf_file *f, enum dwarf_section section, uint64_t offset);
/** The unit that begins there, by what an index says; the others are not read for it. */
struct dwarf_unit *dwarf_unit_starting(
	struct dwarf_file *f, enum dwarf_section section, uint64_t offset);
/** The type unit of a signature, as seen from some unit. */
struct dwarf_unit *dwarf_unit_of_signature(struct dwarf_unit *from, uint64_t signature);
/** Read the header at the cursor; the cursor goes behind the unit.  NULL when it is broken. */
struct dwarf_unit *dwarf_unit_read(
	struct dwarf_file *f, enum dwarf_section section, struct dwarf_cursor *c);
/** Bring what the first entry says about the unit into it. */
void dwarf_unit_root(struct dwarf_unit *u);
/** The unit that has the entries: the unit itself, or what its skeleton leads to
 * (dwarf_split.c). */
struct dwarf_unit *dwarf_unit_full(struct dwarf_unit *u);
/** The unit whose bases and addresses count for a (split) unit. */
struct dwarf_unit *dwarf_unit_skeleton(struct dwarf_unit *u);
/** Forget the abbreviations, which come back when they are asked for. */
void dwarf_unit_forget(struct dwarf_unit *u);
/** A unit of a .dwp by its id or signature (dwarf_split.c). */
struct dwarf_unit *dwarf_package_unit(struct dwarf_file *package, bool type, uint64_t id);

/** Read the headers of all units of a .dwp. */
void dwarf_package_scan(struct dwarf_file *package);
/** Append the units whose parts of a section have one of these offsets (ascending) in them; false
 * when memory is out. */
bool dwarf_package_units_with(struct dwarf_file *package, enum dwarf_section section,
	const struct dwarf_offsets *offsets, struct dwarf_units *out);

/** Sort them by their offsets, each once. */
void dwarf_sort_units(struct dwarf_units *list);
/** Visit the files that have entries of a program, in the order in which names are looked for: the
 * program's own, those that skeletons lead to (number: which unit), the package, that of dwz.
 * Stops when a visit returns true, and returns that.  Skeletons that come before a file was visited
 * know their units. */
bool dwarf_each_file(
	struct dwarf *d, bool (*visit)(struct dwarf_file *f, size_t number, void *arg), void *arg);

/** An entry. */
struct dwarf_die {
	struct dwarf_unit *unit;
	uint64_t offset;                        /* in the unit's section */
	struct dwarf_abbrev abbrev;
	uint64_t attributes;                    /* offset of the first one */
	/* the list that it is in ends before: no walk sees the same entry twice in lists of one
	 * depth */
	uint64_t list_end;
};

/** Abbreviations: dwarf_abbrev.c.  Bytes of a form that takes the same in every entry of the unit;
 * -1: it does not; -2: there is no such form. */
int dwarf_form_size(const struct dwarf_unit *u, unsigned form);
/** Go past a value of a form. */
void dwarf_form_skip(const struct dwarf_unit *u, unsigned form, struct dwarf_cursor *c);
bool dwarf_find_abbrev(struct dwarf_unit *u, uint64_t code, struct dwarf_abbrev *out);

enum dwarf_class {
	DWARF_NONE,
	DWARF_NUMBER,
	DWARF_SIGNED,
	DWARF_ADDRESS,
	DWARF_TEXT,
	DWARF_BLOCK,
	DWARF_FLAG,
	DWARF_REFERENCE,
	DWARF_OFFSET,
	DWARF_INDEX
};

struct dwarf_value {
	enum dwarf_class class;
	uint16_t form;
	/* NUMBER, SIGNED, ADDRESS, FLAG, OFFSET (of another section), INDEX (of a list) */
	uint64_t number;
	const char *text;
	struct dwarf_bytes block;
	/* REFERENCE: `number` is an offset of its section */
	struct dwarf_unit *unit;
};

/** A cursor in the unit's section, up to its end. */
struct dwarf_cursor dwarf_unit_cursor(const struct dwarf_unit *u, uint64_t at);
/** The attribute of that number, which is valid until another abbreviation is read:
 * dwarf_form.c. */
const struct dwarf_attribute *dwarf_attribute_at(const struct dwarf_die *d, uint32_t i);

/** The entry at an offset of the unit's section; false when there is none: the end of a list of
 * children. */
bool dwarf_die_read(struct dwarf_unit *u, uint64_t offset, struct dwarf_die *out);
/** The first entry of a unit. */
bool dwarf_die_root(struct dwarf_unit *u, struct dwarf_die *out);
/** The first child; false when there is none. */
bool dwarf_die_child(const struct dwarf_die *d, struct dwarf_die *out);
/** Go on to the next entry of the same parent; false when there is none. */
bool dwarf_die_next(struct dwarf_die *d);
/** An attribute; false when the entry has none of that name. */
bool dwarf_die_attribute(const struct dwarf_die *d, unsigned name, struct dwarf_value *out);
/** The entry that an attribute refers to. */
bool dwarf_die_reference(const struct dwarf_die *d, unsigned name, struct dwarf_die *out);
/** A text, number or flag; NULL, the fallback, false when there is none. */
const char *dwarf_die_text(const struct dwarf_die *d, unsigned name);
uint64_t dwarf_die_number(const struct dwarf_die *d, unsigned name, uint64_t fallback);
bool dwarf_die_flag(const struct dwarf_die *d, unsigned name);
/** An attribute of the entry, or of what it is an instance or the definition of. */
bool dwarf_die_inherited(const struct dwarf_die *d, unsigned name, struct dwarf_value *out);
bool dwarf_die_inherited_reference(const struct dwarf_die *d, unsigned name, struct dwarf_die *out);
/** Its name by that way; NULL when it has none. */
const char *dwarf_die_name(const struct dwarf_die *d);

/** Namespaces and classes: dwarf_scope.c. */
bool dwarf_is_c(uint32_t language);
bool dwarf_is_cplusplus(uint32_t language);
bool dwarf_is_scope(const struct dwarf_die *d);
/** Its name, or what stands for it when it has none. */
const char *dwarf_scope_name(const struct dwarf_die *d);
/** The last part of "ns::T"; what stands in <> is of the name. */
const char *dwarf_last_part(const char *name);
/** The name of what the entry is in; "" for nothing. */
const char *dwarf_scope_of(const struct dwarf_die *d);
/** The name with that of what it is in; NULL when it has none. */
const char *dwarf_die_full_name(const struct dwarf_die *d);

/** Names: dwarf_index.c.  The first definition of a type, variable or enumerator. */
enum dwarf_names {
	DWARF_STRUCTS,
	DWARF_UNIONS,
	DWARF_ENUMS,
	DWARF_TYPEDEFS,
	DWARF_BASES,
	DWARF_VARIABLES,
	DWARF_ENUMERATORS
};
bool dwarf_find_name(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_die *out);
void dwarf_each_name(struct dwarf *d, enum dwarf_names kind,
	void (*visit)(const char *name, void *arg), void *arg);
void dwarf_index_free(struct dwarf_index *index);
/** The pass over all units was made, or what one found was kept. */
bool dwarf_index_is_made(const struct dwarf *d);
/** What entries of a tag are names of; false for what is looked up by no name. */
bool dwarf_names_of_tag(unsigned tag, enum dwarf_names *out);

/** Where a unit begins. */
struct dwarf_unit_start {
	enum dwarf_section section;
	uint64_t offset;
};

/** Vector of them. */
struct dwarf_unit_starts {
	struct dwarf_unit_start *items;
	size_t count, capacity;
	bool failed;                            /* memory is out */
};

/** Units that are read for one name by an index before the pass over all is made. */
#define DWARF_CANDIDATES_MOST 64

/** Units that the indexes of a program say to define a name: dwarf_candidates.c. */
struct dwarf_candidates {
	struct dwarf_unit_starts starts;        /* mem_alloc'ed, sorted */
	/* entries of an index that may be looked at: a hostile one repeats itself */
	uint32_t steps_left;
	/* an index knows names only together with those of what they are in */
	bool qualified;
	bool partial;                           /* an index cannot tell all */
};
/** In the order of their offsets, for a name with or without that of what it is in; false when
 * there is no index. */
bool dwarf_find_candidates(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out);
/** Without an index, by a search for the text in one file: dwarf_search.c.  The units that may
 * define the name, sorted, mem_alloc'ed; false when that cannot be said so.  What dwz moved to
 * another file is taken into account, but found only where that one is searched. */
bool dwarf_search_units(struct dwarf_file *f, const char *name, struct dwarf_units *out);
/** No other unit defines the name. */
bool dwarf_candidates_are_all(struct dwarf *d, const struct dwarf_candidates *c);
void dwarf_add_start(struct dwarf_unit_starts *list, enum dwarf_section section, uint64_t offset);

/** The index of DWARF 5, .debug_names: the units of a name, and where each unit begins that it is
 * about. */
void dwarf_names_find(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out);
void dwarf_names_units(struct dwarf *d, struct dwarf_unit_starts *out);
/** The same for that of gdb, .gdb_index, which has addresses too: their unit is NULL when it does
 * not say. */
void dwarf_gdb_index_find(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out);
void dwarf_gdb_index_units(struct dwarf *d, struct dwarf_unit_starts *out);
struct dwarf_unit *dwarf_gdb_index_unit(struct dwarf *d, uint64_t address);

/** Addresses and lists: dwarf_range.c. */
bool dwarf_address_at(struct dwarf_unit *u, uint64_t index, uint64_t *out);
/** Visit the ranges of an entry's code; stops when a visit returns true, and returns that. */
bool dwarf_die_ranges(const struct dwarf_die *d,
	bool (*visit)(uint64_t start, uint64_t end, void *arg), void *arg);
bool dwarf_die_covers(const struct dwarf_die *d, uint64_t address);
/** The address of its first instruction. */
bool dwarf_die_entry(const struct dwarf_die *d, uint64_t *out);
/** The location expression that holds at an address: false when it is nowhere. `always`: it is no
 * list. */
bool dwarf_die_location(const struct dwarf_die *d, unsigned name, uint64_t address,
	struct dwarf_bytes *out, bool *always);

/** Ids in a blob of dwarf_types(): of an entry that is a type, and of the type that an entry has
 * (0: void). */
uint32_t dwarf_type_id(const struct kernel_btf *b, const struct dwarf_die *d);
uint32_t dwarf_type_id_of(const struct kernel_btf *b, const struct dwarf_die *d);

/** Where a function begins. */
struct dwarf_start {
	uint64_t address;
	/* its frame counts from what the stack pointer was before the call */
	bool from_caller;
};
struct dwarf_start dwarf_start_of(const struct dwarf_die *function, uint64_t address);
/** A parameter of a function; instance: the entry that says where it is, NULL for none:
 * dwarf_parameter.c. */
void dwarf_parameter(const struct kernel_btf *b, const struct dwarf_die *d,
	const struct dwarf_die *instance, const struct dwarf_start *start, struct arena *a,
	struct dwarf_parameter *out);
/** An object of the type of an entry is passed as a pointer to it, as C++ does with what cannot be
 * copied byte by byte: dwarf_passing.c. */
bool dwarf_is_by_reference(const struct dwarf_die *d);
/** As dwarf_type_id_of(), the id of the definition where the unit of the entry only declares the
 * type. */
uint32_t dwarf_value_type(const struct kernel_btf *b, const struct dwarf_die *d);

/** The function whose code covers an address, the outermost: dwarf_function.c. */
bool dwarf_function_at(struct dwarf *d, uint64_t address, struct dwarf_die *out);
/** The unit whose code covers the address, split ones in place of their skeletons:
 * dwarf_covering.c. */
struct dwarf_unit *dwarf_unit_covering(struct dwarf *d, uint64_t address);

/** The line table of a unit, which stays, with the names of its files, and with its rows too; NULL
 * when memory is out: dwarf_line.c. */
const struct dwarf_lines *dwarf_unit_lines(struct dwarf_unit *u);
const struct dwarf_lines *dwarf_unit_rows(struct dwarf_unit *u);
void dwarf_lines_free(struct dwarf_lines *t);
/** Forget the rows, or all of the table, which come back when they are asked for. */
void dwarf_unit_forget_rows(struct dwarf_unit *u);
void dwarf_unit_forget_lines(struct dwarf_unit *u);
/** The row that says where the instruction at an address came from; NULL when none does. */
const struct dwarf_row *dwarf_row_at(const struct dwarf_lines *t, uint64_t address);
/** The path of a file by its number in the table. */
bool dwarf_source_path(const struct dwarf_lines *t, uint64_t file, char out[PATH_MAX]);
