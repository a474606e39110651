/* compiler/c_program.h - the programs of imported objects: each becomes a probe of the script,
 * attached where the name of its section says (language.md Q22). */
#pragma once

#include "compiler/c_object.h"

/** A function in a section of its own, which the kernel calls. */
struct c_program {
	struct c_program *next;
	struct c_object *object;
	const char *name;
	const char *section_name;       /* "tracepoint/sched/sched_switch" */
	uint32_t section, start;        /* where it lies, as of a function */
	uint32_t number;                /* among those of all objects */
	uint32_t prog_type;             /* enum bpf_prog_type that it was written for */
};

/** The probes of the programs that an object holds, in the order in which they lie there; reports
 * those that cannot be attached.  Programs whose section begins with '?' are left out. */
struct probe_node *c_programs_take(struct compilation *c, struct c_object *o);

/** True when the program that a match is for, if one is, can run as the probe is planned; reports
 * when not. */
bool c_program_fits(struct compilation *c, const struct match *m);

/** Say in a message about a probe which program brought it, if one did. */
void c_program_hint(struct diag *d, const struct probe_node *p);

/** The program of a number. */
const struct c_program *c_program_at(const struct compilation *c, uint32_t number);

/** What is before the number in the symbols of LLVM's object that stand for them. */
#define C_PROGRAM_PREFIX "program."
