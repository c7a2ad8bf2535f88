#include "CBroadsheetKernels.h"

#include <string.h>

void broadsheet_scatter(uint16_t *sums, const uint16_t *ids, size_t count, uint16_t weight) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        sums[ids[i]] += weight;
        sums[ids[i + 1]] += weight;
        sums[ids[i + 2]] += weight;
        sums[ids[i + 3]] += weight;
    }
    for (; i < count; i++) sums[ids[i]] += weight;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Four registers of 32 sums at a time: a row's weight is broadcast once for 128 documents.
__attribute__((target("avx512f,avx512bw"))) static int tile_avx512(
    uint16_t *sums, const uint64_t *rows, const uint32_t *starts, const uint16_t *weights,
    size_t count, const uint16_t *norms, uint16_t slack, uint16_t threshold, uint64_t *passed) {
    const __m512i lack = _mm512_set1_epi16((short)slack);
    const __m512i share = _mm512_set1_epi16((short)threshold);
    uint64_t any = 0;
    for (size_t part = 0; part < 4; part++) {
        uint16_t *to = sums + 128 * part;
        __m512i a = _mm512_loadu_si512(to), b = _mm512_loadu_si512(to + 32);
        __m512i c = _mm512_loadu_si512(to + 64), d = _mm512_loadu_si512(to + 96);
        for (size_t row = 0; row < count; row++) {
            const uint64_t *bits = rows + starts[row] + 2 * part;
            const __m512i weight = _mm512_set1_epi16((short)weights[row]);
            a = _mm512_mask_add_epi16(a, (__mmask32)bits[0], a, weight);
            b = _mm512_mask_add_epi16(b, (__mmask32)(bits[0] >> 32), b, weight);
            c = _mm512_mask_add_epi16(c, (__mmask32)bits[1], c, weight);
            d = _mm512_mask_add_epi16(d, (__mmask32)(bits[1] >> 32), d, weight);
        }
        _mm512_storeu_si512(to, a);
        _mm512_storeu_si512(to + 32, b);
        _mm512_storeu_si512(to + 64, c);
        _mm512_storeu_si512(to + 96, d);
        const __m512i sums4[4] = {a, b, c, d};
        uint64_t masks[4];
        for (size_t i = 0; i < 4; i++) {
            __m512i norm = _mm512_loadu_si512(norms + 128 * part + 32 * i);
            masks[i] = _mm512_cmpgt_epu16_mask(
                _mm512_adds_epu16(sums4[i], lack), _mm512_mulhi_epu16(norm, share));
        }
        passed[2 * part] = masks[0] | masks[1] << 32;
        passed[2 * part + 1] = masks[2] | masks[3] << 32;
        any |= passed[2 * part] | passed[2 * part + 1];
    }
    return any != 0;
}

// Sixteen sums in a register; a bit becomes a lane of ones by comparison.
__attribute__((target("avx2"))) static int tile_avx2(
    uint16_t *sums, const uint64_t *rows, const uint32_t *starts, const uint16_t *weights,
    size_t count, const uint16_t *norms, uint16_t slack, uint16_t threshold, uint64_t *passed) {
    const __m256i lanes = _mm256_set_epi16(
        (short)0x8000, 0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10,
        8, 4, 2, 1);
    const __m256i lack = _mm256_set1_epi16((short)slack);
    const __m256i share = _mm256_set1_epi16((short)threshold);
    uint64_t any = 0;
    for (size_t word = 0; word < BROADSHEET_TILE_WORDS; word++) {
        uint16_t *to = sums + 64 * word;
        __m256i total[4];
        for (size_t i = 0; i < 4; i++)
            total[i] = _mm256_loadu_si256((const __m256i *)(to + 16 * i));
        for (size_t row = 0; row < count; row++) {
            const uint64_t bits = rows[starts[row] + word];
            const __m256i weight = _mm256_set1_epi16((short)weights[row]);
            for (size_t i = 0; i < 4; i++) {
                __m256i own = _mm256_and_si256(
                    _mm256_set1_epi16((short)(bits >> (16 * i))), lanes);
                own = _mm256_and_si256(_mm256_cmpeq_epi16(own, lanes), weight);
                total[i] = _mm256_add_epi16(total[i], own);
            }
        }
        uint64_t mask = 0;
        for (size_t i = 0; i < 4; i++) {
            _mm256_storeu_si256((__m256i *)(to + 16 * i), total[i]);
            __m256i norm = _mm256_loadu_si256((const __m256i *)(norms + 64 * word + 16 * i));
            __m256i need = _mm256_mulhi_epu16(norm, share);
            __m256i have = _mm256_adds_epu16(total[i], lack);
            // have > need, unsigned: the saturated difference is not zero.
            __m256i over = _mm256_subs_epu16(have, need);
            __m256i none = _mm256_cmpeq_epi16(over, _mm256_setzero_si256());
            __m256i bytes = _mm256_packs_epi16(none, _mm256_setzero_si256());
            uint32_t bits = (uint32_t)_mm256_movemask_epi8(bytes);
            uint64_t sixteen = (bits & 0xFF) | (bits >> 8 & 0xFF00);
            mask |= (~sixteen & 0xFFFF) << (16 * i);
        }
        passed[word] = mask;
        any |= mask;
    }
    return any != 0;
}

int broadsheet_tile_variant(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) return 2;
    return __builtin_cpu_supports("avx2") ? 1 : 0;
}

size_t broadsheet_scan_tiles(
    uint16_t *sums, const uint64_t *rows, const uint32_t *starts, const uint16_t *weights,
    size_t count, const uint16_t *norms, uint16_t slack, uint16_t threshold, size_t tile,
    size_t end, uint64_t *passed) {
    const int wide = broadsheet_tile_variant() == 2;
    if (tile > 0) memset(sums + (tile - 1) * BROADSHEET_TILE, 0, BROADSHEET_TILE * sizeof *sums);
    for (; tile < end; tile++) {
        uint16_t *to = sums + tile * BROADSHEET_TILE;
        const uint64_t *bits = rows + tile * BROADSHEET_TILE_WORDS;
        const uint16_t *own = norms + tile * BROADSHEET_TILE;
        int any = wide
            ? tile_avx512(to, bits, starts, weights, count, own, slack, threshold, passed)
            : tile_avx2(to, bits, starts, weights, count, own, slack, threshold, passed);
        if (any) return tile;
        memset(to, 0, BROADSHEET_TILE * sizeof *to);
    }
    return end;
}

#else

int broadsheet_tile_variant(void) { return 0; }

size_t broadsheet_scan_tiles(
    uint16_t *sums, const uint64_t *rows, const uint32_t *starts, const uint16_t *weights,
    size_t count, const uint16_t *norms, uint16_t slack, uint16_t threshold, size_t tile,
    size_t end, uint64_t *passed) {
    (void)sums, (void)rows, (void)starts, (void)weights, (void)count, (void)norms, (void)slack;
    (void)threshold, (void)tile, (void)passed;
    return end;
}

#endif
