/* runtime/packets.c - takes packets out of the rings of a perf event array, which the kernel's
 * helper for them fills, and writes them to pcap files.  Owns the rings and the files.  Called by
 * the session and the loop of the run.
 *
 * A file is made new by its first packet of the run.  Its packets begin with an IP header (the link
 * type is "raw IP"), its times are in nanoseconds. */
#include "runtime/packets.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "runtime/base/clock.h"
#include "runtime/base/event.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"

/* Of each CPU's ring. */
#define RING_PAGES 128

/* Of the file format (pcap-savefile(5)). */
enum { PCAP_MAGIC_NS = 0xa1b23c4d, PCAP_MAJOR = 2, PCAP_MINOR = 4, PCAP_RAW_IP = 101 };

struct pcap_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy;
	uint32_t longest;
	uint32_t link_type;
};

struct pcap_packet {
	uint32_t seconds, nanoseconds;
	uint32_t saved, len;
};

struct pcap_file {
	const char *name;
	FILE *file;             /* NULL: could not be made, which was reported */
};

struct packets {
	const struct image *image;
	struct perf_buffer *rings;
	struct pcap_file *files;
	uint32_t file_count;
	uint64_t boot_offset_ns;
	uint64_t lost;
	int err;
};

static void failed(struct packets *p, const char *name, int err)
{
	if (!p->err)
		log_error("skboutput(): '%s' cannot be written: %s", name, strerror(err));
	if (!p->err)
		p->err = -err;
}

static FILE *make_file(struct packets *p, const char *name)
{
	const struct pcap_header header = {
		.magic = PCAP_MAGIC_NS,
		.major = PCAP_MAJOR,
		.minor = PCAP_MINOR,
		.longest = UINT16_MAX,
		.link_type = PCAP_RAW_IP,
	};
	FILE *file = fopen(name, "we");

	if (!file || fwrite(&header, sizeof(header), 1, file) != 1)
		failed(p, name, errno);
	return file;
}

/* There is room for a file of each action. */
static FILE *file_of(struct packets *p, const char *name)
{
	for (uint32_t i = 0; i < p->file_count; i++)
		if (str_eq(p->files[i].name, name))
			return p->files[i].file;
	p->files[p->file_count] = (struct pcap_file){ name, make_file(p, name) };
	return p->files[p->file_count++].file;
}

/* A record: struct event_header, struct event_packet, the packet from its start on. */
static void write_packet(void *packets, int cpu, void *record, uint32_t size)
{
	struct packets *p = packets;
	/* copied: a record is aligned to 4 bytes only */
	struct event_header header;
	struct event_packet packet;
	uint32_t fixed = sizeof(header) + sizeof(packet), there;
	const uint8_t *bytes = (const uint8_t *)record + fixed;
	struct pcap_packet info;
	const char *name;
	uint64_t time;
	FILE *file;

	(void)cpu;
	if (size < fixed)
		return;
	memcpy(&header, record, sizeof(header));
	memcpy(&packet, (const uint8_t *)record + sizeof(header), sizeof(packet));
	if (header.action >= p->image->counts[IMAGE_ACTIONS] || header.size < fixed ||
		header.size > size || p->image->actions[header.action].kind != ACTION_PACKET)
		return;
	there = header.size - fixed;
	there -= MIN_OF(packet.offset, there);
	time = packet.time_ns + p->boot_offset_ns;
	info = (struct pcap_packet){ (uint32_t)(time / SECOND_NS), (uint32_t)(time % SECOND_NS),
		MIN_OF(there, packet.len), packet.len };
	name = image_text(p->image, p->image->actions[header.action].text);
	file = file_of(p, name);
	if (!file)
		return;
	if (fwrite(&info, sizeof(info), 1, file) != 1 ||
		fwrite(bytes + packet.offset, 1, info.saved, file) != info.saved)
		failed(p, name, errno);
}

static void count_lost(void *packets, int cpu, unsigned long long count)
{
	(void)cpu;
	((struct packets *)packets)->lost += count;
}

int packets_open(
	struct packets **out, const struct image *image, const int *maps, uint64_t boot_offset_ns)
{
	uint32_t map = image_map_of(image, MAP_PACKETS);
	struct packets *p;
	int err;

	*out = NULL;
	if (map == IMAGE_NONE)
		return 0;
	p = mem_zalloc(1, sizeof(*p));
	if (p)
		p->files = mem_zalloc(image->counts[IMAGE_ACTIONS] + 1, sizeof(*p->files));
	if (!p || !p->files) {
		mem_free(p);
		return -ENOMEM;
	}
	p->image = image;
	p->boot_offset_ns = boot_offset_ns;
	p->rings = perf_buffer__new(maps[map], RING_PAGES, write_packet, count_lost, p, NULL);
	if (p->rings) {
		*out = p;
		return 0;
	}
	err = -errno;
	packets_close(p);
	return err;
}

void packets_close(struct packets *p)
{
	if (!p)
		return;
	perf_buffer__free(p->rings);
	for (uint32_t i = 0; i < p->file_count; i++)
		if (p->files[i].file)
			fclose(p->files[i].file);
	mem_free(p->files);
	mem_free(p);
}

int packets_fd(const struct packets *p)
{
	return perf_buffer__epoll_fd(p->rings);
}

int packets_drain(struct packets *p)
{
	if (!p)
		return 0;
	perf_buffer__consume(p->rings);
	for (uint32_t i = 0; i < p->file_count; i++)
		if (p->files[i].file && fflush(p->files[i].file))
			failed(p, p->files[i].name, errno);
	return p->err;
}

uint64_t packets_lost(const struct packets *p)
{
	return p ? p->lost : 0;
}
