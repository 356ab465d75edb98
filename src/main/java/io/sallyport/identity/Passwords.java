package io.sallyport.identity;

import io.sallyport.crypto.PasswordHasher;
import io.sallyport.crypto.PasswordHasher.Match;
import io.sallyport.crypto.PasswordRules;
import io.sallyport.crypto.PasswordRules.Problem;
import io.sallyport.database.Database;
import io.sallyport.identity.User.Status;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import java.util.Optional;

/// Passwords of local accounts.
///
/// Threads: safe; every method blocks, for the database and for the cost of a hash.
public final class Passwords {
    private final Users users;
    private final UserTable table;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;

    public Passwords(Users users, Database database, PasswordHasher hasher, LoginThrottle throttle) {
        this.users = users;
        this.table = database.attach(UserTable.class);
        this.hasher = hasher;
        this.throttle = throttle;
    }

    /// The active account these belong to.
    ///
    /// Unknown, suspended and without a password look like a wrong password, and take as long.
    /// Errors: NotAuthenticated `invalid_login`; RateLimited after too many failures.
    ///
    /// @param address where the attempt comes from
    public User check(String email, Secret password, String address) {
        throttle.admit(email, address);
        Optional<User> user = users.findLocal(email).filter(found -> found.status() == Status.ACTIVE);
        Match match = hasher.match(password, user.flatMap(found -> table.passwordHash(found.id())));
        if (user.isEmpty() || match == Match.WRONG) {
            throttle.failed(email, address);
            throw new NotAuthenticated("invalid_login").asException();
        }
        if (match == Match.RIGHT_BUT_OUTDATED) {
            table.rehash(user.get().id(), hasher.hash(password));
        }
        throttle.succeeded(email);
        return user.get();
    }

    /// Gives an account another password, when somebody who is signed in knows the one it has; its sessions end.
    ///
    /// Errors: BadRequest when the password is another, or the new one is one that others would guess; RateLimited
    /// after too many failures.
    ///
    /// @param address where the attempt comes from
    public void change(User user, Secret current, Secret next, String address) {
        throttle.admit(user.email(), address);
        if (hasher.match(current, table.passwordHash(user.id())) == Match.WRONG) {
            throttle.failed(user.email(), address);
            throw new BadRequest("wrong_password", "This is not your password.", "current_password").asException();
        }
        throttle.succeeded(user.email());
        change(user, next);
    }

    /// Gives an account a password; its sessions end.
    ///
    /// Errors: BadRequest when the password is one that others would guess.
    public void change(User user, Secret password) {
        PasswordRules.problem(password, user.email()).ifPresent(problem -> {
            throw new BadRequest("weak_password", sentence(problem), "password").asException();
        });
        table.changePassword(user.id(), hasher.hash(password));
    }

    /// Whether an account can sign in with a password.
    public boolean exists(UserId user) {
        return table.passwordHash(user).isPresent();
    }

    private static String sentence(Problem problem) {
        return switch (problem) {
            case TOO_SHORT -> "A password needs at least " + PasswordRules.SHORTEST + " characters.";
            case TOO_LONG -> "A password has at most " + PasswordRules.LONGEST + " characters.";
            case TOO_COMMON -> "This password is one of the first that others would try.";
            case HOLDS_EMAIL -> "A password must not hold the e-mail address.";
        };
    }
}
