/* Unpacks what java.util.zip.Deflater has packed without a header (RFC 1951): the program's texts, which banjo.build.StringPool
 * writes. Trusts its input, which is part of the program. */
#ifndef BANJO_INFLATE_H
#define BANJO_INFLATE_H
#include <stdint.h>
#include <string.h>

enum { BANJO_INFLATE_BITS = 15, BANJO_INFLATE_LITERALS = 288, BANJO_INFLATE_DISTANCES = 32, BANJO_INFLATE_END = 256 };

typedef struct { const unsigned char* from; uint32_t held; int count; } BanjoBits;

/* A canonical Huffman code: how many codes of each length there are, and the symbols in the order of their codes. */
typedef struct { uint16_t lengths[BANJO_INFLATE_BITS + 1]; uint16_t symbols[BANJO_INFLATE_LITERALS]; } BanjoCode;

static int banjo_bits(BanjoBits* in, int count) {
    while (in->count < count) {
        in->held |= (uint32_t) *in->from++ << in->count;
        in->count += 8;
    }
    int value = (int) (in->held & ((1u << count) - 1));
    in->held >>= count;
    in->count -= count;
    return value;
}

static void banjo_code(BanjoCode* code, const unsigned char* lengths, int count) {
    uint16_t next[BANJO_INFLATE_BITS + 2] = { 0 };
    memset(code->lengths, 0, sizeof code->lengths);
    for (int i = 0; i < count; ++i) {
        code->lengths[lengths[i]]++;
    }
    code->lengths[0] = 0;
    for (int i = 1; i <= BANJO_INFLATE_BITS; ++i) {
        next[i + 1] = (uint16_t) (next[i] + code->lengths[i]);
    }
    for (int i = 0; i < count; ++i) {
        if (lengths[i] > 0) {
            code->symbols[next[lengths[i]]++] = (uint16_t) i;
        }
    }
}

static int banjo_symbol(BanjoBits* in, const BanjoCode* code) {
    uint32_t held = in->held;
    int count = in->count, value = 0, first = 0, index = 0, length = 0, codes;
    do {
        if (count == 0) {
            held = *in->from++;
            count = 8;
        }
        value = (value - first) << 1 | (int) (held & 1);
        held >>= 1;
        count--;
        codes = code->lengths[++length];
        index += first = codes;
    } while (value >= codes && length < BANJO_INFLATE_BITS);
    in->held = held;
    in->count = count;
    return value < codes ? code->symbols[index - codes + value] : BANJO_INFLATE_END;
}

/* Reads the codes of a block (RFC 1951, 3.2.7). */
static void banjo_codes(BanjoBits* in, BanjoCode* literals, BanjoCode* distances) {
    static const unsigned char order[] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
    unsigned char lengths[BANJO_INFLATE_LITERALS + BANJO_INFLATE_DISTANCES] = { 0 };
    int literal = banjo_bits(in, 5) + 257;
    int distance = banjo_bits(in, 5) + 1;
    int count = banjo_bits(in, 4) + 4;
    for (int i = 0; i < count; ++i) {
        lengths[order[i]] = (unsigned char) banjo_bits(in, 3);
    }
    banjo_code(literals, lengths, sizeof order);
    for (int i = 0; i < literal + distance;) {
        int symbol = banjo_symbol(in, literals);
        int repeat = symbol < 16 ? 1 : symbol == 16 ? 3 + banjo_bits(in, 2) : symbol == 17 ? 3 + banjo_bits(in, 3) : 11 + banjo_bits(in, 7);
        int length = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
        while (repeat-- > 0) {
            lengths[i++] = (unsigned char) length;
        }
    }
    banjo_code(literals, lengths, literal);
    banjo_code(distances, lengths + literal, distance);
}

/* Only blocks with codes of their own, which texts of this length always are. */
static void banjo_inflate(const unsigned char* from, unsigned char* to) {
    BanjoBits in = { from, 0, 0 };
    BanjoCode literals, distances;
    int last;
    do {
        last = banjo_bits(&in, 1);
        banjo_bits(&in, 2);
        banjo_codes(&in, &literals, &distances);
        for (int symbol; (symbol = banjo_symbol(&in, &literals)) != BANJO_INFLATE_END;) {
            if (symbol < BANJO_INFLATE_END) {
                *to++ = (unsigned char) symbol;
                continue;
            }
            /* Lengths come in groups of four, distances in groups of two, that have one more bit each (3.2.5). */
            int group = symbol - 257;
            int extra = group < 8 || group == 28 ? 0 : (group >> 2) - 1;
            int length = group == 28 ? 258 : group < 8 ? group + 3 : ((4 + (group & 3)) << extra) + 3 + banjo_bits(&in, extra);
            group = banjo_symbol(&in, &distances);
            extra = group < 4 ? 0 : (group >> 1) - 1;
            int distance = group < 4 ? group + 1 : ((2 + (group & 1)) << extra) + 1 + banjo_bits(&in, extra);
            for (; length > 0; --length, ++to) {
                *to = to[-distance];
            }
        }
    } while (!last);
}
#endif
