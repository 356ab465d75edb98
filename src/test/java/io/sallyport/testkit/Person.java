package io.sallyport.testkit;

import io.sallyport.door.Credentials;
import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.Sessions.Browser;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.identity.Vouched;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Somebody with a browser who has signed in: what they ask for goes with their cookie and their proof.
///
/// `Person ada = Person.in(gateway, "ada@example.org", "research"); ada.get("/api/me")`
public final class Person {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;
    private final User user;
    private final Secret token;

    private Person(URI url, User user, Secret token) {
        this.url = url;
        this.user = user;
        this.token = token;
    }

    /// Somebody an identity provider vouches for.
    public static Person in(GatewayHarness gateway, String email, String... groups) {
        return signedIn(gateway, new Vouched("https://idp", email, email, email, List.of(groups), false));
    }

    /// As [#in(GatewayHarness, String, String...)], an operator.
    public static Person operator(GatewayHarness gateway, String email) {
        return signedIn(gateway, new Vouched("https://idp", email, email, email, List.of(), true));
    }

    private static Person signedIn(GatewayHarness gateway, Vouched who) {
        var database = gateway.database().database();
        User user = new Users(database, Clock.systemUTC()).signIn(who);
        Secret token = new Sessions(database, () -> SessionLife.USUAL, Clock.systemUTC())
                .open(user, new Browser("test", "127.0.0.1"), Optional.empty())
                .token();
        return new Person(gateway.url(), user, token);
    }

    public User user() {
        return user;
    }

    /// What the browser sends as `Cookie`.
    public String cookie() {
        return Credentials.SESSION + "=" + token.reveal();
    }

    /// The same browser before another instance.
    public Person at(GatewayHarness other) {
        return new Person(other.url(), user, token);
    }

    /// Makes a tenant, as operators can.
    ///
    /// @return a key in it
    public String keyInNewTenant(String name) {
        String body = Json.object().put("name", name).toJson().toString();
        String id =
                Json.parse(post("/admin/api/tenants", body).body()).get("id").text();
        return Json.parse(post("/api/tenants/" + id + "/keys", "{\"display_name\":\"build\"}")
                        .body())
                .get("api_key")
                .text();
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    public HttpResponse<String> post(String path, String json) {
        return send("POST", path, json);
    }

    public HttpResponse<String> send(String method, String path, String json) {
        return Sending.text(
                client,
                request(path)
                        .header("x-csrf-token", Sessions.proof(token).reveal())
                        .method(method, BodyPublishers.ofString(json)));
    }

    /// As another site could make the browser do it: with the cookie, without the proof.
    public HttpResponse<String> forged(String method, String path, String json) {
        return Sending.text(client, request(path).method(method, BodyPublishers.ofString(json)));
    }

    /// The JSON of an answer.
    public Json read(String path) {
        return Json.parse(get(path).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("cookie", cookie())
                .header("content-type", "application/json");
    }
}
