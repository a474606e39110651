/* runtime/cli/check.c - asks the compiler about scripts: their mistakes, their parameters.  Nothing
 * is loaded, and nobody need be root.  Called by main(). */
#include "runtime/cli/check.h"

#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

static int check_one(const struct options *o, const struct script *script, struct buffer *out)
{
	struct compiled records = { 0 };
	int code;

	code = compile_script(o, script, COMPILE_CHECK, &records);
	if (records.len)
		buffer_append(out, records.bytes, records.len);
	compiled_release(&records);
	return code;
}

int check_scripts(const struct options *o, struct buffer *out)
{
	struct script script;
	int code, worst = 0;

	if (o->program) {
		code = script_load(o, &script);
		return code ? code : check_one(o, &script, out);
	}
	for (uint32_t i = 0; i < o->word_count; i++) {
		code = script_load_word(o, o->words[i], &script);
		if (!code)
			code = check_one(o, &script, out);
		worst = MAX_OF(worst, code);
	}
	return worst;
}

static int image_help(const struct script *script, struct buffer *out)
{
	const char *reason = "out of memory";
	struct image image;

	if (image_open(&image, script->text, script->len, &reason)) {
		log_error("image of '%s': cannot be read: %s", script->name, reason);
		return EXIT_CODE_ENVIRONMENT;
	}
	if (image.script.count) {
		const struct source *s = &image.script.items[0];
		struct buffer text = { 0 };

		buffer_append(&text, s->text, s->len);
		parameter_help(out, buffer_text(&text), image.known_parameters,
			image.counts[IMAGE_PARAMETERS]);
		buffer_free(&text);
	}
	image_close(&image);
	return 0;
}

int script_help(const struct options *o, struct buffer *out)
{
	struct compiled text = { 0 };
	struct script script;
	int code = script_load(o, &script);

	if (code)
		return code;
	if (script_is_image(&script))
		return image_help(&script, out);
	code = compile_script(o, &script, COMPILE_HELP, &text);
	if (!code && text.len)
		buffer_append(out, text.bytes, text.len);
	compiled_release(&text);
	return code;
}
