// A team of threads that shares out the items of one loop after the other.
//
// Items are taken one by one, never dealt out beforehand, and the caller works too: a thread that other programs keep
// off its core holds up the item it has, not the loop.
#pragma once

#include <stdint.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include <immintrin.h>

// A value that threads share; the standard library's needs headers that not every compiler brings.
template <typename Value>
class Atomic {
public:
    explicit Atomic(Value value) : value_(value) {}
    Value load(int order) const { return __atomic_load_n(&value_, order); }
    void store(Value value, int order) { __atomic_store_n(&value_, value, order); }
    Value fetch_add(Value more, int order) { return __atomic_fetch_add(&value_, more, order); }

    // Stores `wanted` where the value is `expected`, else writes into `expected` what it is.
    bool replace(Value& expected, Value wanted) {
        return __atomic_compare_exchange_n(&value_, &expected, wanted, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    }

private:
    Value value_;
};

class Team {
public:
    explicit Team(int threads) : helpers_(threads > 1 ? threads - 1 : 0) {
        handles_ = static_cast<pthread_t*>(malloc(sizeof(pthread_t) * (helpers_ + 1)));
        if (handles_ == nullptr) helpers_ = 0;
        for (int i = 0; i < helpers_; ++i)
            if (pthread_create(&handles_[i], nullptr, &Team::helper, this) != 0) {
                helpers_ = i;  // the machine gives no more: fewer do the same work
                break;
            }
    }

    ~Team() {
        stopping_.store(true, __ATOMIC_SEQ_CST);
        wake();
        for (int i = 0; i < helpers_; ++i) pthread_join(handles_[i], nullptr);
        free(handles_);
    }

    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    // Calls body(item) for each of count-1..0 and returns when all are done.
    template <typename Body>
    void each(int count, const Body& body) {
        if (count <= 0) return;
        if (count == 1 || helpers_ == 0) {
            for (int item = count - 1; item >= 0; --item) body(item);
            return;
        }
        call_.store([](const void* context, int item) { (*static_cast<const Body*>(context))(item); }, __ATOMIC_RELAXED);
        context_.store(&body, __ATOMIC_RELAXED);
        done_.store(0, __ATOMIC_RELAXED);
        const uint32_t loop = ++loop_;
        ticket_.store(ticket_of(loop, static_cast<uint32_t>(count)), __ATOMIC_SEQ_CST);
        if (sleepers_.load(__ATOMIC_SEQ_CST) > 0) wake();
        work(loop);
        for (int spins = 0; done_.load(__ATOMIC_ACQUIRE) != count; ++spins) pause(spins);
    }

private:
    static constexpr int kSpinsBeforeYield = 1 << 8;
    static constexpr int kSpinsBeforeSleep = 1 << 12;

    // A ticket is the number of a loop and how many of its items are left: who comes late to a loop can take nothing.
    static uint64_t ticket_of(uint32_t loop, uint32_t left) { return uint64_t{loop} << 32 | left; }
    static uint32_t loop_of(uint64_t ticket) { return static_cast<uint32_t>(ticket >> 32); }
    static uint32_t left_of(uint64_t ticket) { return static_cast<uint32_t>(ticket); }

    // Takes items of this loop, the last one first, until none is left.
    void work(uint32_t loop) {
        uint64_t ticket = ticket_.load(__ATOMIC_ACQUIRE);
        while (loop_of(ticket) == loop && left_of(ticket) > 0) {
            if (!ticket_.replace(ticket, ticket - 1)) continue;
            call_.load(__ATOMIC_RELAXED)(context_.load(__ATOMIC_RELAXED), static_cast<int>(left_of(ticket)) - 1);
            done_.fetch_add(1, __ATOMIC_RELEASE);
            ticket = ticket_.load(__ATOMIC_ACQUIRE);
        }
    }

    static void* helper(void* self) {
        static_cast<Team*>(self)->help();
        return nullptr;
    }

    void help() {
        uint32_t last = 0;
        for (int spins = 0; !stopping_.load(__ATOMIC_RELAXED); ++spins) {
            const uint32_t loop = loop_of(ticket_.load(__ATOMIC_ACQUIRE));
            if (loop != last) {
                work(loop);
                last = loop;
                spins = 0;
            } else if (spins > kSpinsBeforeSleep) {
                sleep_until_after(last);
                spins = 0;
            } else {
                pause(spins);
            }
        }
    }

    static void pause(int spins) {
        if (spins > kSpinsBeforeYield) sched_yield();
        else _mm_pause();
    }

    void sleep_until_after(uint32_t last) {
        pthread_mutex_lock(&mutex_);
        sleepers_.fetch_add(1, __ATOMIC_SEQ_CST);
        while (loop_of(ticket_.load(__ATOMIC_SEQ_CST)) == last && !stopping_.load(__ATOMIC_SEQ_CST))
            pthread_cond_wait(&condition_, &mutex_);
        sleepers_.fetch_add(-1, __ATOMIC_SEQ_CST);
        pthread_mutex_unlock(&mutex_);
    }

    void wake() {
        pthread_mutex_lock(&mutex_);
        pthread_cond_broadcast(&condition_);
        pthread_mutex_unlock(&mutex_);
    }

    int helpers_;
    pthread_t* handles_;
    uint32_t loop_ = 0;
    Atomic<void (*)(const void*, int)> call_{nullptr};
    Atomic<const void*> context_{nullptr};
    alignas(64) Atomic<uint64_t> ticket_{0};
    alignas(64) Atomic<int> done_{0};
    alignas(64) Atomic<int> sleepers_{0};
    Atomic<bool> stopping_{false};
    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition_ = PTHREAD_COND_INITIALIZER;
};
