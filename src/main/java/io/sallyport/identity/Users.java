package io.sallyport.identity;

import io.sallyport.database.Database;
import io.sallyport.identity.User.Status;
import io.sallyport.identity.UserTable.Standing;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The people of this installation: who they are, and what they may do.
///
/// Each has a personal tenant of which they are the owner, and belongs to the default tenant.
/// Errors: NotFound for an unknown id; Conflict `last_operator` for a change that would leave none.
/// Threads: safe; every method waits for the database.
public final class Users {
    private static final int LONGEST_NAME = 200;

    private final Database database;
    private final UserTable table;
    private final Clock clock;

    public Users(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(UserTable.class);
        this.clock = clock;
    }

    /// Some users, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<User> users, Optional<UserId> next) {}

    public Optional<User> find(UserId id) {
        return table.find(id);
    }

    /// The local account with an e-mail address.
    public Optional<User> findLocal(String email) {
        return table.find(User.LOCAL, subject(email));
    }

    /// Whether anybody else than the local account with this address operates the installation.
    public boolean hasOperatorBeside(String email) {
        return table.hasOperatorBeside(User.LOCAL, subject(email));
    }

    /// @param search part of an e-mail address or of a name
    /// @param count 1 to 1000
    public Page list(Optional<String> search, Optional<Status> status, Optional<UserId> after, int count) {
        List<User> users = table.list(after, search.map(Users::like), status, count + 1);
        return users.size() <= count
                ? new Page(users, Optional.empty())
                : new Page(
                        users.subList(0, count),
                        Optional.of(users.get(count - 1).id()));
    }

    /// The account somebody vouches for, made at its first sign-in, with what is said about it now. Its sessions end
    /// when
    /// it becomes an operator's or is one no longer.
    ///
    /// Errors: NotAllowed `account_disabled` when it is suspended.
    public User signIn(Vouched who) {
        return database.inTransaction(transaction -> {
            UserTable rows = transaction.attach(UserTable.class);
            User user = requireActive(known(rows, who, "sign-in"));
            rows.signedIn(user.id(), who, clock.instant());
            if (user.operator() != who.operator()) {
                rows.endSessions(user.id());
            }
            if (user.operator() != who.operator() || !user.groups().equals(who.groups())) {
                transaction.bump(Tenants.TOPIC);
            }
            return reread(rows, user.id());
        });
    }

    /// Notes that a local account has signed in.
    ///
    /// Errors: NotAllowed `account_disabled` when it is suspended.
    public User signIn(User user) {
        requireActive(user);
        table.signedIn(user.id(), clock.instant());
        return user;
    }

    /// A local account; one that exists with this address stays as it is.
    ///
    /// Errors: BadRequest when the address cannot be one.
    ///
    /// @param source as in [User]
    public User addLocal(String email, String name, String source) {
        return add(new Vouched(User.LOCAL, subject(email), email, name, List.of(), false), source);
    }

    /// As [#addLocal(String, String, String)], an operator from the start.
    public User addLocalOperator(String email, String name, String source) {
        return add(new Vouched(User.LOCAL, subject(email), email, name, List.of(), true), source);
    }

    /// The account may not be used and its sessions end.
    public User suspend(UserId id) {
        return change(id, (rows, user) -> rows.change(new Standing(id, Status.SUSPENDED, user.operator())));
    }

    public User activate(UserId id) {
        return change(id, (rows, user) -> rows.change(new Standing(id, Status.ACTIVE, user.operator())));
    }

    /// Makes a user an operator.
    public User promote(UserId id) {
        return change(id, (rows, user) -> rows.change(new Standing(id, user.status(), true)));
    }

    /// Takes an operator's rights away; their sessions end.
    public User demote(UserId id) {
        return change(id, (rows, user) -> rows.change(new Standing(id, user.status(), false)));
    }

    /// Ends every session of a user.
    public User endSessions(UserId id) {
        return change(id, (rows, _) -> rows.endSessions(id));
    }

    private User add(Vouched who, String source) {
        requireAddress(who.email());
        return database.inTransaction(transaction -> known(transaction.attach(UserTable.class), who, source));
    }

    private User known(UserTable rows, Vouched who, String source) {
        return rows.find(who.issuer(), who.subject()).orElseGet(() -> {
            insert(rows, who, source);
            return rows.find(who.issuer(), who.subject()).orElseThrow(Users::unknown);
        });
    }

    /// Another instance may do the same at this moment; then its row stays and ours is not written.
    private void insert(UserTable rows, Vouched who, String source) {
        Instant now = clock.instant();
        User user = row(who, source, now);
        if (rows.insert(user) == 0) {
            return;
        }
        rows.addMember(user.id(), user.personalTenant(), Role.OWNER, now);
        rows.addMember(user.id(), Home.DEFAULT.tenant(), Role.USER, now);
    }

    private static User row(Vouched who, String source, Instant now) {
        String id = TimeOrdered.uuid(now.toEpochMilli()).toString();
        return new User(
                new UserId(id),
                who.issuer(),
                who.subject(),
                who.email(),
                cut(who.name()),
                Status.ACTIVE,
                who.operator(),
                who.groups(),
                new TenantId(id),
                source,
                1,
                now,
                Optional.empty());
    }

    private User change(UserId id, Change change) {
        return database.inTransaction(transaction -> {
            UserTable rows = transaction.attach(UserTable.class);
            User user = rows.lock(id).orElseThrow(Users::unknown);
            change.on(rows, user);
            requireOperator(rows, user);
            transaction.bump(Tenants.TOPIC);
            return reread(rows, id);
        });
    }

    /// Whoever was the last operator stays one: nobody could let them in again.
    private static void requireOperator(UserTable rows, User before) {
        boolean wasOperating = before.operator() && before.status() == Status.ACTIVE;
        if (wasOperating && rows.activeOperators() == 0) {
            throw new Conflict("last_operator", "This is the last operator. Make another one first.").asException();
        }
    }

    private static void requireAddress(String text) {
        try {
            var _ = new EmailAddress(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), "email").asException();
        }
    }

    private static User requireActive(User user) {
        if (user.status() == Status.SUSPENDED) {
            throw new NotAllowed("account_disabled", "This account is suspended.").asException();
        }
        return user;
    }

    private static User reread(UserTable rows, UserId id) {
        return rows.find(id).orElseThrow(Users::unknown);
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such user.").asException();
    }

    private static String subject(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /// A pattern that finds the text anywhere, with nothing in it that has a meaning of its own.
    private static String like(String text) {
        return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    /// What becomes of a user, given how they are now.
    private interface Change {
        void on(UserTable rows, User user);
    }
}
