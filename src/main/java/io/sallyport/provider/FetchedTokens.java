package io.sallyport.provider;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.net.WholeAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tokens that accounts are given, kept until shortly before they end.
///
/// One account asks once, however many calls wait for its token; while the old one still holds, nobody waits
/// for the new one.
/// Units: without `expires_in` a token counts as good for a minute.
/// Threads: safe, never blocks; fetches run on virtual threads.
/// Source: RFC 6749, 5.1.
final class FetchedTokens {
    private static final int LARGEST = 64 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration UNSAID = Duration.ofMinutes(1);
    private static final long LONGEST_SECONDS = 86_400;
    private static final int LATER_PART = 5;
    private static final int OK = 200;

    /// Accounts come and go with the settings; beyond this the memory starts anew.
    private static final int MOST_ACCOUNTS = 1_000;

    private final BlockingOutbound outbound;
    private final Clock clock;
    private final Map<TokenGrant, Account> accounts = new ConcurrentHashMap<>();

    FetchedTokens(Outbound outbound, Clock clock) {
        this.outbound = new BlockingOutbound(outbound, LARGEST, PATIENCE);
        this.clock = clock;
    }

    /// A token that still holds.
    ///
    /// Errors: the future fails with [NoToken].
    CompletableFuture<Secret> of(TokenGrant grant) {
        if (accounts.size() > MOST_ACCOUNTS) {
            accounts.clear();
        }
        return accounts.computeIfAbsent(grant, Account::new).token();
    }

    /// Why an account has no token; its message is the end of a sentence for operators.
    static final class NoToken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoToken(String message) {
            super(message, null, false, false);
        }
    }

    /// A token and its end.
    ///
    /// @param renewal from when another one is fetched
    private record Held(Secret token, Instant renewal, Instant end) {}

    /// One account, and what it was given last.
    private final class Account {
        private final TokenGrant grant;
        private @Nullable Held held;
        private @Nullable CompletableFuture<Secret> running;

        Account(TokenGrant grant) {
            this.grant = grant;
        }

        synchronized CompletableFuture<Secret> token() {
            Instant now = clock.instant();
            Held known = held;
            if (known != null && now.isBefore(known.renewal())) {
                return CompletableFuture.completedFuture(known.token());
            }
            CompletableFuture<Secret> fetched = running == null ? start() : running;
            return known != null && now.isBefore(known.end())
                    ? CompletableFuture.completedFuture(known.token())
                    : fetched;
        }

        private CompletableFuture<Secret> start() {
            CompletableFuture<Secret> started = new CompletableFuture<>();
            running = started;
            Thread.startVirtualThread(() -> {
                try {
                    Held fetched = fetch(grant);
                    over(fetched);
                    started.complete(fetched.token());
                } catch (RuntimeException e) {
                    over(null);
                    started.completeExceptionally(e);
                }
            });
            return started;
        }

        private synchronized void over(@Nullable Held fetched) {
            running = null;
            held = fetched == null ? held : fetched;
        }
    }

    private Held fetch(TokenGrant grant) {
        Instant now = clock.instant();
        OutboundRequest request = new OutboundRequest(
                "POST",
                grant.endpoint(),
                List.of(
                        new Header("accept", "application/json"),
                        new Header("content-type", "application/x-www-form-urlencoded")),
                List.of(Bytes.of(encoded(grant.form(now)))),
                PATIENCE,
                Trust.VERIFY);
        try {
            return read(outbound.send(request), now);
        } catch (OutboundFailure e) {
            throw new NoToken("its token endpoint gave no answer");
        }
    }

    private static Held read(WholeAnswer answer, Instant now) {
        Json body = body(answer);
        if (answer.status() != OK) {
            String error = body.get("error").isText() ? body.get("error").text() : "";
            String word = error.matches("[a-z_]{1,40}") ? " (" + error + ")" : "";
            throw new NoToken("its token endpoint answered with status " + answer.status() + word);
        }
        Json token = body.get("access_token");
        if (!token.isText() || token.text().isBlank()) {
            throw new NoToken("its token endpoint answered without a token");
        }
        Duration lifetime = lifetime(body.get("expires_in"));
        Duration early = lifetime.dividedBy(LATER_PART);
        Instant end = now.plus(lifetime);
        return new Held(Secret.of(token.text()), end.minus(early.compareTo(EARLY) < 0 ? early : EARLY), end);
    }

    private static Json body(WholeAnswer answer) {
        try {
            return Json.parse(answer.body());
        } catch (JsonProblem e) {
            return Json.NULL;
        }
    }

    /// Some endpoints write the number as a text.
    private static Duration lifetime(Json seconds) {
        String digits = seconds.isText() ? seconds.text() : seconds.isNumber() ? seconds.toString() : "";
        return digits.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(digits), LONGEST_SECONDS))
                : UNSAID;
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
