package io.sallyport.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The multipart scan: it refuses or answers, and the model it found is the one that is replaced.
///
/// The first line of an input is the content type, the rest is the body.
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=MultipartFuzzTest`; otherwise the seeds are replayed.
class MultipartFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void findsTheModelThatIsReplaced(byte[] input) {
        String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\n", 2);
        if (parts.length < 2) {
            return;
        }
        Bytes body = Bytes.of(parts[1].getBytes(StandardCharsets.ISO_8859_1));

        Optional<RequestFacts> facts = facts(parts[0], body);
        if (facts.isEmpty() || facts.get().modelSpan().isEmpty()) {
            return;
        }

        Bytes span = facts.get().modelSpan().get();
        String model = facts.get().model().orElseThrow();
        if (!body.covers(span) || !span.text().equals(model)) {
            throw new AssertionError("the model " + model + " is not where it should be");
        }
        RawRequest request = new RawRequest(Operation.TRANSCRIPTION, "POST", "/", "", parts[0], body, facts.get());
        Optional<RequestFacts> again = facts(parts[0], whole(request));
        if (again.flatMap(RequestFacts::model).filter("another"::equals).isEmpty()) {
            throw new AssertionError("with another model the form reads " + again);
        }
    }

    private static Optional<RequestFacts> facts(String type, Bytes body) {
        try {
            return Optional.of(MultipartScan.facts(type, body));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static Bytes whole(RawRequest request) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        request.bodyWithModel(Bytes.of("another")).forEach(piece -> whole.writeBytes(piece.toArray()));
        return Bytes.of(whole.toByteArray());
    }
}
