/* compiler/c_script.h - the C in a script, as the rest of the compiler sees it: preprocessor lines
 * and what #define and headers make of a name. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/ast.h"
#include "compiler/compilation.h"

struct c_unit;

/** Begin the C of a script; lives in the compilation's arena. */
struct c_unit *c_script_open(struct compilation *c, const struct source *script);

/** A '#' that begins a line at an offset of the script: obey it, if that was not done yet, and
 * return the offset to go on from. */
uint32_t c_script_line(struct c_unit *u, uint32_t at);

/** A C definition that begins at an offset of the script: read it, and return the offset behind
 * it. */
uint32_t c_script_definition(struct c_unit *u, uint32_t at);

/** A name that a #define stands for. */
struct c_replaced {
	/* not replaced again in what it stands for; NULL: nothing was done */
	struct c_macro *macro;
	uint32_t height;
};

/** Turn a NAME into the expression that a #define makes of it (C7).  False: there is no such
 * #define.  True: done, or reported with out->macro NULL; after resolving what came out call
 * c_script_replaced(). */
bool c_script_replace(struct compilation *c, struct node *n, struct c_replaced *out);
void c_script_replaced(struct compilation *c, const struct c_replaced *r);

/** A constant that only headers know, or the kernel's interface (C3): turn the NAME into it.
 * False: there is none. */
bool c_script_constant(struct compilation *c, struct node *n);

/** What the script's definitions define so far: how many, and each of them in order: "struct a",
 * "typedef b", "constant C". */
uint32_t c_script_name_count(const struct c_unit *u);
const char *c_script_name(const struct c_unit *u, uint32_t index);

/** The lines of the script that begin with '#', in order: the bytes of it that each takes; false
 * behind the last one. */
bool c_script_line_at(const struct c_unit *u, uint32_t index, uint32_t *start, uint32_t *end);

/** Visit the names of the constants of the kernel's interface. */
void c_script_each_constant(void (*visit)(const char *name, void *arg), void *arg);

/** A call of a name that is a #define: reported; false when it is none. */
bool c_script_refuse_call(struct compilation *c, const char *name, struct span where);

/** A type, "struct NAME", that a header declares in a way that cannot be read: true, with the place
 * of the #include (C4). */
bool c_script_skipped(const struct c_unit *u, const char *type, struct span *include);

/** The end of the file: report what was not closed. */
void c_script_close(struct c_unit *u);

/** Begin and end the C of a file that the script imports: what it defines holds everywhere. */
struct c_outer *c_script_enter(struct c_unit *u, const struct source *file);
void c_script_leave(struct c_unit *u, struct c_outer *outer);

/** Read a header that the script imports, where it says so. */
void c_script_import(struct c_unit *u, const char *path, struct span where);

/** The end of all files: the types that they define go to where all types come from. */
void c_script_finish(struct c_unit *u);
