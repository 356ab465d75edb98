package io.sallyport.pipeline;

import io.sallyport.cache.Meaning;
import io.sallyport.cache.Question;
import io.sallyport.cache.Vector;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An answer on its way out that may be given again later.
///
/// Threads: one per call.
final class Keeping {
    /// The lines that say how to read the body; all others are about the one call.
    private static final Set<String> KEPT = Set.of("content-type", "content-language", "x-sallyport-loss");

    private final Question question;
    private final BodyCopy body;
    private int status;
    private List<Header> headers = List.of();
    private Optional<Meant> meant = Optional.empty();

    Keeping(Question question, int largest) {
        this.question = question;
        this.body = new BodyCopy(largest);
    }

    /// What the question means, so that it is found again in other words.
    record Meant(Meaning meaning, Vector vector) {}

    void means(Meaning meaning, Vector vector) {
        meant = Optional.of(new Meant(meaning, vector));
    }

    Optional<Meant> meant() {
        return meant;
    }

    Question question() {
        return question;
    }

    void head(int code, List<Header> lines) {
        status = code;
        headers = lines.stream()
                .filter(line -> KEPT.contains(line.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    void add(Bytes bytes) {
        body.add(bytes);
    }

    /// Empty for one that is no success, or too large.
    Optional<StoredAnswer> answer() {
        return status == 200 && !body.isCut()
                ? Optional.of(new StoredAnswer(status, headers, body.bytes()))
                : Optional.empty();
    }
}
