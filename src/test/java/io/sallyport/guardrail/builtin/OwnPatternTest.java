package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.guardrail.Detector;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Substitute;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GU19")
final class OwnPatternTest {

    @Test
    void masksWhatAnOperatorDescribes() {
        Detector detector = new Detector(List.of(PersonalRecords.matching("ticket", "(?i)ACME-[0-9]{4,6}", 20)));
        String text = "see acme-12345, ACME-1 and xACME-1234";

        assertThat(detector.mask(text, Substitute.LABEL)).isEqualTo("see [TICKET], ACME-1 and xACME-1234");
        for (int cut = 0; cut <= text.length(); cut++) {
            StreamMask mask = detector.stream(Substitute.LABEL);
            assertThat(mask.push(text.substring(0, cut)) + mask.push(text.substring(cut)) + mask.end())
                    .isEqualTo("see [TICKET], ACME-1 and xACME-1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a)\\1", "(?=a)b", "(?<!a)b", "(?>a)b", "a++", "[", "((a{100}){100}){100}", "a{1,}{999}{2}", ""
            })
    @Tag("S07")
    void refusesWhatIsNotLinear(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> PersonalRecords.matching("x", pattern, 20));
    }
}
