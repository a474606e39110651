/* runtime/cli/codegen.c - runs that end with the generated code, for people who look at what the
 * compiler makes and how long it takes: nothing is loaded, and nobody need be root.  Called by
 * run.c. */
#include "runtime/cli/codegen.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/clock.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

/* The script is compiled until it has taken so long, and some times at least: the first time files
 * come from the disk. */
#define TIMES_NS 500000000ull
#define TIMES_LEAST 3u

/* The last row: what the passes take together. */
#define ROWS (STAGE_COUNT + 1)

static const char *const row_names[ROWS] = {
#define STAGE_NAME_ROW(pass) #pass,
	STAGE_LIST(STAGE_NAME_ROW)
#undef STAGE_NAME_ROW
		"all passes",
};

static int add_times(const struct options *o, const struct script *script, uint64_t sums[ROWS])
{
	uint64_t times[STAGE_COUNT];
	struct compiled result;
	int code = compile_script(o, script, COMPILE_TIMES, &result);

	if (!code && result.len != sizeof(times)) {
		log_error(
			"sonde-compile: internal error: it did not tell what its passes took: is it of another build?");
		code = EXIT_CODE_INTERNAL;
	}
	if (!code) {
		memcpy(times, result.bytes, sizeof(times));
		for (size_t i = 0; i < STAGE_COUNT; i++) {
			sums[i] += times[i];
			sums[STAGE_COUNT] += times[i];
		}
	}
	compiled_release(&result);
	return code;
}

static int put_times(
	const struct options *o, const uint64_t sums[ROWS], uint64_t iterations, struct buffer *out)
{
	struct trial_result rows[ROWS] = { 0 };
	struct trial_report report = { .results = rows, .count = ROWS };
	struct buffer aside = { 0 };
	struct sink_context ctx = { .out = out, .aside = &aside };
	int err = sink_open(o->sink, &ctx);

	for (size_t i = 0; i < ROWS; i++)
		rows[i] = (struct trial_result){
			.name = row_names[i],
			.duration_ns = sums[i] / iterations,
			.iterations = iterations,
		};
	if (!err)
		o->sink->benches(&ctx, TRIAL_START, &report);
	for (; !err && report.at < ROWS; report.at++)
		o->sink->benches(&ctx, TRIAL_RESULT, &report);
	sink_close(o->sink, &ctx);
	write_all(STDERR_FILENO, aside.data, aside.len);
	buffer_free(&aside);
	if (!err)
		return EXIT_CODE_OK;
	log_error("out of memory");
	return EXIT_CODE_ENVIRONMENT;
}

/* Warnings, dumps and files are of the first time. */
static int time_passes(const struct options *o, const struct script *script, struct buffer *out)
{
	struct options again = *o;
	uint64_t sums[ROWS] = { 0 }, begin = clock_ns(CLOCK_MONOTONIC), iterations = 1;
	int code = add_times(o, script, sums);

	again.warnings = false;
	again.stage_count = 0;
	again.llvm_prefix = NULL;
	for (; !code && (iterations < TIMES_LEAST || clock_ns(CLOCK_MONOTONIC) - begin < TIMES_NS);
		iterations++)
		code = add_times(&again, script, sums);
	return code ? code : put_times(o, sums, iterations, out);
}

int codegen_run(const struct options *o, const struct script *script, struct buffer *out)
{
	struct compiled object;
	int code;

	if (script_is_image(script)) {
		log_error(
			"script '%s': an image is compiled already: name its script", script->name);
		return EXIT_CODE_SCRIPT;
	}
	if (o->extent == EXTENT_TIMES)
		return time_passes(o, script, out);
	code = compile_script(o, script, COMPILE_OBJECT, &object);
	if (!code && o->object_path)
		buffer_append(out, object.bytes, object.len);
	compiled_release(&object);
	return code;
}
