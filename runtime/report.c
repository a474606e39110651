/* runtime/report.c - prints located errors of the runtime in the layout of the compiler's
 * diagnostics.  Called by runtime/refusal.c and runtime/attach.c. */
#include "runtime/report.h"

#include <stdio.h>

#include "runtime/base/buffer.h"
#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/source.h"

void report_point_to_doctor(void)
{
	log_notice(
		"%ssonde:%s %shint:%s 'sonde doctor' says what this machine can do, and how to get the rest",
		log_colour(LOG_PART_PLACE), log_colour_end(), log_colour(LOG_PART_HINT),
		log_colour_end());
}

void report_error_at(
	const struct image *image, struct span where, const char *text, const char *hint)
{
	struct buffer out = { 0 };

	source_render(&out, &image->script, where, "error", text);
	if (out.len && out.data[out.len - 1] != '\n')
		buffer_putc(&out, '\n');
	if (hint && hint[0])
		buffer_printf(&out, "    %shint:%s %s\n", log_colour(LOG_PART_HINT),
			log_colour_end(), hint);
	progress_hide();
	fputs(buffer_text(&out), stderr);
	buffer_free(&out);
}
