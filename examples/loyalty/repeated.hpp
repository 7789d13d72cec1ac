// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_REPEATED_HPP
#define EXAMPLES_LOYALTY_REPEATED_HPP

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace loyalty {

/** Calls something on a thread of its own, at once and then again after each pause. It must not throw. The destructor
    ends a pause, and waits for a call that goes on. */
class repeated {
public:
    template <class Function>
    repeated(std::chrono::seconds pause, Function what)
        : x_thread([pause, what = std::move(what)](std::stop_token const& stop) {
              std::mutex mutex;
              std::condition_variable_any stopped;
              std::unique_lock lock(mutex);
              while (!stop.stop_requested()) {
                  what();
                  stopped.wait_for(lock, stop, pause, [] { return false; });
              }
          }) {}

private:
    std::jthread x_thread;
};

}  // namespace loyalty

#endif
