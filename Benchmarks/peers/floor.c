// floor: what a plain C scan of posting lists takes for the ten nearest documents of one document,
// exactly. It is the bar for one query of ours: the least that anyone would write by hand.
//
//   gcc -O3 -march=native -o floor floor.c -lm
//   floor PREFIX QUERIES PASSES [ROWS]
//
// Reads PREFIX.indptr (int64), PREFIX.indices (int32), PREFIX.data (float32): the rows of a sparse
// matrix of unit vectors; and ROWS or, without it, PREFIX.queries (int64): row numbers, of which the
// first QUERIES are asked. All raw, in this machine's byte order; `write_raw` in matrix.py writes them.
//
// Method: term at a time. For each term of the query its postings (u32 document, f32 weight, 8 bytes)
// are added into one f32 accumulator per document; then one pass over the accumulators keeps the ten
// best. A timed query starts from a row number and ends with ten (row, score) pairs. Making the
// postings is left out.
//
// Prints one JSON line: {"documents","terms","postings","queries","passes","postings_per_query",
// "mean_cpu_ms","p50_ms","p99_ms","checksum"}; mean_cpu_ms is the median over the passes of a pass's
// processor time per query, p50 and p99 are wall times of the pass with that median.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LIMIT = 10, LANES = 16 };

typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));
typedef int32_t Mask __attribute__((vector_size(LANES * sizeof(float))));

typedef struct {
    float score;
    int32_t row;
} Hit;

typedef struct {
    int64_t documents, terms, postings;
    const int64_t *row_start;    // documents + 1: where a row's terms begin
    const int32_t *row_term;     // term of each entry, by row
    const float *row_weight;     // weight of each entry, by row
    uint64_t *list_start;        // terms + 1: where a term's postings begin
    uint32_t *list_document;     // document of each posting, by term
    float *list_weight;          // weight of each posting, by term
    float *accumulators;         // one per document, padded to whole LANES
} Index;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void fail(const char *what, const char *name) {
    fprintf(stderr, "floor: %s %s\n", what, name);
    exit(1);
}

static void *allocate(size_t bytes) {
    void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
    if (!memory) fail("found no memory for", "the index");
    memset(memory, 0, (bytes + 127) / 64 * 64);
    return memory;
}

static void *read_file(const char *name, size_t width, int64_t *count) {
    FILE *file = fopen(name, "rb");
    if (!file) fail("cannot open", name);
    fseek(file, 0, SEEK_END);
    size_t bytes = (size_t)ftell(file);
    rewind(file);
    void *memory = allocate(bytes);
    if (fread(memory, 1, bytes, file) != bytes) fail("cannot read", name);
    fclose(file);
    *count = (int64_t)(bytes / width);
    return memory;
}

static void *read_part(const char *prefix, const char *suffix, size_t width, int64_t *count) {
    char name[4096];
    snprintf(name, sizeof name, "%s.%s", prefix, suffix);
    return read_file(name, width, count);
}

static Index make_index(const char *prefix) {
    Index index = {0};
    int64_t count;
    index.row_start = read_part(prefix, "indptr", sizeof(int64_t), &count);
    index.documents = count - 1;
    index.row_term = read_part(prefix, "indices", sizeof(int32_t), &index.postings);
    index.row_weight = read_part(prefix, "data", sizeof(float), &count);
    if (count != index.postings || index.documents < 1) fail("sizes do not fit in", prefix);
    for (int64_t k = 0; k < index.postings; k++)
        if (index.row_term[k] >= index.terms) index.terms = index.row_term[k] + 1;

    index.list_start = allocate((size_t)(index.terms + 1) * sizeof(uint64_t));
    for (int64_t k = 0; k < index.postings; k++) index.list_start[index.row_term[k] + 1]++;
    for (int64_t t = 0; t < index.terms; t++) index.list_start[t + 1] += index.list_start[t];
    uint64_t *next = allocate((size_t)(index.terms + 1) * sizeof(uint64_t));
    memcpy(next, index.list_start, (size_t)index.terms * sizeof(uint64_t));
    index.list_document = allocate((size_t)index.postings * sizeof(uint32_t));
    index.list_weight = allocate((size_t)index.postings * sizeof(float));
    for (int64_t row = 0; row < index.documents; row++)
        for (int64_t k = index.row_start[row]; k < index.row_start[row + 1]; k++) {
            uint64_t place = next[index.row_term[k]]++;
            index.list_document[place] = (uint32_t)row;
            index.list_weight[place] = index.row_weight[k];
        }
    free(next);
    index.accumulators = allocate((size_t)(index.documents + LANES) * sizeof(float));
    return index;
}

static void keep(Hit *best, float score, int32_t row) {
    int place = LIMIT - 1;
    for (; place > 0 && best[place - 1].score < score; place--) best[place] = best[place - 1];
    best[place] = (Hit){score, row};
}

// Portable: vectors as gcc and clang have them on every processor. Only a group of LANES that holds a
// better score is looked at one by one. The same in AVX-512 intrinsics takes about a tenth off a whole
// query on 20 Newsgroups (medians 0.072 and 0.079 ms), a plain loop adds a tenth.
static void select_best(const float *scores, int64_t count, int64_t self, Hit *best) {
    for (int64_t base = 0; base < count; base += LANES) {
        Mask better = *(const Vector *)(scores + base) > best[LIMIT - 1].score;
        int64_t halves[LANES / 2], any = 0;
        memcpy(halves, &better, sizeof halves);
        for (int half = 0; half < LANES / 2; half++) any |= halves[half];
        if (!any) continue;
        for (int64_t row = base; row < base + LANES; row++)
            if (scores[row] > best[LIMIT - 1].score && row != self)
                keep(best, scores[row], (int32_t)row);
    }
}

static void nearest(Index *index, int64_t row, Hit *best) {
    float *restrict scores = index->accumulators;
    memset(scores, 0, (size_t)index->documents * sizeof(float));
    for (int64_t k = index->row_start[row]; k < index->row_start[row + 1]; k++) {
        int32_t term = index->row_term[k];
        float weight = index->row_weight[k];
        for (uint64_t p = index->list_start[term]; p < index->list_start[term + 1]; p++)
            scores[index->list_document[p]] += weight * index->list_weight[p];
    }
    for (int place = 0; place < LIMIT; place++) best[place] = (Hit){0, -1};
    select_best(scores, index->documents, row, best);
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

typedef struct {
    double cpu, p50, p99;
} Pass;

static int by_cpu(const void *left, const void *right) {
    return ascending(&((const Pass *)left)->cpu, &((const Pass *)right)->cpu);
}

static Pass run_pass(Index *index, const int64_t *queries, int64_t count, double *walls, double *checksum) {
    double started = seconds(CLOCK_PROCESS_CPUTIME_ID);
    *checksum = 0;
    for (int64_t i = 0; i < count; i++) {
        Hit best[LIMIT];
        double before = seconds(CLOCK_MONOTONIC);
        nearest(index, queries[i], best);
        walls[i] = seconds(CLOCK_MONOTONIC) - before;
        for (int place = 0; place < LIMIT; place++) *checksum += best[place].score;
    }
    Pass pass = {.cpu = (seconds(CLOCK_PROCESS_CPUTIME_ID) - started) / (double)count};
    qsort(walls, (size_t)count, sizeof(double), ascending);
    pass.p50 = walls[count / 2];
    pass.p99 = walls[count * 99 / 100];
    return pass;
}

int main(int argc, char **argv) {
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: floor PREFIX QUERIES PASSES [ROWS]\n");
        return 2;
    }
    Index index = make_index(argv[1]);
    int64_t available, count = atoll(argv[2]), passes = atoll(argv[3]);
    int64_t *queries = argc == 5 ? read_file(argv[4], sizeof(int64_t), &available)
                                 : read_part(argv[1], "queries", sizeof(int64_t), &available);
    if (count > available) count = available;
    if (count < 1 || passes < 1) fail("found nothing to ask in", argv[1]);

    uint64_t touched = 0;
    for (int64_t i = 0; i < count; i++) {
        if (queries[i] < 0 || queries[i] >= index.documents) fail("a query is no row of", argv[1]);
        for (int64_t k = index.row_start[queries[i]]; k < index.row_start[queries[i] + 1]; k++)
            touched += index.list_start[index.row_term[k] + 1] - index.list_start[index.row_term[k]];
    }
    double *walls = allocate((size_t)count * sizeof(double)), checksum = 0;
    Pass *results = allocate((size_t)passes * sizeof(Pass));
    for (int64_t i = 0; i < passes; i++)
        results[i] = run_pass(&index, queries, count, walls, &checksum);
    qsort(results, (size_t)passes, sizeof(Pass), by_cpu);
    Pass middle = results[passes / 2];
    printf(
        "{\"documents\":%lld,\"terms\":%lld,\"postings\":%lld,\"queries\":%lld,\"passes\":%lld,"
        "\"postings_per_query\":%.0f,\"mean_cpu_ms\":%.4f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,"
        "\"checksum\":%.6f}\n",
        (long long)index.documents, (long long)index.terms, (long long)index.postings,
        (long long)count, (long long)passes, (double)touched / (double)count, middle.cpu * 1e3,
        middle.p50 * 1e3, middle.p99 * 1e3, checksum);
    return 0;
}
