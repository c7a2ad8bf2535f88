// The loops of a search: adding the posting lists of a query to the sums of documents, adding rows
// of bits to them while looking which are large enough, and scoring one document exactly. The second
// is compiled for AVX-512 and for AVX2, chosen when the program runs.
#ifndef C_BROADSHEET_KERNELS_H
#define C_BROADSHEET_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// How far sums are from their true values.
typedef struct {
    double lack;            // what a sum may lack
    double excess;          // what a sum may have too much
    int64_t hides_matches;  // whether a weight was rounded down to 0
} broadsheet_sum_error;

// Adds the lists of some terms to the sums of a segment's documents, modulo 2^16: to each document
// factor * unit * scaled count, rounded but to at least 1, and rounded down once that has added
// 4,095; values of 65,535 and more become 65,535.
//
//   sums          65,536 sums, one for every number that a list can hold
//   stream        the lists, in the form of Swift's PostingStream
//   starts, ends  for each term where its lists begin and end
//   factors       one for each term
//   table         the scaled counts 0 to 255; larger ones are 1 + ln count or the count itself
//   rows, weights gets the numbers of the rows of bits met, and what to add for their bits;
//                 room for `capacity`
//   error         is added to
//
// Returns the number of rows met; those beyond `capacity` are not noted.
size_t broadsheet_add_lists(
    uint16_t *sums, const uint16_t *stream, const uint32_t *starts, const uint32_t *ends,
    const double *factors, size_t terms, double unit, const double *table, int is_logarithmic,
    uint32_t *rows, uint16_t *weights, size_t capacity, broadsheet_sum_error *error);

// The sum of weights[terms[i]] * table[counts[i]] over those i < count for whose term the filter of
// 512 words has the bit (term mod 32,768) set, in four sums that are added in pairs.
double broadsheet_product(
    const uint32_t *terms, const uint8_t *counts, size_t count, const double *weights,
    const uint64_t *filter, const double *table);

// Documents of a tile, and 64-bit words of its bits.
enum { BROADSHEET_TILE = 512, BROADSHEET_TILE_WORDS = 8 };

// The best variant that this processor runs: 2 AVX-512 (F and BW), 1 AVX2, 0 neither, and then the
// functions below must not be called.
int broadsheet_tile_variant(void);

// Finishes the sums of tiles of 512 documents, one after the other, up to the first in which a
// document passes. Sums of all tiles before that one are set to 0 again, those of the tile before the
// first one too.
//
//   variant   1 or 2, at most what the processor runs
//   sums      512 sums a tile; the totals of the tile at which it stops
//   bits      the rows of bits, `row_words` words each
//   rows      the numbers of the `count` rows to add
//   weights   what each adds to the documents whose bit is set
//   norms     512 norms a tile
//   slack     what a sum may lack of its true value
//   threshold share of the norm that must be reached, in units of 2^-16
//   tile, end number of the first tile and of the one behind the last
//   passed    512 bits: sum + slack (saturating) > (norm * threshold) >> 16
//
// Returns the tile at which it stopped, or `end`.
size_t broadsheet_scan_tiles(
    int variant, uint16_t *sums, const uint64_t *bits, size_t row_words, const uint32_t *rows,
    const uint16_t *weights, size_t count, const uint16_t *norms, uint16_t slack,
    uint16_t threshold, size_t tile, size_t end, uint64_t *passed);

// Marks the documents of one tile that pass, whose sums are finished.
void broadsheet_pass_tile(
    int variant, uint16_t *sums, const uint16_t *norms, uint16_t slack, uint16_t threshold,
    uint64_t *passed);

// Has the cache lines of `bytes` bytes brought near; changes nothing and reads nothing.
void broadsheet_prefetch(const void *from, size_t bytes);

// Gives memory that was freed back to the system; 0 where that can't be done.
int broadsheet_trim_heap(void);

#endif
