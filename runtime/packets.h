/* runtime/packets.h - packets that programs hand out with skboutput(): by a perf event array, into
 * pcap files. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/image.h"

struct packets;

/** Rings for the PACKETS map of an image, if it has one (maps: descriptors by index); NULL in *out
 * if not.  boot_offset_ns turns CLOCK_BOOTTIME into the wall clock.  0 or -errno.  Close with
 * packets_close(). */
int packets_open(
	struct packets **out, const struct image *image, const int *maps, uint64_t boot_offset_ns);
void packets_close(struct packets *p);

/** Becomes readable when there are packets. */
int packets_fd(const struct packets *p);

/** Write what there is to the files.  0 or the first failure, -errno, reported; nothing for
 * NULL. */
int packets_drain(struct packets *p);

/** Packets that found no room; 0 for NULL. */
uint64_t packets_lost(const struct packets *p);
