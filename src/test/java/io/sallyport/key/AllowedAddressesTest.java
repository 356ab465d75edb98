package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P09")
final class AllowedAddressesTest {
    private static final AllowedAddresses OFFICE = new AllowedAddresses(List.of("10.0.0.0/8", "2001:db8::/32", "::1"));

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1, true",
        "11.0.0.1, false",
        "::ffff:10.0.0.1, true",
        "2001:db8:ffff::1, true",
        "2001:db9::1, false",
        "::1, true",
        "::2, false",
        "127.0.0.1, false"
    })
    void holdsAddressesOfBothVersions(String address, boolean allowed) {
        assertThat(OFFICE.rules().orElseThrow().allows(InetAddress.ofLiteral(address)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, true",
        "10.0.0.0/8, true",
        "8.0.0.0/6, false",
        "2001:db8:1::/48, true",
        "2001::/16, false",
        "192.0.2.1, false"
    })
    void coversNarrowerNetworks(String network, boolean covered) {
        assertThat(OFFICE.covers(new AllowedAddresses(List.of(network)))).isEqualTo(covered);
    }

    @Test
    void takesNoRestrictionForTheWidest() {
        assertThat(AllowedAddresses.ANYWHERE.covers(OFFICE)).isTrue();
        assertThat(OFFICE.covers(AllowedAddresses.ANYWHERE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "office.example", "10.0.0.0/33", "10.0.0.0/", "::1/129", "10.0.0.1 "})
    void refusesWhatIsNoAddressWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedAddresses(List.of(text)))
                .withMessage("allowed_addresses: every entry must be an address or a network such as 10.0.0.0/8");
    }

    @Test
    void refusesMoreThanAHundred() {
        List<String> many = Collections.nCopies(101, "10.0.0.1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedAddresses(many))
                .withMessageContaining("100");
    }
}
