/* compiler/diag.h - errors and warnings of a compilation: the only way for a pass to fail. */
#pragma once

#include <stdbool.h>

#include "runtime/base/arena.h"
#include "runtime/base/source.h"

struct nearest;

/* Every diagnostic has an id; tests are named by it.  Append only. */
#define DIAG_LIST(X) \
	/* lexer */ \
	X(BAD_CHARACTER) X(UNTERMINATED_COMMENT) X(UNTERMINATED_STRING) X(BAD_ESCAPE) \
	X(BAD_INTEGER) X(INTEGER_TOO_LARGE) X(STRING_TOO_LONG) X(BAD_POSITIONAL) X(NOT_UTF8) \
	/* parser */ \
	X(EXPECTED) X(NOT_YET) X(MISPLACED) X(TOO_DEEP) \
	/* probes */ \
	X(UNKNOWN_PROVIDER) X(BAD_ATTACH_POINT) X(NO_MATCH) X(PROBE_UNSUPPORTED) \
	X(TOO_MANY_PROBES) X(NOTHING_TO_ATTACH) \
	/* names */ \
	X(UNKNOWN_NAME) X(UNKNOWN_FUNCTION) X(UNKNOWN_FIELD) X(UNDEFINED_VARIABLE) \
	X(UNDEFINED_MAP) X(REDECLARED) X(UNUSED_VARIABLE) X(LATE_VARIABLE) \
	/* types */ \
	X(TYPE_MISMATCH) X(BAD_OPERAND) X(BAD_ARGUMENT) X(ARGUMENT_COUNT) X(NOT_A_LITERAL) \
	X(NOT_ASSIGNABLE) X(BAD_KEY) X(MAP_MIXED) X(AGG_MISPLACED) X(AGG_IN_EXPRESSION) \
	X(AGG_PARAMS) X(OVERFLOW) X(DIVISION_BY_ZERO) X(SHIFT_COUNT) X(OUT_OF_RANGE) X(SIGN_MIX) \
	X(NOT_HERE) X(NO_SUCH_ARGUMENT) X(BAD_FORMAT) X(FORMAT_ARGUMENTS) X(DISCARDED) \
	X(UNREACHABLE) X(MISSING_PARAMETER) X(PARAMETER_MISMATCH) X(STRING_CAPACITY) X(BAD_INDEX) \
	X(NO_SYMBOL) \
	/* resources */ \
	X(TOO_LARGE) X(TOO_MANY) X(INTERNAL) \
	/* types of the kernel */ \
	X(UNKNOWN_TYPE) X(BAD_CAST) X(REDUNDANT_CAST) X(POINTER_TYPES) \
	/* C in scripts */ \
	X(DIRECTIVE) X(MISSING_HEADER) X(BAD_MACRO) X(C_DEFINITION) \
	/* probes that may miss, or worse */ \
	X(PROBE_RISK) \
	/* walks */ \
	X(NOT_ALONE) \
	/* images for other machines */ \
	X(NOT_PORTABLE) X(OWN_FIELDS) \
	/* tests */ \
	X(DUPLICATE_PROBE) \
	/* address spaces */ \
	X(SPACE_MIX) \
	/* config */ \
	X(BAD_CONFIG) X(OLD_CONFIG) \
	/* what the script itself says, and what is for finding mistakes only */ \
	X(FAILED) X(DEBUG_OUTPUT) \
	/* declarations */ \
	X(BAD_DECLARATION) X(UNUSED_MAP) X(MACRO_MAP) X(MACRO_ARGUMENTS) X(MACRO_RECURSION) \
	X(MACRO_SIZE) X(IMPORT) X(UNSTABLE) \
	/* loops and functions */ \
	X(PRINTED_LATER) X(RECURSION) X(NO_RESULT)

enum diag_id {
#define DIAG_ENUM(id) DIAG_##id,
	DIAG_LIST(DIAG_ENUM)
#undef DIAG_ENUM
	DIAG_COUNT
};

struct diags;
struct diag;

/** Make an empty list; it and everything in it lives in the arena. */
struct diags *diags_new(struct arena *a);

/** Where the places of messages are: tells those of the uses of one macro together.  Not owned. */
void diags_set_sources(struct diags *d, const struct sources *sources);

/** Report.  The returned diagnostic takes notes and hints.  At most one error per span start is
 * kept: follow-ups at the same place are dropped (the returned object then swallows notes and
 * hints). */
struct diag *diag_error(struct diags *d, struct span where, enum diag_id id, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
struct diag *diag_warning(struct diags *d, struct span where, enum diag_id id, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/** An error that is the machine's fault, not the script's: the compilation ends with exit code 2
 * instead of 1. */
struct diag *diag_environment(struct diags *d, struct span where, enum diag_id id, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/** From now on what diag_environment() reports fails nothing: it says what of the script could not
 * be checked on this machine. */
void diags_forgive_environment(struct diags *d);

/** True when something was forgiven so. */
bool diags_unchecked(const struct diags *d);

/** Another place that matters, shown with its own source line; a remedy, shown as a line. */
void diag_note(struct diag *diag, struct span where, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_hint(struct diag *diag, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** A remedy that is the same for many mistakes: told with the first error that has it only. */
void diag_hint_once(struct diags *d, struct diag *diag, const char *text);

/** Offer the nearest name, written behind `sign` ("$", "struct ", ""): "did you mean '$x'?".  False
 * when none is near. */
bool diag_offer(struct diag *diag, const char *sign, const struct nearest *near);

/** False for a diagnostic that is only counted or dropped: nobody reads its remarks, so what is
 * costly to find out for them need not be. */
bool diag_is_shown(const struct diag *diag);

/** True while one more warning, or error, would be shown, and not only counted. */
bool diags_show_warnings(const struct diags *d);
bool diags_show_errors(const struct diags *d);

/** Span for a message without a place. */
#define SPAN_NONE ((struct span){ UINT32_MAX, UINT32_MAX })

/** From now on, only report ids for which `kept` (an array of DIAG_COUNT) is true; it must stay. */
void diags_keep(struct diags *d, const bool *kept);

/** From now on, what is to be warned of in there is not said. */
void diags_hush(struct diags *d, struct span where);

bool diags_have_errors(const struct diags *d);

/** The error that was reported first: its id, and in *where its place.  DIAG_COUNT: there is
 * none. */
enum diag_id diags_first_error(const struct diags *d, struct span *where);

/** 0 without errors, else the exit code: 1, or 2 when only environment errors were reported, or 4
 * for DIAG_INTERNAL. */
int diags_exit_code(const struct diags *d);

/** Append all as text: errors in source order, then warnings in source order (unless they are
 * switched off). */
void diags_render(
	const struct diags *d, const struct sources *sources, bool warnings, struct buffer *out);

/** Append all as JSON records, one a line, in the same order: type (error, warning, unchecked), id,
 * msg, filename, line, col, end_col, notes, hints. */
void diags_put_records(
	const struct diags *d, const struct sources *sources, bool warnings, struct buffer *out);

/** "UNKNOWN_NAME": for tests and -d. */
const char *diag_id_name(enum diag_id id);
