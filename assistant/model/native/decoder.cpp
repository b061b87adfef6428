// The forward pass of a Llama decoder (Touvron et al. 2023, arXiv:2302.13971) for CPUs with AVX-512 and VNNI.
//
// Called from library.py, whose structures repeat the ones here.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "matrix.h"
#include "threads.h"
#include "vectors.h"

inline void* operator new(size_t, void* place) noexcept { return place; }  // the header of it belongs to a C++ library

namespace {

constexpr int kTokenChunk = 96;  // tokens of one item of a product: few enough that many threads get something to do

struct Layer {
    const float* attention_norm;
    Matrix qkv;
    Matrix output;
    const float* mlp_norm;
    Matrix gate_up;
    Matrix down;
};

struct Model {
    int32_t layers, hidden, inner, heads, kv_heads, head_dim, blocks;
    float epsilon;
    Matrix embedding, head;
    const float* norm;
    const Layer* layer;
    const float* cosines;  // (positions, head_dim / 2)
    const float* sines;
    void* cache;           // (layers, blocks, kv_heads, 2, kBlockTokens x head_dim) numbers of two bytes
    int32_t has_bfloat16;  // whether the processor can multiply these

    int qkv_columns() const { return (heads + 2 * kv_heads) * head_dim; }
};

// A ragged batch, flat over its chunks.
struct Batch {
    int32_t chunks, rows;
    const int32_t* token_ids;     // (tokens,)
    const int32_t* begins;        // (chunks + 1,) where the tokens of each chunk start
    const int32_t* cached;        // (chunks,) position of the first token
    const int32_t* tables;        // block tables, one after the other
    const int32_t* table_begins;  // (chunks,)
    const int32_t* logit_rows;    // (rows,) tokens whose logits are wanted
    float* logits;                // (rows, vocab)
};

// Some tokens of one chunk.
struct Span {
    int chunk, token, tokens;
};

template <typename Value>
struct Buffer {
    Value* data = nullptr;
    size_t size = 0;

    bool reserve(size_t wanted) {
        if (wanted <= size) return true;
        free(data);
        size = 0;
        data = static_cast<Value*>(aligned_alloc(64, (wanted * sizeof(Value) + 63) / 64 * 64));
        if (data == nullptr) return false;
        size = wanted;
        return true;
    }

    ~Buffer() { free(data); }
};

struct Spans {
    Buffer<Span> spans;
    int count = 0;

    void add(const Span& span) { spans.data[count++] = span; }
};

struct ActivationsBuffer {
    Buffer<int8_t> values;
    Buffer<float> scales;
    Buffer<int32_t> corrections;

    bool reserve(size_t tokens, int columns) {
        const size_t groups = tokens * (columns / kGroup);
        return values.reserve(tokens * columns) && scales.reserve(groups) && corrections.reserve(groups);
    }

    Activations view(int columns) const { return {values.data, scales.data, corrections.data, columns}; }
};

class Decoder {
public:
    Decoder(const Model& model, int threads) : model_(model), team_(threads) {
        const int group = model.heads / model.kv_heads;
        head_pieces_ = (group + kRows - 1) / kRows;
        piece_heads_ = (group + head_pieces_ - 1) / head_pieces_;
        tile_tokens_ = kRows / piece_heads_;
    }

    bool forward(const Batch& batch) {
        const int tokens = batch.begins[batch.chunks];
        if (!reserve(tokens)) return false;
        lay_out(batch);
        team_.each(tokens, [&](int token) { embed(batch.token_ids[token], x_.data + static_cast<size_t>(token) * model_.hidden); });
        for (int index = 0; index < model_.layers; ++index) {
            const Layer& layer = model_.layer[index];
            normalise(layer.attention_norm, tokens);
            multiply(layer.qkv, small_.view(model_.hidden), tokens, qkv_.data);
            if (model_.has_bfloat16) look_back<BFloat16Format>(batch, index);
            else look_back<HalfFormat>(batch, index);
            quantise_attention(tokens);
            add_product(layer.output, wide_.view(model_.heads * model_.head_dim), tokens);
            normalise(layer.mlp_norm, tokens);
            gate(layer.gate_up, tokens);
            add_product(layer.down, inner_.view(model_.inner), tokens);
        }
        team_.each(batch.rows, [&](int row) { normalise_row(model_.norm, batch.logit_rows[row], row); });
        multiply(model_.head, small_.view(model_.hidden), batch.rows, batch.logits);
        return true;
    }

private:
    bool reserve(size_t tokens) {
        const size_t attention = static_cast<size_t>(model_.heads) * model_.head_dim;
        return x_.reserve(tokens * model_.hidden) && qkv_.reserve(tokens * model_.qkv_columns()) &&
               attention_.reserve(tokens * attention) && small_.reserve(tokens, model_.hidden) &&
               wide_.reserve(tokens, static_cast<int>(attention)) && inner_.reserve(tokens, model_.inner) &&
               tiles_.spans.reserve(tokens) && runs_.spans.reserve(tokens) &&
               chunk_of_.reserve(tokens);
    }

    void lay_out(const Batch& batch) {
        tiles_.count = runs_.count = 0;
        for (int chunk = 0; chunk < batch.chunks; ++chunk) {
            const int begin = batch.begins[chunk], end = batch.begins[chunk + 1];
            for (int token = begin; token < end; ++token) chunk_of_.data[token] = chunk;
            for (int token = begin; token < end; token += tile_tokens_)
                tiles_.add({chunk, token, end - token < tile_tokens_ ? end - token : tile_tokens_});
            for (int token = begin, count; token < end; token += count) {
                const int room = kBlockTokens - position(batch, token) % kBlockTokens;
                count = end - token < room ? end - token : room;
                runs_.add({chunk, token, count});
            }
        }
    }

    int position(const Batch& batch, int token) const {
        const int chunk = chunk_of_.data[token];
        return batch.cached[chunk] + token - batch.begins[chunk];
    }

    template <typename Format>
    HeadCache<Format> cache(int layer, int kv_head) const {
        const size_t head = 2 * static_cast<size_t>(kBlockTokens) * model_.head_dim;
        const size_t block = head * model_.kv_heads;
        auto* first = static_cast<typename Format::Number*>(model_.cache);
        return {first + static_cast<size_t>(layer) * model_.blocks * block + head * kv_head, block, model_.head_dim};
    }

    void embed(int id, float* to) const {
        const Block* blocks = model_.embedding.panel(id / kPanel);
        const int output = id % kPanel;
        for (int group = 0; group < model_.embedding.groups(); ++group, to += kGroup) {
            const float scale = to_float(blocks[group].scales[output]);
            for (int k = 0; k < kGroup; ++k) to[k] = scale * static_cast<float>(blocks[group].values[k / 4][output][k % 4] - 128);
        }
    }

    // Row `to` of small_ = the token, normalised (Zhang and Sennrich 2019, arXiv:1910.07467) and quantised.
    void normalise_row(const float* weight, int token, int to) {
        const float* x = x_.data + static_cast<size_t>(token) * model_.hidden;
        Floats sums[4] = {};
        for (int i = 0; i < model_.hidden; i += 4 * kLanes)
            for (int part = 0; part < 4; ++part) {
                const Floats value = load(x + i + part * kLanes);
                sums[part] = multiply_add(value, value, sums[part]);
            }
        const float square = _mm512_reduce_add_ps((sums[0] + sums[1]) + (sums[2] + sums[3]));
        const Floats factor = all(1.0f / sqrtf(square / static_cast<float>(model_.hidden) + model_.epsilon));
        Activations target = small_.view(model_.hidden);
        alignas(64) float values[kGroup];
        for (int group = 0; group < target.groups(); ++group) {
            for (int i = 0; i < kGroup; i += kLanes)
                store(values + i, load(x + group * kGroup + i) * factor * load(weight + group * kGroup + i));
            quantise_group(values, target, to, group);
        }
    }

    void normalise(const float* weight, int tokens) {
        team_.each(tokens, [&](int token) { normalise_row(weight, token, token); });
    }

    // Calls put(row of `to`, row of the product, width) for every panel and token, where `to` is (tokens, matrix.rows).
    template <typename Put>
    void products(const Matrix& matrix, const Activations& x, int tokens, float* to, const Put& put) {
        const int chunks = (tokens + kTokenChunk - 1) / kTokenChunk;
        team_.each(matrix.panels() * chunks, [&](int item) {
            const int panel = item / chunks;
            const int begin = item % chunks * kTokenChunk;
            const int end = begin + kTokenChunk < tokens ? begin + kTokenChunk : tokens;
            const int width = panel_width(matrix, panel);
            alignas(64) float product[kTile * kPanel];
            for (int token = begin, count; token < end; token += count) {
                count = next_tile(end - token);
                float* rows = to + static_cast<size_t>(token) * matrix.rows + panel * kPanel;
                for (int t = 0; t < count; ++t)
                    for (int i = 0; i < kPanel; i += kLanes) prefetch_to_write(rows + static_cast<size_t>(t) * matrix.rows + i);
                multiply_tile(matrix.panel(panel), x, token, count, token > begin, product);
                if (matrix.bias != nullptr) add_bias(matrix, panel, count, product);
                for (int t = 0; t < count; ++t) put(rows + static_cast<size_t>(t) * matrix.rows, product + t * kPanel, width);
            }
        });
    }

    static void add_bias(const Matrix& matrix, int panel, int tokens, float* product) {
        const int width = panel_width(matrix, panel);
        for (int t = 0; t < tokens; ++t)
            for (int i = 0; i < width; ++i) product[t * kPanel + i] += matrix.bias[panel * kPanel + i];
    }

    static int panel_width(const Matrix& matrix, int panel) {
        const int left = matrix.rows - panel * kPanel;
        return left < kPanel ? left : kPanel;
    }

    void multiply(const Matrix& matrix, const Activations& x, int tokens, float* to) {
        products(matrix, x, tokens, to, [](float* row, const float* product, int width) { memcpy(row, product, sizeof(float) * width); });
    }

    void add_product(const Matrix& matrix, const Activations& x, int tokens) {
        products(matrix, x, tokens, x_.data, [](float* row, const float* product, int) {
            for (int i = 0; i < kPanel; i += kLanes) store(row + i, load(row + i) + load(product + i));
        });
    }

    // inner_ = silu(gate) * up, quantised: each item makes one group of columns.
    void gate(const Matrix& matrix, int tokens) {
        const Activations x = small_.view(model_.hidden);
        Activations to = inner_.view(model_.inner);
        const int chunks = (tokens + kTokenChunk - 1) / kTokenChunk;
        constexpr int kPanels = kGroup / kPanel;
        team_.each(to.groups() * chunks, [&](int item) {
            const int group = item / chunks;
            const int begin = item % chunks * kTokenChunk;
            const int end = begin + kTokenChunk < tokens ? begin + kTokenChunk : tokens;
            alignas(64) float gates[kTile * kPanel], ups[kTile * kPanel], values[kTile * kGroup];
            for (int token = begin, count; token < end; token += count) {
                count = next_tile(end - token);
                for (int part = 0; part < kPanels; ++part) {
                    const int gate_panel = group * kPanels + part;
                    const int up_panel = model_.inner / kPanel + gate_panel;
                    multiply_tile(matrix.panel(gate_panel), x, token, count, token > begin, gates);
                    multiply_tile(matrix.panel(up_panel), x, token, count, token > begin, ups);
                    if (matrix.bias != nullptr) {
                        add_bias(matrix, gate_panel, count, gates);
                        add_bias(matrix, up_panel, count, ups);
                    }
                    for (int t = 0; t < count; ++t)
                        for (int i = 0; i < kPanel; i += kLanes) {
                            const Floats gated = load(gates + t * kPanel + i);
                            const Floats silu = gated / (all(1.0f) + exponential(all(0.0f) - gated));
                            store(values + t * kGroup + part * kPanel + i, silu * load(ups + t * kPanel + i));
                        }
                }
                for (int t = 0; t < count; ++t) quantise_group(values + t * kGroup, to, token + t, group);
            }
        });
    }

    template <typename Format>
    void look_back(const Batch& batch, int layer) {
        remember<Format>(batch, layer);
        attend<Format>(batch, layer);
    }

    // Writes the keys and values of all tokens into the cache.
    template <typename Format>
    void remember(const Batch& batch, int layer) {
        const int dim = model_.head_dim;
        team_.each(runs_.count * model_.kv_heads, [&](int item) {
            const Span& run = runs_.spans.data[item / model_.kv_heads];
            const int head = item % model_.kv_heads;
            const int first = position(batch, run.token);
            const int slot = first % kBlockTokens;
            const int block = batch.tables[batch.table_begins[run.chunk] + first / kBlockTokens];
            const auto to = cache<Format>(layer, head);
            alignas(64) typename Format::Number keys[kBlockTokens * kMaxHeadDim];
            for (int t = 0; t < run.tokens; ++t) {
                const float* from = qkv_.data + static_cast<size_t>(run.token + t) * model_.qkv_columns() + (model_.heads + head) * dim;
                const size_t angles = static_cast<size_t>(first + t) * (dim / 2);
                rotate(from, model_.cosines + angles, model_.sines + angles, dim, 1.0f, keys + t * dim);
                to.write_value(block, slot + t, from + model_.kv_heads * dim);
            }
            to.write_keys(block, slot, run.tokens, keys);
        });
    }

    template <typename Format>
    void attend(const Batch& batch, int layer) {
        const int dim = model_.head_dim;
        const int group = model_.heads / model_.kv_heads;
        const float scale = kLog2E / sqrtf(static_cast<float>(dim));
        const int pieces = model_.kv_heads * head_pieces_;
        team_.each(tiles_.count * pieces, [&](int item) {
            const Span& tile = tiles_.spans.data[item / pieces];
            const int kv_head = item % pieces / head_pieces_;
            const int first = item % head_pieces_ * piece_heads_;
            const int heads = group - first < piece_heads_ ? group - first : piece_heads_;
            alignas(64) typename Format::Factor queries[kRows * kMaxHeadDim];
            alignas(64) float means[kRows * kMaxHeadDim];
            int visible[kRows];
            for (int t = 0; t < tile.tokens; ++t) {
                const int at = position(batch, tile.token + t);
                const size_t angles = static_cast<size_t>(at) * (dim / 2);
                const float* from = qkv_.data + static_cast<size_t>(tile.token + t) * model_.qkv_columns();
                for (int head = 0; head < heads; ++head) {
                    const int row = t * heads + head;
                    rotate(from + (kv_head * group + first + head) * dim, model_.cosines + angles, model_.sines + angles, dim,
                           scale, queries + row * dim);
                    visible[row] = at + 1;
                }
            }
            const int32_t* table = batch.tables + batch.table_begins[tile.chunk];
            ::attend(cache<Format>(layer, kv_head), table, queries, visible, tile.tokens * heads, means);
            for (int t = 0; t < tile.tokens; ++t) {
                float* to = attention_.data + (static_cast<size_t>(tile.token + t) * model_.heads + kv_head * group + first) * dim;
                memcpy(to, means + t * heads * dim, sizeof(float) * heads * dim);
            }
        });
    }

    void quantise_attention(int tokens) {
        const int columns = model_.heads * model_.head_dim;
        Activations to = wide_.view(columns);
        team_.each(tokens, [&](int token) { quantise_row(attention_.data + static_cast<size_t>(token) * columns, to, token); });
    }

    const Model model_;
    Team team_;
    int head_pieces_, piece_heads_, tile_tokens_;
    Buffer<float> x_, qkv_, attention_;
    ActivationsBuffer small_, wide_, inner_;  // what the products read: as wide as the hidden state, the heads, the inner layer
    Spans tiles_;  // whose queries look at the cache together
    Spans runs_;   // within one block of the cache
    Buffer<int> chunk_of_;
};

}  // namespace

extern "C" {

// Null where there is no memory. The arrays that the model points to must outlive the decoder.
void* decoder_create(const Model* model, int threads) {
    void* memory = aligned_alloc(64, (sizeof(Decoder) + 63) / 64 * 64);
    if (memory == nullptr) return nullptr;
    return new (memory) Decoder(*model, threads);
}

void decoder_destroy(void* decoder) {
    static_cast<Decoder*>(decoder)->~Decoder();
    free(decoder);
}

// 0 where there was no memory for so large a batch: nothing was computed.
int decoder_forward(void* decoder, const Batch* batch) { return static_cast<Decoder*>(decoder)->forward(*batch); }
}
