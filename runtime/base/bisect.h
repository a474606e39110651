/* runtime/base/bisect.h - the search in what is sorted. */
#pragma once

#include <stddef.h>

/**
 * How many of `count` items, from the first on, are such that `holds`: an expression of `i`, the
 * name of an item's number, which must be true up to some item and false from there on.  It is
 * evaluated some log2(count) times, without a call.  The result numbers the first item of which it
 * is false (`count` when it is of none); the last one of which it is true, when there is one, is
 * the item before.
 *
 *	size_t n = BISECT(i, count, items[i].start <= address);
 *	return n && address < items[n - 1].end ? &items[n - 1] : NULL;
 */
#define BISECT(i, count, holds) \
	({ \
		size_t bisect_low_ = 0, bisect_high_ = (count); \
		while (bisect_low_ < bisect_high_) { \
			const size_t i = bisect_low_ + (bisect_high_ - bisect_low_) / 2; \
			if (holds) \
				bisect_low_ = i + 1; \
			else \
				bisect_high_ = i; \
		} \
		bisect_low_; \
	})
