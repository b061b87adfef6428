// The paged cache of keys and values (Kwon et al. 2023, arXiv:2309.06180), in one of two formats.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vectors.h"

constexpr int kBlockTokens = 32;  // tokens of one block
constexpr int kMaxHeadDim = 256;

// Half precision, multiplied as float32: for every processor.
struct HalfFormat {
    static constexpr int kPair = 1;  // neighbouring terms of a sum that are multiplied at once
    using Number = Half;             // a key or value
    using Factor = float;            // what they are multiplied with
    using Terms = Floats;            // kLanes times kPair of both

    static Terms load_terms(const Number* from) { return load(from); }
    static Terms repeat(const Factor* factor) { return all(*factor); }
    static Floats multiply_add(Terms factor, Terms terms, Floats sum) { return ::multiply_add(factor, terms, sum); }
    static void store_value(Number* to, int, Floats x) { store(to, x); }
};

// bfloat16, multiplied in pairs and added up in float32: twice as many at once, where the processor has AVX512_BF16.
struct BFloat16Format {
    static constexpr int kPair = 2;
    using Number = BFloat16;
    using Factor = BFloat16;
    using Terms = Ints;

    static Terms load_terms(const Number* from) { return _mm512_loadu_si512(from); }

    // The first of every pair, and 0 for the second, which was perhaps never written.
    static Terms load_first(const Number* from) { return _mm512_maskz_loadu_epi16(0x55555555, from); }

    static Terms repeat(const Factor* factor) {
        using TwoFactors [[gnu::may_alias]] = uint32_t;
        Terms factors;
        asm("vpbroadcastd %1, %0" : "=v"(factors) : "m"(*reinterpret_cast<const TwoFactors*>(factor)));
        return factors;
    }
    static Floats multiply_add(Terms factor, Terms terms, Floats sum) { return multiply_add_pairs(factor, terms, sum); }

    // Every second number; what lies between belongs to another token, which another thread may write meanwhile.
    static void store_value(Number* to, int place, Floats x) {
        const Ints numbers = _mm512_cvtepu16_epi32(to_bfloat16(x));
        if (place == 0) _mm512_mask_storeu_epi16(to, 0x55555555, numbers);
        else _mm512_mask_storeu_epi16(to, 0xAAAAAAAA, _mm512_slli_epi32(numbers, 16));
    }
};

// The keys and values of one key-value head in all blocks.
template <typename Format>
struct HeadCache {
    using Number = typename Format::Number;
    static constexpr int kPair = Format::kPair;

    Number* first;  // of block 0: keys (head_dim / kPair, kBlockTokens, kPair), then values (kBlockTokens / kPair, head_dim, kPair)
    size_t stride;  // from block to block
    int head_dim;

    Number* keys(int block) const { return first + stride * block; }
    Number* values(int block) const { return keys(block) + static_cast<size_t>(kBlockTokens) * head_dim; }

    // Writes the keys (tokens, head_dim) of neighbouring tokens of one block.
    void write_keys(int block, int slot, int tokens, const Number* from) const {
        for (int i = 0; i < head_dim; i += kPair)
            for (int t = 0; t < tokens; ++t)
                memcpy(keys(block) + i * kBlockTokens + (slot + t) * kPair, from + t * head_dim + i, sizeof(Number) * kPair);
    }

    // Writes the value (head_dim,) of one token.
    void write_value(int block, int slot, const float* from) const {
        Number* to = values(block) + slot / kPair * kPair * head_dim;
        for (int i = 0; i < head_dim; i += kLanes) Format::store_value(to + i * kPair, slot % kPair, load(from + i));
    }
};
