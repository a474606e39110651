/* compiler/image_portable.h - the part of the image pass for images that run on other machines. */
#pragma once

#include "compiler/compilation.h"
#include "runtime/base/image.h"
#include "runtime/base/image_write.h"

/** Write the tables POINTS, BODIES, VALUES and FACTS. */
void image_write_portable(struct compilation *c, struct image_writer *w);
