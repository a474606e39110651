/* compiler/object.c - the object pass: optimises the module, lets LLVM emit BPF, and has every
 * program of the resulting ELF object linked (compiler/link.c). */
#include "compiler/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "compiler/link.h"
#include "compiler/lower_llvm.h"

/* Enough for allocas to become registers and for branches on constants to go; the whole of O2 takes
 * longer and the kernel's verifier does not thank for its cleverness. */
#define PASSES "function(sroa,early-cse,simplifycfg,dce)"

/* The same for programs whose words do not fit on the stack: nothing that makes a word live longer
 * than it has to, and the code generator told likewise. */
#define FRUGAL_PASSES "function(sroa,simplifycfg,dce)"

static const char *const frugal_options[] = { "sonde-compile", "-disable-machine-sink",
	"-disable-machine-cse", "-disable-machine-licm" };

/* LLVM */

/* LLVM names the debug line that stands for a place of the script (compiler/lower_ir.c). */
static struct span place_of(const struct compilation *c, const char *text)
{
	unsigned line = 0;

	if (sscanf(text, "script:%u:", &line) == 1 && line && line <= c->lowered->span_count)
		return c->lowered->spans[line - 1];
	return SPAN_NONE;
}

/* The first error says it; what follows are its repetitions at other places. */
static void on_diagnostic(LLVMDiagnosticInfoRef info, void *arg)
{
	struct compilation *c = arg;
	struct diag *d;
	char *text;

	if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || diags_have_errors(c->diags))
		return;
	text = LLVMGetDiagInfoDescription(info);
	if (strstr(text, "stack limit") && !c->is_frugal) {
		c->stack_overflows = true;
		LLVMDisposeMessage(text);
		return;
	}
	if (strstr(text, "stack limit"))
		d = diag_error(c->diags, place_of(c, text), DIAG_TOO_LARGE,
			"the values in use here at one time need more than the 512 bytes of stack that "
			"the kernel gives");
	else
		d = diag_error(c->diags, place_of(c, text), DIAG_TOO_LARGE,
			"the script cannot be made into BPF code: %.*s", (int)strcspn(text, "\n"),
			text);
	diag_hint(d, "split the probe in two on the same event, or keep fewer values at a time");
	LLVMDisposeMessage(text);
}

/* LLVM ends the process for what it cannot encode, and hands over nothing but the reason. */
static void on_fatal(const char *reason)
{
	log_error("script: too large or too deep to be made into BPF code: %s; split its probes",
		reason);
	_exit(EXIT_CODE_SCRIPT);
}

/* What only options of LLVM's command line say, which are taken once a process.
 * The usual scheduler for BPF (list-ilp) computes the height of every instruction of a block again
 * for each that it places: time grows with the square of the block's length.  list-burr asks for
 * nothing of the kind, and its programs are as short. The placement of blocks moves the test of a
 * loop to its end, and what stands before falls through to it: Linux 6.1 takes that for a loop
 * without a bound, since only jumps may lead back there (check_cfg(), kernel/bpf/verifier.c).  In
 * the order in which they were made programs are as short, too. */
static void choose_options(void)
{
	static const char *const arguments[] = { "sonde-compile", "-pre-RA-sched=list-burr",
		"-disable-block-placement" };
	static bool chosen;

	if (!chosen)
		LLVMParseCommandLineOptions(ARRAY_SIZE(arguments), arguments, "");
	chosen = true;
}

static LLVMTargetMachineRef make_machine(struct compilation *c)
{
	LLVMTargetRef target;
	char *message = NULL;

	choose_options();
	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	LLVMInitializeBPFAsmParser();
	if (LLVMGetTargetFromTriple("bpfel", &target, &message)) {
		diag_error(
			c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM has no BPF target: %s", message);
		return NULL;
	}
	/* v3: v4 is refused before Linux 6.6 */
	return LLVMCreateTargetMachine(target, "bpfel", "v3", "", LLVMCodeGenLevelDefault,
		LLVMRelocDefault, LLVMCodeModelDefault);
}

/* --emit-llvm. */
static void write_module(const struct compilation *c, const char *state)
{
	const char *path = arena_printf(c->arena, "%s.%s.ll", c->llvm_prefix, state);
	char *reason = NULL;

	if (!LLVMPrintModuleToFile(c->lowered->module, path, &reason))
		return;
	log_error("file '%s': cannot be written: %s", path, reason);
	_exit(EXIT_CODE_ENVIRONMENT);
}

/* What the options ask to be done with the module in this state; false when it is no valid one. */
static bool module_is_checked(struct compilation *c, const char *state)
{
	char *reason = NULL;

	if (c->llvm_prefix)
		write_module(c, state);
	if (!c->verifies_llvm ||
		!LLVMVerifyModule(c->lowered->module, LLVMReturnStatusAction, &reason))
		return true;
	diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL, "the %s code is not valid for LLVM: %s",
		state, reason);
	return false;
}

static LLVMMemoryBufferRef emit(struct compilation *c)
{
	LLVMModuleRef module = c->lowered->module;
	LLVMTargetMachineRef machine = make_machine(c);
	LLVMMemoryBufferRef object = NULL;
	LLVMPassBuilderOptionsRef options;
	LLVMErrorRef error;
	char *message = NULL;

	if (!machine)
		return NULL;
	LLVMInstallFatalErrorHandler(on_fatal);
	LLVMContextSetDiagnosticHandler(c->lowered->context, on_diagnostic, c);
	LLVMSetTarget(module, "bpfel");
	LLVMSetModuleDataLayout(module, LLVMCreateTargetDataLayout(machine));
	if (!module_is_checked(c, "original"))
		return NULL;
	options = LLVMCreatePassBuilderOptions();
	error = LLVMRunPasses(module, c->is_frugal ? FRUGAL_PASSES : PASSES, machine, options);
	if (error) {
		diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM's passes failed: %s",
			LLVMGetErrorMessage(error));
		return NULL;
	}
	lower_veil(c->lowered);
	if (!module_is_checked(c, "optimized"))
		return NULL;
	if (LLVMTargetMachineEmitToMemoryBuffer(
		machine, module, LLVMObjectFile, &message, &object)) {
		diag_error(
			c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM emitted no object: %s", message);
		return NULL;
	}
	return object;
}

/* Most programs are fastest with their words on the stack.  One that has too many of them is
 * lowered again, with what it keeps in memory. */
static LLVMMemoryBufferRef emit_again(struct compilation *c)
{
	c->is_frugal = true;
	LLVMParseCommandLineOptions(ARRAY_SIZE(frugal_options), frugal_options, "");
	layout_pass(c);
	lower_pass(c);
	return diags_have_errors(c->diags) ? NULL : emit(c);
}

void object_pass(struct compilation *c)
{
	LLVMMemoryBufferRef object = emit(c);
	struct bpf_elf module;
	const char *reason;

	if (object && c->stack_overflows)
		object = emit_again(c);
	if (!object || diags_have_errors(c->diags))
		return;
	reason = bpf_elf_open(
		&module, LLVMGetBufferStart(object), LLVMGetBufferSize(object), c->arena);
	if (reason) {
		diag_error(c->diags, SPAN_NONE, DIAG_INTERNAL, "LLVM's object cannot be used: %s",
			reason);
		return;
	}
	if (c->goal == GOAL_OBJECT)
		buffer_append(&c->image, LLVMGetBufferStart(object), LLVMGetBufferSize(object));
	c->object = arena_new_object(c->arena, struct object);
	c->object->progs = arena_new_array(c->arena, struct object_prog, c->layout->prog_count + 1);
	link_data(c, &module);
	for (uint32_t i = 0; i < c->layout->prog_count; i++)
		link_program(c, &module, i);
	LLVMDisposeMemoryBuffer(object);
}

void object_dump(const struct compilation *c, struct buffer *out)
{
	for (uint32_t i = 0; i < c->layout->prog_count; i++) {
		const struct object_prog *p = &c->object->progs[i];

		buffer_printf(out, "program %s: %u instructions\n", c->layout->progs[i].name,
			p->insn_count);
		for (uint32_t k = 0; k < p->insn_count; k++)
			buffer_printf(out, "%6u: %02x %u %u %d %d\n", k, p->insns[k].code,
				p->insns[k].regs & 15, p->insns[k].regs >> 4, p->insns[k].off,
				p->insns[k].imm);
	}
}
