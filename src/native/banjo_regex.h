/* Helpers of banjo.regex.DfaLoop that C says better than generated code: words at any alignment, 16 bytes at once.
   Places of a text are pointers; 16 bytes may be read at any place up to `limit`. */
#ifndef BANJO_REGEX_H
#define BANJO_REGEX_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline uint64_t banjo_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Whether a text of at least `count` bytes begins with a literal, which is followed by eight bytes of padding. */
static inline int32_t banjo_starts_with(const void *text, const void *literal, int32_t count, const void *limit)
{
    static const char masks[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    const char *a = text;
    const char *b = literal;
    if (a > (const char *)limit)
        return memcmp(a, b, count) == 0;
    if (count <= 8)
        return ((banjo_word(a) ^ banjo_word(b)) & banjo_word(masks + 8 - count)) == 0;
    int32_t at = 0;
    for (; at < count - 8; at += 8)
        if (banjo_word(a + at) != banjo_word(b + at))
            return 0;
    return banjo_word(a + count - 8) == banjo_word(b + count - 8);
}

/* The number of bytes, at most count, that two places have in common from their start. */
static inline int32_t banjo_same_bytes(const void *left, const void *right, int32_t count)
{
    const char *a = left;
    const char *b = right;
    int32_t same = 0;
    while (same < count && a[same] == b[same])
        same++;
    return same;
}

/* The first such byte from a place on, or `end`. */
static inline void *banjo_skip_to(const void *text, const void *end, const void *limit, int32_t value)
{
    const char *at = text;
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8(value);
    for (; at <= (const char *)limit && at < (const char *)end; at += 16) {
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)at), wanted));
        if (found != 0) {
            at += __builtin_ctz(found);
            return (void *)(at < (const char *)end ? at : (const char *)end);
        }
    }
#endif
    while (at < (const char *)end && *at != (char)value)
        at++;
    return (void *)(at < (const char *)end ? at : (const char *)end);
}

/* The end of a run of bytes that lead from a row to itself; `runs` tells them from `set` on as ByteRuns does, unless that is
   negative. */
static inline void *banjo_run(const void *text, const void *end, const void *limit, const void *runs, int32_t set,
                              const void *row, const void *class_of, int32_t number)
{
    const char *at = text;
#ifdef __SSE2__
    const __m128i *ranges = (const __m128i *)((const char *)runs + set);
    const __m128i zero = _mm_setzero_si128();
#define BANJO_OUTSIDE(i) _mm_subs_epu8(_mm_sub_epi8(word, _mm_loadu_si128(ranges + 2 * (i))), _mm_loadu_si128(ranges + 2 * (i) + 1))
    for (; set >= 0 && at <= (const char *)limit && at < (const char *)end; at += 16) {
        __m128i word = _mm_loadu_si128((const __m128i *)at);
        __m128i outside = _mm_min_epu8(_mm_min_epu8(BANJO_OUTSIDE(0), BANJO_OUTSIDE(1)), _mm_min_epu8(BANJO_OUTSIDE(2), BANJO_OUTSIDE(3)));
        int inside = _mm_movemask_epi8(_mm_cmpeq_epi8(outside, zero));
        if (inside != 0xFFFF) {
            at += __builtin_ctz(~inside);
            return (void *)(at < (const char *)end ? at : (const char *)end);
        }
    }
#endif
    while (at < (const char *)end && ((const int16_t *)row)[((const uint8_t *)class_of)[(uint8_t)*at]] == number)
        at++;
    return (void *)(at < (const char *)end ? at : (const char *)end);
}

/* The rest of an IPv4 address behind its first digit: its length times four plus the digits of its last number, or 0. */
static inline int32_t banjo_dotted_quad(const void *text, const void *end, const void *limit)
{
#ifdef __SSE2__
    if ((const char *)text > (const char *)limit)
        return 0;
    __m128i word = _mm_loadu_si128(text);
    __m128i outside = _mm_subs_epu8(_mm_sub_epi8(word, _mm_set1_epi8('0')), _mm_set1_epi8(9));
    uint32_t digits = _mm_movemask_epi8(_mm_cmpeq_epi8(outside, _mm_setzero_si128()));
    uint32_t dots = _mm_movemask_epi8(_mm_cmpeq_epi8(word, _mm_set1_epi8('.')));
    uint32_t length = __builtin_ctz(~(digits | dots));
    uint32_t second = dots & (1u << length) - 1;
    uint32_t third = second & second - 1;
    uint32_t fourth = third & third - 1;
    if (fourth == 0 || (fourth & fourth - 1) != 0 || length > (const char *)end - (const char *)text)
        return 0;
    uint32_t first_end = __builtin_ctz(second);
    uint32_t second_end = __builtin_ctz(third);
    uint32_t third_end = __builtin_ctz(fourth);
    /* One to three digits each; of the first number, one is passed already. */
    if (first_end > 2 | second_end - first_end - 2 > 2 | third_end - second_end - 2 > 2 | length - third_end - 2 > 2)
        return 0;
    return length << 2 | length - third_end - 1;
#else
    return 0;
#endif
}

#endif
