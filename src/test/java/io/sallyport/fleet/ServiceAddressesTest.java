package io.sallyport.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.fleet.FleetSettings.Approval;
import io.sallyport.lang.RefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where services of nodes may stand: nodes choose the addresses themselves.
final class ServiceAddressesTest {
    private final FleetSettings settings =
            new FleetSettings(Duration.ofSeconds(30), Approval.REQUIRED, 10, List.of(), false);
    private final ServiceAddresses addresses = new ServiceAddresses(() -> settings);

    @ParameterizedTest
    @Tag("M07")
    @ValueSource(ints = {22, 25, 2375, 2376, 3306, 5432, 6379, 9200, 10_250})
    void refusesPortsOfThingsThatAreNoModelServers(int port) {
        assertRefused("http://93.184.216.34:" + port);
    }

    @ParameterizedTest
    @Tag("M01")
    @ValueSource(
            strings = {"http://127.0.0.1:11434", "http://10.0.0.7:11434", "http://169.254.169.254", "http://[::1]:11434"
            })
    void refusesAddressesThatAreNotPublic(String address) {
        assertRefused(address);
    }

    @Test
    void takesAPublicAddressAsItIs() {
        URI url = URI.create("http://93.184.216.34:11434");

        assertThat(addresses.checked(url, "endpoint")).isEqualTo(url);
    }

    private void assertRefused(String address) {
        assertThatThrownBy(() -> addresses.checked(URI.create(address), "services.0.endpoint"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("destination_not_allowed"));
    }
}
