/* tests/unit/compiler_parse.c - scripts to trees: precedence, statements, spans, attach points, and
 * what is left of a script after errors.  Messages are in tests/golden/diag. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/compilation.h"
#include "compiler/parse.h"
#include "runtime/base/util.h"

struct parsed {
	struct compilation c;
	struct source source;
	struct buffer out;
};

static void parse_bytes(struct parsed *p, const char *text, size_t len)
{
	*p = (struct parsed){ .source = { "<arg>", text, (uint32_t)len, 0 } };
	p->c.arena = arena_new();
	assert_non_null(p->c.arena);
	p->c.diags = diags_new(p->c.arena);
	p->c.sources = (struct sources){ &p->source, 1 };
	parse_pass(&p->c);
}

static void parse(struct parsed *p, const char *text)
{
	parse_bytes(p, text, strlen(text));
}

static void done(struct parsed *p)
{
	buffer_free(&p->out);
	arena_free(p->c.arena);
}

/* An expression with every operation in parentheses, written from the tree. */
static void put(struct buffer *out, const struct node *n);

static void put_list(struct buffer *out, const struct node *n, const char *open, const char *close)
{
	buffer_puts(out, open);
	for (; n; n = n->next) {
		put(out, n);
		buffer_puts(out, n->next ? "," : "");
	}
	buffer_puts(out, close);
}

static void put_type(struct buffer *out, const struct type_name *t)
{
	buffer_printf(out, "{%s%s", t->base, t->stars ? " " : "");
	buffer_fill(out, '*', t->stars);
	for (uint32_t i = 0; i < t->dimension_count; i++)
		buffer_printf(out, "[%u]", t->dimensions[i]);
	buffer_putc(out, '}');
}

static void put(struct buffer *out, const struct node *n)
{
	if (n->kind == NODE_INT) {
		buffer_put_u64(out, n->integer.value);
	} else if (n->kind == NODE_STRING) {
		buffer_printf(out, "'%s'", n->string.text);
	} else if (n->kind == NODE_BOOL) {
		buffer_puts(out, n->integer.value ? "true" : "false");
	} else if (n->kind == NODE_NAME) {
		buffer_puts(out, n->name.text);
	} else if (n->kind == NODE_VARIABLE) {
		buffer_printf(out, "$%s", n->variable.name);
	} else if (n->kind == NODE_POSITIONAL) {
		buffer_printf(out, "$%u", (unsigned)n->integer.value);
	} else if (n->kind == NODE_POSITIONAL_COUNT) {
		buffer_puts(out, "$#");
	} else if (n->kind == NODE_MAP) {
		buffer_printf(out, "@%s", n->map.name);
		if (n->map.keys)
			put_list(out, n->map.keys, "[", "]");
	} else if (n->kind == NODE_CALL) {
		buffer_puts(out, n->call.name);
		put_list(out, n->call.args, "(", ")");
	} else if (n->kind == NODE_TUPLE) {
		put_list(out, n->list.first, "tuple(", ")");
	} else {
		buffer_putc(out, '(');
		if (n->kind == NODE_CAST) {
			put_type(out, n->cast.to);
			put(out, n->cast.operand);
		} else if (n->kind == NODE_SIZEOF || n->kind == NODE_OFFSETOF) {
			buffer_puts(out, n->kind == NODE_SIZEOF ? "sizeof " : "offsetof ");
			if (n->query.of)
				put_type(out, n->query.of);
			else
				put(out, n->query.value);
			for (const struct member_name *m = n->query.path; m; m = m->next)
				buffer_printf(out, ".%s", m->text);
		} else if (n->kind == NODE_DEREF) {
			buffer_putc(out, '*');
			put(out, n->unary.operand);
		} else if (n->kind == NODE_UNARY) {
			buffer_puts(out, operator_text(n->unary.op));
			put(out, n->unary.operand);
		} else if (n->kind == NODE_STEP) {
			const char *sign = n->step.down ? "--" : "++";

			buffer_puts(out, n->step.prefix ? sign : "");
			put(out, n->step.target);
			buffer_puts(out, n->step.prefix ? "" : sign);
		} else if (n->kind == NODE_BINARY) {
			put(out, n->binary.left);
			buffer_printf(out, "%s", operator_text(n->binary.op));
			put(out, n->binary.right);
		} else if (n->kind == NODE_TERNARY) {
			put(out, n->ternary.cond);
			buffer_puts(out, n->ternary.then ? "?" : "?:");
			if (n->ternary.then) {
				put(out, n->ternary.then);
				buffer_putc(out, ':');
			}
			put(out, n->ternary.other);
		} else if (n->kind == NODE_FIELD) {
			put(out, n->field.object);
			buffer_printf(out, ".%s", n->field.name);
		} else if (n->kind == NODE_INDEX) {
			put(out, n->index.object);
			put_list(out, n->index.at, "[", "]");
		} else {
			fail_msg("node kind %d in an expression", n->kind);
		}
		buffer_putc(out, ')');
	}
}

static void check_expression_tree(const char *expression, const char *tree)
{
	struct parsed p;
	char *text = NULL;

	assert_true(asprintf(&text, "begin { @ = %s; }", expression) > 0);
	parse(&p, text);
	assert_false(diags_have_errors(p.c.diags));
	put(&p.out, p.c.program->probes->body->list.first->assign.value);
	assert_string_equal(buffer_text(&p.out), tree);
	done(&p);
	free(text);
}

static void test_types(void **state)
{
	static const struct { const char *text, *tree; } cases[] = {
		{ "(uint8)1", "({uint8}1)" }, { "(uint8)-1", "({uint8}(-1))" },
		{ "(pid) - 1", "(pid-1)" }, { "(size_t) - 1", "({size_t}(-1))" },
		{ "(pid)", "pid" }, { "(u32)(1)", "({u32}1)" },
		{ "(struct sock *)$x", "({struct sock *}$x)" },
		{ "(struct sock*)$x.y", "({struct sock *}($x.y))" },
		{ "((struct sock *)$x).y->z", "((({struct sock *}$x).y).z)" },
		{ "(const struct file * const *)1", "({struct file **}1)" },
		{ "(unsigned long long)1 + 2", "(({unsigned long long}1)+2)" },
		{ "(unsigned char *)1", "({unsigned char *}1)" },
		{ "(file *)$x", "({file *}$x)" }, { "(int8[4])$x", "({int8[4]}$x)" },
		{ "(int8[])$x", "({int8[0]}$x)" },
		{ "(union u *)(enum e)1", "({union u *}({enum e}1))" },
		{ "*$x", "(*$x)" }, { "**$x", "(*(*$x))" }, { "*$x.y", "(*($x.y))" },
		{ "(*$x).y", "((*$x).y)" }, { "2 * *$x", "(2*(*$x))" }, { "*$x * 2", "((*$x)*2)" },
		{ "-*$x++", "(-(*($x++)))" }, { "sizeof(pid)", "(sizeof pid)" },
		{ "sizeof(uint8)", "(sizeof {uint8})" }, { "sizeof(int[4])", "(sizeof {int[4]})" },
		{ "sizeof(int8[2][3]) + 1", "((sizeof {int8[2][3]})+1)" },
		{ "sizeof(file *)", "(sizeof {file *})" }, { "sizeof($x * 2)", "(sizeof ($x*2))" },
		{ "sizeof(struct sock)", "(sizeof {struct sock})" },
		{ "offsetof(struct sock, a)", "(offsetof {struct sock}.a)" },
		{ "offsetof(struct sock, a.b.c) * 2", "((offsetof {struct sock}.a.b.c)*2)" },
		{ "offsetof(*$x, a)", "(offsetof (*$x).a)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_expression_tree(cases[i].text, cases[i].tree);
}

static void test_expressions(void **state)
{
	static const struct { const char *text, *tree; } cases[] = {
		/* each level against the next, both ways round */
		{ "1 ? 2 : 3 || 4", "(1?2:(3||4))" }, { "1 || 2 ? 3 : 4", "((1||2)?3:4)" },
		{ "1 || 2 && 3", "(1||(2&&3))" }, { "1 && 2 || 3", "((1&&2)||3)" },
		{ "1 && 2 | 3", "(1&&(2|3))" }, { "1 | 2 && 3", "((1|2)&&3)" },
		{ "1 | 2 ^ 3", "(1|(2^3))" }, { "1 ^ 2 | 3", "((1^2)|3)" },
		{ "1 ^ 2 & 3", "(1^(2&3))" }, { "1 & 2 ^ 3", "((1&2)^3)" },
		{ "1 & 2 == 3", "(1&(2==3))" }, { "1 == 2 & 3", "((1==2)&3)" },
		{ "1 == 2 < 3", "(1==(2<3))" }, { "1 < 2 == 3", "((1<2)==3)" },
		{ "1 < 2 << 3", "(1<(2<<3))" }, { "1 << 2 < 3", "((1<<2)<3)" },
		{ "1 << 2 + 3", "(1<<(2+3))" }, { "1 + 2 << 3", "((1+2)<<3)" },
		{ "1 + 2 * 3", "(1+(2*3))" }, { "1 * 2 + 3", "((1*2)+3)" },
		{ "-1 * 2", "((-1)*2)" }, { "1 * -2", "(1*(-2))" },
		{ "-$x.y", "(-($x.y))" }, { "!f(1)[2]", "(!(f(1)[2]))" },
		/* operators of one level, from the left */
		{ "1 - 2 - 3", "((1-2)-3)" }, { "1 - 2 + 3", "((1-2)+3)" },
		{ "8 / 4 * 2 % 3", "(((8/4)*2)%3)" }, { "1 << 2 >> 3", "((1<<2)>>3)" },
		{ "1 < 2 > 3 <= 4 >= 5", "((((1<2)>3)<=4)>=5)" },
		{ "1 == 2 != 3", "((1==2)!=3)" }, { "1 && 2 && 3", "((1&&2)&&3)" },
		/* the conditional ones, from the right */
		{ "1 ? 2 : 3 ? 4 : 5", "(1?2:(3?4:5))" }, { "1 ? 2 ? 3 : 4 : 5", "(1?(2?3:4):5)" },
		{ "1 ?: 2 ?: 3", "(1?:(2?:3))" }, { "1 ? : 2", "(1?:2)" },
		{ "$x == 1 ?: 2 + 3", "(($x==1)?:(2+3))" },
		/* prefix and postfix */
		{ "- - 1", "(-(-1))" }, { "!~-1", "(!(~(-1)))" }, { "-9223372036854775808",
		  "(-9223372036854775808)" },
		{ "++$x + $x++", "((++$x)+($x++))" }, { "--@m[1] - @m--", "((--@m[1])-(@m--))" },
		{ "$x - -1", "($x-(-1))" }, { "$x+++$y", "(($x++)+$y)" },
		{ "args->a.b[1].0.1", "(((((args.a).b)[1]).0).1)" },
		{ "@m[1][2].x", "((@m[1][2]).x)" }, { "args.if", "(args.if)" },
		{ "$a.struct.config", "(($a.struct).config)" },
		/* primaries */
		{ "(1)", "1" }, { "((1 + 2)) * 3", "((1+2)*3)" }, { "(1, 2)", "tuple(1,2)" },
		{ "(1,)", "tuple(1)" },
		{ "((1, 2), (3,), \"a\")", "tuple(tuple(1,2),tuple(3),'a')" },
		{ "@", "@" }, { "@[1, (2, 3)]", "@[1,tuple(2,3)]" }, { "@m [ 1 ]", "@m[1]" },
		{ "f", "f" }, { "f()", "f()" }, { "f ( 1, g(2), @m )", "f(1,g(2),@m)" },
		{ "true != false", "(true!=false)" }, { "$1+$# + $2", "(($1+$#)+$2)" },
		{ "(rand) & 1", "(rand&1)" }, { "(cpu) - 1", "(cpu-1)" },
		{ "(pid) * 2", "(pid*2)" },
		{ "nsecs(sw_tai) - 1", "(nsecs(sw_tai)-1)" },
		{ "1 /* a */ + // b\n 2", "(1+2)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_expression_tree(cases[i].text, cases[i].tree);
}

static void check_dump(const char *text, const char *expected)
{
	struct parsed p;

	parse(&p, text);
	ast_dump(p.c.program, &p.out);
	assert_string_equal(buffer_text(&p.out), expected);
	assert_false(diags_have_errors(p.c.diags));
	done(&p);
}

static void test_statements(void **state)
{
	(void)state;
	check_dump("begin { $a = 1; @b += \"x\\n\\\"\\x01\"; f; let $c; let $d = 5ms; return; }",
		"probe\n  attach begin\n  block\n"
		"    assign =\n      variable $a\n      int 1\n"
		"    assign +=\n      map @b\n      string \"x\\n\\\"\\x01\"\n"
		"    expression\n      name f\n"
		"    let\n      variable $c\n"
		"    let\n      variable $d\n      int 5000000 duration\n"
		"    return\n");
	check_dump("begin { if $a { 1 } else if ($b) && $c { 2; } else { { 3 } }; if (1) { } 4u }",
		"probe\n  attach begin\n  block\n"
		"    if\n      variable $a\n"
		"      block\n        expression\n          int 1\n"
		"      if\n        binary &&\n          variable $b\n          variable $c\n"
		"        block\n          expression\n            int 2\n"
		"        block\n          block\n            expression\n              int 3\n"
		"    if\n      int 1\n      block\n"
		"    expression\n      int 4u\n");
	check_dump("begin { ;; $x++; ; }",
		"probe\n  attach begin\n  block\n"
		"    expression\n      step x++\n        variable $x\n");
}

/* A block whose last expression has no ';' is worth it; alone, it is that expression; an 'if' is c
 * ? a : b. */
static void test_statements_as_values(void **state)
{
	(void)state;
	check_dump("begin { $a = { 1 }; $b = { $c = 2; $c }; $d = { { 3 }; }; $e = { f; { 4 } } }",
		"probe\n  attach begin\n  block\n"
		"    assign =\n      variable $a\n      int 1\n"
		"    assign =\n      variable $b\n      block\n"
		"        assign =\n          variable $c\n          int 2\n"
		"        variable $c\n"
		"    assign =\n      variable $d\n      block\n"
		"        block\n          expression\n            int 3\n"
		"    assign =\n      variable $e\n      block\n"
		"        expression\n          name f\n"
		"        int 4\n");
	check_dump(
		"begin { $a = if $b { 1 } else if $c { f; 2 } else { 3; }; $d = { if 1 { 4 } else { 5 } } }",
		"probe\n  attach begin\n  block\n"
		"    assign =\n      variable $a\n      ternary\n        variable $b\n        int 1\n"
		"        ternary\n          variable $c\n"
		"          block\n            expression\n              name f\n            int 2\n"
		"          block\n            expression\n              int 3\n"
		"    assign =\n      variable $d\n      ternary\n        int 1\n        int 4\n        int 5\n");
	check_dump(
		"begin { _ = 1; let $a : int32 *; let $b : string[8] = \"x\"; $c = (); $d = (x = 1, y = ()); $e = &$a; comptime 1 }",
		"probe\n  attach begin\n  block\n"
		"    discard\n      int 1\n"
		"    let int32 *\n      variable $a\n"
		"    let string[8]\n      variable $b\n      string \"x\"\n"
		"    assign =\n      variable $c\n      tuple\n"
		"    assign =\n      variable $d\n      record x y\n        int 1\n        tuple\n"
		"    assign =\n      variable $e\n      unary &\n        variable $a\n"
		"    expression\n      comptime\n        int 1\n");
}

static void test_compound_assignments(void **state)
{
	static const struct { const char *text; enum operator op; } cases[] = {
		{ "=", OP_NONE }, { "+=", OP_ADD }, { "-=", OP_SUB }, { "*=", OP_MUL },
		{ "/=", OP_DIV }, { "%=", OP_MOD }, { "&=", OP_AND }, { "|=", OP_OR },
		{ "^=", OP_XOR }, { "<<=", OP_SHL }, { ">>=", OP_SHR },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct parsed p;
		char *text = NULL;

		assert_true(asprintf(&text, "begin { @m[1] %s 2 }", cases[i].text) > 0);
		parse(&p, text);

		const struct node *n = p.c.program->probes->body->list.first;

		assert_false(diags_have_errors(p.c.diags));
		assert_int_equal(n->kind, NODE_ASSIGN);
		assert_int_equal(n->assign.op, cases[i].op);
		assert_int_equal(n->assign.target->kind, NODE_MAP);
		assert_int_equal(n->assign.value->integer.value, 2);
		done(&p);
		free(text);
	}
}

static void test_probes(void **state)
{
	(void)state;
	check_dump("#!/usr/bin/env sonde\n"
		   "BEGIN{}name=kprobe:vfs_*, t:a:b,/* c */uprobe:\"/opt/a b\":\"f,{g}\" , "
		   "/pid == 4 / 2 / // end\n{ }\n"
		   "u:$1:$2{}config=end{}begin/1/{}struct:x{}",
		"probe\n  attach BEGIN\n  block\n"
		"probe\n  attach kprobe:vfs_* label name\n  attach t:a:b\n"
		"  attach uprobe:\"/opt/a b\":\"f,{g}\"\n"
		"  predicate\n    binary ==\n      name pid\n"
		"      binary /\n        int 4\n        int 2\n  block\n"
		"probe\n  attach u:$1:$2\n  block\n"
		"probe\n  attach end label config\n  block\n"
		"probe\n  attach begin\n  predicate\n    int 1\n  block\n"
		"probe\n  attach struct:x\n  block\n");
	check_dump("", "");
	check_dump(" // nothing\n/* at all */\n", "");
}

/* The text under a span. */
static void check_span(const struct parsed *p, struct span span, const char *expected)
{
	assert_true(span.start <= span.end && span.end <= p->source.len);
	assert_int_equal(span.end - span.start, strlen(expected));
	assert_memory_equal(p->source.text + span.start, expected, strlen(expected));
}

static void test_spans(void **state)
{
	struct parsed p;
	const struct probe_node *probe;
	const struct node *assign, *call, *branch;

	(void)state;
	parse(&p, " a=begin , end / 1 < 2 / { @m[1, 2] = ( $a + 3 ) * f (4,5) . x ; "
		  "if (x) { } else { } let $b = 6; }\n");
	probe = p.c.program->probes;
	check_span(&p, probe->attach->span, "begin");
	check_span(&p, probe->attach->next->span, "end");
	check_span(&p, probe->predicate->span, "1 < 2");
	assign = probe->body->list.first;
	check_span(&p, assign->span, "@m[1, 2] = ( $a + 3 ) * f (4,5) . x");
	check_span(&p, assign->assign.target->span, "@m[1, 2]");
	check_span(&p, assign->assign.target->map.keys->next->span, "2");
	check_span(&p, assign->assign.value->span, "( $a + 3 ) * f (4,5) . x");
	check_span(&p, assign->assign.value->binary.left->span, "$a + 3");
	check_span(&p, assign->assign.value->binary.right->span, "f (4,5) . x");
	check_span(&p, assign->assign.value->binary.right->field.name_span, "x");
	call = assign->assign.value->binary.right->field.object;
	check_span(&p, call->span, "f (4,5)");
	check_span(&p, call->call.name_span, "f");
	assert_int_equal(call->call.arg_count, 2);
	branch = assign->next;
	check_span(&p, branch->span, "if (x) { } else { }");
	check_span(&p, branch->branch.cond->span, "x");
	check_span(&p, branch->branch.other->span, "{ }");
	check_span(&p, branch->next->span, "let $b = 6");
	check_span(&p, branch->next->let.variable->span, "$b");
	assert_int_equal(p.source.text[probe->body->span.start], '{');
	assert_int_equal(probe->body->span.end, p.source.len - 1);
	assert_int_equal(probe->span.start, 1);
	assert_int_equal(probe->span.end, p.source.len - 1);
	done(&p);
}

static void test_several_sources(void **state)
{
	struct source sources[] = {
		{ "a", "#!/x\nbegin { f(1) }", 18, 0 }, { "b", "end { g(2) }", 12, 18 },
	};
	struct parsed p = { .c.sources = { sources, 2 } };
	struct probe_node *imported;

	(void)state;
	p.c.arena = arena_new();
	assert_non_null(p.c.arena);
	p.c.diags = diags_new(p.c.arena);
	parse_pass(&p.c);
	assert_true(p.c.program->has_shebang);
	assert_string_equal(p.c.program->probes->attach->text, "begin");
	assert_null(p.c.program->probes->next);
	imported = parse_import(&p.c, &sources[1], false);
	assert_string_equal(imported->attach->text, "end");
	assert_int_equal(imported->span.start, 18);
	assert_int_equal(imported->span.end, 30);
	assert_null(imported->next);
	done(&p);
}

/* How many messages a script gets, by their severities in the rendered text. */
static unsigned count_errors(struct parsed *p)
{
	unsigned count = 0;

	diags_render(p->c.diags, &p->c.sources, true, &p->out);
	for (const char *at = buffer_text(&p->out); (at = strstr(at, ": error: ")); at++)
		count++;
	return count;
}

/* Every independent mistake is found, and none is reported twice: the tree goes on behind it. */
static void test_recovery(void **state)
{
	static const struct {
		const char *text;
		unsigned errors, probes;
	} cases[] = {
		{ "begin { @a = ; @b = ); @c = (1; @d = f(; @e = 1 } end { @f = ] }", 5, 2 },
		{ "begin { if ( { @a = ; } @b = ; } end { }", 2, 2 },
		{ "begin { @a = 1\n@b = 2\n@c = 3\n}", 2, 1 },
		{ "begin { @a = 1\n\nend { }\n", 1, 2 },
		{ "begin { if (1) { @a = 1\n\ntracepoint:a:b { }\n", 1, 2 },
		{ "begin { @a = \"x; } \nend { @b = ; }", 2, 2 },
		{ "begin { ` } end { ` }", 2, 2 },
		{ "} begin { } } end { }", 2, 2 },
		{ "@a = 1; begin { } printf(\"x\"); end { }", 2, 2 },
		{ "begin / 1 { @a = ; } end / ( / { @b = ; }", 4, 2 },
		{ "kprobe:f { @a = (((1; } end { }", 1, 2 },
		{ "begin { while (1) { @a = ; break; } for (;;) { @b = ; } } end { }", 3, 2 },
		{ "struct a { int b; }; config = { x = 1; ] } macro m() { @a = ; } begin { }", 2,
			1 },
		{ "begin { @a = {{{{ }\nend { }", 1, 2 },
		{ "begin { ((((((((", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned errors, probes = 0;
		struct parsed p;

		parse(&p, cases[i].text);
		for (const struct probe_node *n = p.c.program->probes; n; n = n->next)
			probes++;
		errors = count_errors(&p);
		if (errors != cases[i].errors || probes != cases[i].probes)
			fail_msg("%s\n%u probes\n%s", cases[i].text, probes,
				 buffer_text(&p.out));
		done(&p);
	}
}

/* Fill `len` bytes with copies of a piece. */
static char *repeat(const char *piece, size_t len)
{
	size_t size = strlen(piece);
	char *text = malloc(len);

	assert_non_null(text);
	for (size_t i = 0; i < len; i++)
		text[i] = piece[i % size];
	return text;
}

/* A lot of one thing: it ends, with few messages, without running out of stack. */
static void test_floods(void **state)
{
	static const char *const pieces[] = {
		"(", ")", "{", "}", "[", "!", "- ", "1+", "a.", "a[", "f(", "a?", "a?b:", "@[",
		"\"", "'", "`", "#\n", "/", "/*", "$", "1 ", "x;", "x\n", "x(;", "begin{", "if 1 {",
		"} else if 1 {", "begin {} ", "@a = ; ", "\377", "(a*", "(int8)", "kprobe:f\n",
	};
	const size_t len = 1 << 15;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		char *text = repeat(pieces[i], len);
		struct parsed p;

		parse_bytes(&p, text, len);
		if (count_errors(&p) > 51)
			fail_msg("'%s': %u messages", pieces[i], count_errors(&p));
		done(&p);
		memcpy(text, "begin { @x = ", 13);
		parse_bytes(&p, text, len);
		assert_true(diags_have_errors(p.c.diags));
		assert_true(count_errors(&p) <= 51);
		done(&p);
		free(text);
	}
}

static unsigned height(const struct node *n)
{
	unsigned left = 0, right = 0;

	if (n->kind == NODE_BINARY) {
		left = height(n->binary.left);
		right = height(n->binary.right);
	}
	return 1 + MAX_OF(left, right);
}

/* The longest chain that is taken makes a tree of that height; one more is refused. */
static void test_height_limit(void **state)
{
	char text[2048] = "begin { @x = 1";
	size_t len = strlen(text);
	struct parsed p;

	(void)state;
	for (int i = 0; i < 499; i++, len += 2)
		strcpy(text + len, "+1");
	strcpy(text + len, "; }");
	parse(&p, text);
	assert_false(diags_have_errors(p.c.diags));
	assert_int_equal(height(p.c.program->probes->body->list.first->assign.value), 500);
	done(&p);
	strcpy(text + len, "+1; }");
	parse(&p, text);
	assert_int_equal(count_errors(&p), 1);
	done(&p);
}

static void test_nul_bytes(void **state)
{
	static const char inside[] = "begin { @a = 1; }\0\0 // \0\nend { }";
	struct parsed p;

	(void)state;
	parse_bytes(&p, inside, sizeof(inside) - 1);
	assert_int_equal(count_errors(&p), 1);
	assert_non_null(strstr(buffer_text(&p.out), "1:18: error: the script holds a NUL byte"));
	assert_null(p.c.program->probes);
	done(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expressions), cmocka_unit_test(test_types),
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_statements_as_values),
		cmocka_unit_test(test_compound_assignments), cmocka_unit_test(test_probes),
		cmocka_unit_test(test_spans), cmocka_unit_test(test_several_sources),
		cmocka_unit_test(test_recovery), cmocka_unit_test(test_floods),
		cmocka_unit_test(test_height_limit), cmocka_unit_test(test_nul_bytes),
	};

	return cmocka_run_group_tests_name("compiler_parse", tests, NULL, NULL);
}
