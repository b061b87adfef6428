// Attention over the paged cache.
//
// A row is the query of one head for one token. Each goes over its sequence, some blocks at a time, with a running
// maximum (Milakov and Gimelshein 2018, arXiv:1805.02867), in the same order alone as beside others.
#pragma once

#include <math.h>
#include <stdint.h>

#include "kv_cache.h"
#include "vectors.h"

constexpr int kRows = 12;                // rows that read the cache together
constexpr int kSpan = 4 * kBlockTokens;  // tokens that share a maximum
constexpr int kColumns = 2 * kLanes;     // of a product that are computed together
static_assert(kRows <= kLanes);

template <int kCount>
using Sums = Floats[kCount][2];

// sums (kCount, kColumns) += factors (kCount, terms) x matrix (terms, kColumns)
//
// Args:
//     terms: a multiple of kPair.
template <typename Format, int kCount>
[[gnu::always_inline]] static inline void accumulate(const typename Format::Factor* factors, int factors_stride,
                                                     const typename Format::Number* matrix, int matrix_stride, int terms,
                                                     Sums<kCount>& sums) {
    constexpr int kPair = Format::kPair;
    Sums<kCount> totals;  // only a local array stays in registers
    for (int r = 0; r < kCount; ++r)
        for (int half = 0; half < 2; ++half) totals[r][half] = sums[r][half];
#pragma clang loop unroll(disable)
    for (int i = 0; i < terms; i += kPair, matrix += static_cast<size_t>(matrix_stride) * kPair) {
        const auto low = Format::load_terms(matrix);
        const auto high = Format::load_terms(matrix + kLanes * kPair);
#pragma clang loop unroll(full)
        for (int r = 0; r < kCount; ++r) {
            const auto factor = Format::repeat(factors + r * factors_stride + i);
            totals[r][0] = Format::multiply_add(factor, low, totals[r][0]);
            totals[r][1] = Format::multiply_add(factor, high, totals[r][1]);
        }
    }
    for (int r = 0; r < kCount; ++r)
        for (int half = 0; half < 2; ++half) sums[r][half] = totals[r][half];
}

namespace {

// Rows of one sequence that go over it together.
template <typename Format, int kCount>
class Attention {
public:
    using Factor = typename Format::Factor;

    Attention(const HeadCache<Format>& cache, const int32_t* table, const Factor* queries, const int* visible, float* out)
        : cache_(cache), table_(table), queries_(queries), visible_(visible), out_(out), dim_(cache.head_dim) {}

    void run() {
        int longest = 0;
        for (int r = 0; r < kCount; ++r) longest = visible_[r] > longest ? visible_[r] : longest;
        store(peaks_, all(-INFINITY));
        for (auto& weight : weights_) weight = _mm512_setzero_ps();
        for (int begin = 0; begin < longest; begin += kSpan) {
            const int tokens = longest - begin < kSpan ? longest - begin : kSpan;
            score(begin, tokens);
            raise_peaks(begin, tokens);
            weigh(tokens);
            add_values(begin, tokens);
        }
        for (int r = 0; r < kCount; ++r) {
            const Floats factor = all(1.0f / _mm512_reduce_add_ps(weights_[r]));
            for (int i = 0; i < dim_; i += kLanes) store(out_ + r * dim_ + i, load(out_ + r * dim_ + i) * factor);
        }
    }

private:
    int block(int position) const { return table_[position / kBlockTokens]; }

    // scores_ = queries x keys
    void score(int begin, int tokens) {
        for (int at = 0; at < tokens; at += kBlockTokens) {
            Sums<kCount> sums = {};
            accumulate<Format, kCount>(queries_, dim_, cache_.keys(block(begin + at)), kBlockTokens, dim_, sums);
            for (int r = 0; r < kCount; ++r)
                for (int half = 0; half < 2; ++half) store(scores_[r] + at + half * kLanes, sums[r][half]);
        }
    }

    // Hides what a row does not see, and finds how much less all earlier probabilities are now.
    void raise_peaks(int begin, int tokens) {
        const Ints lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        const Floats before = load(peaks_);
        for (int r = 0; r < kCount; ++r) {
            const int seen = visible_[r] - begin;
            for (int i = seen > 0 ? seen / kLanes * kLanes : 0; i < tokens; i += kLanes) {
                const __mmask16 is_seen = _mm512_cmplt_epi32_mask(lanes, _mm512_set1_epi32(seen - i));
                store(scores_[r] + i, _mm512_mask_blend_ps(is_seen, all(-INFINITY), load(scores_[r] + i)));
            }
            Floats largest = all(peaks_[r]);
            for (int i = 0; i < tokens; i += kLanes) largest = _mm512_max_ps(largest, load(scores_[r] + i));
            peaks_[r] = _mm512_reduce_max_ps(largest);
        }
        store(fades_, power_of_two(before - load(peaks_)));
    }

    // probabilities_ = 2^(scores_ - peaks_)
    void weigh(int tokens) {
        for (int r = 0; r < kCount; ++r) {
            const Floats peak = all(peaks_[r]);
            Floats sum = weights_[r] * all(fades_[r]);
            for (int i = 0; i < tokens; i += kLanes) {
                const Floats probability = power_of_two(load(scores_[r] + i) - peak);
                store(probabilities_[r] + i, probability);
                sum += probability;
            }
            weights_[r] = sum;
        }
    }

    // out_ = faded out_ + probabilities_ x values
    void add_values(int begin, int tokens) {
        for (int i = 0; i < dim_; i += kColumns) {
            Sums<kCount> sums = {};
            if (begin > 0)
                for (int r = 0; r < kCount; ++r)
                    for (int half = 0; half < 2; ++half) sums[r][half] = load(out_ + r * dim_ + i + half * kLanes) * all(fades_[r]);
            const int paired = tokens / Format::kPair * Format::kPair;
            for (int at = 0; at < paired; at += kBlockTokens) {
                const int count = paired - at < kBlockTokens ? paired - at : kBlockTokens;
                const auto* values = cache_.values(block(begin + at)) + i * Format::kPair;
                accumulate<Format, kCount>(probabilities_[0] + at, kSpan, values, dim_, count, sums);
            }
            if constexpr (Format::kPair > 1)
                if (paired < tokens) add_last(begin, paired, i, sums);
            for (int r = 0; r < kCount; ++r)
                for (int half = 0; half < 2; ++half) store(out_ + r * dim_ + i + half * kLanes, sums[r][half]);
        }
    }

    // The value of a token whose neighbour is not there: what lies in its place may be no number.
    void add_last(int begin, int at, int i, Sums<kCount>& sums) {
        const auto* values = cache_.values(block(begin + at)) + at % kBlockTokens * dim_ + i * Format::kPair;
        for (int half = 0; half < 2; ++half) {
            const auto terms = Format::load_first(values + half * kLanes * Format::kPair);
#pragma clang loop unroll(disable)
            for (int r = 0; r < kCount; ++r)
                sums[r][half] = Format::multiply_add(Format::repeat(probabilities_[r] + at), terms, sums[r][half]);
        }
    }

    const HeadCache<Format>& cache_;
    const int32_t* table_;
    const Factor* queries_;
    const int* visible_;
    float* out_;
    const int dim_;
    alignas(64) float scores_[kCount][kSpan];
    alignas(64) Factor probabilities_[kCount][kSpan];
    alignas(64) float peaks_[kLanes];  // the largest score of each row so far
    alignas(64) float fades_[kLanes];  // 2^(the peak before - the peak now)
    Floats weights_[kCount];  // sums of the probabilities, lane by lane
};

}  // namespace

template <typename Format, int kCount>
static void attend(const HeadCache<Format>& cache, const int32_t* table, const typename Format::Factor* queries,
                   const int* visible, float* out) {
    Attention<Format, kCount>(cache, table, queries, visible, out).run();
}

// Queries (count, head_dim) of 1 to kRows rows of one sequence, scaled by log2(e) / sqrt(head_dim), with `visible` positions
// each become the weighted means of the values, in `out` (count, head_dim).
template <typename Format>
static inline void attend(const HeadCache<Format>& cache, const int32_t* table, const typename Format::Factor* queries,
                          const int* visible, int count, float* out) {
    switch (count) {
        case 1: return attend<Format, 1>(cache, table, queries, visible, out);
        case 2: return attend<Format, 2>(cache, table, queries, visible, out);
        case 3: return attend<Format, 3>(cache, table, queries, visible, out);
        case 4: return attend<Format, 4>(cache, table, queries, visible, out);
        case 5: return attend<Format, 5>(cache, table, queries, visible, out);
        case 6: return attend<Format, 6>(cache, table, queries, visible, out);
        case 7: return attend<Format, 7>(cache, table, queries, visible, out);
        case 8: return attend<Format, 8>(cache, table, queries, visible, out);
        case 9: return attend<Format, 9>(cache, table, queries, visible, out);
        case 10: return attend<Format, 10>(cache, table, queries, visible, out);
        case 11: return attend<Format, 11>(cache, table, queries, visible, out);
        default: return attend<Format, kRows>(cache, table, queries, visible, out);
    }
}

// Rotates pairs (i, i + head_dim / 2) of one head by the angles of its position (Su et al. 2021, arXiv:2104.09864).
template <typename Number>
static inline void rotate(const float* from, const float* cosines, const float* sines, int head_dim, float factor, Number* to) {
    const int half = head_dim / 2;
    for (int i = 0; i < half; i += kLanes) {
        const Floats cosine = load(cosines + i) * all(factor), sine = load(sines + i) * all(factor);
        const Floats first = load(from + i), second = load(from + half + i);
        store(to + i, first * cosine - second * sine);
        store(to + half + i, second * cosine + first * sine);
    }
}
