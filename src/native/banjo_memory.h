/* Memory outside the heap (banjo.sys.IntMemory), scans of it (ByteScan) and what lies in the binary. */
#ifndef BANJO_MEMORY_H
#define BANJO_MEMORY_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Zeroed memory that costs nothing until it is touched; the process ends when the kernel gives none. */
static inline void *banjo_map(int64_t bytes)
{
    void *memory = mmap(NULL, (size_t)(bytes > 0 ? bytes : 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        static const char message[] = "banjo: error: out of memory at start; lower memory_ceiling\n";
        if (write(2, message, sizeof message - 1) < 0) {
            _exit(1);
        }
        _exit(1);
    }
    return memory;
}

static inline void banjo_unmap(void *memory, int64_t bytes)
{
    munmap(memory, (size_t)(bytes > 0 ? bytes : 1));
}

/* Gives pages back that stay mapped; of any size that Linux has. */
static inline void banjo_forget(void *memory, int64_t bytes)
{
    madvise(memory, (size_t)(bytes & ~(int64_t)0xFFFF), MADV_DONTNEED);
}

/* Right after a collection: gives the pages back that lie in the free parts of the heap (GC of TeaVM's runtime). A part's first words tell
 * its size. */
extern void *sfld_otr_GC_currentChunkPointer;
extern int32_t sfld_otr_GC_freeChunks;

static inline void banjo_trim_heap(void)
{
    for (int32_t i = 0; i < sfld_otr_GC_freeChunks; i++) {
        int32_t *part = ((int32_t **)sfld_otr_GC_currentChunkPointer)[i];
        uintptr_t from = ((uintptr_t)part + 8 + 0xFFFF) & ~(uintptr_t)0xFFFF;
        uintptr_t to = (uintptr_t)part + (uint32_t)part[1];
        if (from < to) {
            banjo_forget((void *)from, (int64_t)(to - from));
        }
    }
}

static inline void banjo_prefetch(const void *at)
{
    __builtin_prefetch(at);
}

static inline void banjo_out_of_bounds(void)
{
    static const char message[] = "banjo: error: a table was used beyond its end; please report this\n";
    if (write(2, message, sizeof message - 1) < 0) {
        abort();
    }
    abort();
}

/* The built-in filters: an array that the build writes into banjo_filters.h. */
#include "banjo_filters.h"

static inline void *banjo_builtin_filters(void) { return (void *)banjo_filters; }
static inline int banjo_builtin_filters_length(void) { return (int)sizeof banjo_filters; }

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* @return a number that tells texts from each other: eight bytes a step, the last ones once more where that fills a step. */
static inline int64_t banjo_hash(void *buffer, int length)
{
    const unsigned char *bytes = buffer;
    uint64_t hash = (uint64_t)length, word = 0;
    int at = 0;
    for (; at < length; at += 8) {
        if (length >= 8)
            memcpy(&word, bytes + (at + 8 <= length ? at : length - 8), 8);
        else
            for (int i = 0; i < length; ++i)
                word = word << 8 | bytes[i];
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return (int64_t)hash;
}

/* @return the index of the first such byte, or -1. On x86 32 bytes at a time, which on short lines takes half of memchr's time. */
static inline int banjo_find(void *buffer, int value, int length)
{
    const char *bytes = buffer;
    int at = 0;
#if defined(__SSE2__)
    __m128i wanted = _mm_set1_epi8((char)value);
    for (; at + 32 <= length; at += 32) {
        __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), wanted);
        __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at + 16)), wanted);
        unsigned found = (unsigned)_mm_movemask_epi8(low) | (unsigned)_mm_movemask_epi8(high) << 16;
        if (found != 0)
            return at + __builtin_ctz(found);
    }
    if (at + 16 <= length) {
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), wanted));
        if (found != 0)
            return at + __builtin_ctz((unsigned)found);
        at += 16;
    }
    for (; at < length; at++) {
        if (bytes[at] == (char)value)
            return at;
    }
    return -1;
#else
    const char *found = memchr(bytes, value, (size_t)length);
    return found == NULL ? -1 : (int)(found - bytes);
#endif
}

/*
 * @return the index of the last such byte among those from an index on, or -1. On x86 16 bytes at a time, without a branch on how
 * long the word is, which changes from line to line.
 */
static inline int banjo_find_last(void *buffer, int from, int length, int value)
{
    const char *bytes = buffer;
    int at = length;
#if defined(__SSE2__)
    __m128i wanted = _mm_set1_epi8((char)value);
    for (; at >= 16 && at > from; at -= 16) {
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at - 16)), wanted));
        int before = from - (at - 16);
        found &= ~0u << (before < 0 ? 0 : before);
        if (found != 0)
            return at - 16 + 31 - __builtin_clz(found);
    }
#endif
    while (--at >= from) {
        if (bytes[at] == (char)value)
            return at;
    }
    return -1;
}

#endif
