/* Compares the beginning of a log line with the one before, for banjo.time.DateRepeat. */
#ifndef BANJO_TIME_H
#define BANJO_TIME_H

#include <stdint.h>
#include <string.h>

/* memcpy: a CPU that cannot read words at any address gets them byte by byte; the byte order does not matter. */
static inline uint64_t banjo_time_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Whether length bytes (at least 8) are the same where the mask has bits. */
static inline int32_t banjo_time_same(const void *text, const void *known, const void *mask, int32_t length)
{
    uint64_t different = 0;
    for (int32_t from = 0; from < length; from += 8)
    {
        int32_t at = from > length - 8 ? length - 8 : from;
        uint64_t changed = banjo_time_word((const char *)text + at) ^ banjo_time_word((const char *)known + at);
        different |= changed & banjo_time_word((const char *)mask + at);
    }
    return different == 0;
}

#endif
