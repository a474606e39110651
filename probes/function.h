/* probes/function.h - what kprobe and fentry share: attach points that name a function of the
 * kernel, its type, and programs that the kernel calls with the function's arguments
 * (BPF_PROG_TYPE_TRACING). */
#pragma once

#include "probes/btf.h"
#include "probes/provider.h"

/** "[module:]function[+offset]"; the offset, left in numbers[0], only where `offset_allowed`. */
int function_parse(
	struct probe_spec *spec, struct arena *a, bool offset_allowed, struct probe_error *err);

/** The type of a function of the kernel, from BTF. */
struct function_type {
	uint32_t id;                    /* of the BTF_KIND_FUNC, in the types of: */
	const char *module;             /* NULL: the kernel itself */
	/* those that registers can hold, small structs too, by name */
	struct probe_value *args;
	uint32_t *slots;                /* where each lies: number of its 8-byte slot */
	uint32_t arg_count;
	uint32_t slot_count;
	/* every argument is in `args`, no struct, and none is on the stack */
	bool simple;
	bool known;                     /* the arguments are all there are: not f(int, ...) */
	const struct type *retval;      /* NULL: void, or more than a register */
	const char *retval_c_type;      /* in C; NULL: void */
};

/** The type of the function that kernel_functions_list() found, the kernel's own or a module's;
 * false when BTF does not have it. */
bool function_type_of(const struct probe_spec *spec, struct arena *a, struct function_type *out);

/** True when this kernel attaches programs to functions by their type.  Else says what stands in
 * the way, if err is not NULL.  Asks the kernel once. */
bool function_tracing_works(const char *provider, struct probe_error *err);

/** Fill the part of a plan that such programs have in common: how arguments (all of type->args),
 * words and result are reached, the attach type. */
void function_tracing_plan(
	const struct function_type *type, bool is_return, struct arena *a, struct probe_plan *out);

/** Attach such a program. */
int function_tracing_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err);
