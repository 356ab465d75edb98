package io.sallyport.testkit;

import io.sallyport.json.Json;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/// Somebody whose browser goes to the identity provider and back; one browser for all instances of a gateway.
///
/// `Employee ada = new Employee(); ada.signIn(gateway.url()); ada.get(gateway.url(), "/api/me")`
public final class Employee implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    /// The last answer on the way to the provider and back.
    public HttpResponse<String> signIn(URI gateway) {
        return signIn(gateway, "/oidc");
    }

    /// The same by another door.
    ///
    /// @param home first part of the paths of the door
    public HttpResponse<String> signIn(URI gateway, String home) {
        HttpResponse<String> started = get(gateway, home + "/start?next=/");
        HttpResponse<String> provided = Sending.text(client, HttpRequest.newBuilder(location(started)));
        return Sending.text(client, HttpRequest.newBuilder(location(provided)));
    }

    /// Where an answer sends the browser.
    public static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("location").orElseThrow());
    }

    /// As a page or a person asks for something.
    public HttpResponse<String> get(URI gateway, String path) {
        return Sending.text(
                client, HttpRequest.newBuilder(gateway.resolve(path)).header("accept", "text/html"));
    }

    /// The JSON of an answer.
    public Json read(URI gateway, String path) {
        return Json.parse(get(gateway, path).body());
    }

    public HttpResponse<String> post(URI gateway, String path, String json) {
        return send(gateway, "POST", path, json);
    }

    /// Changes something, with the proof that the pages of the session show.
    public HttpResponse<String> send(URI gateway, String method, String path, String json) {
        String proof = read(gateway, "/api/me").get("csrf_token").text();
        return Sending.text(
                client,
                HttpRequest.newBuilder(gateway.resolve(path))
                        .header("x-csrf-token", proof)
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    @Override
    public void close() {
        client.close();
    }
}
