/* compiler/image_portable.c - writes what another machine needs to make the image its own: the
 * attach points as the script has them, what the bodies use of their probes and how they get at it,
 * and the facts that the instructions hold (compiler/fact.h).  Called by compiler/image.c. */
#include "compiler/image_portable.h"

#include "compiler/fact.h"
#include "compiler/layout.h"
#include "compiler/object.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"

static uint32_t write_text(struct image_writer *w, const char *text)
{
	return text ? image_write_text(w, text) : IMAGE_NONE;
}

/* Points */

static uint32_t number_of(
	const struct compilation *c, const struct probe_node *p, const struct attach_node *wanted)
{
	uint32_t number = 0;

	for (const struct probe_node *q = c->program->probes; q; q = q->next)
		for (const struct attach_node *a = q->attach; a; a = a->next, number++)
			if (q == p && a == wanted)
				return number;
	return IMAGE_NONE;
}

static uint32_t script_number(const struct compilation *c, const struct probe_node *wanted)
{
	uint32_t number = 0;

	for (const struct probe_node *p = c->program->probes; p && p != wanted; p = p->next)
		number++;
	return number;
}

/* The attach point whose probes leave what those of a hidden one enter: they stand in the same
 * order. */
static uint32_t point_left(const struct compilation *c, const struct probe_node *p, uint32_t index)
{
	const struct attach_node *a = p->leaves ? p->leaves->attach : NULL;

	for (; a && index; a = a->next)
		index--;
	return a ? number_of(c, p->leaves, a) : IMAGE_NONE;
}

static void write_point(struct compilation *c, struct image_writer *w, const struct probe_node *p,
	const struct attach_node *a, uint32_t index)
{
	static const uint32_t missing[] = { [MISSING_WARN] = IMAGE_POINT_MISSING,
		[MISSING_IGNORE] = IMAGE_POINT_MISSING | IMAGE_POINT_SILENT };
	struct image_point r = {
		.text = image_write_text(w, a->has_parameters ? a->text : a->expanded),
		.label = write_text(w, a->label),
		.body = script_number(c, p->like),
		.probe = script_number(c, p),
		.entry_of = point_left(c, p, index),
		.flags = a->has_parameters ? IMAGE_POINT_PARAMETERS : 0,
		.span_start = a->span.start,
		.span_end = a->span.end,
	};

	if (c->config.missing_probes != MISSING_ERROR)
		r.flags |= missing[c->config.missing_probes];
	image_write_record(w, IMAGE_POINTS, &r);
}

static void write_points(struct compilation *c, struct image_writer *w)
{
	for (const struct probe_node *p = c->program->probes; p; p = p->next) {
		uint32_t index = 0;

		for (const struct attach_node *a = p->attach; a; a = a->next)
			write_point(c, w, p, a, index++);
	}
}

/* Bodies and their values */

static void write_value(struct compilation *c, struct image_writer *w, const struct access *a,
	const struct type *t, struct image_value r)
{
	r.type = t ? image_write_text(w, type_text(c->arena, t)) : IMAGE_NONE;
	r.kind = a->kind;
	r.offset = a->offset;
	r.pointer_offset = a->pointer_offset;
	r.size = a->size;
	r.index_offset = a->index_offset;
	r.scale = a->scale;
	r.is_signed = a->is_signed;
	r.number = a->number;
	image_write_record(w, IMAGE_VALUES, &r);
}

static void write_used(struct compilation *c, struct image_writer *w, const struct match *m)
{
	const struct probe_use *use = &m->use;

	for (uint32_t i = 0; m->plan.args && i < m->carries.arg_count; i++)
		if (m->carries.args[i].name && (use->whole_args || (use->args && use->args[i])))
			write_value(c, w, &m->plan.args[i], m->carries.args[i].type,
				(struct image_value){
					.role = VALUE_ARG,
					.name = image_write_text(w, m->carries.args[i].name),
				});
	for (uint32_t n = 0; m->plan.words && n < m->carries.word_count; n++)
		if (use->words >> MIN_OF(n, PROBE_WORD_LAST) & 1)
			write_value(c, w, &m->plan.words[n], NULL,
				(struct image_value){
					.role = VALUE_WORD, .name = IMAGE_NONE, .index = n });
	if (use->retval)
		write_value(c, w, &m->plan.retval, m->carries.retval,
			(struct image_value){ .role = VALUE_RETVAL, .name = IMAGE_NONE });
}

static void write_values(struct compilation *c, struct image_writer *w, const struct match *m)
{
	const struct probe_plan *plan = &m->plan;
	const struct access *const others[VALUE_ROLE_COUNT] = {
		[VALUE_SELECTOR] = plan->selector.used ? &plan->selector.access : NULL,
		[VALUE_SKIP_COMPAT] = &plan->skip_compat,
		[VALUE_PRESENT] = &plan->present,
		[VALUE_STACK_POINTER] = &plan->stack_pointer,
		[VALUE_RETURN_ADDRESS] = &plan->return_address,
	};

	write_used(c, w, m);
	for (uint32_t role = 0; role < VALUE_ROLE_COUNT; role++)
		if (others[role] && others[role]->kind != ACCESS_NONE)
			write_value(c, w, others[role], NULL,
				(struct image_value){ .role = role, .name = IMAGE_NONE });
}

static uint32_t body_flags(const struct match *m)
{
	const struct probe_use *use = &m->use;
	const struct probe_plan *plan = &m->plan;

	return (use->whole_args ? IMAGE_BODY_WHOLE_ARGS : 0) |
		(use->retval ? IMAGE_BODY_RETVAL : 0) | (use->ctx ? IMAGE_BODY_CTX : 0) |
		(use->func ? IMAGE_BODY_FUNC : 0) | (use->id ? IMAGE_BODY_ID : 0) |
		(use->typed ? IMAGE_BODY_TYPED : 0) | (use->override ? IMAGE_BODY_OVERRIDE : 0) |
		(use->many ? IMAGE_BODY_MANY : 0) |
		(plan->selector.used ? IMAGE_BODY_SELECTED : 0) |
		(plan->guarded ? IMAGE_BODY_GUARDED : 0) | (plan->nests ? IMAGE_BODY_NESTS : 0) |
		(plan->func == PROBE_FUNC_ASK ? IMAGE_BODY_ASKS_FUNC : 0) |
		(plan->waits ? IMAGE_BODY_WAITS : 0);
}

static void write_body(
	struct compilation *c, struct image_writer *w, uint32_t prog, const struct layout_body *b)
{
	const struct match *m = b->matches[0];
	struct image_body r = {
		.prog = prog,
		.script = script_number(c, b->probe->like),
		.flags = body_flags(m),
		.words = m->use.words,
		.attach_by = write_text(w, m->use.attach_by),
		.filter = m->plan.filter,
		.value_first = image_writer_count(w, IMAGE_VALUES),
		.table_map = b->table == IMAGE_NONE ? IMAGE_NONE : c->layout->internal.rodata,
		.table_offset = b->table == IMAGE_NONE ? 0 : c->object->tables_at + b->table,
		.event = m->plan.selector.value,
	};

	write_values(c, w, m);
	r.value_count = image_writer_count(w, IMAGE_VALUES) - r.value_first;
	image_write_record(w, IMAGE_BODIES, &r);
}

static void write_facts(struct compilation *c, struct image_writer *w)
{
	for (const struct fact *f = c->facts->first; f; f = f->next) {
		struct image_fact r = f->record;

		r.text = write_text(w, f->text);
		r.member = write_text(w, f->member);
		image_write_record(w, IMAGE_FACTS, &r);
	}
}

void image_write_portable(struct compilation *c, struct image_writer *w)
{
	const struct layout *lay = c->layout;

	write_points(c, w);
	for (uint32_t i = 0; i < lay->prog_count; i++)
		for (uint32_t k = 0; k < lay->progs[i].body_count; k++)
			write_body(c, w, i, &lay->progs[i].bodies[k]);
	write_facts(c, w);
}
