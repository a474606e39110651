/* compiler/ast.c - the tree as text, for -d: one node a line, children indented, types behind a
 * colon once they are known.  Called by the driver after the passes that -d names. */
#include "compiler/ast.h"
#include "compiler/builtin.h"
#include "compiler/walk.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"

static const char *const operator_texts[OP_COUNT] = {
	[OP_NONE] = "",
	[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_MOD] = "%",
	[OP_SHL] = "<<", [OP_SHR] = ">>", [OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^",
	[OP_LOGICAL_AND] = "&&", [OP_LOGICAL_OR] = "||",
	[OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">",
	[OP_GE] = ">=",
	[OP_NEGATE] = "-", [OP_NOT] = "!", [OP_COMPLEMENT] = "~",
};

const char *operator_text(enum operator op)
{
	return operator_texts[op];
}

static void dump_indent(struct buffer *out, unsigned depth)
{
	buffer_fill(out, ' ', (size_t)depth * 2);
}

static void dump_list(struct node *n, struct buffer *out, unsigned depth);
static void dump_node(struct node *n, struct buffer *out, unsigned depth);

/* One string with everything that is not plain text escaped. */
static void dump_string(const struct node *n, struct buffer *out)
{
	buffer_puts(out, "string \"");
	for (uint32_t i = 0; i < n->string.len; i++) {
		unsigned char c = (unsigned char)n->string.text[i];

		if (c == '"' || c == '\\')
			buffer_printf(out, "\\%c", c);
		else if (c == '\n')
			buffer_puts(out, "\\n");
		else if (c < 0x20 || c >= 0x7f)
			buffer_printf(out, "\\x%02x", c);
		else
			buffer_putc(out, (char)c);
	}
	buffer_putc(out, '"');
}

static void dump_integer(const struct node *n, struct buffer *out)
{
	if (n->integer.is_unsigned)
		buffer_printf(out, "int %lluu", (unsigned long long)n->integer.value);
	else
		buffer_printf(out, "int %lld", (long long)n->integer.value);
	if (n->integer.is_duration)
		buffer_puts(out, " duration");
}

static const char *step_text(const struct node *n)
{
	if (n->step.prefix)
		return n->step.down ? "step --x" : "step ++x";
	return n->step.down ? "step x--" : "step x++";
}

static void dump_type_name(const struct type_name *t, const char *what, struct buffer *out)
{
	buffer_puts(out, what);
	if (!t)
		return;
	buffer_printf(out, " %s", t->base);
	if (t->stars)
		buffer_putc(out, ' ');
	buffer_fill(out, '*', t->stars);
	for (uint32_t i = 0; i < t->dimension_count; i++)
		buffer_printf(out, "[%u]", t->dimensions[i]);
}

static void dump_offsetof(const struct node *n, struct buffer *out)
{
	dump_type_name(n->query.of, "offsetof", out);
	for (const struct member_name *m = n->query.path; m; m = m->next)
		buffer_printf(out, ".%s", m->text);
}

static void dump_record(const struct node *n, struct buffer *out)
{
	buffer_puts(out, "record");
	for (const struct member_name *m = n->list.names; m; m = m->next)
		buffer_printf(out, " %s", m->text);
}

static void dump_map(const struct node *n, struct buffer *out)
{
	const struct map *m = n->map.ref;

	buffer_printf(out, m && m->is_thread ? "thread variable %s" : "map @%s", n->map.name);
	if (n->map.with_clear)
		buffer_puts(out, " with clear");
}

/* The line of a node, without its children. */
static void dump_head(const struct node *n, struct buffer *out)
{
	switch (n->kind) {
	case NODE_INT: dump_integer(n, out); break;
	case NODE_STRING: dump_string(n, out); break;
	case NODE_BOOL: buffer_puts(out, n->integer.value ? "bool true" : "bool false"); break;
	case NODE_NAME: buffer_printf(out, "name %s", n->name.text); break;
	case NODE_VARIABLE: buffer_printf(out, "variable $%s", n->variable.name); break;
	case NODE_MAP: dump_map(n, out); break;
	case NODE_POSITIONAL:
		buffer_printf(out, "positional $%llu", (unsigned long long)n->integer.value);
		break;
	case NODE_POSITIONAL_COUNT: buffer_puts(out, "positional $#"); break;
	case NODE_UNARY: buffer_printf(out, "unary %s", operator_text(n->unary.op)); break;
	case NODE_STEP: buffer_puts(out, step_text(n)); break;
	case NODE_BINARY: buffer_printf(out, "binary %s", operator_text(n->binary.op)); break;
	case NODE_TERNARY: buffer_puts(out, n->ternary.then ? "ternary" : "elvis"); break;
	case NODE_FIELD: buffer_printf(out, "field .%s", n->field.name); break;
	case NODE_INDEX: buffer_puts(out, "index"); break;
	case NODE_CALL:
		buffer_printf(out, "call %s%s", n->call.name, n->call.dropped ? " dropped" : "");
		break;
	case NODE_TUPLE: buffer_puts(out, "tuple"); break;
	case NODE_RECORD: dump_record(n, out); break;
	case NODE_CAST: dump_type_name(n->cast.to, "cast", out); break;
	case NODE_DEREF: buffer_puts(out, "unary *"); break;
	case NODE_SIZEOF: dump_type_name(n->query.of, "sizeof", out); break;
	case NODE_OFFSETOF: dump_offsetof(n, out); break;
	case NODE_TYPEOF: dump_type_name(n->query.of, "typeof", out); break;
	case NODE_COMPTIME: buffer_puts(out, "comptime"); break;
	case NODE_ADDRESS: buffer_puts(out, "unary &"); break;
	case NODE_EXPRESSION:
		buffer_puts(out, n->expression.on_purpose ? "discard" : "expression");
		break;
	case NODE_ASSIGN: buffer_printf(out, "assign %s=", operator_text(n->assign.op)); break;
	case NODE_LET: dump_type_name(n->let.type, "let", out); break;
	case NODE_IF: buffer_puts(out, "if"); break;
	case NODE_BLOCK: buffer_puts(out, "block"); break;
	case NODE_WHILE: buffer_puts(out, "while"); break;
	case NODE_UNROLL: buffer_puts(out, "unroll"); break;
	case NODE_FOR_RANGE: case NODE_FOR_MAP: buffer_puts(out, "for"); break;
	case NODE_BREAK: buffer_puts(out, "break"); break;
	case NODE_CONTINUE: buffer_puts(out, "continue"); break;
	case NODE_RETURN: buffer_puts(out, "return"); break;
	case NODE_KIND_COUNT: break;
	}
}

/* What is asked for its type, where a written type is a typeof. */
static void dump_asked(const struct type_name *t, struct buffer *out, unsigned depth)
{
	if (t)
		dump_node(t->query, out, depth);
}

struct dump {
	struct buffer *out;
	unsigned depth;
};

static void dump_child(struct node **child, void *arg)
{
	const struct dump *d = arg;

	dump_node(*child, d->out, d->depth);
}

/* As they are written, where that is not as they are evaluated. */
static void dump_children(struct node *n, struct buffer *out, unsigned depth)
{
	if (n->kind == NODE_ASSIGN) {
		dump_node(n->assign.target, out, depth);
		dump_node(n->assign.value, out, depth);
	} else if (n->kind == NODE_LET) {
		dump_asked(n->let.type, out, depth);
		dump_node(n->let.variable, out, depth);
		dump_node(n->let.value, out, depth);
	} else if (n->kind == NODE_FOR_RANGE || n->kind == NODE_FOR_MAP) {
		dump_node(n->loop.variable, out, depth);
		dump_node(n->loop.over, out, depth);
		dump_node(n->loop.end, out, depth);
		dump_node(n->loop.body, out, depth);
	} else {
		walk_children(n, dump_child, &(struct dump){ out, depth });
	}
}

static void dump_node(struct node *n, struct buffer *out, unsigned depth)
{
	if (!n)
		return;
	dump_indent(out, depth);
	dump_head(n, out);
	if (n->type) {
		buffer_puts(out, " : ");
		type_put_name(out, n->type);
	}
	buffer_putc(out, '\n');
	dump_children(n, out, depth + 1);
}

static void dump_list(struct node *n, struct buffer *out, unsigned depth)
{
	for (; n; n = n->next)
		dump_node(n, out, depth);
}

static void dump_probe(const struct probe_node *probe, struct buffer *out)
{
	if (probe->function) {
		buffer_printf(out, "function %s\n", probe->function->name);
		dump_list(probe->function->params, out, 1);
		dump_indent(out, 1);
		dump_type_name(probe->function->result_name, "result", out);
		buffer_putc(out, '\n');
		dump_asked(probe->function->result_name, out, 2);
	} else {
		buffer_puts(out, "probe\n");
	}
	for (const struct attach_node *a = probe->attach; a; a = a->next) {
		buffer_printf(out, "  attach %s", a->text);
		if (a->label)
			buffer_printf(out, " label %s", a->label);
		buffer_putc(out, '\n');
		for (const struct match *m = a->matches; m; m = m->next)
			buffer_printf(out, "    match %s\n", m->spec.text ? m->spec.text : "?");
	}
	if (probe->predicate) {
		buffer_puts(out, "  predicate\n");
		dump_node(probe->predicate, out, 2);
	}
	dump_node(probe->body, out, 1);
}

struct probe_node *program_next(const struct program *p, const struct probe_node *last)
{
	if (last && last->next)
		return last->next;
	if (last)
		return last->function ? NULL : p->functions;
	return p->probes ? p->probes : p->functions;
}

void ast_dump(const struct program *p, struct buffer *out)
{
	for (const struct probe_node *body = program_next(p, NULL); body;
		body = program_next(p, body))
		dump_probe(body, out);
}

const char *thread_variable_name(const struct node *n)
{
	if (n->kind != NODE_FIELD || n->field.object->kind != NODE_NAME ||
		!str_eq(n->field.object->name.text, "self"))
		return NULL;
	return n->field.name;
}

bool node_is_whole_map(const struct node *n)
{
	return n->kind == NODE_MAP && !n->map.key_count && !n->map.ref->is_thread;
}

bool node_is_loop(const struct node *n)
{
	return n->kind == NODE_WHILE || n->kind == NODE_UNROLL || n->kind == NODE_FOR_RANGE ||
		n->kind == NODE_FOR_MAP;
}

bool node_is_args(const struct node *n)
{
	return n->kind == NODE_NAME && n->name.builtin && (n->name.builtin->flags & BI_FIELDS);
}
