#include "CBroadsheetKernels.h"

#include <math.h>

// The same sums on every processor, and the same as in Swift.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

enum {
    ROW_FLAG = 0x8000,   // head of a list that is a row of bits
    WIDE_HEAD = 0x7FFF,  // head of a list of triples
    LINE = 32,           // values of a cache line
    AHEAD = 6,           // terms whose lists are fetched before their turn
    AHEAD_LINES = 8,     // lines fetched of each; the processor follows longer ones by itself
    HEADROOM = 4096,     // a sum may exceed its true value by less than this
    FILTER_WORDS = 512,  // words of the filter of weights
    PRODUCT_PART = 512   // entries of a document looked at before any is multiplied
};

INLINE double scaled(uint32_t count, const double *table, int is_logarithmic) {
    if (count < 256) return table[count];
    return is_logarithmic ? 1 + log((double)count) : (double)count;
}

// What the counts of one term lack and have too much by rounding, at most.
typedef struct {
    double lack, excess;
} Rounding;

INLINE uint16_t rounded(double value, broadsheet_sum_error *error, Rounding *term) {
    if (!(value < 65535)) return 65535;
    int32_t whole;
    if (error->excess < HEADROOM - 1) {
        whole = (int32_t)(value + 0.5);
        if (whole == 0) whole = 1;
    } else {
        whole = (int32_t)value;
        if (whole == 0) error->hides_matches = 1;
    }
    const double lack = value - whole;
    if (lack > term->lack) term->lack = lack;
    if (-lack > term->excess) term->excess = -lack;
    return (uint16_t)whole;
}

INLINE void scatter(uint16_t *sums, const uint16_t *ids, size_t count, uint16_t weight) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        sums[ids[i]] += weight;
        sums[ids[i + 1]] += weight;
        sums[ids[i + 2]] += weight;
        sums[ids[i + 3]] += weight;
    }
    for (; i < count; i++) sums[ids[i]] += weight;
}

INLINE void fetch(const uint16_t *from, const uint16_t *end) {
    for (int line = 0; line < AHEAD_LINES && from < end; line++, from += LINE)
        __builtin_prefetch(from);
}

// Adds the documents whose counts stand beside them, equal counts together; returns the place behind.
INLINE const uint16_t *add_mixed(
    uint16_t *sums, const uint16_t *place, size_t size, size_t width, double factor,
    const double *table, int is_logarithmic, broadsheet_sum_error *error, Rounding *term) {
    uint32_t last = 0;
    uint16_t weight = 0;
    for (size_t i = 0; i < size; i++, place += width) {
        uint32_t count = place[1];
        if (width == 3) count |= (uint32_t)place[2] << 16;
        if (count != last) {
            weight = rounded(factor * scaled(count, table, is_logarithmic), error, term);
            last = count;
        }
        sums[place[0]] += weight;
    }
    return place;
}

size_t broadsheet_add_lists(
    uint16_t *sums, const uint16_t *stream, const uint32_t *starts, const uint32_t *ends,
    const double *factors, size_t terms, double unit, const double *table, int is_logarithmic,
    uint32_t *rows, uint16_t *weights, size_t capacity, broadsheet_sum_error *error) {
    size_t selected = 0;
    for (size_t term = 0; term < terms && term < AHEAD; term++)
        fetch(stream + starts[term], stream + ends[term]);
    for (size_t term = 0; term < terms; term++) {
        if (term + AHEAD < terms)
            fetch(stream + starts[term + AHEAD], stream + ends[term + AHEAD]);
        const double factor = factors[term] * unit;
        const uint16_t *place = stream + starts[term], *end = stream + ends[term];
        Rounding own = {0, 0};
        while (place < end) {
            const uint32_t head = place[0], size = place[1];
            place += 2;
            if (head == 0 || head == WIDE_HEAD) {
                place = add_mixed(
                    sums, place, size, head ? 3 : 2, factor, table, is_logarithmic, error, &own);
                continue;
            }
            const uint32_t count = head & ~(uint32_t)ROW_FLAG;
            const uint16_t weight =
                rounded(factor * scaled(count, table, is_logarithmic), error, &own);
            if (head & ROW_FLAG) {
                if (selected < capacity) {
                    rows[selected] = size;
                    weights[selected] = weight;
                }
                selected++;
            } else {
                scatter(sums, place, size, weight);
                place += size;
            }
        }
        error->lack += own.lack;
        error->excess += own.excess;
    }
    return selected;
}

void broadsheet_prefetch(const void *from, size_t bytes) {
    const char *start = from;
    for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(start + i);
    if (bytes > 0) __builtin_prefetch(start + bytes - 1);
}

double broadsheet_product(
    const uint32_t *terms, const uint8_t *counts, size_t count, const double *weights,
    const uint64_t *filter, const double *table) {
    double a = 0, b = 0, c = 0, d = 0;
    while (count > 0) {
        // Where the terms stand that may have a weight, found without a branch.
        uint16_t found[PRODUCT_PART];
        const size_t part = count < PRODUCT_PART ? count : PRODUCT_PART;
        size_t size = 0;
        for (size_t i = 0; i < part; i++) {
            const uint32_t term = terms[i];
            found[size] = (uint16_t)i;
            size += filter[term >> 6 & (FILTER_WORDS - 1)] >> (term & 63) & 1;
        }
        size_t i = 0;
        for (; i + 4 <= size; i += 4) {
            a += weights[terms[found[i]]] * table[counts[found[i]]];
            b += weights[terms[found[i + 1]]] * table[counts[found[i + 1]]];
            c += weights[terms[found[i + 2]]] * table[counts[found[i + 2]]];
            d += weights[terms[found[i + 3]]] * table[counts[found[i + 3]]];
        }
        for (; i < size; i++) a += weights[terms[found[i]]] * table[counts[found[i]]];
        terms += part;
        counts += part;
        count -= part;
    }
    return (a + b) + (c + d);
}
