/* compiler/lower.h - what the rows of the language emit code with.  LLVM stays behind this header.
 *
 * A value (ir_value) is what lower_expression() returns: bool, integers, pointers, timestamps and
 * probe ids are a 64-bit word, extended by the sign of their type; strings, tuples and arrays are
 * the address of type->size readable bytes in the program's own memory (stack, scratch or a map
 * value). A string's bytes behind its NUL may be anything unless the type's user asks for clean
 * ones with lower_store(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/ast.h"
#include "compiler/builtin.h"
#include "runtime/base/image.h"
#include "runtime/base/image_portable.h"

struct lowering;

/** The probe and the attach point whose body is being lowered: every body is lowered for a set of
 * matches that look alike; this is the first. */
const struct match *lower_match(const struct lowering *l);
struct compilation *lower_compilation(const struct lowering *l);

/* Values */

ir_value lower_expression(struct lowering *l, const struct node *n);
ir_value lower_const(struct lowering *l, uint64_t value);

/** The n-th argument of a call, lowered. */
ir_value lower_argument(struct lowering *l, const struct node *call, uint32_t n);

/** Address of a constant string of `size` bytes (zero padded), in read-only data. */
ir_value lower_string_const(struct lowering *l, const char *text, uint32_t size);

/** Address of a constant table of bytes in read-only data. */
ir_value lower_data_const(struct lowering *l, const void *bytes, uint32_t size);

/** Address of a named parameter in read-only data, by its offset in their block. */
ir_value lower_parameter(struct lowering *l, uint32_t offset);

/** A number of the machine that the image is made on: as a constant, or in a portable image as what
 * it is on the machine that runs it (compiler/fact.h). */
ir_value lower_fact(struct lowering *l, enum fact_kind kind, const char *text, const char *member,
	uint64_t value);

/** The same for the offset of a member of a struct of the kernel: "struct task_struct", "comm". */
ir_value lower_kernel_member(struct lowering *l, const char *type, const char *member);

/** A value of the probe: field `index` of args, word N, or retval, by the match's plan. */
ir_value lower_probe_arg(struct lowering *l, uint32_t index);
/** The address of a variable of the program that the probe is on. */
ir_value lower_probe_variable(struct lowering *l, const char *name);
ir_value lower_probe_word(struct lowering *l, uint32_t n);
ir_value lower_probe_retval(struct lowering *l);

/** All fields of args as a struct of type t. */
ir_value lower_probe_args(struct lowering *l, const struct type *t);

/** `probe`: the index of this probe in the image. */
ir_value lower_probe_id(struct lowering *l);

/** `latency`: ns since this thread entered what the probe leaves. */
ir_value lower_latency(struct lowering *l);

/** The body of the hidden probe at the entry: remember it. */
void lower_entry(struct lowering *l);

/** `func`: address of the function of the kernel that is probed. */
ir_value lower_func(struct lowering *l);

/** Call a helper of the kernel (BPF_FUNC_* of linux/bpf.h); the result is a 64-bit word. */
ir_value lower_helper(struct lowering *l, int helper, const ir_value *args, uint32_t count);

/** Call a function of the kernel itself by the id of its type; it returns an address, or nothing.
 * Only what the kernel offers to programs can be called. */
ir_value lower_kernel_call(
	struct lowering *l, uint32_t btf_id, const ir_value *args, uint32_t count);

/** A per-CPU variable of the kernel itself, by the id of its type: for the helpers that make an
 * address of it. */
ir_value lower_kernel_variable(struct lowering *l, uint32_t btf_id);

/** The current task_struct as a pointer that may be loaded from directly with ir_load(). */
ir_value lower_current_task(struct lowering *l);

/* Words */

/* OP_ADD ... OP_XOR; division by zero gives 1 */
ir_value ir_binary(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed);
/* OP_EQ ... OP_GE: word 0 or 1 */
ir_value ir_compare(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed);
/* cond: word, not 0 is true */
ir_value ir_select(struct lowering *l, ir_value cond, ir_value yes, ir_value no);
/* take the low `size` bytes, extend to 64 bits */
ir_value ir_extend(struct lowering *l, ir_value word, uint32_t size, bool is_signed);

/** The same word, of which LLVM knows nothing any more: a bound tested or masked behind it stays in
 * the code, where the verifier needs to see it. */
ir_value ir_opaque(struct lowering *l, ir_value word);

/** Word 1 while the counter of a loop is below its limit, of which the verifier follows every
 * round. */
ir_value ir_counts(struct lowering *l, ir_value counter, uint64_t limit);

/* Memory: addresses are ir_values of pointer kind */

ir_value ir_offset(struct lowering *l, ir_value address, ir_value bytes);
ir_value ir_load(
	struct lowering *l, ir_value address, uint32_t offset, uint32_t size, bool is_signed);
void ir_store(struct lowering *l, ir_value address, uint32_t offset, uint32_t size, ir_value word);
void ir_atomic_add(struct lowering *l, ir_value address, uint32_t offset, ir_value word);
ir_value ir_is_null(struct lowering *l, ir_value address);

/** Memory that lives until the end of the body: on the stack when small, else scratch.  Not
 * zeroed. */
ir_value lower_temporary(struct lowering *l, uint32_t size);

/** Fill with zeros; copy a constant number of bytes. */
void ir_zero(struct lowering *l, ir_value address, uint32_t size);
void ir_copy(struct lowering *l, ir_value to, ir_value from, uint32_t size);

/** Write a value of type `from` as type `to` at address + offset: integers narrowed, strings zero
 * padded to the new capacity, tuples by element. */
void lower_store(struct lowering *l, ir_value address, uint32_t offset, const struct type *to,
	ir_value value, const struct type *from);

/** Read a value of a type at address + offset as lower_expression() would return it. */
ir_value lower_load(struct lowering *l, ir_value address, uint32_t offset, const struct type *t);

/** Word 1 when `size` bytes at two addresses are the same. */
ir_value lower_bytes_equal(struct lowering *l, ir_value a, ir_value b, uint32_t size);

/** Where a constant text of 1 to 253 bytes first stands in a string of at most `size` bytes: a
 * word, -1 when it does not. */
ir_value lower_find(struct lowering *l, ir_value string, uint32_t size, const char *text);

/** The same for a string that is not known before, of at most part_size bytes; an empty one stands
 * at 0. */
ir_value lower_search(
	struct lowering *l, ir_value text, uint32_t text_size, ir_value part, uint32_t part_size);

/** Call a function of the script. */
ir_value lower_function_call(struct lowering *l, const struct node *call);

/** Call a function of an imported object. */
ir_value lower_c_function_call(struct lowering *l, const struct node *call);
ir_value lower_c_program_call(struct lowering *l, const struct node *call);

/* Control */

struct ir_branch { void *other, *end; };

/** if (word) { ... } else { ... }: begin, optionally other, end. */
struct ir_branch ir_if(struct lowering *l, ir_value word);
void ir_else(struct lowering *l, struct ir_branch *b);
void ir_end(struct lowering *l, struct ir_branch *b);

/** A word that branches may set: use it instead of phi nodes. */
ir_value ir_cell(struct lowering *l, ir_value initial);
void ir_cell_set(struct lowering *l, ir_value cell, ir_value word);
ir_value ir_cell_get(struct lowering *l, ir_value cell);

/** Leave the body. */
void ir_return(struct lowering *l);

/* Maps */

/** Address of the element's value, NULL (test with ir_is_null()) when it does not exist.  `map` is
 * a NODE_MAP.  For scalars the address behind the "set" word, NULL when not set. */
ir_value lower_map_find(struct lowering *l, const struct node *map);

/** Run the code between begin and end with the address of the element's value, which is made
 * (zeroed) if missing; the code is skipped, and counted as map full, when it cannot be made. */
struct lower_element { ir_value address; struct ir_branch branch; const struct map *map; };
struct lower_element lower_element_begin(struct lowering *l, const struct node *map);
void lower_element_end(struct lowering *l, struct lower_element *e);

/** Read an element, 0 or empty when it does not exist; an aggregation as the number that it stands
 * for (M7). */
ir_value lower_map_read(struct lowering *l, const struct node *map);

/** $variable = value of that type. */
void lower_variable_assign(
	struct lowering *l, const struct node *variable, ir_value value, const struct type *type);

/** Remove the element; word 1 if it was there. */
ir_value lower_map_delete(struct lowering *l, const struct node *map);

/** Number of entries of a keyed map, counted by the kernel's walk over them (bpf_for_each_map_elem,
 * Linux 5.13). */
ir_value lower_map_len(struct lowering *l, const struct map *m);

/** The map element that the aggregation being lowered is assigned to. */
const struct node *lower_target(const struct lowering *l);

/** Add to a word of the element: atomically where the map's users can interrupt each other, else in
 * place. */
void lower_element_add(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value word);

/** Add a number of 128 bits to two words of the element, low one first, likewise: every addition is
 * in the sum, whatever comes between. */
void lower_element_add_wide(struct lowering *l, const struct lower_element *e, uint32_t offset,
	ir_value low, ir_value high);

/** Make the slot of a time series (struct agg_tseries_slot) one of interval `now`, which is its
 * number plus 1: a slot of an older interval is emptied, by one of all the programs that come at
 * the same time.  Word 1 when it is ready; 0 for an interval that is no longer kept, and, counted
 * as a missed run, when the one who empties it was held up. */
ir_value lower_slot_claim(struct lowering *l, ir_value slot, ir_value now);

/** Raise a word of the element to the unsigned maximum of itself and `word`, likewise. */
void lower_element_max(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value word);

/* Events */

/** What table() prints, and how. */
struct lower_table {
	struct lower_table_map {
		const struct map *map;
		const struct node *use; /* the argument */
		const char *title;      /* or NULL */
		enum unit unit;
		bool rate;
	} maps[TABLE_MOST_MAPS];
	uint32_t map_count;
	uint32_t sort_map;              /* which of them; IMAGE_NONE: by the key */
	const char *sort_field;         /* of its records, or NULL */
	bool descending, no_header;
	uint32_t top;
	const char *key_titles;         /* joined by ',', or NULL */
	struct span options;            /* where they are written */
};

struct lower_event {
	enum action_kind kind;
	const char *text;               /* or NULL */
	const char *helper;             /* HELPER: its name */
	const struct node *args;        /* list of argument nodes, linked by next, or NULL */
	uint32_t arg_count;
	const struct map *map;          /* or NULL */
	uint32_t top, div;
	uint32_t flags;                 /* enum image_action_flag */
	const struct lower_table *table;        /* of ACTION_TABLE */
	struct span span;
	bool wake;                      /* wake the reader at once */
};

/** Send an event to the reader: records it in the ring, or counts it as lost. */
void lower_event(struct lowering *l, const struct lower_event *event);

/** The same with one argument, an int64. */
void lower_event_word(struct lowering *l, const struct lower_event *event, ir_value word);

/** Say at run time that something is wrong at a place of the script. */
void lower_warning(struct lowering *l, const char *text, struct span span);

/** Send an ACTION_JOIN event: `array` is the address in user memory of a NULL-terminated array of
 * string pointers. */
void lower_join(
	struct lowering *l, const char *separator, ir_value array, bool user, struct span span);

/** Send an ACTION_PACKET event: `len` bytes from `offset` on of a struct sk_buff (as
 * lower_object_begin() has it) for the pcap file of a name.  What the kernel says of it: 0, or a
 * negative error. */
ir_value lower_packet(struct lowering *l, const char *file, ir_value packet, ir_value len,
	ir_value offset, struct span span);

/** exit(code): the word in the control block, the gate, the event, and leaving the body. */
void lower_exit(struct lowering *l, ir_value code, struct span span);

/** Read `size` bytes (a word) of traced memory to `to`; what the helper returned: 0, or a negative
 * error.  Reads for the script come through here: a failed one is told with -k. */
ir_value lower_read(struct lowering *l, ir_value to, ir_value size, ir_value address, bool user);

/** The same for a string of at most `size` bytes with its NUL; returns its length with the NUL. */
ir_value lower_read_text(
	struct lowering *l, ir_value to, ir_value size, ir_value address, bool user);

/** With -k: tell that a key that is read is not there; that `deleted` is 0 since the key was
 * not. */
void lower_missing_key(struct lowering *l, const struct map *m);
void lower_absent_key(struct lowering *l, const struct map *m, ir_value deleted);

/** True when nobody uses the value of the call that is being lowered. */
bool lower_is_discarded(const struct lowering *l, const struct node *call);

/** Read a string from user or kernel memory: address of `capacity` bytes of temporary memory, zero
 * padded.  `len` NULL reads up to capacity and leaves no NUL when there was more (T32); else at
 * most that many payload bytes (a word, at most capacity - 1). */
ir_value lower_read_string(
	struct lowering *l, ir_value pointer, bool user, uint32_t capacity, ir_value len);

/** The kernel stack of the moment, at most `limit` frames: its number in the STACKS map, where it
 * is kept once; 0 when it has no frames. */
ir_value lower_kernel_stack(struct lowering *l, uint32_t limit);

/** The same of the current process, in the USER_STACKS map; `build_id`: each frame is a struct
 * image_build_id. */
ir_value lower_user_stack(struct lowering *l, uint32_t limit, bool build_id);

/** The same, followed by the tables of processes that have them (runtime/base/unwind.h); the last
 * frame is UNWIND_FAILURE where that does not lead to an end. */
ir_value lower_unwound_stack(struct lowering *l, uint32_t limit);

/** Number of frames of a kept stack; 0 where it could not be kept. */
ir_value lower_stack_len(struct lowering *l, enum stack_space space, ir_value id);

/** A register of what was interrupted: 8 bytes at an offset of the context, in probes that carry
 * registers. */
ir_value lower_register(struct lowering *l, uint32_t offset);

/** Where in the traced memory a place lies (see node_is_place()). */
ir_value lower_place_address(struct lowering *l, const struct node *n);

/** `ctx`: the address of the context, a kernel address. */
ir_value lower_context(struct lowering *l);

/** 8 bytes at an address; 0 when they cannot be read. */
ir_value lower_read_word(struct lowering *l, ir_value address, bool user);

/** A pointer to an object of the kernel as the verifier knows it, for helpers that take such: n is
 * a pointer that is reached from ctx or args by fields (row_is_reached()).  Code goes on where
 * there is one, until lower_object_end(), which makes the result: `word`, or 0 where a pointer on
 * the way is NULL. */
struct lower_object { ir_value pointer; void *none; };
struct lower_object lower_object_begin(struct lowering *l, const struct node *n);
ir_value lower_object_end(struct lowering *l, struct lower_object *o, ir_value word);

/** The name of the file of a struct path, at most `size` bytes with the NUL, "" when there is none:
 * n is a struct path or a pointer to one that is reached from ctx or args by fields. */
ir_value lower_path(struct lowering *l, const struct node *n, uint32_t size);

/** Let the kernel print to who reads the walk: a format as it understands it, and words or the
 * addresses of strings. */
void lower_seq_print(
	struct lowering *l, const char *format, const ir_value *values, uint32_t count);

/** A field of the image's control block. */
ir_value lower_control(struct lowering *l, uint32_t offset);
