package io.sallyport.routing;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import java.util.Map;
import java.util.Optional;

/// A call that nobody makes, described so that one can be told what would become of it.
///
/// @param speaks wire form of the client
/// @param headers by lower-case name
/// @param request what would be sent; empty when nobody said
public record DescribedCall(
        Caller caller,
        Operation operation,
        ClientDialect speaks,
        String asked,
        boolean streams,
        Map<String, String> headers,
        Optional<String> workload,
        long promptTokens,
        Optional<Long> outputCap,
        boolean hasTools,
        boolean hasImages,
        String conversation,
        Optional<RawRequest> request)
        implements Traits {

    public DescribedCall {
        headers = Map.copyOf(headers);
    }

    @Override
    public String dialect() {
        return speaks.name();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
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
