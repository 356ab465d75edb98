package io.sallyport.web;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.transport.KnownNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A request as it came in over one connection or stream.
final class InboundRequest implements WebRequest {
    private final RequestSource source;
    private final HttpRequest head;
    private final String path;
    private final String query;
    private final HeadFacts facts;
    private final BodyReader body;
    private final long start = System.nanoTime();
    private volatile Map<String, String> pathParams = Map.of();
    private volatile String route = "";

    /// @param facts of that head
    InboundRequest(RequestSource source, HttpRequest head, HeadFacts facts) {
        this.source = source;
        this.head = head;
        this.facts = facts;
        String target = RequestRules.originForm(head.uri());
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        if (facts.hasUnderscores()) {
            RequestRules.dropUnderscored(head);
        }
        this.body = new BodyReader(facts.announced(), source.largeBodies());
    }

    BodyReader bodyReader() {
        return body;
    }

    HttpRequest head() {
        return head;
    }

    /// When the head was read, as [System#nanoTime()].
    long start() {
        return start;
    }

    /// The path of the route that matched; empty before one did.
    String route() {
        return route;
    }

    void setRoute(String path) {
        route = path;
    }

    void setPathParams(Map<String, String> params) {
        pathParams = params;
    }

    @Override
    public String method() {
        return head.method().name();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public Optional<String> queryParam(String name) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        List<String> values = new QueryStringDecoder(query, false).parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public String pathParam(String name) {
        String value = pathParams.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().get(KnownNames.asked(name)));
    }

    @Override
    public List<String> headers(String name) {
        Iterator<String> values = head.headers().valueStringIterator(KnownNames.asked(name));
        if (!values.hasNext()) {
            return List.of();
        }
        String first = values.next();
        return values.hasNext() ? head.headers().getAll(name) : List.of(first);
    }

    @Override
    public List<Header> headers() {
        List<Header> list = new ArrayList<>(head.headers().size());
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = head.headers().iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            list.add(new Header(KnownNames.sent(line.getKey()), line.getValue().toString()));
        }
        return list;
    }

    @Override
    public String remoteAddress() {
        return source.client(this);
    }

    @Override
    public CompletableFuture<Bytes> body(long limit) {
        CompletableFuture<Bytes> result = new CompletableFuture<>();
        source.loop().run(() -> body.read(result, limit, source.loop()::run, () -> source.bodyAsked(this)));
        return result;
    }

    HeadFacts facts() {
        return facts;
    }

    /// True when the client waits for a 100 before it sends the body.
    boolean isExpectingContinue() {
        return facts.isExpectingContinue();
    }
}
