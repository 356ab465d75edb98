package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Price;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Money;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Upstream;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.testkit.SomeBackend;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DD-11")
final class AppraisalTest {

    @Test
    void setsNothingAsideWhereNoModelWorks() {
        assertThat(Appraisal.isIdle(request(Operation.MESSAGE, "POST", "/v1/messages/count_tokens")))
                .isTrue();
        assertThat(Appraisal.isIdle(request(Operation.RESPONSE, "GET", "/v1/responses/r1")))
                .isTrue();
        assertThat(Appraisal.isIdle(request(Operation.RESPONSE, "DELETE", "/v1/responses/r1")))
                .isTrue();
    }

    @Test
    void setsAsideWhatAModelMayWrite() {
        assertThat(Appraisal.writesTokens(request(Operation.MESSAGE, "POST", "/v1/messages")))
                .isTrue();
        assertThat(Appraisal.writesTokens(request(Operation.MESSAGE, "POST", "/v1/messages/count_tokens")))
                .isFalse();
    }

    @Test
    void doesNotTrustDeclaredPathsToCostNothing() {
        assertThat(Appraisal.isIdle(request(Operation.OTHER, "GET", "/v1/search")))
                .isFalse();
    }

    @Test
    void setsAsideTheDearerOfReadingThePromptAndKeepingIt() {
        RawRequest request = chat(300);

        // A hundred tokens of prompt, ten of the answer.
        assertThat(cost(request, Optional.empty())).hasValue(100 * 3 + 10 * 5L);
        assertThat(cost(request, Optional.of(4L))).hasValue(100 * 4 + 10 * 5L);
        assertThat(cost(request, Optional.of(2L))).hasValue(100 * 3 + 10 * 5L);
    }

    @Test
    void knowsNoCostWhereATargetHasNoPrice() {
        assertThat(Appraisal.of(chat(300), plan(Optional.empty()), 10).picoDollars())
                .isEmpty();
    }

    private static OptionalLong cost(RawRequest request, Optional<Long> cacheWrite) {
        Price price =
                new Price(pico(3), pico(5), Optional.empty(), cacheWrite.map(AppraisalTest::pico), Optional.empty());
        return Appraisal.of(request, plan(Optional.of(price)), 10).picoDollars();
    }

    private static Money pico(long amount) {
        return new Money(BigInteger.valueOf(amount));
    }

    private static Plan plan(Optional<Price> price) {
        Backend backend = SomeBackend.named("one").serving(List.of("m")).make();
        OpenAiCompatible provider = new OpenAiCompatible("openai", "", "http://127.0.0.1", Quirks.NONE);
        Target target = new Target(new Upstream(backend, provider), "m", 1, 0, price);
        return new Plan("alias", "alias", List.of(target), "alias", false, Optional.empty());
    }

    /// A body of so many bytes.
    private static RawRequest chat(int length) {
        return new RawRequest(
                Operation.CHAT,
                "POST",
                "/v1/chat/completions",
                "",
                "",
                Bytes.of("x".repeat(length)),
                RequestFacts.NONE);
    }

    private static RawRequest request(Operation operation, String method, String path) {
        return new RawRequest(operation, method, path, "", "", Bytes.EMPTY, RequestFacts.NONE);
    }
}
