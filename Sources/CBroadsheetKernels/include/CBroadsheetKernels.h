// The two loops of a scan: adding a weight to the sums of a list of documents, and adding rows of
// bits to the sums of all documents. The second is compiled for AVX-512 and for AVX2, chosen when
// the program runs.
#ifndef C_BROADSHEET_KERNELS_H
#define C_BROADSHEET_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// sums[ids[i]] += weight for i < count, modulo 2^16. `sums` has 65,536 values, so that every id is
// inside.
void broadsheet_scatter(uint16_t *sums, const uint16_t *ids, size_t count, uint16_t weight);

// Documents of a tile, and 64-bit words of its bits.
enum { BROADSHEET_TILE = 512, BROADSHEET_TILE_WORDS = 8 };

// Which variant this processor runs: 2 AVX-512 (F and BW), 1 AVX2, 0 neither, and then
// broadsheet_scan_tiles must not be called.
int broadsheet_tile_variant(void);

// Finishes the sums of tiles of 512 documents, one after the other, up to the first in which a
// document passes. Sums of all tiles before that one are set to 0 again, those of the tile before the
// first one too.
//
//   sums      512 sums a tile; the totals of the tile at which it stops
//   rows      bits of all rows
//   starts    for each of `count` rows the word in `rows` at which it begins
//   weights   what each row adds to the documents whose bit is set
//   norms     512 norms a tile
//   slack     what a sum may lack of its true value
//   threshold share of the norm that must be reached, in units of 2^-16
//   tile, end number of the first tile and of the one behind the last
//   passed    512 bits: sum + slack (saturating) > (norm * threshold) >> 16
//
// Returns the tile at which it stopped, or `end`.
size_t broadsheet_scan_tiles(
    uint16_t *sums, const uint64_t *rows, const uint32_t *starts, const uint16_t *weights,
    size_t count, const uint16_t *norms, uint16_t slack, uint16_t threshold, size_t tile,
    size_t end, uint64_t *passed);

// Gives memory that was freed back to the system; 0 where that can't be done.
int broadsheet_trim_heap(void);

#endif
