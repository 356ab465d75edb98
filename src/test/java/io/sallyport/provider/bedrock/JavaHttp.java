package io.sallyport.provider.bedrock;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/// Java's own HTTP client in the place of those that Amazon's SDK would drag along.
final class JavaHttp implements SdkAsyncHttpClient {
    /// Lines that Java writes itself.
    private static final Set<String> OWN = Set.of("host", "content-length", "expect");

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest asked) {
        SdkHttpRequest request = asked.request();
        HttpRequest.Builder sent = HttpRequest.newBuilder(request.getUri())
                .method(
                        request.method().name(),
                        BodyPublishers.fromPublisher(FlowAdapters.toFlowPublisher(asked.requestContentPublisher())));
        request.forEachHeader((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> sent.header(name, value));
            }
        });
        return client.sendAsync(sent.build(), BodyHandlers.ofPublisher()).thenAccept(answer -> hand(answer, asked));
    }

    private static void hand(HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer, AsyncExecuteRequest asked) {
        asked.responseHandler()
                .onHeaders(SdkHttpResponse.builder()
                        .statusCode(answer.statusCode())
                        .headers(answer.headers().map())
                        .build());
        asked.responseHandler()
                .onStream(FlowAdapters.toPublisher(subscriber -> answer.body().subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscriber.onSubscribe(subscription);
                    }

                    @Override
                    public void onNext(List<ByteBuffer> pieces) {
                        ByteBuffer whole = ByteBuffer.allocate(
                                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
                        pieces.forEach(whole::put);
                        subscriber.onNext(whole.flip());
                    }

                    @Override
                    public void onError(Throwable cause) {
                        subscriber.onError(cause);
                    }

                    @Override
                    public void onComplete() {
                        subscriber.onComplete();
                    }
                })));
    }

    @Override
    public void close() {
        client.close();
    }
}
