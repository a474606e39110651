/* runtime/sink_text_table.c - tables in the text format: columns as wide as their widest cell,
 * numbers to the right.  Part of text_sink. */
#include "runtime/sink_text_table.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/base/width.h"
#include "runtime/flat.h"

#define GAP 2           /* blanks between columns */

/* All cells are made before the first is written: the header is the first of the lines. */
struct layout {
	struct buffer texts;    /* of all cells, one behind the other */
	struct place_of_cell { size_t len, width; } *cells;
	size_t *widths;         /* of the columns */
};

static void put_cell(struct sink_context *ctx, struct buffer *b, const struct table_column *column,
	const struct value *v)
{
	struct value rate = value_per_second(v, column->period_ns);

	if (v->kind == VALUE_NONE)
		buffer_putc(b, '-');
	else if (rate.kind == VALUE_RATE)
		value_put_rate(b, &rate);
	else if (v->kind == VALUE_STACK)
		flat_put_stack(ctx->decode, b, v);
	else
		value_put_text(ctx->decode, b, v);
}

static void measure(struct layout *l, size_t cell, size_t column, size_t start)
{
	struct place_of_cell *p = &l->cells[cell];

	p->len = l->texts.len - start;
	p->width = text_width(l->texts.data + start, p->len);
	l->widths[column] = MAX_OF(l->widths[column], p->width);
}

static void make_cells(struct sink_context *ctx, const struct table_view *view, struct layout *l)
{
	size_t columns = view->column_count, header = view->header ? columns : 0;

	for (size_t i = 0; i < header + view->row_count * columns && !l->texts.failed; i++) {
		const struct table_column *column = &view->columns[i % columns];
		size_t start = l->texts.len;

		if (i < header)
			buffer_puts(&l->texts, column->title);
		else
			put_cell(ctx, &l->texts, column, &view->cells[i - header]);
		if (!l->texts.failed)
			measure(l, i, i % columns, start);
	}
}

/* The blanks between two cells are those that fill the first, the gap, and those before the second:
 * written once it is known that something follows. */
static void put_lines(struct buffer *out, const struct table_view *view, const struct layout *l)
{
	size_t columns = view->column_count, count = (view->row_count + view->header) * columns;
	const char *text = l->texts.data;

	for (size_t i = 0, blanks = 0; i < count; i++) {
		size_t column = i % columns, fill = l->widths[column] - l->cells[i].width;
		bool right = view->columns[column].is_number;

		if (column == 0)
			blanks = 0;
		blanks += right ? fill : 0;
		if (l->cells[i].len) {
			buffer_fill(out, ' ', blanks);
			buffer_append(out, text, l->cells[i].len);
			blanks = 0;
		}
		text += l->cells[i].len;
		blanks += GAP + (right ? 0 : fill);
		if (column + 1 == columns)
			buffer_putc(out, '\n');
	}
}

void text_put_table(struct sink_context *ctx, const struct table_view *view)
{
	struct layout l = {
		.cells = mem_zalloc((view->row_count + 1) * view->column_count, sizeof(*l.cells)),
		.widths = mem_zalloc(view->column_count, sizeof(*l.widths)),
	};

	if (l.cells && l.widths)
		make_cells(ctx, view, &l);
	if (!l.cells || !l.widths || l.texts.failed)
		log_error("table: cannot be shown: %s", strerror(ENOMEM));
	else
		put_lines(ctx->out, view, &l);
	buffer_free(&l.texts);
	mem_free(l.cells);
	mem_free(l.widths);
}
