package io.sallyport.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/// Anybody before a gateway: sends what a test says, keeps no cookies and follows no redirects.
///
/// `new Passerby(gateway.url()).get("/api/me", "cookie", "a=b")`
public final class Passerby implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    public Passerby(URI url) {
        this.url = url;
    }

    /// @param headers names and values in turn
    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /// Posts JSON and says so.
    ///
    /// @param headers further names and values in turn
    public HttpResponse<String> post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", path, json, all);
    }

    /// @param headers names and values in turn
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return Sending.text(client, Sending.with(request, headers));
    }

    @Override
    public void close() {
        client.close();
    }
}
