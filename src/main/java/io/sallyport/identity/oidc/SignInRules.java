package io.sallyport.identity.oidc;

import io.sallyport.identity.Vouched;
import io.sallyport.identity.oidc.SignInRefused.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Who of those whom the provider knows may enter, and who as an operator.
///
/// Names of groups and roles are compared exactly; an empty list asks for nothing.
///
/// @param userGroups one of them is needed to enter
/// @param adminGroups one of them makes an operator
/// @param allowedRoles one of them is needed to enter
/// @param adminRoles one of them makes an operator
/// @param allowedDomains organisations that may enter, in lower case
public record SignInRules(
        List<String> userGroups,
        List<String> adminGroups,
        List<String> allowedRoles,
        List<String> adminRoles,
        List<String> allowedDomains) {
    public static final String USUAL_USER_GROUP = "gasket-users";
    public static final String USUAL_ADMIN_GROUP = "gasket-admins";

    /// Google gives accounts to everybody, under any e-mail address; only `hd` says whose account it is.
    public static final String GOOGLE = "https://accounts.google.com";

    public SignInRules {
        userGroups = List.copyOf(userGroups);
        adminGroups = List.copyOf(adminGroups);
        allowedRoles = List.copyOf(allowedRoles);
        adminRoles = List.copyOf(adminRoles);
        allowedDomains = List.copyOf(allowedDomains);
    }

    /// Decides at every sign-in anew.
    ///
    /// Errors: SignInRefused DOMAIN, ROLE or GROUP.
    public Vouched admit(OidcPerson person) {
        if (!allowedDomains.isEmpty() && !isOfAllowedDomain(person)) {
            throw new SignInRefused(Reason.DOMAIN, "the account is not of an allowed domain");
        }
        if (!allowedRoles.isEmpty() && !meet(allowedRoles, person.roles())) {
            throw new SignInRefused(Reason.ROLE, "the person has none of the allowed roles");
        }
        if (!userGroups.isEmpty() && !meet(userGroups, person.groups())) {
            throw new SignInRefused(Reason.GROUP, "the person is in none of the groups that may enter");
        }
        boolean operator = meet(adminGroups, person.groups()) || meet(adminRoles, person.roles());
        return new Vouched(
                person.issuer(),
                person.subject(),
                person.email().orElse(""),
                person.name(),
                person.groups().stream().sorted().toList(),
                operator);
    }

    /// Google: a verified address and the organisation it names. Others: the domain of a verified address; a claim
    /// `hd` there may be anything the person typed in, so it can only shut the door.
    private boolean isOfAllowedDomain(OidcPerson person) {
        if (!person.emailVerified()
                || !person.hostedDomain().map(this::isAllowed).orElse(true)) {
            return false;
        }
        return person.issuer().equals(GOOGLE)
                ? person.hostedDomain().isPresent()
                : person.email()
                        .map(SignInRules::domain)
                        .filter(this::isAllowed)
                        .isPresent();
    }

    private boolean isAllowed(String domain) {
        return domain.chars().allMatch(c -> c < 0x80) && allowedDomains.contains(domain.toLowerCase(Locale.ROOT));
    }

    private static String domain(String email) {
        int at = email.lastIndexOf('@');
        boolean single = at > 0 && email.indexOf('@') == at;
        return single ? email.substring(at + 1) : "";
    }

    private static boolean meet(List<String> wanted, Set<String> had) {
        return !Collections.disjoint(wanted, had);
    }
}
