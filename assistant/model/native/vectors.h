// What the kernels compute with: 16 floats or 16 whole numbers at a time (AVX-512 with VNNI).
#pragma once

#include <stdint.h>

#include <immintrin.h>

using Floats = __m512;
using Ints = __m512i;
using Half = uint16_t;  // IEEE 754 binary16

constexpr int kLanes = 16;

static inline Floats load(const float* from) { return _mm512_loadu_ps(from); }
static inline Floats load(const Half* from) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))); }
static inline void store(float* to, Floats x) { _mm512_storeu_ps(to, x); }
static inline void store(Half* to, Floats x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
static inline float to_float(Half x) { return _cvtsh_ss(x); }
static inline Floats all(float x) { return _mm512_set1_ps(x); }
static inline Floats multiply_add(Floats a, Floats b, Floats sum) { return _mm512_fmadd_ps(a, b, sum); }

// e^x, to two units in the last place; 0 below -87.
static inline Floats exponential(Floats x) {
    const __mmask16 tiny = _mm512_cmp_ps_mask(x, all(-87.0f), _CMP_LT_OQ);
    x = _mm512_min_ps(_mm512_max_ps(x, all(-87.0f)), all(88.0f));
    const Floats n = _mm512_roundscale_ps(x * all(1.44269504f), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    Floats r = _mm512_fnmadd_ps(n, all(0.693359375f), x);  // ln 2 in two parts: the first product is exact
    r = _mm512_fnmadd_ps(n, all(-2.12194440e-4f), r);
    Floats p = all(1.0f / 5040);
    constexpr float terms[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f};
    for (const float term : terms) p = multiply_add(p, r, all(term));
    return _mm512_mask_blend_ps(tiny, _mm512_scalef_ps(p, n), _mm512_setzero_ps());
}
