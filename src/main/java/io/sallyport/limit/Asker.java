package io.sallyport.limit;

import io.sallyport.identity.Caller;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.util.List;
import java.util.Optional;

/// Who asks for what: everything that decides which limits hold for a call before its target is known.
///
/// @param endUser identity of whom a trusted program names behind the call
/// @param model the alias, or the model where there is none; may be empty
public record Asker(Caller caller, Optional<String> endUser, String model) {

    /// The ones of a kind that make the call: none, one, or several groups.
    ///
    /// Groups and end users are told apart by tenant, since other tenants may use the same names.
    List<Subject> subjects(Scope scope) {
        String tenant = caller.tenant().value();
        return switch (scope) {
            case GLOBAL -> List.of(new Subject("", ""));
            case TENANT -> one(Optional.of(tenant));
            case PROJECT -> one(Optional.of(caller.project().value()));
            case GROUP ->
                caller.groups().stream()
                        .map(group -> new Subject(group, tenant + "/" + group))
                        .toList();
            case USER -> one(caller.user().map(UserId::value));
            case KEY -> one(caller.key().map(KeyId::value));
            case BACKEND_PROFILE -> one(profile());
            case MODEL -> one(Optional.of(model).filter(name -> !name.isEmpty()));
            case END_USER ->
                endUser.stream()
                        .map(name -> new Subject(name, tenant + "/" + name))
                        .toList();
            case PROVIDER, BACKEND -> List.of();
        };
    }

    /// The backend profile of the key, when it has one.
    Optional<String> profile() {
        return caller.reach().profile().map(BackendProfileId::value);
    }

    private static List<Subject> one(Optional<String> name) {
        return name.map(known -> List.of(new Subject(known, known))).orElse(List.of());
    }

    /// One whose use is added up.
    ///
    /// @param name as limits call it
    /// @param account as its account is called, unique within the scope
    record Subject(String name, String account) {}
}
