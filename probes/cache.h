/* probes/cache.h - files that keep what was found out about this machine for the processes to come.  Others see all of a file or nothing, also after a
 * crash; what is not our own, or what others may write, is not looked at.  A place that cannot be written is no error. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/uio.h>

/** Where they are kept: `directory`; NULL: /var/cache/sonde for root, else sonde in $XDG_CACHE_HOME or ~/.cache.  False when there is no place. */
bool cache_directory(char *out, size_t size, const char *directory);

/** A descriptor of the directory if it is our own, or -1; made first if it is not there and `make` says so. */
int cache_open_directory(const char *directory, bool make);

/** A descriptor for reading one of its files if it is our own, or -1. */
int cache_open_file(int directory, const char *file, struct stat *st);

/** Write a file of the parts, in their order, and remove those whose names begin like it and that nobody will ask for: unused for long, or left by writers
 *  that died. */
void cache_write(int directory, const char *file, const char *beginning, const struct iovec *parts, size_t count);

/** FNV-1a over some bytes, going on from a hash of others or from CACHE_HASH_START: what stands in keys and names of files for what is too long for them. */
#define CACHE_HASH_START 0xcbf29ce484222325ull
uint64_t cache_hash(uint64_t hash, const void *bytes, size_t len);
