package io.sallyport.provider.simulated;

import java.time.Duration;

/// What a simulated model does, read from its name; see [Behaviours] for the names.
///
/// A behaviour that speaks of events counts every server-sent event of a stream, the first one included. In a
/// plain answer, which has no events, it does what its own words say.
sealed interface Behaviour {

    /// Answers at once and in order.
    record Normal() implements Behaviour {}

    /// Waits before the first byte.
    record Slow(Duration delay) implements Behaviour {}

    /// Streams numbered words, one per gap; a plain answer holds them all.
    ///
    /// @param marks what each word carries besides its number
    record Paced(Duration gap, int events, Marks marks) implements Behaviour {}

    /// What a paced word carries.
    enum Marks {
        /// Its number: `17`.
        NUMBER,
        /// Its number and when it was written: `17@` and nanoseconds of this machine's monotonic clock.
        TIME
    }

    /// Answers a text of exactly so many bytes.
    record Sized(int bytes) implements Behaviour {}

    /// Refuses every call.
    ///
    /// @param retryAfter value of the `retry-after` header, empty for none
    record Refusing(int status, String retryAfter) implements Behaviour {
        public Refusing {
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("a refusal has a status of 300 to 599, not " + status);
            }
        }
    }

    /// Refuses the first calls of its name with 503, then answers.
    record Recovering(int failures) implements Behaviour {}

    /// Resets the connection after so many events; zero means before the head. A plain answer is cut in its
    /// middle.
    record Cut(int events) implements Behaviour {}

    /// Streams everything but the closing event.
    record NoDone() implements Behaviour {}

    /// Sends an error event after so many events, then ends the body. A plain answer is an error 500.
    record ErrorEvent(int events) implements Behaviour {}

    /// Answers status 200 with an error as JSON, whether or not a stream was asked for.
    record JsonError() implements Behaviour {}

    /// Answers status 200 with a web page, as a captive portal does.
    record Html() implements Behaviour {}

    /// Accepts the call and never answers.
    record Silent() implements Behaviour {}

    /// Lies about tokens, or says nothing about them.
    record Counting(Told told, long cached) implements Behaviour {}

    /// What is said about tokens.
    enum Told {
        TRUTH,
        NOTHING,
        ZERO,
        NEGATIVE
    }

    /// Answers with the request line, headers and body it received, as text.
    record Echo() implements Behaviour {}

    /// Thinks aloud before it answers.
    record Reasoning() implements Behaviour {}

    /// Streams one call of a tool after the other, as OpenAI itself does, where others take turns with their
    /// pieces.
    record InOrder() implements Behaviour {}

    /// Tells in a stream of a chat what was used, also when it is not asked to.
    record Telling() implements Behaviour {}

    /// Streams words for ever and ignores token limits; a plain answer is a normal one.
    record Endless(Duration gap) implements Behaviour {}

    /// Sends its whole text in one event of so many bytes.
    record BigEvent(int bytes) implements Behaviour {}

    /// Compresses its answers although nobody asked.
    record Gzip() implements Behaviour {}
}
