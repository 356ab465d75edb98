package io.sallyport.testkit;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What a scripted upstream does with one request: exact bytes, pauses, and an ending, in order.
///
/// Each method answers a longer script. A script without an ending leaves the connection open for the next
/// request.
public record Script(List<Step> steps) {
    private static final String EVENT_STREAM =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    public Script {
        steps = List.copyOf(steps);
    }

    /// One thing an upstream does.
    public sealed interface Step {}

    /// Writes bytes in one segment.
    public record Send(Bytes bytes) implements Step {}

    /// Waits for a time.
    public record Pause(Duration time) implements Step {}

    /// Waits until a test opens the gate.
    public record Wait(CountDownLatch gate) implements Step {}

    /// Opens a gate for a test that waits for this moment.
    public record Signal(CountDownLatch gate) implements Step {}

    /// Says nothing more, and opens the gate once the peer has left.
    public record Outlive(CountDownLatch gate) implements Step {}

    /// Ends the connection or leaves it hanging; nothing follows.
    public enum Ending implements Step {
        /// Closes both directions in order.
        CLOSE,
        /// Sends a TCP reset.
        RESET,
        /// Closes the sending direction only.
        HALF_CLOSE,
        /// Never says anything again.
        HANG
    }

    public static Script begin() {
        return new Script(List.of());
    }

    /// A whole answer with a JSON body.
    public static Script json(int status, String body) {
        return whole(status, "application/json", body);
    }

    /// A whole answer with any body.
    public static Script whole(int status, String type, String body) {
        return begin().send("HTTP/1.1 " + status + " Scripted\r\ncontent-type: " + type + "\r\ncontent-length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /// The head of a chunked event stream.
    public static Script eventStream() {
        return begin().send(EVENT_STREAM);
    }

    public Script send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Script send(byte[] bytes) {
        return and(new Send(Bytes.of(bytes.clone())));
    }

    /// Sends every byte as a segment of its own.
    public Script trickle(String text) {
        Script longer = this;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            longer = longer.send(new byte[] {one});
        }
        return longer;
    }

    /// Sends text as one HTTP chunk.
    public Script chunk(String text) {
        return send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /// Sends one server-sent event per value, each as one chunk.
    public Script events(String... values) {
        Script longer = this;
        for (String value : values) {
            longer = longer.chunk("data: " + value + "\n\n");
        }
        return longer;
    }

    /// Sends the closing chunk.
    public Script lastChunk() {
        return send("0\r\n\r\n");
    }

    public Script pause(Duration time) {
        return and(new Pause(time));
    }

    public Script await(CountDownLatch gate) {
        return and(new Wait(gate));
    }

    public Script signal(CountDownLatch gate) {
        return and(new Signal(gate));
    }

    public Script whenGone(CountDownLatch gate) {
        return and(new Outlive(gate));
    }

    public Script close() {
        return and(Ending.CLOSE);
    }

    public Script reset() {
        return and(Ending.RESET);
    }

    public Script halfClose() {
        return and(Ending.HALF_CLOSE);
    }

    public Script hang() {
        return and(Ending.HANG);
    }

    /// Goes on with another script.
    public Script and(Script next) {
        List<Step> longer = new ArrayList<>(steps);
        longer.addAll(next.steps());
        return new Script(longer);
    }

    private Script and(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Script(longer);
    }
}
