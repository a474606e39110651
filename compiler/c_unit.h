/* compiler/c_unit.h - the C in a script (language.md chapter 8): preprocessor lines, macros,
 * headers and definitions.  Shared by the compiler/c_*.c files; everybody else asks
 * compiler/c_script.h.
 *
 *   c_token.c      text to C tokens
 *   c_macro.c      #define and #undef; what is defined where in the script
 *   c_expand.c     macros replaced by their text, as C does it
 *   c_directive.c  the lines that begin with '#'
 *   c_header.c     #include: which header is read, and where it is found
 *   c_value.c      constant expressions
 *   c_define.c     declarations; c_struct.c what stands in braces; c_layout.c where members lie
 *   c_types.c      the types that come out; c_btf.c writes them the way the kernel does
 *   c_name.c       what a name in an expression of the language means
 *   c_uapi.c       constants of the kernel's interface
 *
 * The script is the file that matters: what a header says happens at its #include.  Everything
 * lives in the compilation's arena. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/c_script.h"
#include "compiler/compilation.h"

/* Against text that grows or nests without end. */
#define C_EXPANDED_MAX 1000000  /* tokens that come out of macros and headers, all together */
#define C_NESTING_MAX 100       /* of parentheses, structs, #include, macro arguments */
#define C_CONDITIONS_MAX 200    /* of #if in #if */

enum c_token_kind { C_END, C_NAME, C_NUMBER, C_STRING, C_CHARACTER, C_PUNCTUATION, C_OTHER };

struct c_token {
	enum c_token_kind kind;
	bool spaced;            /* layout stands before it */
	bool first;             /* on its line */
	bool final;             /* a macro's name that is not to be replaced any more */
	bool weak;              /* of a system's header: the kernel's types stay */
	uint8_t pack;           /* of "#pragma pack" here, 0: none */
	uint32_t len;
	const char *text;
	struct span span;       /* in the script */
};

/** A growing list; items are copied when they move, old ones stay valid in the arena. */
struct c_tokens {
	struct c_token *items;
	uint32_t count, capacity;
};

/** Behind the last one; an empty list has no items to count from. */
static inline const struct c_token *c_tokens_end(const struct c_tokens *list)
{
	return list->count ? list->items + list->count : list->items;
}

/** Text that is read: the script or a header. */
struct c_file {
	const char *name;       /* of a header; NULL: the script */
	/* a header of the user's, not of the system: its mistakes are reported */
	bool is_own;
	const char *text;
	uint32_t len;
	uint32_t at;            /* the next byte to be read */
	struct span from;       /* of a header: its #include in the script */
	uint32_t start;         /* of the script: its global offset */
	struct c_condition *conditions;
	uint32_t condition_count;
	bool gave_up;           /* too many things nested */
	struct c_file *parent;  /* the file that includes this one */
	uint32_t depth;
	uint32_t pack;          /* of "#pragma pack", 0: none */
	struct c_pack *packs;
};

/** #define */
struct c_macro {
	struct c_macro *older;  /* in its bucket */
	const char *name;
	struct c_tokens body;
	const char **params;
	uint32_t param_count;
	bool is_function, is_variadic, of_header;
	bool active;            /* being replaced right now */
	uint32_t from, to;      /* offsets of the script between which it is defined */
	struct span span;       /* of the name */
};

/** A header that was not read: with the kernel's own types nobody needs it (C2). */
struct c_unread {
	struct c_unread *next;
	const char *name;
	struct span span;
	uint32_t at;            /* offset of the script that it is included at */
	uint32_t offset;        /* of its name in the file that includes it */
	bool is_quoted;
};

/** "struct NAME" of a header that cannot be read (C4). */
struct c_skipped {
	struct c_skipped *next;
	const char *tag, *name;
	struct span span;       /* of the #include */
};

/** Line of a directive that was read already: the parser looks ahead, and comes by again. */
struct c_seen {
	uint32_t at, resume;
};

struct c_unit {
	struct compilation *compilation;
	struct c_file script;
	struct c_macro *macros[1024];   /* by name */
	struct c_seen *seen;
	uint32_t seen_count, seen_capacity;
	struct c_unread *unread, **unread_end;
	struct c_types *types;
	struct c_skipped *skipped;
	const char *script_name;        /* "", or its path */
	struct c_tokens collected;      /* of the header being read and those in it */
	uint32_t headers;
	bool is_flooded;        /* headers without end were reported */
	uint32_t expanded;      /* tokens, against C_EXPANDED_MAX */
	/* by macros in expressions: tokens of all, height of the tree in those being read */
	uint32_t replaced, height;
	bool is_import;         /* the file is one that the script imports */
	bool is_quiet;          /* reading what the script did not ask to be read */
	uint32_t now;           /* offset of the script that everything happens at */
};

/* Tokens (compiler/c_token.c) */

void c_tokens_add(struct c_unit *u, struct c_tokens *list, struct c_token t);

/** The next token before `end`, layout skipped; directives are not known here.  END at the end. */
struct c_token c_lex(const struct c_file *f, uint32_t *at, uint32_t end);

/** End of the line that begins at an offset: of the newline that no '\' or comment hides. */
uint32_t c_line_end(const struct c_file *f, uint32_t at);

bool c_token_is(const struct c_token *t, const char *text);
const char *c_token_text(struct c_unit *u, const struct c_token *t);

/** The tokens as text again. */
const char *c_tokens_text(struct c_unit *u, const struct c_tokens *list);

/** Global span of bytes of a file; of a header: its #include. */
struct span c_span(const struct c_file *f, uint32_t start, uint32_t end);

/* Macros (compiler/c_macro.c) */

/** What a name stands for at an offset of the script; NULL: nothing. */
struct c_macro *c_macro_find(struct c_unit *u, const char *name, uint32_t at);

/** "#define" and what follows it on the line; "#undef". */
void c_macro_define(struct c_unit *u, const struct c_file *f, const struct c_tokens *line);
void c_macro_undefine(struct c_unit *u, const char *name);

/* Expansion (compiler/c_expand.c) */

/** Replace the macros in a list that ends with END; the result does, too. */
struct c_tokens c_expand(struct c_unit *u, const struct c_tokens *list);

/* Directives (compiler/c_directive.c) */

/** Obey the line that begins with the '#' at an offset; the offset to go on from. */
uint32_t c_directive(struct c_unit *u, struct c_file *f, uint32_t at);

/** Report what the file has not closed. */
void c_file_end(struct c_unit *u, struct c_file *f);

struct diag *c_error(struct c_unit *u, const struct c_file *f, uint32_t start, uint32_t end,
		     const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Headers (compiler/c_header.c) */

/** "#include" with the text behind it. */
void c_include(struct c_unit *u, struct c_file *f, uint32_t at, uint32_t end);

/** A header by its path, because of a place in the script. */
void c_include_file(struct c_unit *u, const char *path, struct span where);

/** --include FILE */
void c_include_option(struct c_unit *u, const char *name);

/** Read the headers of the kernel that were not needed so far: somebody asks for a name that
 * nothing else has. */
void c_read_unread(struct c_unit *u);

/* Constant expressions (compiler/c_value.c) */

struct c_value {
	uint64_t bits;
	bool is_unsigned;
};

/** Tokens being read, up to an END. */
struct c_cursor {
	struct c_unit *unit;
	const struct c_token *at;
	uint32_t nesting;
	bool failed;
	bool in_condition;      /* of #if: names are 0 */
	bool is_header;         /* definitions: of a header */
	uint32_t skipping;      /* in a part that does not count */
	const struct c_token *culprit;  /* of a failure */
	const char *why;
	/* of definitions: names, and what begins with a word or a '(' that is no expression */
	bool (*name)(struct c_cursor *c, struct c_value *out);
	bool (*cast)(struct c_cursor *c, struct c_value *out);
};

/** conditional-expression; cursor->failed on anything else. */
struct c_value c_value(struct c_cursor *cursor);

/** What may stand behind a cast. */
struct c_value c_unary(struct c_cursor *cursor);

/* Constants of the kernel's interface (compiler/c_uapi.c) */

bool c_uapi_constant(const char *name, struct c_value *out);
void c_uapi_each(void (*visit)(const char *name, void *arg), void *arg);

/** True for the headers that the constants are from: they need not be installed. */
bool c_uapi_header(const char *name);

/* Definitions (compiler/c_define.c) */

/** The value of tokens that are one constant expression, enumerators and types known; false when
 * they are none. */
bool c_constant_value(struct c_unit *u, const struct c_tokens *list, struct c_value *out);

struct c_types;
