/* Helpers of banjo.regex.DfaLoop that C says better than generated code: words at any alignment. */
#ifndef BANJO_REGEX_H
#define BANJO_REGEX_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* How far a run of bytes of a set (see ByteRuns) goes on from an index, at most to length; less where this CPU cannot tell
   16 bytes at once, or where fewer than 16 may be read before the index readable. */
static inline int32_t banjo_run(const void *text, int32_t at, int32_t length, int32_t readable, const void *set)
{
#ifdef __SSE2__
    const char *bytes = text;
    const __m128i *ranges = set;
    while (at <= readable - 16 && at < length) {
        __m128i word = _mm_loadu_si128((const __m128i *)(bytes + at));
        __m128i in = _mm_setzero_si128();
        for (int i = 0; i < 8; i += 2) {
            __m128i distance = _mm_sub_epi8(word, _mm_loadu_si128(ranges + i));
            in = _mm_or_si128(in, _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_loadu_si128(ranges + i + 1)), distance));
        }
        int32_t out = _mm_movemask_epi8(in) ^ 0xFFFF;
        if (out != 0) {
            at += __builtin_ctz(out);
            break;
        }
        at += 16;
    }
    if (at > length)
        at = length;
#endif
    return at;
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
