package io.sallyport.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks at something the gateway depends on, for operators.
///
/// Threads: called on a virtual thread, may block for a few seconds.
@FunctionalInterface
public interface StatusCheck {

    /// What is found now; nothing where the thing is not in use.
    List<Component> look();

    /// How one thing does.
    enum State {
        /// It works.
        UP,
        /// It does not.
        DOWN,
        /// It was not asked yet.
        UNKNOWN,
        /// An operator switched it off.
        DISABLED
    }

    /// One thing.
    ///
    /// @param kind what it is, such as `postgresql` or `backend`
    /// @param detail in words, without secrets
    /// @param latency of the last answer
    record Component(String name, String kind, State state, String detail, Optional<Duration> latency) {
        /// Something that works.
        public static Component up(String name, String kind, String detail) {
            return new Component(name, kind, State.UP, detail, Optional.empty());
        }

        /// Something that does not work.
        public static Component down(String name, String kind, String detail) {
            return new Component(name, kind, State.DOWN, detail, Optional.empty());
        }
    }
}
