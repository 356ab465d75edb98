package io.sallyport.api;

import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.routing.Traits;
import java.util.Optional;

/// A call of which nothing is known but who would ask for what.
record NamedCall(Caller caller, Operation operation, String asked) implements Traits {
    @Override
    public String dialect() {
        return "openai";
    }

    @Override
    public boolean streams() {
        return false;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> workload() {
        return Optional.empty();
    }

    @Override
    public long promptTokens() {
        return 0;
    }

    @Override
    public Optional<Long> outputCap() {
        return Optional.empty();
    }

    @Override
    public boolean hasTools() {
        return false;
    }

    @Override
    public boolean hasImages() {
        return false;
    }

    @Override
    public String conversation() {
        return "";
    }

    @Override
    public String client() {
        return caller.name();
    }

    @Override
    public String promptPrefix() {
        return "";
    }
}
