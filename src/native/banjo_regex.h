/* Helpers of banjo.regex.DfaLoop that C says better than generated code: words at any alignment. */
#ifndef BANJO_REGEX_H
#define BANJO_REGEX_H

#include <stdint.h>
#include <string.h>

static inline uint64_t banjo_word64(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t banjo_word32(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The number of bytes, at most count, that two places have in common from their start. */
static inline int32_t banjo_same_bytes(const void *left, const void *right, int32_t count)
{
    const char *a = left;
    const char *b = right;
    int32_t same = 0;
    if (count >= 8) {
        while (same + 8 <= count && banjo_word64(a + same) == banjo_word64(b + same))
            same += 8;
        if (same + 8 > count && banjo_word64(a + count - 8) == banjo_word64(b + count - 8))
            return count;
    } else if (count >= 4 && banjo_word32(a) == banjo_word32(b)
               && banjo_word32(a + count - 4) == banjo_word32(b + count - 4)) {
        return count;
    }
    while (same < count && a[same] == b[same])
        same++;
    return same;
}

/* The index, at most length, of the first such byte from an index on. */
static inline int32_t banjo_find_from(const void *text, int32_t at, int32_t length, int32_t value)
{
    const char *bytes = text;
    while (at < length && bytes[at] != (char)value)
        at++;
    return at;
}

#endif
