package io.sallyport.provider;

import io.sallyport.lang.Header;
import io.sallyport.provider.BackendDraft.Shown;
import io.sallyport.provider.BackendTable.BackendRow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Puts what an operator says on top of what is known of a backend.
///
/// A key and headers are bound to the host they were given for: with another scheme, host, port or `authority`
/// they are dropped, so that nobody can have a stored key sent to an address of their choice.
/// Errors: BadRequest with the name of the field.
final class BackendMerge {
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final BackendRowForm form;
    private final List<ProviderKind> kinds;

    BackendMerge(BackendRowForm form, List<ProviderKind> kinds) {
        this.form = form;
        this.kinds = List.copyOf(kinds);
    }

    /// @param secretsDropped whether stored secrets went because the host is another one
    record Merged(BackendRow row, boolean secretsDropped) {}

    /// A new row.
    BackendRow fresh(String id, String name, BackendDraft draft, BackendTerms terms, Instant now) {
        ProviderKind kind =
                kind(draft.kind().orElseThrow(() -> BackendRules.refused("A backend needs a kind.", "kind")));
        URI url = draft.baseUrl()
                .map(BackendRules::address)
                .or(kind::usualUrl)
                .orElseThrow(() -> BackendRules.refused(
                        "The kind " + kind.word() + " has no usual address; it must be given.", "base_url"));
        BackendRow blank = new BackendRow(
                id,
                name,
                kind.word(),
                url.toString(),
                word(Shown.NONE),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                BackendWords.NONE,
                BackendWords.NONE,
                Optional.empty(),
                false,
                true,
                Backend.ADMIN,
                "",
                1,
                now,
                now);
        return onto(blank, draft, terms, now).row();
    }

    /// A changed row.
    Merged onto(BackendRow before, BackendDraft draft, BackendTerms terms, Instant now) {
        URI url = draft.baseUrl().map(BackendRules::address).orElseGet(() -> URI.create(before.baseUrl()));
        Map<String, String> options = draft.options().map(BackendRules::options).orElse(options(before));
        boolean isMoved = !isSameHost(url, URI.create(before.baseUrl())) || !isSameAuthority(options, options(before));
        Shown shown = shown(before, draft, terms);
        Optional<String> key = key(before, draft, shown, isMoved);
        Optional<String> headers = headers(before, draft, isMoved);
        BackendRow row = new BackendRow(
                before.id(),
                before.name(),
                draft.kind().map(word -> kind(word).word()).orElse(before.kind()),
                url.toString(),
                word(shown),
                key,
                headers,
                draft.models().map(BackendRules::models).orElse(before.models()),
                BackendWords.write(options),
                draft.labels()
                        .map(BackendRules::labels)
                        .map(BackendWords::write)
                        .orElse(before.labels()),
                draft.timeout().map(BackendMerge::millis).or(before::timeoutMs),
                draft.skipTlsVerify().orElse(before.skipTlsVerify()),
                draft.enabled().orElse(before.enabled()),
                Backend.ADMIN,
                "",
                before.version(),
                before.createdAt(),
                now);
        boolean lostKey = isMoved && shown == Shown.OWN && before.credential().isPresent() && key.isEmpty();
        boolean lostHeaders = isMoved && before.headers().isPresent() && headers.isEmpty();
        return new Merged(row, lostKey || lostHeaders);
    }

    private static Shown shown(BackendRow before, BackendDraft draft, BackendTerms terms) {
        boolean hasKey = draft.apiKey().isPresent();
        Shown shown = draft.credential().orElse(hasKey ? Shown.OWN : BackendRowForm.shown(before));
        if (hasKey && shown != Shown.OWN) {
            throw BackendRules.refused("A key has a place only where credential is own.", "api_key");
        }
        if (shown == Shown.CLIENT && !terms.isPassthrough()) {
            throw BackendRules.refused("client works only in auth.mode passthrough.", "credential");
        }
        if (shown == Shown.OWN && terms.isPassthrough()) {
            throw BackendRules.refused(
                    "In auth.mode passthrough anybody could spend the key of this backend; say client or none.",
                    "credential");
        }
        return shown;
    }

    private Optional<String> key(BackendRow before, BackendDraft draft, Shown shown, boolean isMoved) {
        if (shown != Shown.OWN) {
            return Optional.empty();
        }
        Optional<String> given = draft.apiKey().map(BackendRules::key).map(key -> form.sealedKey(before.id(), key));
        if (given.isEmpty()
                && before.credential().isEmpty()
                && draft.credential().isPresent()) {
            throw BackendRules.refused("Give the key too.", "api_key");
        }
        return given.isPresent() || isMoved ? given : before.credential();
    }

    private Optional<String> headers(BackendRow before, BackendDraft draft, boolean isMoved) {
        Optional<List<Header>> given = draft.headers().map(BackendRules::headers);
        if (given.isPresent()) {
            return form.sealedHeaders(before.id(), given.get());
        }
        return isMoved ? Optional.empty() : before.headers();
    }

    private ProviderKind kind(String word) {
        return kinds.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> BackendRules.refused("There is no such kind of backend.", "kind"));
    }

    private static long millis(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw BackendRules.refused("A timeout is more than nothing and at most a day.", "timeout_seconds");
        }
        return timeout.toMillis();
    }

    private static Map<String, String> options(BackendRow row) {
        return BackendWords.read(row.options());
    }

    /// Where a secret is exchanged for a token binds it as its host does.
    private static boolean isSameAuthority(Map<String, String> one, Map<String, String> other) {
        return Objects.equals(one.get(Backend.AUTHORITY), other.get(Backend.AUTHORITY));
    }

    private static boolean isSameHost(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String word(Shown shown) {
        return shown.name().toLowerCase(Locale.ROOT);
    }
}
