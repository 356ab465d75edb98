package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
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

    private static RawRequest request(Operation operation, String method, String path) {
        return new RawRequest(operation, method, path, "", "", Bytes.EMPTY, RequestFacts.NONE);
    }
}
