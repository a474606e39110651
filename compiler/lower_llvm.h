/* compiler/lower_llvm.h - the inside of the lowering pass: what compiler/lower*.c share, LLVM types
 * included.  Rows use compiler/lower.h only.
 *
 * One LLVM function per program; a program with several bodies calls one internal function a body,
 * so that every body has a stack frame of its own. A body's function looks like this:
 *
 *   entry:  all allocas; the scratch pointer
 *   init:   variables set to zero
 *   start:  tests (gate, pid, selector), predicate, statements
 *   leave:  scratch given back; return 0
 */
#pragma once

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <stdbool.h>
#include <stdint.h>

#include "compiler/layout.h"
#include "compiler/lower.h"

/* Rounds that bpf_loop() makes at most (BPF_MAX_LOOPS, linux/bpf.h of the kernel). */
#define LOOP_ROUNDS_MAX (1u << 23)

/** What the object pass needs to know of the module. */
struct lowered {
	LLVMContextRef context;
	LLVMModuleRef module;
	LLVMValueRef *functions; /* by program index; NULL when its bodies are all dead */
	struct span *spans;	 /* debug line n is spans[n - 1] */
	uint32_t span_count;
	uint32_t span_capacity;
};

struct lowering {
	struct compilation *c;
	struct layout *layout;
	struct lowered *out;
	LLVMContextRef context;
	LLVMModuleRef module;
	LLVMBuilderRef builder; /* where code goes */
	LLVMDIBuilderRef debug;
	LLVMMetadataRef debug_file, debug_type, debug_scope;
	LLVMValueRef parameters; /* block of named parameters, when there are any */
	LLVMValueRef tables;	 /* the tables of bodies, when any has one */

	/* the program */
	const struct layout_prog *prog;
	uint32_t prog_index;

	/* the function being written */
	LLVMValueRef function, ctx;
	LLVMBuilderRef entry; /* allocas */
	LLVMBasicBlockRef entry_block, init_block, leave_block;
	LLVMValueRef scratch_slot; /* alloca of the scratch pointer */
	LLVMValueRef pool_slot;	   /* alloca of the claimed pool entry */
	/* alloca of the pointer to the guard, of programs that have one */
	LLVMValueRef guard_slot;
	bool uses_scratch;

	/* the body */
	const struct layout_body *body;
	struct span place;	   /* of the expression being lowered */
	const struct node *discarded; /* the expression of the statement, whose value nobody uses */
	const struct node *target; /* map element that an aggregation goes into */
	uint32_t frame_used;	   /* bytes of stack handed out to temporaries that are alive */
	uint32_t scratch_used, scratch_peak;
	ir_value string_sink; /* where in a record the string being read may go straight away; NULL:
				 nowhere */
	ir_value
		/* what the helper that read it returned; NULL: it was not used */
		string_sink_result;
	ir_value latency;	/* cell, of probes that ask for it */
	ir_value selector;	/* value of the body's selector */
	LLVMValueRef unwind;	/* lower_unwind_round.c's own */
	LLVMValueRef show_caller; /* lower_stack.c's own */
	struct frame_slot {
		LLVMValueRef alloca;
		uint32_t size;
		uint32_t depth; /* of the statement that has it; 0: free */
	} * slots;
	uint32_t slot_count, slot_capacity;
	uint32_t depth; /* of statements: one may stand in an expression of another */
	uint32_t frame_limit;	   /* bytes that one function may hand out */

	/* loops (lower_loop.c) */
	struct loop_exits {
		LLVMBasicBlockRef next, stop; /* where continue and break go */
	} loop;
	struct variable *variables; /* of the body or function */
	const struct node *home;  /* the loop whose rounds the function makes; NULL: none */
	LLVMValueRef loop_frame;  /* what callbacks are called with; NULL: not made yet */
	uint32_t loop_depth;	  /* functions that call each other back, in this body */
	bool loop_leaves;	  /* a round may leave the body */
	uint32_t left_at;	  /* then: where in scratch the word lies that says so */
	struct early *early, *function_early; /* values that were taken before (lower_early.c) */
	uint32_t takings;                     /* walks so far that took such */

	/* functions of the script (lower_function.c) */
	const struct function *fn; /* that is being written, or NULL */
	LLVMValueRef result_cell;  /* its result, or NULL: that lies in memory */
	/* scratch memory that the functions of the program have for themselves */
	uint32_t functions_end;
};

/* lower_ir.c */
LLVMTypeRef ir_int(struct lowering *l, uint32_t bytes);
LLVMTypeRef ir_ptr(struct lowering *l);
LLVMValueRef ir_word(struct lowering *l, uint64_t value);
LLVMValueRef ir_bool(struct lowering *l, ir_value word); /* i1: word != 0 */
LLVMBasicBlockRef ir_block(struct lowering *l, const char *name);
void ir_goto(
	/* branch there unless the code here is dead */
	struct lowering *l, LLVMBasicBlockRef block);
void ir_at(struct lowering *l, LLVMBasicBlockRef block); /* go on writing there */
LLVMValueRef ir_alloca(struct lowering *l, LLVMTypeRef type, uint32_t align);
LLVMValueRef ir_gep(struct lowering *l, LLVMValueRef base, uint32_t offset);
LLVMValueRef ir_symbol(struct lowering *l,
	const char *name); /* address of an external symbol, resolved by the object pass */
LLVMValueRef ir_map_symbol(struct lowering *l, uint32_t index); /* the same of a map of the image */
LLVMValueRef llvm_opaque(LLVMBuilderRef builder, LLVMValueRef word,
	/* ir_opaque() where nothing is being lowered; `stays`: LLVM may not move it to where the
	 * result is used */
	bool stays);
ir_value ir_kernel_call(
	struct lowering *l, uint32_t btf_id); /* a function of the kernel that takes the context */
LLVMValueRef ir_helper_ptr(struct lowering *l, int helper, const ir_value *args, uint32_t count);
LLVMValueRef ir_load_pointer(struct lowering *l, LLVMValueRef base, uint32_t offset); /* volatile */
LLVMValueRef ir_load_volatile(
	struct lowering *l, LLVMValueRef address, uint32_t offset, uint32_t size);
LLVMValueRef ir_zero_data(struct lowering *l, uint32_t size); /* zeros in read-only data */
/** Make the data that is written into the image only where it runs: the block of named parameters,
 * the tables of bodies.  Before any program. */
void lower_late_data(struct lowering *l);

/** Like ir_copy() and ir_zero() for addresses of known alignment. */
void ir_copy_aligned(struct lowering *l, LLVMValueRef to, uint32_t to_align, LLVMValueRef from,
	uint32_t from_align, uint32_t size);
void ir_zero_aligned(struct lowering *l, LLVMValueRef to, uint32_t align, uint32_t size);

/** Temporaries of a statement: what was handed out since the mark is free again.  Marks nest. */
struct frame_mark {
	uint32_t scratch_used;
	uint32_t depth;
};
struct frame_mark frame_mark(struct lowering *l);
void frame_release(struct lowering *l, struct frame_mark mark);

/** What was handed out since the mark goes on to belong to what is around. */
void frame_keep(struct lowering *l, struct frame_mark mark);

/** A temporary in scratch memory: its bytes count as written. */
LLVMValueRef lower_scratch(struct lowering *l, uint32_t size);

/** lower_stack.c: keep a stack of a process, whose frames lie behind room for its header. */
ir_value lower_keep_user_stack(
	struct lowering *l, LLVMValueRef stack, ir_value pid, ir_value count, uint32_t limit);

/** lower_event.c: tell the reader that a process has a new stack. */
void lower_notice(struct lowering *l, ir_value pid);

/** A member of 8 bytes of a struct of the kernel, which is there; the verifier knows the type of
 * the object, so what a NULL points to is 0. */
LLVMValueRef lower_kernel_pointer(
	struct lowering *l, LLVMValueRef object, const char *type, const char *name);
ir_value lower_kernel_word(
	struct lowering *l, LLVMValueRef object, const char *type, const char *name);

/** A function that the kernel calls as often as there are rounds, one for all programs of the
 * module, for loops that are too long for the verifier to go through: `write` writes all of it,
 * with the number of the round, which bounds may be tested of, and the memory that lower_rounds()
 * hands to it; it returns 0, or 1 after the last round, and l->leave_block is its to use. */
LLVMValueRef lower_round(struct lowering *l, const char *name,
	void (*write)(struct lowering *l, ir_value index, LLVMValueRef frame));
void lower_rounds(struct lowering *l, uint32_t count, LLVMValueRef round, LLVMValueRef frame);

/** Return probes that wait for functions of the current thread: whether this kernel says where it
 * keeps them; the innermost one, 0 when there is none; what stands in place of the return
 * addresses; and a member of one (struct return_instance): 0 when it cannot be read.  `word` is
 * memory to read a word to. */
bool lower_knows_return_probes(void);
ir_value lower_innermost_return_probe(struct lowering *l, LLVMValueRef word);
ir_value lower_return_trampoline(struct lowering *l);
ir_value lower_return_probe(
	struct lowering *l, LLVMValueRef word, ir_value probe, const char *name);

/** Memory that keeps its place until the end of the body. */
ir_value lower_permanent(struct lowering *l, uint32_t size);

/* lower_expr.c, lower_stmt.c, lower_map.c */
void lower_block(struct lowering *l, const struct node *block);
ir_value lower_access(struct lowering *l, const struct access *a, const struct type *t);
ir_value lower_access_word(struct lowering *l, const struct access *a, bool is_signed);
ir_value lower_variable_address(struct lowering *l, struct variable *v);
bool type_is_signed(const struct type *t);
ir_value lower_values_equal(struct lowering *l, ir_value a, const struct type *ta, ir_value b,
	const struct type *tb);

/** What an address of 8 is aligned to at an offset. */
uint32_t alignment_at(uint32_t offset);
ir_value lower_probe_equal(struct lowering *l, ir_value id, const struct node *text);
bool operands_signed(const struct node *a, const struct node *b);
ir_value lower_arithmetic(struct lowering *l, const struct node *n, enum operator op,
	const struct node *a, ir_value left, const struct node *b, ir_value right);
ir_value lower_key(struct lowering *l, const struct node *map);
ir_value lower_map_pointer(struct lowering *l, const struct map *m);
void lower_map_assign(
	struct lowering *l, const struct node *map, ir_value value, const struct type *type);
/** The current thread's memory in a map of storage THREADS; NULL when there is none, or none can be
 * made. */
ir_value lower_thread_memory(struct lowering *l, uint32_t map, bool make);
void lower_count(struct lowering *l, uint32_t counter); /* add 1 to a counter of the COUNTERS map */
void lower_count_run(struct lowering *l); /* add 1 to the runs of the probe */
struct lower_element lower_element_for(struct lowering *l, const struct node *map);

/** Add up an aggregation that is a number over all CPUs: `pointer` is its map, `key` the address of
 * a key. */
ir_value lower_aggregation(
	struct lowering *l, const struct map *m, ir_value pointer, ir_value key);

/** Let the kernel call `callback` for every entry of a map, with `frame` as its last argument;
 * returns how often it did. */
ir_value lower_for_each(
	struct lowering *l, const struct map *m, LLVMValueRef callback, LLVMValueRef frame);

/** The value of a variable that is a word; put a value of type `from` into any variable. */
ir_value lower_variable_word(struct lowering *l, struct variable *v);
void lower_store_variable(
	struct lowering *l, struct variable *v, ir_value value, const struct type *from);

/* lower.c */

/** Begin a function with the blocks that all have; the code goes on in the one that is returned,
 * which end_function() leads to from init. */
LLVMBasicBlockRef lower_begin_function(
	struct lowering *l, const char *name, LLVMTypeRef type, bool internal);

/** Bytes that each of the functions of a body may hand out on the stack, of those that all may. */
uint32_t lower_frame_limit(const struct lowering *l, uint32_t all);

/** Make room for the variables whose home is this function, and set them to zero. */
void lower_place_variables(struct lowering *l);

/** Refuses a function that is too large for a program. */
void lower_check_size(struct lowering *l);

/** Make room for the word that rounds of loops set when they leave the body. */
void lower_place_left(struct lowering *l);

/* lower_function.c */

/** The functions that the bodies of the program call. */
void lower_functions(struct lowering *l);

/** What the function being written returns: the value of a node, both NULL for none. */
void lower_function_result(struct lowering *l, ir_value v, const struct node *value);

/* lower_survey.c */

/** Before a body: which of its variables are shared with callbacks, and how deep those go. */
void lower_survey_loops(struct lowering *l, struct probe_node *p);

/* lower_loop.c */
void lower_loop(struct lowering *l, struct node *n);
void lower_jump(struct lowering *l, struct node *n);

/* lower_early.c: values of rows that are BI_BEFORE_LOOPS */

/** Room for those of a function. */
void lower_reserve_early(struct lowering *l, struct probe_node *code);

/** Take those of a loop, and those of a function that is called and of all that it calls. */
void lower_take_early(struct lowering *l, struct node *loop);
void lower_take_called(struct lowering *l, struct function *f);

/** One that was taken. */
ir_value lower_early(struct lowering *l, const struct node *n);

/** Bytes of scratch memory that every function of the body can find: their offset; and their
 * address. */
uint32_t lower_reserve(struct lowering *l, uint32_t size);
LLVMValueRef lower_reserved(struct lowering *l, uint32_t at);

/* lower_struct.c */
ir_value lower_place(struct lowering *l, const struct node *n);
ir_value lower_value_field(struct lowering *l, const struct node *n);
ir_value lower_value_element(struct lowering *l, const struct node *n);

/** A field of the value at an address, as type t, which it has or is a string of fewer bytes. */
ir_value lower_part(
	struct lowering *l, ir_value base, const struct type_field *f, const struct type *t);
ir_value lower_pointer_arithmetic(struct lowering *l, const struct node *n);

/** What a value of type t changes by when it moves by `count`: a pointer in steps of what it points
 * to. */
ir_value lower_steps(struct lowering *l, const struct type *t, ir_value count);

/* lower_choice.c */
ir_value lower_block_value(struct lowering *l, const struct node *n);
ir_value lower_ternary(struct lowering *l, const struct node *n);

/* lower_cast.c */
ir_value lower_cast(struct lowering *l, const struct node *n);

/* lower_veil.c */

/** Between LLVM's passes and its code generator: programs that test many words keep them from the
 * verifier. */
void lower_veil(const struct lowered *out);

/* lower_fact.c */

/** The offset of a member in what holds it, added up over those that hold it and have no name of
 * their own; `holder` is set to the outermost of them.  The word is NULL where the offset is 0. */
ir_value lower_member_offset(struct lowering *l, const struct node *n, const struct node **holder);

/** A word of the context, zero extended: at the place of one of the probe's values, or at a fixed
 * one. */
ir_value lower_context_word(struct lowering *l, const struct access *a);

/** The same for the 4 bytes that say where a value lies (ACCESS_DATA_LOC). */
ir_value lower_data_location(struct lowering *l, const struct access *a);

/** The place of one of the probe's values: an offset. */
ir_value lower_access_offset(struct lowering *l, const struct access *a);

/** A value of the probe that is an address, as a pointer that the verifier follows. */
LLVMValueRef lower_context_pointer(struct lowering *l, const struct access *a);

/** Names of symbols for a variable and a function of the kernel, by their ids here. */
const char *lower_variable_fact(struct lowering *l, uint32_t btf_id);
const char *lower_function_fact(struct lowering *l, uint32_t btf_id);

/** A fact of the body that is being lowered. */
ir_value lower_body_fact(struct lowering *l, enum fact_kind kind, const char *text, uint64_t value);

/* lower_context.c */

/** A place in a context that is no memory; NULL when n is none. */
ir_value lower_context_field(struct lowering *l, const struct node *n);

/** Words: the run is for an object; the ring has room for what a run records. */
ir_value lower_is_present(struct lowering *l);
ir_value lower_has_room(struct lowering *l);

/* lower_process.c */

/** Whether the program has to test which process it runs in, and that test: word 1 when the process
 * is traced. */
bool lower_tests_process(const struct lowering *l);
ir_value lower_is_traced(struct lowering *l);

/** Address of the struct image_processes (lower_map.c). */
ir_value lower_processes(struct lowering *l);

/* lower_entry.c */

/** At the return: word 1 when its entry was seen, and lower_latency() is known then. */
ir_value lower_left(struct lowering *l);

/** Remember a span; returns the debug line that stands for it. */
uint32_t lower_span_line(struct lowering *l, struct span span);
void lower_set_span(struct lowering *l, struct span span);
