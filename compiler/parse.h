/* compiler/parse.h - what the files of the parser share: the state, the tokens, the recovery.
 *
 * Every parse function returns a node, also after an error; an error sets `panic`, which silences
 * follow-ups until a statement, a condition or a probe has found a place to go on from. */
#pragma once

#include "compiler/ast.h"
#include "compiler/compilation.h"
#include "compiler/lexer.h"

/* Nesting of the text, and height of one expression's tree (a chain of operators is as high as it
 * is long): later passes walk the tree by recursion. */
#define PARSE_NESTING_MAX 200
#define PARSE_HEIGHT_MAX 500

/* Of a tuple or a record: later passes look for parts of records by name, one after the other. */
#define PARSE_PARTS_MAX 1024

struct parser {
	struct compilation *compilation;
	struct lexer lexer;
	struct token token;             /* the one to look at */
	struct span last;               /* of the one before */
	uint32_t nesting;
	uint32_t height;                /* of the expression parsed last */
	/* of all expressions of the innermost block that is a value */
	uint32_t highest;
	uint32_t loops;                 /* around the statement being parsed */
	bool panic;
	bool bare_condition;            /* no parentheses: the next '{' opens a body */
	bool in_macro;
	bool is_import;                 /* the file is one that the script imports */
	bool is_package;                /* ... and a part of sonde */
	bool lost_body;                 /* of the 'if' before: its 'else' is not to blame */
	bool between_probes;            /* an '=' there is no assignment */
	bool left_open;                 /* the item goes without the ';' behind it */
};

/** A list of nodes being made. */
struct node_list {
	struct node *first, **end;
	uint32_t count;
};

void node_list_add(struct node_list *list, struct node *n);

/* Tokens (compiler/parse.c) */

void parser_advance(struct parser *p);
bool parser_at(const struct parser *p, enum token_kind kind);
bool parser_at_word(const struct parser *p, const char *word);

/** Go over the token if it is of this kind. */
bool parser_accept(struct parser *p, enum token_kind kind);

/** The token behind the current one; nothing is reported. */
struct token parser_peek(const struct parser *p);

/** A name at the start of a line that begins a probe: the body before it was not closed. */
bool parser_at_probe(const struct parser *p);

/** Copy of a token's text. */
const char *parser_text(struct parser *p, const struct token *t);

/* Nodes */

/** A node that covers the text from `start` to the end of the last token. */
struct node *parser_node(struct parser *p, enum node_kind kind, uint32_t start);

/* Errors */

/** "expected WHAT, found ..." at the current token; the result takes hints, or is NULL. */
struct diag *parser_expected(struct parser *p, const char *what);

/** The same behind the last token, for what ends something. */
struct diag *parser_missing(struct parser *p, const char *what);

/** Go over the token of this kind, or report it missing. */
bool parser_expect(struct parser *p, enum token_kind kind, const char *what);

/** One level deeper; false (reported) when there are too many: then there is nothing to leave. */
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

/** Go on behind the ';' or in front of the '}' that ends the broken statement. */
void parser_recover(struct parser *p);

/** Go to the '{' of a body that stands outside of parentheses; false when the statement ends
 * before. */
bool parser_skip_to_body(struct parser *p);

/** From an opening bracket, go behind the one that closes it. */
void parser_skip_balanced(struct parser *p);

/* Grammar: expressions (compiler/parse_expression.c) */

struct node *parse_expression(struct parser *p);

/** Report unless the node can be changed in place. */
void parse_check_target(struct parser *p, const struct node *target);

/** What operators join (compiler/parse_primary.c). */
struct node *parse_primary(struct parser *p);

/** Expressions between commas up to the closing bracket, which is gone over.  Inside brackets a '{'
 * opens no body.  `what` is expected where neither stands. */
struct node_list parse_list(struct parser *p, enum token_kind close, const char *what);

bool parse_is_binary_operator(enum token_kind kind);

/** What an error leaves in the tree; nobody looks at it, because the passes stop here. */
struct node *parse_nothing(struct parser *p, uint32_t start);

/** The tree just made is one higher than its highest part. */
void parse_set_height(struct parser *p, uint32_t of_parts, uint32_t start);

/* Grammar: what expressions stand in */

/** An expression that is the whole of a text, and how high its tree is; NULL when it is none, which
 * c->diags says.  Its spans mean nothing. */
/* compiler/parse.c */
struct node *parse_text(struct compilation *c, const char *text, uint32_t *height);

/** True where something begins that is no probe; and whether that is the config block. */
/* compiler/parse.c */
bool parse_at_item(const struct lexer *l, bool *is_config);

/** The script as a program: what parse_pass() does with all that was not typed at the prompt. */
/* compiler/parse.c */
void parse_program(struct compilation *c);

/** A source that is the statements of one body, without braces around them. */
/* compiler/parse.c */
struct node *parse_typed(struct compilation *c, const struct source *s);

/** A source that the script imports: what it says goes to the program, its imports to
 * program->imports; its probes are the result. */
/* compiler/parse.c */
struct probe_node *parse_import(struct compilation *c, const struct source *s, bool is_package);

/** import "path": adds it to the program's.  Stands outside of probes with a ';' that belongs to
 * it. */
void parse_import_path(struct parser *p);               /* compiler/parse_declaration.c */
void parse_import_item(struct parser *p);

/** From the word "macro" to the '{': a macro of the program; NULL after an error, and for one that
 * is there already. */
struct macro *parse_macro_head(struct parser *p);       /* compiler/parse_declaration.c */

/** Report when the current token is a name that the language keeps for itself (X2, X3): no macro,
 * parameter of one or function has it. */
void parse_refuse_reserved(struct parser *p);

/** From the word "let" over the whole declaration of a map. */
void parse_map_declaration(struct parser *p);           /* compiler/parse_declaration.c */

/** From the word "config" over the whole block. */
void parse_config(struct parser *p);                    /* compiler/parse_config.c */

/** From '{' on; stops at its '}', which is left to the caller: behind a probe's stands text of
 * another kind. */
struct node *parse_block(struct parser *p);             /* compiler/parse_statement.c */

/** Statements without braces around them, up to the end of the text. */
struct node *parse_bare_block(struct parser *p);

/** if ... { } else ..., goes over the last '}'. */
struct node *parse_if(struct parser *p);

/** "{" statements "}" where the body `what` must stand; goes over the '}'. */
struct node *parse_body(struct parser *p, const char *what);

/** A condition or another head of a body whose parentheses are optional (S8): the first '{' outside
 * of them opens the body. */
struct node *parse_condition(struct parser *p);

/** fn, from that word on; stops at the '}' of its body (compiler/parse_function.c). */
void parse_fn(struct parser *p);

/* Loops (compiler/parse_loop.c): from their word over the '}' of the body. */

struct node *parse_while(struct parser *p);
struct node *parse_unroll(struct parser *p);
struct node *parse_for(struct parser *p);

/** break, continue */
struct node *parse_jump(struct parser *p);

/** A whole block with its braces. */
struct node *parse_inner_block(struct parser *p);

/* Statements as values (compiler/parse_value.c) */

/** "{" ... "}" and "if" ... "else" ... where an expression stands. */
struct node *parse_block_value(struct parser *p);
struct node *parse_if_value(struct parser *p);

/** A block that was parsed as statements, as an expression: its last expression without ';' is its
 * value (E4).  A block of nothing else is that expression itself; one without it has no value. */
struct node *block_value(struct node *block);

/** True for a word that begins a statement of its own, and whether that ends with a block instead
 * of a ';'. */
bool parse_is_statement_word(const struct token *t);
bool parse_word_ends_in_block(const struct token *t);

/** Visit the words of the grammar: those that begin statements, or all of them (X2). */
void parse_each_statement_word(void (*visit)(const char *word, void *arg), void *arg);
void parse_each_keyword(void (*visit)(const char *word, void *arg), void *arg);

/* Types (compiler/parse_type.c) */

/** Is this `struct`, `union` or `enum`? */
bool parse_is_type_tag(const struct token *t);

/** At '(': is this "(type)" in front of an operand (E12)? */
bool parser_at_cast(const struct parser *p);

/** Is this a type, where an expression could stand too?  A name alone is taken for an
 * expression. */
bool parser_at_type(const struct parser *p);

/** A type; NULL after an error. */
struct type_name *parse_type(struct parser *p);

/** "(" type ")". */
struct type_name *parse_cast_type(struct parser *p);

/** typeof(type), typeof(expression). */
struct node *parse_typeof(struct parser *p);

/** "," name ("." name)*: the member of an offsetof. */
struct member_name *parse_member_path(struct parser *p);
