package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.RequestId;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("OB19")
final class TraceContextTest {
    private static final RequestId ID = new RequestId(UUID.fromString("019505f0-1234-7abc-8def-0123456789ab"));
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void continuesTheTraceOfTheClient() {
        TraceContext context = TraceContext.of(ID, "00-" + TRACE + "-" + SPAN + "-01");

        assertThat(context).isEqualTo(new TraceContext(TRACE, "8def0123456789ab", SPAN, true));
        assertThat(context.header()).isEqualTo("00-" + TRACE + "-8def0123456789ab-01");
    }

    @Test
    void startsATraceNamedAfterTheRequest() {
        TraceContext context = TraceContext.of(ID, "");

        assertThat(context.header()).isEqualTo("00-019505f012347abc8def0123456789ab-8def0123456789ab-01");
        assertThat(context.parentSpanId()).isEmpty();
    }

    @Test
    void passesOnThatNobodyWantsItRecorded() {
        TraceContext context = TraceContext.of(ID, "00-" + TRACE + "-" + SPAN + "-00");

        assertThat(context.sampled()).isFalse();
        assertThat(context.header()).endsWith("-00");
    }

    @Test
    void readsALaterVersionWithMoreFields() {
        TraceContext context = TraceContext.of(ID, "01-" + TRACE + "-" + SPAN + "-01-more");

        assertThat(context.traceId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0g"
            })
    void startsItsOwnTraceWhenTheHeaderIsNotValid(String header) {
        TraceContext context = TraceContext.of(ID, header);

        assertThat(context.traceId()).isEqualTo("019505f012347abc8def0123456789ab");
    }
}
