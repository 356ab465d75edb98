package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.SseClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Chat chunks as upstreams send them and as tests look at them.
final class Chunks {
    static final String FINISH =
            "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    static final String USAGE = "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";
    static final String DONE = "[DONE]";

    private Chunks() {}

    static String word(String text) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                + Json.of(text) + "},\"finish_reason\":null}]}";
    }

    /// A whole stream that says one word.
    static Script saying(String text) {
        return Script.eventStream().events(word(text), FINISH, USAGE, DONE).lastChunk();
    }

    /// The words of a stream, without errors and markers.
    static List<String> words(List<SseClient.Event> events) {
        return events.stream()
                .map(SseClient.Event::data)
                .filter(data -> data.startsWith("{"))
                .map(data -> Json.parse(data).path("choices.0.delta.content").textOr(""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// The code of the error a stream ended in; empty when it ended in none.
    static String error(List<SseClient.Event> events) {
        String last = events.isEmpty() ? "" : events.getLast().data();
        return last.startsWith("{") ? Json.parse(last).path("error.code").textOr("") : "";
    }

    static boolean isDone(List<SseClient.Event> events) {
        return events.stream().anyMatch(event -> event.data().equals(DONE));
    }

    /// All events of a stream that goes on once some of them were seen: a reset would take with it what was not
    /// read yet.
    static List<SseClient.Event> seenAround(SseClient client, int before, CountDownLatch gate) {
        List<SseClient.Event> seen = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            client.next().ifPresent(seen::add);
        }
        gate.countDown();
        seen.addAll(client.rest());
        return seen;
    }

    /// A text as one chunk of a body.
    static String framed(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }
}
