#include "CBroadsheetKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define EACH_REGISTER(DO) \
    DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) \
    DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15)

// Sixteen registers of 32 sums hold a whole tile, so that a row's weight is spread once for all.
__attribute__((target("avx512f,avx512bw"))) static int tile_avx512(
    uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, uint64_t *passed) {
    const __m512i lack = _mm512_set1_epi16((short)slack);
    const __m512i share = _mm512_set1_epi16((short)threshold);
#define LOAD(i) __m512i s##i = _mm512_loadu_si512(sums + 32 * i);
    EACH_REGISTER(LOAD)
    for (size_t row = 0; row < count; row++) {
        const __mmask32 *own = (const __mmask32 *)(bits + row_words * rows[row]);
        const __m512i weight = _mm512_set1_epi16((short)weights[row]);
#define ADD(i) s##i = _mm512_mask_add_epi16(s##i, own[i], s##i, weight);
        EACH_REGISTER(ADD)
    }
    __mmask32 masks[16], any = 0;
#define FINISH(i) \
    _mm512_storeu_si512(sums + 32 * i, s##i); \
    masks[i] = _mm512_cmpgt_epu16_mask( \
        _mm512_adds_epu16(s##i, lack), \
        _mm512_mulhi_epu16(_mm512_loadu_si512(norms + 32 * i), share)); \
    any |= masks[i];
    EACH_REGISTER(FINISH)
    memcpy(passed, masks, sizeof masks);
    return any != 0;
}

// Sixteen sums in a register; a bit becomes a lane of ones by comparison.
__attribute__((target("avx2"))) static int tile_avx2(
    uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, uint64_t *passed) {
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
            const uint64_t lot = bits[row_words * rows[row] + word];
            const __m256i weight = _mm256_set1_epi16((short)weights[row]);
            for (size_t i = 0; i < 4; i++) {
                __m256i own = _mm256_and_si256(
                    _mm256_set1_epi16((short)(lot >> (16 * i))), lanes);
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

static int scan_tile(
    int variant, uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, uint64_t *passed) {
    return variant == 2
        ? tile_avx512(
            sums, bits, row_words, rows, weights, count, norms, slack, threshold, passed)
        : tile_avx2(
            sums, bits, row_words, rows, weights, count, norms, slack, threshold, passed);
}

size_t broadsheet_scan_tiles(
    int variant, uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, size_t tile, size_t end, uint64_t *passed) {
    if (tile > 0) memset(sums + (tile - 1) * BROADSHEET_TILE, 0, BROADSHEET_TILE * sizeof *sums);
    for (; tile < end; tile++) {
        uint16_t *to = sums + tile * BROADSHEET_TILE;
        const uint64_t *here = bits + tile * BROADSHEET_TILE_WORDS;
        if (tile + 1 < end)
            for (size_t row = 0; row < count; row++)
                __builtin_prefetch(here + row_words * rows[row] + BROADSHEET_TILE_WORDS);
        if (scan_tile(
                variant, to, here, row_words, rows, weights, count,
                norms + tile * BROADSHEET_TILE, slack, threshold, passed))
            return tile;
        memset(to, 0, BROADSHEET_TILE * sizeof *to);
    }
    return end;
}

void broadsheet_pass_tile(
    int variant, uint16_t *sums, const uint16_t *norms, uint16_t slack, uint16_t threshold,
    uint64_t *passed) {
    scan_tile(variant, sums, NULL, 0, NULL, NULL, 0, norms, slack, threshold, passed);
}

#else

int broadsheet_tile_variant(void) { return 0; }

size_t broadsheet_scan_tiles(
    int variant, uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, size_t tile, size_t end, uint64_t *passed) {
    (void)variant, (void)sums, (void)bits, (void)row_words, (void)rows, (void)weights;
    (void)count, (void)norms, (void)slack, (void)threshold, (void)tile, (void)passed;
    return end;
}

void broadsheet_pass_tile(
    int variant, uint16_t *sums, const uint16_t *norms, uint16_t slack, uint16_t threshold,
    uint64_t *passed) {
    (void)variant, (void)sums, (void)norms, (void)slack, (void)threshold, (void)passed;
}

#endif
