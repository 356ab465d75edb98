package io.sallyport.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class KeyRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    @Tag("PO6")
    void givesAKeyTheDefaultLifeWhenItsOwnerDoesNotSay() {
        assertThat(rules(30, false).expiry(Optional.empty(), NOW)).contains(in(30));
    }

    @Test
    @Tag("PO6")
    void letsOwnersChooseAnyLifeWhenTheDefaultIsNotEnforced() {
        assertThat(rules(30, false).expiry(Optional.of(in(60)), NOW)).contains(in(60));
    }

    @Test
    @Tag("PO6")
    void refusesALongerLifeThanTheEnforcedOne() {
        assertThatThrownBy(() -> rules(30, true).expiry(Optional.of(in(60)), NOW))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("expiry_too_late"));
    }

    @Test
    @Tag("PO6")
    void takesTheEnforcedLifeFromABrowserWhoseClockIsAhead() {
        assertThat(rules(30, true).expiry(Optional.of(in(30).plusSeconds(20)), NOW))
                .contains(in(30));
        assertThat(rules(30, true).expiry(Optional.of(in(3)), NOW)).contains(in(3));
    }

    @Test
    @Tag("PO8")
    void refusesOneKeyMoreThanAUserMayHave() {
        KeyRules rules = new KeyRules(Optional.empty(), false, 2, false);

        rules.requireRoom(1);

        assertThatThrownBy(() -> rules.requireRoom(2))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("key_limit_reached"));
    }

    @Test
    void cannotEnforceALifeThatIsNotSet() {
        assertThatThrownBy(() -> new KeyRules(Optional.empty(), true, 5, false))
                .hasMessage("enforce_expiry needs default_expiry_days");
    }

    private static KeyRules rules(int days, boolean enforced) {
        return new KeyRules(Optional.of(days), enforced, KeyRules.USUAL_KEYS, false);
    }

    private static Instant in(int days) {
        return NOW.plus(Duration.ofDays(days));
    }
}
