// What the kernels compute with: 16 floats or 16 whole numbers at a time (AVX-512 with VNNI).
#pragma once

#include <stdint.h>

#include <immintrin.h>

using Floats = __m512;
using Ints = __m512i;
using Half = uint16_t;  // IEEE 754 binary16

enum class BFloat16 : uint16_t {};  // the upper half of a float

constexpr int kLanes = 16;
constexpr float kLog2E = 1.44269504f;

static inline Floats load(const float* from) { return _mm512_loadu_ps(from); }
static inline Floats load(const Half* from) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))); }
static inline void store(float* to, Floats x) { _mm512_storeu_ps(to, x); }
static inline void store(Half* to, Floats x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}

// These two are for processors with AVX512_BF16 alone; the compiler builds for others too and has no words for them.
static inline __m256i to_bfloat16(Floats x) {
    __m256i numbers;
    asm("vcvtneps2bf16 %1, %0" : "=v"(numbers) : "v"(x));
    return numbers;
}
static inline Floats multiply_add_pairs(Ints a, Ints b, Floats sum) {
    asm("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

static inline void store(BFloat16* to, Floats x) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), to_bfloat16(x)); }
static inline float to_float(Half x) { return _cvtsh_ss(x); }
static inline Floats all(float x) { return _mm512_set1_ps(x); }
static inline Floats multiply_add(Floats a, Floats b, Floats sum) { return _mm512_fmadd_ps(a, b, sum); }

// 2^x with a relative error of 1e-7, exactly 1 for 0; 0 below -126.
static inline Floats power_of_two(Floats x) {
    const __mmask16 is_seen = _mm512_cmp_ps_mask(x, all(-126.0f), _CMP_NLT_UQ);  // what is no number stays so
    const Floats r = _mm512_reduce_ps(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);  // what is above the whole number: 0 to 1
    Floats p = all(1.86713007e-3f);
    constexpr float terms[] = {9.01703032e-3f, 5.57999131e-2f, 0.24016445f, 0.693151312f, 1.0f};
    for (const float term : terms) p = multiply_add(p, r, all(term));
    return _mm512_maskz_scalef_ps(is_seen, p, x);  // p times 2 to the power of x rounded down
}

static inline Floats exponential(Floats x) { return power_of_two(x * all(kLog2E)); }
