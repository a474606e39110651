/* runtime/report.h - failures of a run that belong to a place in the script. */
#pragma once

#include "runtime/base/image.h"

/** Behind what this machine lacks or refuses: who says more. */
void report_point_to_doctor(void);

/** Say on stderr what is wrong at a place of the script, with the line and an underline, then the
 * hint (may be empty). */
void report_error_at(
	const struct image *image, struct span where, const char *text, const char *hint);
