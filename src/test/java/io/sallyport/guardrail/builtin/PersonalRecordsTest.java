package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.guardrail.Detector;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Substitute;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalRecordsTest {
    private static final Set<String> ALL =
            Set.of("email", "payment_card", "iban", "phone", "ip_address", "national_id", "secret");

    private final Detector detector = new Detector(PersonalRecords.of(ALL, List.of("DE", "US")));

    @ParameterizedTest
    @Tag("GU13")
    @CsvSource(delimiter = '|', textBlock = """
                    write to jo.doe+x@mail.example.org.           | write to [EMAIL].
                    o'neill@example.ie, please                    | [EMAIL], please
                    jo (at) example (dot) com                     | [EMAIL]
                    jo at example dot com is mine                 | [EMAIL] is mine
                    jo [at] example.com                           | [EMAIL]
                    call +49 30 901820 now                        | call [PHONE] now
                    call (212) 555-0123 or 212-736-5000           | call [PHONE] or [PHONE]
                    Telefon 030 901820, danke                     | Telefon [PHONE], danke
                    from 203.0.113.7:8080 on                      | from [IP_ADDRESS]:8080 on
                    at 2001:db8::8a2e:370:7334.                   | at [IP_ADDRESS].
                    card 4111 1111 1111 1111, 12/30               | card [PAYMENT_CARD], 12/30
                    card 378282246310005                          | card [PAYMENT_CARD]
                    DE89 3704 0044 0532 0130 00 at the bank       | [IBAN] at the bank
                    GB82WEST12345698765432                        | [IBAN]
                    my SSN is 536-90-4399!                        | my SSN is [NATIONAL_ID_US]!
                    Steuer-ID 86 095 742 719                      | Steuer-ID [NATIONAL_ID_DE]
                    NIR 2 55 08 14 168 025 38                     | NIR [NATIONAL_ID_FR]
                    DNI 12345678Z                                 | DNI [NATIONAL_ID_ES]
                    NIE X-1234567-L                               | NIE [NATIONAL_ID_ES_NIE]
                    CF RSSMRA85T10A562S                           | CF [NATIONAL_ID_IT]
                    bsn: 111222333                                | bsn: [NATIONAL_ID_NL]
                    PESEL 44051401359                             | PESEL [NATIONAL_ID_PL]
                    NI number AB 12 34 56 C                       | NI number [NATIONAL_ID_GB]
                    Rijksregister 85.07.30-033.28                 | Rijksregister [NATIONAL_ID_BE]
                    AHV 756.9217.0769.85                          | AHV [NATIONAL_ID_CH]
                    CPF 529.982.247-25                            | CPF [NATIONAL_ID_BR]
                    HETU 131052-308T                              | HETU [NATIONAL_ID_FI]
                    id 811228-9874                                | id [NATIONAL_ID_SE]
                    id 11010519491231002X                         | id [NATIONAL_ID_CN]
                    NRIC S1234567D                                | NRIC [NATIONAL_ID_SG]
                    RUT 12.345.678-5                              | RUT [NATIONAL_ID_CL]
                    """)
    void recognisesWhatBelongsToPeople(String text, String masked) {
        assertThat(detector.mask(text, Substitute.LABEL)).isEqualTo(masked);
    }

    @Test
    @Tag("GU13")
    void endsANumberWhereTheTextHidesSomething() {
        String followed = "bsn: 111222333\u200B5";

        String masked = detector.mask(followed, Substitute.LABEL);

        assertThat(masked).isEqualTo("bsn: [NATIONAL_ID_NL]\u200B5");
    }

    @ParameterizedTest
    @Tag("GU13")
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
                "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                "xoxb-123456789012-abcdefghijkl",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "sk-proj-abc123DEF456ghi789JKL012",
                "sk-ant-api03-abcdefghijklmnop0123456789",
                "sk-a1b2c3d4.Zm9vYmFyYmF6cXV4MTIz",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
                "hf_abcdefghijklmnopqrstuvwxyz01234567"
            })
    void recognisesKeysByTheirLooks(String key) {
        String masked = detector.mask("use " + key + " for it", Substitute.LABEL);

        assertThat(masked).matches("use \\[SECRET_[A-Z_]+] for it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key = \"a1b2c3d4e5f6\"",
                "password: hunter2hunter2",
                "Authorization: Bearer a1b2c3d4e5f6",
                "postgres://sally:pa55@db/x"
            })
    void recognisesSecretsByWhatIsSaidOfThem(String text) {
        assertThat(detector.findings(text))
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).startsWith("secret."));
    }

    @Test
    void recognisesAPrivateKeyLongerThanAWindow() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEA7x\n".repeat(90)
                + "-----END RSA PRIVATE KEY-----";

        String masked = detector.mask("Here: " + key + " and more", Substitute.LABEL);

        assertThat(masked).isEqualTo("Here: [SECRET_PRIVATE_KEY] and more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Meet me at example.com at 10:30 on 2026-11-21.",
                "Order 1234567890 of 12,345.67 EUR, version 1.2.3, build 20261121.",
                "std::vector<int> a{1, 2, 3}; // 0xdeadbeef",
                "The ISBN is 978-3-16-148410-0 and the card ends in 4242.",
                "123e4567-e89b-12d3-a456-426614174000",
                "localhost is 127.0.0.1, or ::1",
                "Set token to the value of the variable; password: see above."
            })
    void leavesPlainTextsAlone(String text) {
        assertThat(detector.findings(text)).isEmpty();
        assertThat(detector.mask(text, Substitute.LABEL)).isEqualTo(text);
    }

    @ParameterizedTest
    @Tag("O09")
    @ValueSource(
            strings = {
                "ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
                "j\u200Bo@ex\u00ADample.com",
                "j\u043E@\u0435xample.c\u043Em",
                "𝐣𝐨@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦",
                "④①①① ①①①① ①①①① ①①①①",
                "٤١١١ ١١١١ ١١١١ ١١١١",
                "4111\u20131111\u20131111\u20131111"
            })
    void seesThroughSignsThatLookAlike(String text) {
        assertThat(detector.mask("<" + text + ">", Substitute.LABEL)).matches("<\\[(EMAIL|PAYMENT_CARD)]>");
    }

    @ParameterizedTest
    @Tag("O11")
    @ValueSource(
            strings = {
                "jo%40example.com",
                "jo&#64;example&#x2e;com",
                "jo&commat;example&period;com",
                "jo\\u0040example.com",
                "4111&nbsp;1111&nbsp;1111&nbsp;1111",
                "%34%31%31%31111111111111",
                "j o @ e x a m p l e . c o m",
                "j\no\n@\ne\nx\na\nm\np\nl\ne\n.\nc\no\nm",
                "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"
            })
    void seesThroughListedDisguises(String text) {
        assertThat(detector.mask("<x> " + text + " <x>", Substitute.LABEL)).matches("<x> \\[(EMAIL|PAYMENT_CARD)] <x>");
    }

    @Test
    void findsAListedNameInAnyCaseButOnlyAsAWord() {
        Recogniser names = PersonalRecords.listed("name", List.of("Jürgen Groß", "Ada"));

        String masked = new Detector(List.of(names)).mask("ada and JÜRGEN  GROß, Jürgen Groß, Adam", Substitute.LABEL);

        assertThat(masked).isEqualTo("[NAME] and JÜRGEN  GROß, [NAME], Adam");
    }

    @Test
    void refusesAKindThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalRecords.of(Set.of("emial"), List.of()))
                .withMessageContaining("emial");
    }
}
