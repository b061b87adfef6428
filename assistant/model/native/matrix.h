// Products of 8-bit weights and 8-bit activations, both quantised in groups of 64 along the inner dimension.
//
// A product of two groups is a whole number, so it is exact in any order; the groups of an output are then added as
// floats one after the other. What a token gets is therefore the same bit by bit in any company.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "vectors.h"

constexpr int kGroup = 64;  // inner columns that share a scale
constexpr int kPanel = 32;  // outputs that are computed together
constexpr int kTile = 8;    // tokens that are computed together at most

// The weights of one panel and one group: (weight + 128) of four neighbouring columns, output by output.
struct Block {
    Half scales[kPanel];
    uint8_t values[kGroup / 4][kPanel][4];
};
static_assert(sizeof(Block) == 2112);

// (rows, columns) weights and, where the model has one, a bias.
struct Matrix {
    const Block* blocks;  // (rows / kPanel rounded up, columns / kGroup)
    const float* bias;    // (rows,) or null
    int rows;
    int columns;

    int panels() const { return (rows + kPanel - 1) / kPanel; }
    int groups() const { return columns / kGroup; }
    const Block* panel(int index) const { return blocks + static_cast<size_t>(index) * groups(); }
};

// Quantised rows, one a token.
struct Activations {
    int8_t* values;        // (tokens, columns)
    float* scales;         // (tokens, columns / kGroup)
    int32_t* corrections;  // the same: what the 128 in the weights has added, negated
    int columns;

    int groups() const { return columns / kGroup; }
};

using Four [[gnu::may_alias]] = int32_t;  // four neighbouring activations

// sum[lane] += weights[lane][0..3] . four[0..3] for two sums of the same token. It is written out, since compilers spill the
// sums. Weights that come from memory leave time to read `four` twice; for those in a cache one load is 8 % faster.
template <bool kCached>
static inline void add_products(Ints& low_sum, Ints& high_sum, Ints low, Ints high, const Four& four) {
    if constexpr (kCached) {
        Ints fours;
        asm("vpbroadcastd %1, %0" : "=v"(fours) : "m"(four));
        asm("vpdpbusd %2, %1, %0" : "+v"(low_sum) : "v"(low), "v"(fours));
        asm("vpdpbusd %2, %1, %0" : "+v"(high_sum) : "v"(high), "v"(fours));
    } else {
        asm("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(low_sum) : "v"(low), "m"(four));
        asm("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(high_sum) : "v"(high), "m"(four));
    }
}

// A group with something that is no number in it gets a scale that is none, so that it shows in the end.
static inline void quantise_group(const float* from, Activations& to, size_t token, int group) {
    const Floats x[4] = {load(from), load(from + 16), load(from + 32), load(from + 48)};
    Floats largest = _mm512_setzero_ps();
    for (const Floats& part : x) largest = _mm512_max_ps(largest, _mm512_abs_ps(part));
    const float peak = _mm512_reduce_max_ps(largest);
    const Floats factor = all(peak > 1e-30f ? 127.0f / peak : 0.0f);
    const Floats total = (x[0] + x[1]) + (x[2] + x[3]);
    const bool is_number = _mm512_cmp_ps_mask(total, total, _CMP_UNORD_Q) == 0;
    Ints sum = _mm512_setzero_si512();
    int8_t* values = to.values + token * to.columns + group * kGroup;
    for (int part = 0; part < 4; ++part) {
        const Ints q = _mm512_cvtps_epi32(x[part] * factor);
        sum = _mm512_add_epi32(sum, q);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(values + 16 * part), _mm512_cvtsepi32_epi8(q));
    }
    to.scales[token * to.groups() + group] = is_number ? peak / 127.0f : NAN;
    to.corrections[token * to.groups() + group] = -128 * _mm512_reduce_add_epi32(sum);
}

static inline void quantise_row(const float* from, Activations& to, size_t token) {
    for (int group = 0; group < to.groups(); ++group) quantise_group(from + group * kGroup, to, token, group);
}

// Asks for the weights that come next; the machine's own guess is later.
static inline void prefetch(const void* weights) {
    constexpr int kBytesAhead = 4096;
    _mm_prefetch(static_cast<const char*>(weights) + kBytesAhead, _MM_HINT_T0);
}

// Asks for what a product will be written to: of a long prompt it lies beyond the nearer caches.
static inline void prefetch_to_write(const float* row) { __builtin_prefetch(row, 1); }

// out (kTokens, kPanel) = the weights of one panel times kTokens rows of x, from `token` on.
template <int kTokens, bool kCached>
static inline void multiply_tile(const Block* panel, const Activations& x, size_t token, float* out) {
    constexpr int kChains = kTokens == 1 ? 4 : kTokens <= 3 ? 2 : 1;  // independent sums: an instruction takes five cycles
    const int groups = x.groups();
    const int8_t* values = x.values + token * x.columns;
    const float* scales = x.scales + token * groups;
    const int32_t* corrections = x.corrections + token * groups;
    Floats totals[kTokens][2];
    for (auto& total : totals) total[0] = total[1] = _mm512_setzero_ps();
    for (int g = 0; g < groups; ++g, values += kGroup) {
        const Block& block = panel[g];
        Ints sums[kTokens][2][kChains];
        for (int t = 0; t < kTokens; ++t)
            for (int half = 0; half < 2; ++half) {
                sums[t][half][0] = _mm512_set1_epi32(corrections[t * groups + g]);
                for (int chain = 1; chain < kChains; ++chain) sums[t][half][chain] = _mm512_setzero_si512();
            }
#pragma clang loop unroll(full)
        for (int k = 0; k < kGroup / 4; ++k) {
            prefetch(block.values[k]);
            prefetch(block.values[k][kLanes]);
            const Ints low = _mm512_loadu_si512(block.values[k]);
            const Ints high = _mm512_loadu_si512(block.values[k][kLanes]);
#pragma clang loop unroll(full)
            for (int t = 0; t < kTokens; ++t) {
                const auto* four = reinterpret_cast<const Four*>(values + static_cast<size_t>(t) * x.columns + 4 * k);
                add_products<kCached>(sums[t][0][k % kChains], sums[t][1][k % kChains], low, high, *four);
            }
        }
        const Floats weight_scales[2] = {load(block.scales), load(block.scales + kLanes)};
        for (int t = 0; t < kTokens; ++t)
            for (int half = 0; half < 2; ++half) {
                Ints sum = sums[t][half][0];
                for (int chain = 1; chain < kChains; ++chain) sum = _mm512_add_epi32(sum, sums[t][half][chain]);
                const Floats scale = weight_scales[half] * all(scales[t * groups + g]);
                totals[t][half] = multiply_add(_mm512_cvtepi32_ps(sum), scale, totals[t][half]);
            }
    }
    for (int t = 0; t < kTokens; ++t)
        for (int half = 0; half < 2; ++half) store(out + t * kPanel + half * kLanes, totals[t][half]);
}

// How many of the tokens that are left to compute together: with six, all sums stay in registers; eight at the end are
// still better than six and two.
static inline int next_tile(int left) { return left > kTile ? 6 : left; }

// The same for 1 to kTile tokens.
//
// Args:
//     cached: these weights were just multiplied with other tokens.
static inline void multiply_tile(const Block* panel, const Activations& x, size_t token, int tokens, bool cached, float* out) {
    switch (tokens) {
        case 1: return multiply_tile<1, false>(panel, x, token, out);
        case 2: return multiply_tile<2, false>(panel, x, token, out);
        case 3: return multiply_tile<3, false>(panel, x, token, out);
        case 4: return multiply_tile<4, false>(panel, x, token, out);
        case 5: return multiply_tile<5, false>(panel, x, token, out);
        case 6: return cached ? multiply_tile<6, true>(panel, x, token, out) : multiply_tile<6, false>(panel, x, token, out);
        case 7: return multiply_tile<7, false>(panel, x, token, out);
        default: return multiply_tile<kTile, false>(panel, x, token, out);
    }
}
