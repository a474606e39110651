/* compiler/lower.c - the lowering pass: every program of the layout becomes an LLVM function, with
 * the tests that stand before its bodies.  It owns struct lowered; the object pass takes the module
 * from it. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <string.h>

#include "compiler/row.h"
#include "runtime/base/util.h"
#include "probes/machine.h"

/* Memory that the functions of a body hand out on the stack at a time: the kernel gives a chain of
 * functions 512 bytes (MAX_BPF_STACK, linux/filter.h), and LLVM needs some for what it spills. */
#define FRAME_LIMIT 224

/* Functions */

static void begin_debug(struct lowering *l, const char *name)
{
	LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(
		l->debug, l->debug_file, &l->debug_type, 1, LLVMDIFlagZero);

	l->debug_scope = LLVMDIBuilderCreateFunction(l->debug, l->debug_file, name, strlen(name),
		name, strlen(name), l->debug_file, 1, type, false, true, 1, LLVMDIFlagZero, true);
	LLVMSetSubprogram(l->function, l->debug_scope);
}

static void add_attribute(struct lowering *l, const char *name)
{
	unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));

	LLVMAddAttributeAtIndex(l->function, LLVMAttributeFunctionIndex,
		LLVMCreateEnumAttribute(l->context, kind, 0));
}

LLVMBasicBlockRef lower_begin_function(
	struct lowering *l, const char *name, LLVMTypeRef type, bool internal)
{
	l->function = LLVMAddFunction(l->module, name, type);
	add_attribute(l, "nounwind");
	if (internal) {
		LLVMSetLinkage(l->function, LLVMInternalLinkage);
		add_attribute(l, "noinline");
	}
	begin_debug(l, name);
	l->entry_block = ir_block(l, "entry");
	l->init_block = ir_block(l, "init");
	l->leave_block = ir_block(l, "leave");
	l->entry = LLVMCreateBuilderInContext(l->context);
	LLVMPositionBuilderAtEnd(l->entry, l->entry_block);
	LLVMBasicBlockRef start = ir_block(l, "start");

	ir_at(l, start);
	l->slots = NULL;
	l->slot_count = l->slot_capacity = l->frame_used = 0;
	l->scratch_used = l->scratch_peak = l->functions_end;
	l->uses_scratch = false;
	l->depth = 1;
	l->loop_frame = NULL;
	l->home = NULL;
	lower_set_span(l, l->body->probe->span);
	l->scratch_slot = ir_alloca(l, ir_ptr(l), 8);
	/* functions of loops are handed the pointer whether there is scratch memory or not, and
	 * older kernels (6.1.0-50 of Debian, not -57) let nothing read a place of the stack that
	 * was never written */
	LLVMBuildStore(l->entry, LLVMConstNull(ir_ptr(l)), l->scratch_slot);
	l->pool_slot = ir_alloca(l, ir_ptr(l), 8);
	return start;
}

/* The function (ctx) -> int of a body. */
static LLVMBasicBlockRef begin_body(struct lowering *l, const char *name, bool internal)
{
	LLVMTypeRef ptr = ir_ptr(l), type = LLVMFunctionType(ir_int(l, 4), &ptr, 1, false);
	LLVMBasicBlockRef start = lower_begin_function(l, name, type, internal);

	l->ctx = LLVMGetParam(l->function, 0);
	return start;
}

/* Scratch memory: an entry of a per-CPU map, or for programs that another run may interrupt, and
 * where that map's values are too small, an entry of the pool, claimed by its first word. */

/* What the kernel allows a value of a per-CPU map (PCPU_MIN_UNIT_SIZE, mm/percpu.c), and what is
 * reasonable for the pool, which has four a CPU. */
#define SCRATCH_LIMIT 32768
#define POOL_LIMIT (1 << 20)

#define POOL_TRIES 4

/* A portable image may come to have more programs of the same instructions, each with memory of its
 * own. */
static ir_value own_number(struct lowering *l)
{
	if (!l->c->portable)
		return ir_word(l, l->prog_index);
	return LLVMBuildPtrToInt(l->builder, ir_symbol(l, "prog.index"), ir_int(l, 8), "");
}

static void enter_scratch(struct lowering *l)
{
	ir_value key = ir_alloca(l, ir_int(l, 8), 8),
		 args[] = {
		     ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.scratch)),
		     key};
	LLVMBasicBlockRef missed = ir_block(l, "missed");

	ir_at(l, l->entry_block);
	ir_store(l, key, 0, 4, own_number(l));
	LLVMValueRef at = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);

	LLVMBuildStore(l->builder, at, l->scratch_slot);
	LLVMBuildCondBr(l->builder, LLVMBuildIsNull(l->builder, at, ""), missed, l->init_block);
	ir_at(l, missed);
	LLVMBuildRet(l->builder, LLVMConstInt(ir_int(l, 4), 0, false));
	l->layout->scratch_size = MAX_OF(l->layout->scratch_size, l->scratch_peak);
}

static void claim_pool(struct lowering *l)
{
	ir_value key = ir_alloca(l, ir_int(l, 8), 8);
	ir_value args[] = {
		ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.pool)), key};

	ir_at(l, l->entry_block);
	ir_value first = LLVMBuildMul(l->builder,
		LLVMBuildAnd(l->builder, lower_helper(l, BPF_FUNC_get_smp_processor_id, NULL, 0),
		ir_word(l, 0xffffffff), ""),
		ir_word(l, POOL_TRIES), "");

	for (uint32_t i = 0; i < POOL_TRIES; i++) {
		LLVMBasicBlockRef try_it = ir_block(l, "try"), claimed = ir_block(l, "claimed"),
				  next = ir_block(l, "next");

		ir_store(l, key, 0, 4, LLVMBuildAdd(l->builder, first, ir_word(l, i), ""));
		LLVMValueRef at = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);

		LLVMBuildCondBr(l->builder, LLVMBuildIsNull(l->builder, at, ""), next, try_it);
		ir_at(l, try_it);
		LLVMValueRef got = LLVMBuildAtomicCmpXchg(l->builder, at, ir_word(l, 0),
			ir_word(l, 1), LLVMAtomicOrderingSequentiallyConsistent,
			LLVMAtomicOrderingSequentiallyConsistent, false);

		got = LLVMBuildExtractValue(l->builder, got, 0, "");
		LLVMBuildCondBr(l->builder,
			LLVMBuildICmp(l->builder, LLVMIntEQ, got, ir_word(l, 0), ""), claimed,
			next);
		ir_at(l, claimed);
		LLVMBuildStore(l->builder, at, l->pool_slot);
		LLVMBuildStore(l->builder, ir_gep(l, at, 8), l->scratch_slot);
		LLVMBuildBr(l->builder, l->init_block);
		ir_at(l, next);
	}
	lower_count(l, COUNTER_MISSED);
	LLVMBuildRet(l->builder, LLVMConstInt(ir_int(l, 4), 0, false));
	l->layout->pool_size = MAX_OF(l->layout->pool_size, l->scratch_peak + 8);
}

/* What a guarded program traces may happen inside of itself or of another such program, as locks of
 * maps do: it runs only when none does on this CPU. The slot points to the CPU's guard while it is
 * ours. */

static void enter_guard(struct lowering *l)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->builder), there = ir_block(l, "guard"),
			  busy = ir_block(l, "busy"), ours = ir_block(l, "ours");
	ir_value key = ir_alloca(l, ir_int(l, 8), 8),
		 args[] = { ir_symbol(l,
				    arena_printf(
					    l->c->arena, "map.%u", l->layout->internal.counters)),
			 key };

	l->guard_slot = ir_alloca(l, ir_ptr(l), 8);
	ir_at(l, l->init_block);
	LLVMBuildStore(l->builder, LLVMConstNull(ir_ptr(l)), l->guard_slot);
	ir_at(l, here);
	ir_store(l, key, 0, 4, ir_word(l, COUNTER_GUARD));
	LLVMValueRef guard = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);

	LLVMBuildCondBr(l->builder, LLVMBuildIsNull(l->builder, guard, ""), l->leave_block, there);
	ir_at(l, there);
	LLVMBuildCondBr(l->builder, ir_bool(l, ir_load_volatile(l, guard, 0, 8)), busy, ours);
	ir_at(l, busy);
	lower_count(l, COUNTER_MISSED);
	LLVMBuildBr(l->builder, l->leave_block);
	ir_at(l, ours);
	ir_store(l, guard, 0, 8, ir_word(l, 1));
	LLVMBuildStore(l->builder, guard, l->guard_slot);
}

static void leave_guard(struct lowering *l)
{
	if (!l->prog->plan->guarded)
		return;
	LLVMBasicBlockRef held = ir_block(l, "held"), on = ir_block(l, "free");
	LLVMValueRef guard = LLVMBuildLoad2(l->builder, ir_ptr(l), l->guard_slot, "");

	LLVMBuildCondBr(l->builder, LLVMBuildIsNull(l->builder, guard, ""), on, held);
	ir_at(l, held);
	ir_store(l, guard, 0, 8, ir_word(l, 0));
	LLVMBuildBr(l->builder, on);
	ir_at(l, on);
}

static void end_function(struct lowering *l, LLVMBasicBlockRef start)
{
	bool from_pool = !l->prog->own_scratch || l->scratch_peak > SCRATCH_LIMIT;

	ir_goto(l, l->leave_block);
	ir_at(l, l->init_block);
	ir_goto(l, start);
	ir_at(l, l->leave_block);
	leave_guard(l);
	if (l->uses_scratch && from_pool)
		ir_store(l, LLVMBuildLoad2(l->builder, ir_ptr(l), l->pool_slot, ""), 0, 8,
			ir_word(l, 0));
	LLVMBuildRet(l->builder, LLVMConstInt(ir_int(l, 4), 0, false));
	if (l->scratch_peak > POOL_LIMIT)
		diag_hint(diag_error(l->c->diags, l->body->probe->span, DIAG_TOO_LARGE,
			      "the strings and values of this probe need %u bytes of memory at a "
			      "time, %u are possible",
			      l->scratch_peak, POOL_LIMIT),
			"print or store them in several statements, or lower max_strlen");
	if (!l->uses_scratch) {
		ir_at(l, l->entry_block);
		ir_goto(l, l->init_block);
	} else if (from_pool) {
		claim_pool(l);
	} else {
		enter_scratch(l);
	}
	LLVMDisposeBuilder(l->entry);
}

/* The tests before a body: each leaves when it fails. */

static void leave_unless(struct lowering *l, ir_value word)
{
	LLVMBasicBlockRef go_on = ir_block(l, "on");

	LLVMBuildCondBr(l->builder, ir_bool(l, word), go_on, l->leave_block);
	ir_at(l, go_on);
}

/* Which of the hook's events are the body's: equal to the one value, or a member of a set; a table
 * gives the probe's id where it is asked for. */

static bool table_has_id(const struct layout_body *b)
{
	return b->probe->uses_probe_id && (b->match_count > 1 || b->table != IMAGE_NONE);
}

/* Callbacks have none of the body's words: they load it again. */
static ir_value body_selector(struct lowering *l)
{
	return l->selector
		? l->selector
		: lower_access_word(l, &l->body->matches[0]->plan.selector.access, false);
}

struct event_table {
	ir_value data;
	uint64_t limit; /* entries, a power of two */
	uint32_t width;
};

static struct event_table make_table(struct lowering *l)
{
	const struct layout_body *b = l->body;
	uint32_t width = table_has_id(b) ? 4 : 1;
	uint64_t limit = 1;

	for (uint32_t i = 0; i < b->match_count; i++)
		while (limit <= b->matches[i]->plan.selector.value)
			limit *= 2;
	uint8_t *table = arena_alloc(l->c->arena, limit * width);

	for (uint32_t i = 0; i < b->match_count; i++) {
		/* 0 is "not a member": ids are kept plus one */
		uint32_t entry = width == 1 ? 1 : b->matches[i]->name_id + 1;

		memcpy(table + b->matches[i]->plan.selector.value * width, &entry, width);
	}
	return (struct event_table){lower_data_const(l, table, limit * width), limit, width};
}

static ir_value table_entry(struct lowering *l)
{
	ir_value selector = body_selector(l);
	struct event_table t = {NULL, IMAGE_EVENTS, 4};

	if (l->body->table != IMAGE_NONE)
		t.data = ir_gep(l, l->tables, l->body->table);
	else
		t = make_table(l);
	ir_value at = LLVMBuildAnd(l->builder, selector, ir_word(l, t.limit - 1), "");
	ir_value inside = ir_compare(l, OP_LT, selector, ir_word(l, t.limit), false);
	ir_value entry = ir_load(l,
		ir_offset(l, t.data, LLVMBuildMul(l->builder, at, ir_word(l, t.width), "")), 0,
		t.width, false);

	return ir_select(l, inside, entry, ir_word(l, 0));
}

static void test_selector(struct lowering *l)
{
	const struct layout_body *b = l->body;
	const struct probe_selector *s = &b->matches[0]->plan.selector;

	if (!b->selected)
		return;
	l->selector = body_selector(l);
	if (b->match_count == 1 && b->table == IMAGE_NONE)
		leave_unless(l, ir_compare(l, OP_EQ, l->selector, ir_word(l, s->value), false));
	else
		leave_unless(l, table_entry(l));
}

ir_value lower_probe_id(struct lowering *l)
{
	if (table_has_id(l->body))
		return LLVMBuildSub(l->builder, table_entry(l), ir_word(l, 1), "");
	if (l->prog->instance)
		return LLVMBuildPtrToInt(l->builder, ir_symbol(l, "probe.id"), ir_int(l, 8), "");
	if (l->prog->asks_cookie)
		return lower_helper(l, BPF_FUNC_get_attach_cookie, &l->ctx, 1);
	return lower_body_fact(l, FACT_PROBE, NULL, lower_match(l)->name_id);
}

ir_value lower_func(struct lowering *l)
{
	const struct probe_plan *plan = &lower_match(l)->plan;

	if (plan->func == PROBE_FUNC_ASK)
		return lower_helper(l, BPF_FUNC_get_func_ip, &l->ctx, 1);
	return lower_body_fact(l, FACT_FUNC_ADDRESS, NULL, plan->func_address);
}

static void test_compat(struct lowering *l)
{
	const struct probe_plan *plan = &lower_match(l)->plan;
	ir_value flags;

	if (plan->skip_compat.kind == ACCESS_NONE)
		return;
	flags = ir_load_volatile(l,
		ir_offset(l, lower_current_task(l),
			lower_body_fact(l, FACT_COMPAT, NULL, plan->skip_compat.offset)),
		0, plan->skip_compat.size);
	flags = LLVMBuildAnd(l->builder, flags, ir_word(l, plan->skip_compat_mask), "");
	leave_unless(l, ir_compare(l, OP_EQ, flags, ir_word(l, 0), false));
}

/* The kernel makes a run again that ended with 1. */
static void test_room(struct lowering *l)
{
	LLVMBasicBlockRef full = ir_block(l, "full"), go_on = ir_block(l, "on");

	LLVMBuildCondBr(l->builder, ir_bool(l, lower_has_room(l)), go_on, full);
	ir_at(l, full);
	LLVMBuildRet(l->builder, LLVMConstInt(ir_int(l, 4), 1, false));
	ir_at(l, go_on);
}

static void test_gate(struct lowering *l)
{
	const struct probe_plan *plan = l->prog->plan;

	leave_unless(l, lower_is_present(l));
	if (plan->stage == PROBE_STAGE_ATTACH && !lower_match(l)->carries.outlives)
		leave_unless(l,
			ir_load_volatile(
				l, lower_control(l, offsetof(struct image_control, gate)), 0, 4));
	if (plan->waits)
		test_room(l);
}

static void place_shared(struct lowering *l, struct variable *v)
{
	v->offset = lower_reserve(l, v->type->size + 8);
	ir_zero(l, lower_reserved(l, v->offset), MAX_OF(v->type->size, 8u));
}

/* More than these would be spilled to the stack, which has 512 bytes (MAX_BPF_STACK,
 * linux/filter.h). */
#define WORDS_IN_REGISTERS 24

/* Variables of the probe: words are allocas that LLVM turns into registers, the rest keeps a place
 * in the frame or in scratch memory; what callbacks use too lies in scratch memory. */
void lower_place_variables(struct lowering *l)
{
	LLVMBasicBlockRef start = LLVMGetInsertBlock(l->builder);
	uint32_t words = 0;

	ir_at(l, l->init_block);
	for (struct variable *v = l->variables; v; v = v->next) {
		if (!v->type || v->type->kind == TYPE_ERROR || v->type->kind == TYPE_VOID)
			continue;
		if (v->home != l->home || v->placed)
			continue;
		if (l->c->is_frugal || (type_is_word(v->type) && ++words > WORDS_IN_REGISTERS))
			v->shared = true;
		if (v->shared) {
			place_shared(l, v);
		} else if (type_is_word(v->type)) {
			v->storage = ir_cell(l, ir_word(l, 0));
		} else {
			v->storage = lower_permanent(l, v->type->size);
			ir_zero(l, v->storage, v->type->size);
		}
	}
	ir_at(l, start);
}

void lower_place_left(struct lowering *l)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->builder);

	if (!l->loop_leaves)
		return;
	l->left_at = lower_reserve(l, 8);
	ir_at(l, l->init_block);
	ir_store(l, lower_reserved(l, l->left_at), 0, 8, ir_word(l, 0));
	ir_at(l, here);
}

uint32_t lower_frame_limit(const struct lowering *l, uint32_t all)
{
	return l->c->is_frugal ? 0 : all / (l->loop_depth + 1) / 8 * 8;
}

static void lower_body(struct lowering *l, LLVMBasicBlockRef start)
{
	struct probe_node *p = l->body->probe;
	struct frame_mark mark;

	lower_survey_loops(l, p);
	l->frame_limit = lower_frame_limit(l, FRAME_LIMIT);
	lower_place_left(l);
	lower_place_variables(l);
	mark = frame_mark(l);
	test_gate(l);
	test_selector(l);
	test_compat(l);
	if (lower_tests_process(l))
		leave_unless(l, lower_is_traced(l));
	if (l->prog->plan->guarded)
		enter_guard(l);
	if (p->entry)
		leave_unless(l, lower_left(l));
	if (l->c->counts_runs && !p->leaves)
		lower_count_run(l);
	if (p->predicate)
		leave_unless(l, lower_expression(l, p->predicate));
	frame_release(l, mark);
	lower_block(l, p->body);
	end_function(l, start);
}

/* Programs */

static void call_bodies(struct lowering *l, const char *name, const LLVMValueRef *bodies)
{
	const struct layout_prog *p = l->prog;
	LLVMTypeRef ptr = ir_ptr(l), type = LLVMFunctionType(ir_int(l, 4), &ptr, 1, false);

	l->function = LLVMAddFunction(l->module, name, type);
	add_attribute(l, "nounwind");
	begin_debug(l, name);
	l->ctx = LLVMGetParam(l->function, 0);
	ir_at(l, ir_block(l, "entry"));
	lower_set_span(l, p->bodies[0].probe->span);
	for (uint32_t i = 0; i < p->body_count; i++)
		LLVMBuildCall2(l->builder, type, bodies[i], &l->ctx, 1, "");
	LLVMBuildRet(l->builder, LLVMConstInt(ir_int(l, 4), 0, false));
}

/* A branch of BPF reaches 32767 instructions (its offset has 16 bits), and one leads from every
 * test to the end.  LLVM's passes leave a little less than they were given, and give up the process
 * when a branch is too long: so this much is let through to them. */
#define BODY_LIMIT 32000

void lower_check_size(struct lowering *l)
{
	uint32_t count = 0;

	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(l->function); b;
	     b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i))
			count++;
	if (count > BODY_LIMIT)
		diag_hint(diag_error(l->c->diags, l->body->probe->span, DIAG_TOO_LARGE,
				  "this probe is too large for one program: %u operations, %u fit",
				  count, BODY_LIMIT),
			"split it into several probes on the same event: they run in written order");
}

static void lower_prog(struct lowering *l, uint32_t index)
{
	const struct layout_prog *p = &l->layout->progs[index];
	LLVMValueRef *bodies = arena_new_array(l->c->arena, LLVMValueRef, p->body_count);

	l->prog = p;
	l->prog_index = index;
	lower_functions(l);
	for (uint32_t i = 0; i < p->body_count; i++) {
		const char *name = p->body_count == 1
			? p->name
			: arena_printf(l->c->arena, "%s_%u", p->name, i);

		l->body = &p->bodies[i];
		l->selector = NULL;
		lower_body(l, begin_body(l, name, p->body_count > 1));
		lower_check_size(l);
		bodies[i] = l->function;
	}
	if (p->body_count > 1)
		call_bodies(l, p->name, bodies);
	LLVMSetSection(l->function, arena_printf(l->c->arena, "prog.%u", index));
	l->out->functions[index] = l->function;
}

/* LLVM reads the file of a line to put its text beside the line: where there cannot be one, it does
 * not read what happens to have that name. */
#define DEBUG_FILE "/dev/null/script"

static void begin_module(struct lowering *l)
{
	struct compilation *c = l->c;

	l->context = l->out->context = LLVMContextCreate();
	l->module = l->out->module = LLVMModuleCreateWithNameInContext("sonde", l->context);
	l->builder = LLVMCreateBuilderInContext(l->context);
	l->debug = LLVMCreateDIBuilder(l->module);
	l->debug_file = LLVMDIBuilderCreateFile(l->debug, DEBUG_FILE, strlen(DEBUG_FILE), "", 0);
	/* kind 3, line directives only: the line tables that refusals of the verifier are placed
	 * with, without DWARF */
	LLVMDIBuilderCreateCompileUnit(l->debug, LLVMDWARFSourceLanguageC, l->debug_file, "sonde",
		5, true, "", 0, 0, "", 0, (LLVMDWARFEmissionKind)3, 0, false, false, "", 0, "", 0);
	l->debug_type = LLVMDIBuilderCreateBasicType(
		l->debug, "int", 3, 32, 5 /* DW_ATE_signed */, LLVMDIFlagZero);
	LLVMAddModuleFlag(l->module, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18,
		LLVMValueAsMetadata(LLVMConstInt(ir_int(l, 4), LLVMDebugMetadataVersion(), false)));
	l->out->functions = arena_new_array(c->arena, LLVMValueRef, c->layout->prog_count + 1);
}

static void lower_module(struct compilation *c)
{
	struct lowering l = {.c = c, .layout = c->layout};

	c->lowered = l.out = arena_new_object(c->arena, struct lowered);
	begin_module(&l);
	lower_late_data(&l);
	for (uint32_t i = 0; i < c->layout->prog_count; i++)
		lower_prog(&l, i);
	LLVMDIBuilderFinalize(l.debug);
	LLVMDisposeDIBuilder(l.debug);
	LLVMDisposeBuilder(l.builder);
}

/* A body that stands for another probe's names the wrong place. */
static bool is_misplaced(const struct compilation *c)
{
	for (const struct probe_node *p = c->program->probes; p; p = p->next)
		if (p->is_model && p->tells_place)
			return true;
	return false;
}

void lower_pass(struct compilation *c)
{
	lower_module(c);
	if (diags_have_errors(c->diags) || !is_misplaced(c))
		return;
	/* that it does so was not known before: each for itself, then */
	LLVMDisposeModule(c->lowered->module);
	layout_pass(c);
	lower_module(c);
}

void lowered_dump(const struct compilation *c, struct buffer *out)
{
	char *text = LLVMPrintModuleToString(c->lowered->module);

	buffer_puts(out, text);
	LLVMDisposeMessage(text);
}
