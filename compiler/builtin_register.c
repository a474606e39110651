/* compiler/builtin_register.c - rows about the registers of what a probe interrupted: reg
 * usermode.  The context of such a probe is the kernel's struct pt_regs, whose layout is fixed. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

struct reg_place {
	const char *name;
	uint32_t offset;
};

#if defined(__x86_64__)
static const struct reg_place places[] = {
	{ "r15", 0 }, { "r14", 8 }, { "r13", 16 }, { "r12", 24 }, { "bp", 32 }, { "bx", 40 },
	{ "r11", 48 }, { "r10", 56 }, { "r9", 64 }, { "r8", 72 }, { "ax", 80 }, { "cx", 88 },
	{ "dx", 96 }, { "si", 104 }, { "di", 112 }, { "orig_rax", 120 }, { "orig_ax", 120 }, { "ip", 128 }, { "pc", 128 },
	{ "cs", 136 }, { "flags", 144 }, { "sp", 152 }, { "ss", 160 },
};

/* the lowest two bits of cs are the privilege level, 0 in the kernel */
enum { MODE_OFFSET = 136, MODE_MASK = 3, MODE_OF_USER = 3 };
#else
static const struct reg_place places[] = {
	{ "r0", 0 }, { "r1", 8 }, { "r2", 16 }, { "r3", 24 }, { "r4", 32 }, { "r5", 40 },
	{ "r6", 48 }, { "r7", 56 }, { "r8", 64 }, { "r9", 72 }, { "r10", 80 }, { "r11", 88 },
	{ "r12", 96 }, { "r13", 104 }, { "r14", 112 }, { "r15", 120 }, { "r16", 128 }, { "r17", 136 },
	{ "r18", 144 }, { "r19", 152 }, { "r20", 160 }, { "r21", 168 }, { "r22", 176 }, { "r23", 184 },
	{ "r24", 192 }, { "r25", 200 }, { "r26", 208 }, { "r27", 216 }, { "r28", 224 }, { "r29", 232 },
	{ "r30", 240 }, { "sp", 248 }, { "pc", 256 }, { "pstate", 264 },
};

/* the lowest four bits of pstate are the exception level, 0 in user mode */
enum { MODE_OFFSET = 264, MODE_MASK = 15, MODE_OF_USER = 0 };
#endif

static const struct reg_place *find_place(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (str_eq(places[i].name, name))
			return &places[i];
	return NULL;
}

static bool has_registers(const struct row_demand *d, const struct match *m)
{
	return m->carries.has_registers ||
	       row_not_here(d, m, NULL, "registers are carried by kprobe, uprobe, profile and software probes");
}

/* True when every probe of the body carries registers, which they are then asked to keep. */
static bool check_registers(struct checker *c, const struct node *n)
{
	if (!row_demand(c, n, has_registers, NULL))
		return false;
	checker_probe(c)->uses_ctx = true;
	return true;
}

static const struct type *reg_check(struct checker *c, struct node *n)
{
	const struct node *arg = row_argument(n, 0);
	const struct reg_place *place = find_place(arg->string.text);
	struct nearest near;
	struct diag *d;

	if (!check_registers(c, n))
		return &type_error;
	n->call.data = (void *)place;
	if (place)
		return &type_raw;
	d = diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
		"this machine has no register '%s'", arg->string.text);
	nearest_start(&near, arg->string.text);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		nearest_offer(&near, places[i].name);
	diag_offer(d, "", &near);
	return &type_error;
}

static ir_value reg_lower(struct lowering *l, const struct node *n)
{
	return lower_register(l, ((const struct reg_place *)n->call.data)->offset);
}

ir_value row_instruction_pointer(struct lowering *l)
{
	return lower_register(l, find_place("pc")->offset);
}

static const struct type *usermode_check(struct checker *c, struct node *n)
{
	return check_registers(c, n) ? &type_uint8 : &type_error;
}

static ir_value usermode_lower(struct lowering *l, const struct node *n)
{
	ir_value mode = ir_binary(l, OP_AND, lower_register(l, MODE_OFFSET),
		lower_const(l, MODE_MASK), false);

	(void)n;
	return ir_compare(l, OP_EQ, mode, lower_const(l, MODE_OF_USER), false);
}

const struct builtin register_builtins[] = {
	{
		.name = "reg",
		.signature = "reg(literal_string name) -> custom",
		.flags = BI_PROBE_DATA | BI_PURE,
		.help = "a register of what the probe interrupted, such as reg(\"ip\")",
		.example = "uprobe:libc:malloc { @[usym(reg(\"ip\"))] = count(); }",
		.check = reg_check,
		.lower = reg_lower,
	},
	{
		.name = "usermode",
		.signature = "usermode -> custom",
		.flags = BI_PROBE_DATA | BI_VARIABLE | BI_PURE,
		.help = "whether the probe interrupted a process in user mode (1) or the kernel (0)",
		.example = "profile:hz:99 { @[usermode ? \"user\" : \"kernel\"] = count(); }",
		.check = usermode_check,
		.lower = usermode_lower,
	},
	{ 0 },
};
