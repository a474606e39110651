/* runtime/actions.c - does what the records of the event ring ask for: printing, emptying maps,
 * telling the time, ending.  Called for each record by runtime/ring.c's drain, from
 * runtime/stream.c and runtime/session.c. */
#include "runtime/actions.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "probes/user_symbols.h"
#include "runtime/base/arena.h"
#include "runtime/base/clock.h"
#include "runtime/base/event.h"
#include "runtime/base/log.h"
#include "runtime/base/source.h"
#include "runtime/base/util.h"
#include "runtime/external.h"
#include "runtime/table.h"
#include "runtime/unwinder.h"

#define WARN_EVERY_NS SECOND_NS
#define LARGE_OUTPUT 65536

/* One record with its action. */
struct event {
	const struct image_action *action;
	const uint8_t *record;
	size_t len;
};

struct action_row {
	int (*run)(struct actions *a, const struct event *e);
	bool waits; /* for another program, which may take any time */
};

static const struct text_kind printf_text = { "printf" }, time_text = { "time" },
			      join_text = { "join", .is_line = true }, cat_text = { "cat" },
			      command_text = { "syscall" };

static void send_text(struct actions *a, const struct text_kind *kind)
{
	a->sink->text(a->sink_context, kind, a->text.data ? a->text.data : "", a->text.len);
}

/* The same of text that is traced from its first byte to the last. */
static void send_traced(struct actions *a, const struct text_kind *kind)
{
	value_escape(a->sink_context->decode, &a->text, 0);
	send_text(a, kind);
}

static int run_printf(struct actions *a, const struct event *e)
{
	int err = printf_format(a->sink_context->decode, &a->text, e->action, e->record, e->len);

	if (!err)
		send_text(a, &printf_text);
	return err;
}

static int run_print_value(struct actions *a, const struct event *e)
{
	const struct type *args = image_type_at(a->image, e->action->args);
	struct value value;
	int err;

	if (!args)
		return -EINVAL;
	err = value_decode_argument(a->sink_context->decode, args, 0, e->record, e->len, &value);
	if (!err) {
		a->sink_context->time_ns = clock_ns(CLOCK_REALTIME);
		a->sink->value(a->sink_context, &value);
	}
	return err;
}

static struct map_request request_of(const struct event *e)
{
	return (struct map_request){
		.map = e->action->map,
		.top = e->action->top,
		.div = e->action->div,
		.unset_is_zero = true,
		.rate = e->action->flags & IMAGE_ACTION_RATE,
	};
}

void actions_show_map(struct actions *a, const struct map_view *view)
{
	a->sink_context->time_ns = clock_ns(CLOCK_REALTIME);
	if (view->count)
		a->sink->map(a->sink_context, view);
	if (a->flame)
		flame_add(a->flame, a->sink_context->decode, view);
}

int actions_print_map(struct actions *a, const struct map_request *request)
{
	struct map_view view;
	int err = maps_read(a->maps, request, &view);

	if (!err)
		actions_show_map(a, &view);
	return err;
}

static int run_print_map(struct actions *a, const struct event *e)
{
	struct map_request request = request_of(e);

	return actions_print_map(a, &request);
}

static int run_print_clear(struct actions *a, const struct event *e)
{
	struct map_request request = request_of(e);
	struct map_view view;
	int err = maps_read_and_switch(a->maps, &request, &view);

	if (err)
		return err;
	actions_show_map(a, &view);
	return maps_clear_resting(a->maps, e->action->map);
}

static int run_clear(struct actions *a, const struct event *e)
{
	return maps_clear(a->maps, e->action->map);
}

static int run_zero(struct actions *a, const struct event *e)
{
	return maps_zero(a->maps, e->action->map);
}

static int run_table(struct actions *a, const struct event *e)
{
	return table_show(a->maps, &a->image->tables[e->action->table], a->sink, a->sink_context);
}

static int run_time(struct actions *a, const struct event *e)
{
	if (!time_put(&a->text, image_text(a->image, e->action->text), clock_ns(CLOCK_REALTIME)))
		buffer_puts(&a->text, "(?)");
	send_text(a, &time_text);
	return 0;
}

static int run_join(struct actions *a, const struct event *e)
{
	const struct event_join *join = (const void *)(e->record + sizeof(struct event_header));

	if (e->len < sizeof(struct event_header) + sizeof(*join))
		return -EINVAL;
	for (uint32_t i = 0; i < MIN_OF(join->count, JOIN_MAX_STRINGS); i++) {
		const struct event_string *s = &join->strings[i];

		if (s->offset > e->len || s->len > e->len - s->offset)
			return -EINVAL;
		if (i)
			buffer_puts(&a->text, image_text(a->image, e->action->text));
		buffer_append(&a->text, e->record + s->offset, s->len);
	}
	send_traced(a, &join_text);
	return 0;
}

static int run_exit(struct actions *a, const struct event *e)
{
	(void)e;
	a->exited = true;
	return 0;
}

/* At most one warning a place and second. */
static bool may_warn(struct actions *a, const struct event *e)
{
	uint64_t *last = &a->warned_ns[e->action - a->image->actions],
		 now = clock_ns(CLOCK_MONOTONIC);

	if (!a->warnings || (*last && now - *last < WARN_EVERY_NS))
		return false;
	*last = now;
	return true;
}

static struct place place_of(const struct actions *a, const struct event *e)
{
	struct place place = source_place(&a->image->script, e->action->span_start);

	place.len = e->action->span_end - e->action->span_start;
	return place;
}

static int run_warn(struct actions *a, const struct event *e)
{
	struct place place = place_of(a, e);

	if (may_warn(a, e))
		a->sink->message(a->sink_context, &message_runtime_error,
			image_text(a->image, e->action->text), &place);
	return 0;
}

/* The one argument of an action that takes a word lies behind the header (event_layout()). */
static uint64_t word_of(const struct event *e)
{
	uint64_t word;

	memcpy(&word, e->record + sizeof(struct event_header), sizeof(word));
	return word;
}

static int run_helper(struct actions *a, const struct event *e)
{
	struct helper_failure f = {
		.what = image_text(a->image, e->action->text),
		.helper = image_text(a->image, e->action->helper),
		.place = place_of(a, e),
		.returned = (int64_t)word_of(e),
	};

	if (may_warn(a, e))
		a->sink->helper_failed(a->sink_context, &f);
	return 0;
}

/* A run-time warning at the action's place: "subject what: why". */
static void __attribute__((format(printf, 3, 4))) warn_at(
	struct actions *a, const struct event *e, const char *fmt, ...)
{
	struct place place = source_place(&a->image->script, e->action->span_start);
	struct buffer message = { 0 };
	va_list ap;

	if (!a->warnings)
		return;
	va_start(ap, fmt);
	buffer_vprintf(&message, fmt, ap);
	va_end(ap);
	value_escape(a->sink_context->decode, &message, 0);
	a->sink->message(a->sink_context, &message_runtime_error, buffer_text(&message), &place);
	buffer_free(&message);
}

/* The event's text, which is left empty for what comes of it.  0, -EINVAL or -ENOMEM. */
static int take_text(struct actions *a, const struct event *e, const char **text)
{
	struct decode_context *decode = a->sink_context->decode;
	int err = printf_format(decode, &a->text, e->action, e->record, e->len);
	char *copy = err ? NULL : arena_try_alloc(decode->arena, a->text.len + 1);

	if (err || !copy || a->text.failed)
		return err ? err : -ENOMEM;
	if (a->text.len)
		memcpy(copy, a->text.data, a->text.len);
	buffer_clear(&a->text);
	*text = copy;
	return 0;
}

/* The same of a name or command: it has to stay what the program says. */
static int take_name(struct actions *a, const struct event *e, const char **name)
{
	struct decode_context *decode = a->sink_context->decode;
	enum text_escape shown = decode->escape;
	int err;

	decode->escape = ESCAPE_NONE;
	err = take_text(a, e, name);
	decode->escape = shown;
	return err;
}

static int run_cat(struct actions *a, const struct event *e)
{
	const char *name;
	int err = take_name(a, e, &name), failure;

	if (err)
		return err;
	failure = external_read_file(name, e->action->top, &a->text);
	if (failure)
		warn_at(a, e, "cat(): '%s' cannot be read: %s", name, strerror(-failure));
	send_traced(a, &cat_text);
	return 0;
}

/* A command's output is shown as one text, or in large pieces where there is very much of it. */
static void command_output(void *arg, const char *bytes, size_t len)
{
	struct actions *a = arg;

	buffer_append(&a->text, bytes, len);
	if (a->text.failed || a->text.len < LARGE_OUTPUT)
		return;
	send_traced(a, &command_text);
	output_added(a->output);
	buffer_clear(&a->text);
	a->line_open = bytes[len - 1] != '\n';
}

static int run_system(struct actions *a, const struct event *e)
{
	struct buffer what = { 0 };
	const char *command;
	int err = take_name(a, e, &command), status;

	if (err)
		return err;
	a->line_open = false;
	status = external_run(command, command_output, a);
	if (a->text.len ? a->text.data[a->text.len - 1] != '\n' : a->line_open)
		buffer_putc(&a->text, '\n');
	if (a->text.len)
		send_traced(a, &command_text);
	if (status) {
		external_put_status(&what, status);
		warn_at(a, e, "system(): '%s' %s", command, buffer_text(&what));
	}
	buffer_free(&what);
	return 0;
}

/* A message of the script's own, with its place. */
static int run_message(struct actions *a, const struct event *e, const struct message_kind *kind)
{
	struct place place = place_of(a, e);
	const char *text;
	int err = take_text(a, e, &text);

	if (!err)
		a->sink->message(a->sink_context, kind, text, &place);
	return err;
}

static int run_errorf(struct actions *a, const struct event *e)
{
	static const struct message_kind errorf = { "errorf", "ERROR" };

	a->errors++;
	return run_message(a, e, &errorf);
}

static int run_warnf(struct actions *a, const struct event *e)
{
	static const struct message_kind warnf = { "warnf", "WARNING" };

	return a->warnings ? run_message(a, e, &warnf) : 0;
}

/* Packets come another way. */
static int run_packet(struct actions *a, const struct event *e)
{
	(void)a;
	(void)e;
	return -EINVAL;
}

/* What is to be known about a process is looked at before it can be gone. */
static int run_process(struct actions *a, const struct event *e)
{
	struct event_process process;
	struct user_symbols *symbols = a->sink_context->decode->user_symbols;

	memcpy(&process, e->record + sizeof(struct event_header), sizeof(process));
	/* there are none where stacks are shown as numbers alone */
	if (symbols)
		user_symbols_seen(symbols, (pid_t)process.pid);
	if (a->unwinder)
		unwinder_seen(a->unwinder, (pid_t)process.pid);
	return 0;
}

static int run_unwatch(struct actions *a, const struct event *e)
{
	a->unwatch(a->unwatch_arg, word_of(e));
	return 0;
}

static const struct action_row rows[ACTION_KIND_COUNT] = {
	[ACTION_PRINTF] = { run_printf },
	[ACTION_PRINT_VALUE] = { run_print_value },
	[ACTION_PRINT_MAP] = { run_print_map },
	[ACTION_PRINT_CLEAR] = { run_print_clear },
	[ACTION_CLEAR] = { run_clear },
	[ACTION_ZERO] = { run_zero },
	[ACTION_TIME] = { run_time },
	[ACTION_JOIN] = { run_join },
	[ACTION_EXIT] = { run_exit },
	[ACTION_WARN] = { run_warn },
	[ACTION_CAT] = { run_cat },
	[ACTION_SYSTEM] = { run_system, .waits = true },
	[ACTION_ERRORF] = { run_errorf },
	[ACTION_WARNF] = { run_warnf },
	[ACTION_PACKET] = { run_packet },
	[ACTION_HELPER] = { run_helper },
	[ACTION_PROCESS] = { run_process },
	[ACTION_UNWATCH] = { run_unwatch },
	[ACTION_TABLE] = { run_table },
};

int actions_open(struct actions *a)
{
	uint32_t count = a->image->counts[IMAGE_ACTIONS];

	a->exited = a->damaged = false;
	a->err = 0;
	a->text = (struct buffer){ 0 };
	a->warned_ns = mem_zalloc(count ? count : 1, sizeof(*a->warned_ns));
	return a->warned_ns ? 0 : -ENOMEM;
}

void actions_take_packets(struct actions *a)
{
	int err = packets_drain(a->packets);

	if (!a->err)
		a->err = err;
}

uint64_t actions_lost(const struct actions *a)
{
	return maps_counter(a->maps, COUNTER_LOST) + packets_lost(a->packets);
}

void actions_close(struct actions *a)
{
	buffer_free(&a->text);
	mem_free(a->warned_ns);
	a->warned_ns = NULL;
}

static void record_damaged(struct actions *a, const struct event_header *header, size_t len)
{
	if (!a->damaged)
		log_error("event record: damaged (action %u, %zu bytes); this is a mistake in "
			  "sonde, please report it",
			len >= sizeof(*header) ? header->action : IMAGE_NONE, len);
	a->damaged = true;
}

/* What goes wrong with maps has been reported by runtime/maps.c. */
static void action_failed(struct actions *a, const struct image_action *action, int err)
{
	if (!a->err && action->map == IMAGE_NONE)
		log_error("event: cannot be shown: %s", strerror(-err));
	if (!a->err)
		a->err = err;
}

void actions_deliver(void *actions, const void *record, size_t len)
{
	struct actions *a = actions;
	const struct event_header *header = record;
	struct event event = { .record = record };
	int err;

	if (a->exited || a->output->closed || a->output->failed)
		return;
	if (len < sizeof(*header) || header->action >= a->image->counts[IMAGE_ACTIONS] ||
		header->size > len) {
		record_damaged(a, header, len);
		return;
	}
	event.action = &a->image->actions[header->action];
	event.len = header->size;
	if (event.len < event.action->fixed_size) {
		record_damaged(a, header, len);
		return;
	}
	buffer_clear(&a->text);
	err = rows[event.action->kind].run(a, &event);
	if (a->text.failed)
		err = -ENOMEM;
	if (err == -EINVAL && event.action->map == IMAGE_NONE)
		record_damaged(a, header, len);
	else if (err)
		action_failed(a, event.action, err);
	arena_reset(a->sink_context->decode->arena);
	output_added(a->output);
}

bool actions_is_prompt(const void *actions, const void *record, size_t len)
{
	const struct actions *a = actions;
	const struct event_header *header = record;

	return len < sizeof(*header) || header->action >= a->image->counts[IMAGE_ACTIONS] ||
		!rows[a->image->actions[header->action].kind].waits;
}

void actions_show_text(struct actions *a, const char *bytes, size_t len)
{
	if (a->exited || a->output->closed || a->output->failed)
		return;
	a->sink->text(a->sink_context, &printf_text, bytes, len);
	output_added(a->output);
}
