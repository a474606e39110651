/* compiler/resolve.h - the two halves of the resolve pass, and what the check pass asks of it
 * later. */
#pragma once

#include <stdbool.h>

#include "compiler/compilation.h"

/** Probes: attach points to the probes of this machine that they stand for. */
void resolve_probes(struct compilation *c);

/** Names of all probes' bodies. */
void resolve_names(struct compilation *c);

/** Hidden probes at the entries of what those leave that ask for `latency`. */
void resolve_entries(struct compilation *c);

/** Bodies of the probes that programs of imported objects brought. */
void resolve_c_programs(struct compilation *c);

/** Whether positional parameters are not known before the image runs. */
bool resolve_takes_late(const struct compilation *c);

/** Text of positional parameter n (from 1) with its warning when there is none; "" then. */
const char *resolve_parameter(struct compilation *c, uint64_t n, struct span where);

/** Turn the first argument of str() into the parameter's text when it is $N or $N + k; false when
 * it is neither. */
bool resolve_parameter_text(struct compilation *c, struct node *argument);

/** Fill in what the probe carries, when somebody needs it; reports the failure itself, once. */
void match_ask_carries(struct compilation *c, struct match *m);

/** The same with what the debug information of a program knows. */
void match_describe(struct compilation *c, struct match *m);

/** Fill programs of a probe, if they are not known yet. */
void probe_find_programs(struct compilation *c, struct probe_node *p);

/** From now on look types and enumerators up in the programs that the probe is on too, before the
 * kernel's; NULL: in none. */
void probe_look_into(struct compilation *c, struct probe_node *p);

/** The program that the probe of probe_look_into() is on when nothing is known of its types; NULL:
 * there is none, or they are known. */
const char *probe_untyped_program(const struct compilation *c);

/** True for names that the language has and this version has not. */
bool name_is_not_yet(const char *name);
