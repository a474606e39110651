/* runtime/value_names.h - names of addresses, for the files that turn values into text
 * (value_kernel.c, value_user.c, value_stack.c). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/value.h"

struct kernel_symbol;
struct user_file;
struct user_place;
struct user_symbol;
struct user_symbols;

/** What lies at an address in the kernel; false, and counted as unresolved, when nothing is known
 * there. */
bool value_kernel_symbol(struct decode_context *ctx, uint64_t address, struct kernel_symbol *out);

/** Names of functions in processes, made when first asked for and the context's own; NULL when out
 * of memory. */
struct user_symbols *value_user_symbols(struct decode_context *ctx);

/** What lies at an address in a process, valid until the next call; false when there is no function
 * known.  Not counted. */
bool value_user_symbol(
	struct decode_context *ctx, const struct user_place *place, struct user_symbol *out);

/** The file that such an address lies in; false when it is not known or has no build id.  Not
 * counted. */
bool value_user_file(
	struct decode_context *ctx, const struct user_place *place, struct user_file *out);
