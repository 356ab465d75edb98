package io.sallyport.identity;

import io.sallyport.database.Database;
import io.sallyport.identity.Principal.Via;
import io.sallyport.identity.UserTable.Person;
import io.sallyport.identity.UserTable.RoleIn;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes principals of users: what they are and may do at this moment, read from the database each time.
///
/// Threads: safe; blocks.
public final class Principals {
    private final UserTable table;

    public Principals(Database database) {
        this.table = database.attach(UserTable.class);
    }

    /// The user, unless suspended or changed since a credential was given out.
    ///
    /// @param version of the user when the credential was given out
    Optional<Principal> find(UserId user, long version, Via via, Instant signedInAt) {
        return table.person(user, version).map(person -> principal(person, via, signedInAt));
    }

    private Principal principal(Person person, Via via, Instant signedInAt) {
        return new Principal(
                via,
                Optional.of(person.id()),
                Optional.empty(),
                person.email(),
                person.operator(),
                table.roles(person.id()).stream().collect(Collectors.toMap(RoleIn::tenant, RoleIn::role)),
                Set.copyOf(person.groups()),
                Optional.of(signedInAt));
    }
}
