package io.sallyport.testkit;

import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.routing.Traits;
import java.util.Map;
import java.util.Optional;

/// A call as rules and strategies see it.
public record AskedCall(
        Caller caller,
        Operation operation,
        String dialect,
        String asked,
        boolean streams,
        Map<String, String> headers,
        long promptTokens,
        boolean hasTools,
        boolean hasImages,
        String conversation)
        implements Traits {

    public static AskedCall of(Caller caller, String asked) {
        return new AskedCall(caller, Operation.CHAT, "openai", asked, false, Map.of(), 10, false, false, "talk");
    }

    public AskedCall with(Operation other) {
        return new AskedCall(
                caller, other, dialect, asked, streams, headers, promptTokens, hasTools, hasImages, conversation);
    }

    public AskedCall with(String header, String value) {
        return new AskedCall(
                caller,
                operation,
                dialect,
                asked,
                streams,
                Map.of(header, value),
                promptTokens,
                hasTools,
                hasImages,
                conversation);
    }

    public AskedCall withPrompt(long tokens) {
        return new AskedCall(
                caller, operation, dialect, asked, streams, headers, tokens, hasTools, hasImages, conversation);
    }

    public AskedCall in(String talk) {
        return new AskedCall(
                caller, operation, dialect, asked, streams, headers, promptTokens, hasTools, hasImages, talk);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public Optional<String> workload() {
        return header("workload");
    }

    @Override
    public Optional<Long> outputCap() {
        return Optional.empty();
    }

    @Override
    public String client() {
        return caller.name();
    }

    @Override
    public String promptPrefix() {
        return conversation;
    }
}
