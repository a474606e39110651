/* runtime/series.c - time series as a graph of text (output.md 2.6) and as JSON (J10).  Called by
 * the sinks. */
#include "runtime/series.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define GRAPH_WIDTH 53
#define LEFT_WIDTH 21   /* of the smallest value in the line of the scale */

/* How finely the times are shown, by the interval. */
struct precision {
	uint64_t unit_ns;
	const char *header;
	const char *format;     /* for time_put() */
	size_t width;
};

static const struct precision precisions[] = {
	{ 1000000000, "hh:mm:ss", "%H:%M:%S", 8 },
	{ 1000000, "hh:mm:ss.ms", "%H:%M:%S.%l", 12 },
	{ 1000, "hh:mm:ss.us", "%H:%M:%S.%f", 15 },
	{ 1, "hh:mm:ss.ns", "%H:%M:%S.%k", 18 },
};

static const struct precision *precision_of(uint64_t interval_ns)
{
	const struct precision *p = precisions;

	while (interval_ns % p->unit_ns)
		p++;
	return p;
}

/* From the smallest to the largest value; both are of one kind. */
struct scale {
	struct value low, high;
};

static bool is_below(const struct value *a, const struct value *b)
{
	return a->kind == VALUE_INT ? a->i < b->i : a->u < b->u;
}

static bool is_lowest(const struct value *v)
{
	return v->kind == VALUE_INT ? v->i == INT64_MIN : v->u == 0;
}

static bool is_highest(const struct value *v)
{
	return v->kind == VALUE_INT ? v->i == INT64_MAX : v->u == UINT64_MAX;
}

static struct scale scale_of(const struct value *series)
{
	struct scale s = { 0 };
	bool first = true;

	for (size_t i = 0; i < series->series.count; i++) {
		const struct value_point *p = &series->series.points[i];

		if (!p->has_value)
			continue;
		if (first || is_below(&p->value, &s.low))
			s.low = p->value;
		if (first || is_below(&s.high, &p->value))
			s.high = p->value;
		first = false;
	}
	if (first || is_below(&s.low, &s.high))
		return s;
	/* a line of one value has some room on both sides */
	if (!is_lowest(&s.low))
		s.low.u--;
	if (!is_highest(&s.high))
		s.high.u++;
	return s;
}

static size_t column_of(const struct scale *s, uint64_t word)
{
	uint64_t range = s->high.u - s->low.u;

	return (size_t)((unsigned __int128)(word - s->low.u) * (GRAPH_WIDTH - 1) / range);
}

static void put_number(struct buffer *b, const struct value *v)
{
	if (v->kind == VALUE_INT)
		buffer_put_i64(b, v->i);
	else
		buffer_put_u64(b, v->u);
}

static void put_scale(struct buffer *b, const struct scale *s, size_t indent)
{
	struct buffer number = { 0 };
	size_t start;

	buffer_fill(b, ' ', indent);
	start = b->len;
	put_number(b, &s->low);
	if (b->len - start < LEFT_WIDTH)
		buffer_fill(b, ' ', LEFT_WIDTH - (b->len - start));
	put_number(&number, &s->high);
	if (b->len - start + number.len < GRAPH_WIDTH)
		buffer_fill(b, ' ', GRAPH_WIDTH - (b->len - start) - number.len);
	buffer_append(b, number.data, number.len);
	buffer_putc(b, '\n');
	buffer_free(&number);
}

static void put_edge(struct buffer *b, char corner)
{
	buffer_putc(b, corner);
	buffer_fill(b, '_', GRAPH_WIDTH - 2);
	buffer_putc(b, corner);
	buffer_putc(b, '\n');
}

static void put_point(struct buffer *b, const struct value_point *p, const struct scale *s)
{
	char graph[GRAPH_WIDTH];

	memset(graph, ' ', sizeof(graph));
	graph[0] = graph[GRAPH_WIDTH - 1] = '|';
	if (s->low.kind == VALUE_INT && s->low.i < 0 && s->high.i > 0)
		graph[column_of(s, 0)] = '.';
	if (p->has_value)
		graph[column_of(s, p->value.u)] = '*';
	buffer_append(b, graph, sizeof(graph));
	buffer_putc(b, ' ');
	if (p->has_value)
		put_number(b, &p->value);
	else
		buffer_putc(b, '-');
	buffer_putc(b, '\n');
}

static void put_time(struct buffer *b, const struct precision *p, uint64_t ns)
{
	size_t start = b->len;

	time_put(b, p->format, ns);
	if (b->len - start < p->width)
		buffer_fill(b, ' ', p->width - (b->len - start));
	buffer_putc(b, ' ');
}

void series_put_text(struct buffer *b, const struct value *v)
{
	const struct precision *p = precision_of(v->series.interval_ns);
	struct scale s = scale_of(v);

	buffer_putc(b, '\n');
	if (!v->series.count) {
		buffer_puts(b, "<no data>\n\n");
		return;
	}
	put_scale(b, &s, p->width + 1);
	buffer_puts(b, p->header);
	buffer_fill(b, ' ', p->width + 1 - strlen(p->header));
	put_edge(b, '|');
	for (size_t i = 0; i < v->series.count; i++) {
		put_time(b, p, v->series.points[i].start_ns);
		put_point(b, &v->series.points[i], &s);
	}
	buffer_fill(b, ' ', p->width + 1);
	put_edge(b, 'v');
	put_scale(b, &s, p->width + 1);
	buffer_putc(b, '\n');
}

void series_put_json(struct buffer *b, const struct value *v,
	void (*put)(void *arg, const struct value *v), void *arg)
{
	bool first = true;

	buffer_putc(b, '[');
	for (size_t i = 0; i < v->series.count; i++) {
		const struct value_point *p = &v->series.points[i];
		time_t seconds = (time_t)(p->start_ns / 1000000000);
		char text[32] = "";
		struct tm tm;

		if (!p->has_value)
			continue;
		if (gmtime_r(&seconds, &tm))
			strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
		buffer_printf(b,
			"%s{\"interval_start\":\"%s.%09" PRIu64 "\",\"value\":", first ? "" : ",",
			text, p->start_ns % 1000000000);
		put(arg, &p->value);
		buffer_putc(b, '}');
		first = false;
	}
	buffer_putc(b, ']');
}
