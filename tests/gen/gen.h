/* tests/gen/gen.h - random well-typed programs, and what they print: a tree is made from a seed,
 * written as a program of the language, and run by an interpreter that knows the rules of
 * language.md chapters 3 to 5 and nothing of the compiler. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum type {
	T_BOOL,
	T_INT8,
	T_INT16,
	T_INT32,
	T_INT64,
	T_UINT8,
	T_UINT16,
	T_UINT32,
	T_UINT64,
	T_COUNT
};

enum expr_kind {
	E_LITERAL,
	E_INPUT,
	E_VARIABLE,
	E_MAP,
	E_ELEMENT,
	E_UNARY,
	E_BINARY,
	E_CAST,
	E_TERNARY,
	E_ELVIS,
	E_IF,
	E_SAME_TUPLE,
	E_SAME_STRING,
	E_CALL
};

enum op {
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_AND, OP_OR, OP_XOR, OP_SHL, OP_SHR,
	OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE, OP_LOGICAL_AND, OP_LOGICAL_OR, OP_BINARY_COUNT,
	OP_NEGATE = OP_BINARY_COUNT, OP_COMPLEMENT, OP_NOT, OP_COUNT,
};

struct expr {
	enum expr_kind kind;
	enum type type;                 /* of the value */
	enum op op;
	uint64_t value;                 /* LITERAL */
	/* INPUT, VARIABLE, MAP, ELEMENT (of the tuple), SAME_STRING, CALL */
	uint32_t index;
	uint32_t element;
	struct expr *a, *b, *c;         /* operands, key, arguments */
};

enum statement_kind {
	S_ASSIGN,
	S_COMPOUND,
	S_STEP,
	S_MAP,
	S_TUPLE,
	S_STRING,
	S_IF,
	S_WHILE,
	S_FOR,
	S_UNROLL,
	S_PRINT
};

struct statement {
	enum statement_kind kind;
	struct statement *next;
	uint32_t index;                 /* of the variable, map, tuple, string, loop */
	enum op op;                     /* COMPOUND; STEP: OP_ADD or OP_SUB */
	bool prefix;                    /* STEP */
	uint64_t count;                 /* UNROLL, WHILE; FOR: the lower bound */
	struct expr *key, *value, *other;
	struct statement *body, *other_body;
};

enum {
	INPUTS = 12,
	VARIABLES = 8,
	MAPS = 4,
	TUPLES = 2,
	STRINGS = 2,
	FUNCTIONS = 3,
	MACROS = 3,
	LITERAL_STRINGS = 4,
	KEYS = 8,
	PARAMS = 2,
	LOOPS = 64
};

/** A function, or a macro that keeps its arguments in variables first: these are its own. */
struct function {
	enum type params[PARAMS], result;
	struct expr *value;
};

struct program {
	/* @iN: set by the first probe, so that nothing can be known when compiling */
	enum type inputs[INPUTS];
	uint64_t input_values[INPUTS];
	enum type variables[VARIABLES];
	bool has_written_type[VARIABLES];       /* let $x : type */
	enum type maps[MAPS];           /* @mN[key] */
	enum type tuples[TUPLES][2];
	struct function functions[FUNCTIONS + MACROS];  /* macros behind */
	uint32_t probe_count;
	struct statement **probes;
	uint32_t loop_count;
	uint32_t features;
};

extern const char *const type_names[T_COUNT];
extern const char *const op_texts[OP_COUNT];
extern const char *const literal_strings[LITERAL_STRINGS];

bool type_is_signed(enum type t);
uint32_t type_bits(enum type t);

/** The value of 64 bits as one of a type, extended again to 64 bits by the sign of that. */
uint64_t type_cut(enum type t, uint64_t value);

/** What a program may use beside expressions and conditions. */
enum feature { FEATURE_LOOPS = 1, FEATURE_FUNCTIONS = 2, FEATURE_MACROS = 4 };

/** A program of so many probes.  The same seed gives the same program.  Never freed. */
struct program *program_make(uint64_t seed, uint32_t probe_count, uint32_t features);

/** Print it in the language, or what it prints. */
void program_write(const struct program *p);
void program_run(const struct program *p);
