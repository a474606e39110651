/* compiler/builtin_register.c - rows about the registers of what a probe interrupted: reg
 * usermode.  The context of such a probe is the kernel's struct pt_regs, whose layout is fixed. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "probes/pt_regs.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

struct reg_place {
	const char *name;
	uint32_t offset;
};

#if defined(__x86_64__)
#define PLACE(id, name) { #name, PT_X86(id) },
#define OTHER_NAMES { "orig_rax", PT_X86(ORIG_AX) }, { "pc", PT_X86(IP) }
/* the lowest two bits of cs are the privilege level, 0 in the kernel */
enum { MODE_OFFSET = PT_X86(CS), MODE_MASK = 3, MODE_OF_USER = 3 };
#else
#define PLACE(id, name) { #name, PT_ARM(id) },
#define OTHER_NAMES
/* the lowest four bits of pstate are the exception level, 0 in user mode */
enum { MODE_OFFSET = PT_ARM(PSTATE), MODE_MASK = 15, MODE_OF_USER = 0 };
#endif

static const struct reg_place places[] = { PT_LIST(PLACE) OTHER_NAMES };

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
		row_not_here(d, m, NULL,
			"registers are carried by kprobe, uprobe, profile and software probes");
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
