// Attention over a paged cache of half-precision keys and values (Kwon et al. 2023, arXiv:2309.06180).
//
// A row is the query of one head for one token. Each goes over the blocks of its sequence one after the other with a
// running maximum (Milakov and Gimelshein 2018, arXiv:1805.02867), in the same order alone as beside others.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "vectors.h"

constexpr int kBlockTokens = 32;  // tokens of one cache block
constexpr int kRows = 12;         // rows that read the cache together
constexpr int kMaxHeadDim = 256;

// The keys and values of one key-value head in all blocks.
struct HeadCache {
    Half* first;      // of block 0: keys (head_dim, kBlockTokens), then values (kBlockTokens, head_dim)
    size_t stride;    // from block to block
    int head_dim;

    Half* keys(int block) const { return first + stride * block; }
    Half* values(int block) const { return keys(block) + static_cast<size_t>(kBlockTokens) * head_dim; }
};

// sums (kCount, 32) += factors (kCount, terms) x matrix (terms, 32)
template <int kCount>
static inline void accumulate(const float* factors, int factors_stride, const Half* matrix, int matrix_stride, int terms,
                              float* sums, int sums_stride) {
    Floats totals[kCount][2];
    for (int r = 0; r < kCount; ++r)
        for (int half = 0; half < 2; ++half) totals[r][half] = load(sums + r * sums_stride + half * kLanes);
#pragma clang loop unroll(disable)
    for (int i = 0; i < terms; ++i) {
        const Floats low = load(matrix + static_cast<size_t>(i) * matrix_stride);
        const Floats high = load(matrix + static_cast<size_t>(i) * matrix_stride + kLanes);
        for (int r = 0; r < kCount; ++r) {
            const Floats factor = all(factors[r * factors_stride + i]);
            totals[r][0] = multiply_add(factor, low, totals[r][0]);
            totals[r][1] = multiply_add(factor, high, totals[r][1]);
        }
    }
    for (int r = 0; r < kCount; ++r)
        for (int half = 0; half < 2; ++half) store(sums + r * sums_stride + half * kLanes, totals[r][half]);
}

// Rows of one sequence: scaled queries (count, head_dim) with `visible` positions each become the weighted means of the
// values, in `out` (count, head_dim).
template <int kCount>
static void attend(const HeadCache& cache, const int32_t* table, const float* queries, const int* visible, float* out) {
    const int dim = cache.head_dim;
    alignas(64) float scores[kCount * kBlockTokens];
    float peaks[kCount], weights[kCount];
    int longest = 0;
    for (int r = 0; r < kCount; ++r) {
        peaks[r] = -INFINITY;
        weights[r] = 0;
        if (visible[r] > longest) longest = visible[r];
        for (int i = 0; i < dim; i += kLanes) store(out + r * dim + i, _mm512_setzero_ps());
    }
    for (int begin = 0; begin < longest; begin += kBlockTokens) {
        const int block = table[begin / kBlockTokens];
        const int tokens = longest - begin < kBlockTokens ? longest - begin : kBlockTokens;
        for (int i = 0; i < kCount * kBlockTokens; i += kLanes) store(scores + i, _mm512_setzero_ps());
        accumulate<kCount>(queries, dim, cache.keys(block), kBlockTokens, dim, scores, kBlockTokens);
        for (int r = 0; r < kCount; ++r) {
            const int seen = visible[r] - begin;
            const uint32_t mask = seen >= kBlockTokens ? ~0u : seen <= 0 ? 0u : (1u << seen) - 1;
            float* row = scores + r * kBlockTokens;
            Floats low = _mm512_mask_blend_ps(mask & 0xFFFF, all(-INFINITY), load(row));
            Floats high = _mm512_mask_blend_ps(mask >> 16, all(-INFINITY), load(row + kLanes));
            const float peak = fmaxf(peaks[r], _mm512_reduce_max_ps(_mm512_max_ps(low, high)));
            low = exponential(low - all(peak));
            high = exponential(high - all(peak));
            store(row, low);
            store(row + kLanes, high);
            const Floats fade = exponential(all(peaks[r] - peak));
            peaks[r] = peak;
            weights[r] = weights[r] * _mm512_cvtss_f32(fade) + _mm512_reduce_add_ps(low + high);
            for (int i = 0; i < dim; i += kLanes) store(out + r * dim + i, load(out + r * dim + i) * fade);
        }
        for (int i = 0; i < dim; i += 2 * kLanes)
            accumulate<kCount>(scores, kBlockTokens, cache.values(block) + i, dim, tokens, out + i, dim);
    }
    for (int r = 0; r < kCount; ++r)
        for (int i = 0; i < dim; i += kLanes) store(out + r * dim + i, load(out + r * dim + i) / all(weights[r]));
}

// The same for 1 to kRows rows.
static inline void attend(const HeadCache& cache, const int32_t* table, const float* queries, const int* visible, int count,
                          float* out) {
    switch (count) {
        case 1: return attend<1>(cache, table, queries, visible, out);
        case 2: return attend<2>(cache, table, queries, visible, out);
        case 3: return attend<3>(cache, table, queries, visible, out);
        case 4: return attend<4>(cache, table, queries, visible, out);
        case 5: return attend<5>(cache, table, queries, visible, out);
        case 6: return attend<6>(cache, table, queries, visible, out);
        case 7: return attend<7>(cache, table, queries, visible, out);
        case 8: return attend<8>(cache, table, queries, visible, out);
        case 9: return attend<9>(cache, table, queries, visible, out);
        case 10: return attend<10>(cache, table, queries, visible, out);
        case 11: return attend<11>(cache, table, queries, visible, out);
        default: return attend<kRows>(cache, table, queries, visible, out);
    }
}

// Rotates pairs (i, i + head_dim / 2) of one head by the angles of its position (Su et al. 2021, arXiv:2104.09864).
static inline void rotate(const float* from, const float* cosines, const float* sines, int head_dim, float factor, float* to) {
    const int half = head_dim / 2;
    for (int i = 0; i < half; i += kLanes) {
        const Floats cosine = load(cosines + i) * all(factor), sine = load(sines + i) * all(factor);
        const Floats first = load(from + i), second = load(from + half + i);
        store(to + i, first * cosine - second * sine);
        store(to + half + i, second * cosine + first * sine);
    }
}
