package io.sallyport.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.lang.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInRulesTest {

    private static final String KEYCLOAK = "https://login.example.org/realms/main";
    private static final List<String> NONE = List.of();
    private static final SignInRules GROUPS =
            new SignInRules(List.of("gasket-users", "guests"), List.of("gasket-admins"), NONE, NONE, NONE);
    private static final SignInRules ROLES = new SignInRules(NONE, NONE, List.of("staff"), List.of("chief"), NONE);
    private static final SignInRules DOMAIN = new SignInRules(NONE, NONE, NONE, NONE, List.of("corp.com"));

    @Test
    void letsEverybodyOfTheProviderInWhenNothingIsAsked() {
        assertThat(new SignInRules(NONE, NONE, NONE, NONE, NONE).admit(member()).operator())
                .isFalse();
    }

    @Test
    @Tag("ID2")
    void letsAMemberOfOneOfTheGroupsIn() {
        assertThat(GROUPS.admit(member("guests", "others")).groups()).containsExactly("guests", "others");
    }

    @ParameterizedTest
    @CsvSource({"gasket-user", "gasket-userss", "Gasket-Users", "/gasket-users", "gasket-admins", "*"})
    @Tag("ID2")
    void refusesWhoIsInNoneOfTheGroups(String group) {
        assertThat(reason(GROUPS, member(group))).isEqualTo(Reason.GROUP);
    }

    @Test
    @Tag("ID3")
    void makesAnOperatorOfAMemberOfTheAdminGroup() {
        assertThat(GROUPS.admit(member("gasket-users", "gasket-admins")).operator())
                .isTrue();
        assertThat(GROUPS.admit(member("gasket-users")).operator()).isFalse();
    }

    @Test
    @Tag("ID18")
    void asksForARole() {
        assertThat(ROLES.admit(holder("staff")).operator()).isFalse();
        assertThat(ROLES.admit(holder("staff", "chief")).operator()).isTrue();
        assertThat(reason(ROLES, holder("Staff"))).isEqualTo(Reason.ROLE);
        assertThat(reason(ROLES, holder("chief"))).isEqualTo(Reason.ROLE);
        assertThat(reason(ROLES, member("staff"))).isEqualTo(Reason.ROLE);
    }

    @ParameterizedTest
    @CsvSource({"ann@corp.com,", "ann@CORP.com,", "ann@corp.com,corp.com"})
    @Tag("ID9")
    void letsAVerifiedAddressOfTheDomainIn(String email, @Nullable String hd) {
        assertThat(DOMAIN.admit(person(KEYCLOAK, email, hd)).email()).isEqualTo(email);
    }

    @ParameterizedTest
    @CsvSource({
        "ann@corp.com.evil.io,",
        "ann@evilcorp.com,",
        "ann@mail.corp.com,",
        "ann@corp.com.,",
        "ann@cor\u03C1.com,",
        "ann@xn--corp.com,",
        "ann@evil.io@corp.com,",
        "@corp.com,",
        "corp.com,",
        "ann@gmail.com,corp.com",
        "ann@corp.com,evil.io"
    })
    @Tag("ID9")
    @Tag("K07")
    void refusesEveryOtherAddress(String email, @Nullable String hd) {
        assertThat(reason(DOMAIN, person(KEYCLOAK, email, hd))).isEqualTo(Reason.DOMAIN);
    }

    @Test
    @Tag("K07")
    void refusesAnAddressNobodyVerified() {
        OidcPerson unverified = new OidcPerson(
                KEYCLOAK,
                "ann",
                Optional.of("ann@corp.com"),
                false,
                "Ann",
                Optional.of("corp.com"),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Secret.of("t"));

        assertThat(reason(DOMAIN, unverified)).isEqualTo(Reason.DOMAIN);
    }

    @Test
    @Tag("ID9")
    void believesOnlyGooglesWordForWhoseAccountItIs() {
        assertThat(DOMAIN.admit(person(SignInRules.GOOGLE, "ann@second.com", "corp.com"))
                        .operator())
                .isFalse();
        assertThat(reason(DOMAIN, person(SignInRules.GOOGLE, "ann@corp.com", null)))
                .isEqualTo(Reason.DOMAIN);
        assertThat(reason(DOMAIN, person(SignInRules.GOOGLE, "ann@corp.com", "corp.com.evil.io")))
                .isEqualTo(Reason.DOMAIN);
        assertThat(reason(DOMAIN, person(SignInRules.GOOGLE, "ann@corp.com", "\u212Acorp.com")))
                .isEqualTo(Reason.DOMAIN);
    }

    @Test
    void namesARefusalForPagesAndMetrics() {
        SignInRefused refused = catchThrowableOfType(SignInRefused.class, () -> GROUPS.admit(member()));

        assertThat(refused.code()).isEqualTo("sign_in_group");
    }

    private static Reason reason(SignInRules rules, OidcPerson person) {
        return catchThrowableOfType(SignInRefused.class, () -> rules.admit(person))
                .reason();
    }

    private static OidcPerson member(String... groups) {
        return person(KEYCLOAK, "ann@corp.com", Optional.empty(), Set.of(groups), Set.of());
    }

    private static OidcPerson holder(String... roles) {
        return person(KEYCLOAK, "ann@corp.com", Optional.empty(), Set.of(), Set.of(roles));
    }

    private static OidcPerson person(String issuer, String email, @Nullable String hd) {
        return person(issuer, email, Optional.ofNullable(hd), Set.of(), Set.of());
    }

    private static OidcPerson person(
            String issuer, String email, Optional<String> hd, Set<String> groups, Set<String> roles) {
        return new OidcPerson(
                issuer, "ann", Optional.of(email), true, "Ann", hd, groups, roles, Optional.empty(), Secret.of("t"));
    }
}
