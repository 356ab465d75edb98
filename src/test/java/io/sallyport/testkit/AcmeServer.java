package io.sallyport.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Certificates.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A small certificate authority that speaks ACME over TLS: it believes no message that is not signed by the
/// key of its account and for a fresh nonce, looks for every proof itself, and signs with a key of its own.
///
/// Threads: thread-safe; one virtual thread per request.
///
/// Source: RFC 8555, 6.2, 7 and 8.
public final class AcmeServer implements AutoCloseable {
    private final HttpsServer server;
    private final Pem own;
    private final AcmeIssuer issuer;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, AcmeMessage.Key> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile int portOfDomains;
    private volatile boolean refusing;

    private AcmeServer(HttpsServer server, Pem own, Clock clock) {
        this.server = server;
        this.own = own;
        this.issuer = new AcmeIssuer(clock);
    }

    /// One order, while it goes on.
    private static final class Order {
        private final AcmeMessage.Key account;
        private final List<String> domains;
        private final List<String> tokens = new ArrayList<>();
        private final Set<String> proven = ConcurrentHashMap.newKeySet();
        private final Set<String> failed = ConcurrentHashMap.newKeySet();
        private volatile String chain = "";

        Order(AcmeMessage.Key account, List<String> domains) {
            this.account = account;
            this.domains = domains;
            domains.forEach(domain -> tokens.add("token-" + Integer.toHexString(domain.hashCode())));
        }
    }

    /// @param folder for the certificate of the directory
    /// @param clock certificates begin now by it, and last 90 days
    public static AcmeServer start(Path folder, Clock clock) {
        try {
            Pem own = Certificates.pem(folder, "directory");
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(Certificates.client(own, Optional.of(folder.resolve("directory.p12")))));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            AcmeServer made = new AcmeServer(server, own, clock);
            server.createContext("/", made::answer);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI directory() {
        return url("/directory");
    }

    /// Who signed the certificate of the directory, as PEM.
    public String directoryAuthority() {
        return own.certificate();
    }

    /// Whoever trusts this trusts what it issues.
    public Pem authority() {
        return issuer.authority();
    }

    /// Looks for proofs by HTTP at this port of the machine, whatever the domain.
    public void findDomainsAt(int port) {
        portOfDomains = port;
    }

    /// What the DNS says.
    public Map<String, String> records() {
        return records;
    }

    /// Finds no proof from now on.
    public void refuse() {
        refusing = true;
    }

    public int orders() {
        return orders.size();
    }

    public int accounts() {
        return accounts.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Replay-Nonce", nonce());
            if (path.equals("/directory")) {
                send(exchange, 200, directoryDocument());
            } else if (path.equals("/nonce")) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                post(exchange, path, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private JsonObject directoryDocument() {
        return Json.object()
                .put("newNonce", url("/nonce").toString())
                .put("newAccount", url("/account").toString())
                .put("newOrder", url("/order").toString());
    }

    private void post(HttpExchange exchange, String path, String body) throws IOException, GeneralSecurityException {
        AcmeMessage message = AcmeMessage.read(Json.parse(body), accounts);
        if (!message.url().equals(url(path).toString()) || !nonces.remove(message.nonce())) {
            problem(exchange, "badNonce", "the message is not for this address and a fresh nonce");
            return;
        }
        String[] parts = path.substring(1).split("/", -1);
        switch (parts[0] + parts.length) {
            case "account1" -> {
                String account = url("/account/" + message.key().thumbprint()).toString();
                accounts.put(account, message.key());
                exchange.getResponseHeaders().set("Location", account);
                send(exchange, 201, Json.object().put("status", "valid"));
            }
            case "order1" -> {
                int number = add(new Order(message.key(), domains(message.payload())));
                exchange.getResponseHeaders()
                        .set("Location", url("/order/" + number).toString());
                send(exchange, 201, document(number));
            }
            case "order2" -> send(exchange, 200, document(number(parts[1])));
            case "authz3" -> send(exchange, 200, authorization(number(parts[1]), number(parts[2])));
            case "challenge4" -> {
                validate(orders.get(number(parts[1])), number(parts[2]), parts[3]);
                send(exchange, 200, challenge(number(parts[1]), number(parts[2]), parts[3]));
            }
            case "finalize2" -> {
                Order order = orders.get(number(parts[1]));
                order.chain = issuer.issue(message.payload().path("csr").text(), order.domains);
                send(exchange, 200, document(number(parts[1])));
            }
            case "certificate2" ->
                send(exchange, 200, "application/pem-certificate-chain", orders.get(number(parts[1])).chain);
            default -> problem(exchange, "malformed", "there is nothing at " + path);
        }
    }

    private synchronized int add(Order order) {
        orders.add(order);
        return orders.size() - 1;
    }

    private void validate(Order order, int domain, String way) {
        String token = order.tokens.get(domain);
        String proof = order.account.proof(token);
        boolean found = way.equals("http-01")
                ? fetched(token).equals(proof)
                : AcmeMessage.digest(proof)
                        .equals(records.get(
                                "_acme-challenge." + order.domains.get(domain).replaceFirst("^\\*\\.", "") + "."));
        (found && !refusing ? order.proven : order.failed).add(token);
    }

    private String fetched(String token) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI there = URI.create("http://127.0.0.1:" + portOfDomains + "/.well-known/acme-challenge/" + token);
            return client.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private JsonObject document(int number) {
        Order order = orders.get(number);
        JsonArray identifiers = Json.array();
        JsonArray authorizations = Json.array();
        for (int i = 0; i < order.domains.size(); i++) {
            identifiers.add(Json.object().put("type", "dns").put("value", order.domains.get(i)));
            authorizations.add(url("/authz/" + number + "/" + i).toString());
        }
        boolean isReady = order.proven.containsAll(order.tokens);
        String status = !order.failed.isEmpty() ? "invalid" : isReady ? "ready" : "pending";
        JsonObject document = Json.object()
                .put("status", order.chain.isEmpty() ? status : "valid")
                .put("identifiers", identifiers)
                .put("authorizations", authorizations)
                .put("finalize", url("/finalize/" + number).toString());
        return order.chain.isEmpty()
                ? document
                : document.put("certificate", url("/certificate/" + number).toString());
    }

    private JsonObject authorization(int number, int domain) {
        Order order = orders.get(number);
        String name = order.domains.get(domain);
        JsonArray challenges = Json.array().add(challenge(number, domain, "dns-01"));
        if (!name.startsWith("*")) {
            challenges.add(challenge(number, domain, "http-01"));
        }
        return Json.object()
                .put("status", state(order, order.tokens.get(domain)))
                .put("identifier", Json.object().put("type", "dns").put("value", name.replaceFirst("^\\*\\.", "")))
                .put("wildcard", name.startsWith("*"))
                .put("challenges", challenges);
    }

    private JsonObject challenge(int number, int domain, String way) {
        Order order = orders.get(number);
        String token = order.tokens.get(domain);
        JsonObject challenge = Json.object()
                .put("type", way)
                .put(
                        "url",
                        url("/challenge/" + number + "/" + domain + "/" + way).toString())
                .put("token", token)
                .put("status", state(order, token));
        return order.failed.contains(token)
                ? challenge.put(
                        "error",
                        Json.object()
                                .put("type", "urn:ietf:params:acme:error:unauthorized")
                                .put("detail", "the proof was not found"))
                : challenge;
    }

    private static String state(Order order, String token) {
        return order.failed.contains(token) ? "invalid" : order.proven.contains(token) ? "valid" : "pending";
    }

    private static List<String> domains(Json payload) {
        return payload.path("identifiers").elements().stream()
                .map(identifier -> identifier.path("value").text())
                .toList();
    }

    private String nonce() {
        String nonce = "nonce-" + numbers.incrementAndGet() + "-" + System.nanoTime();
        nonces.add(nonce);
        return nonce;
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static void problem(HttpExchange exchange, String kind, String detail) throws IOException {
        JsonObject problem =
                Json.object().put("type", "urn:ietf:params:acme:error:" + kind).put("detail", detail);
        send(exchange, 400, "application/problem+json", problem.toJson().toString());
    }

    private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
        send(exchange, status, "application/json", body.toJson().toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
