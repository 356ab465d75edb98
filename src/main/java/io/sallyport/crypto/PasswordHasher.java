package io.sallyport.crypto;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords for storage and compares passwords with stored hashes: Argon2id.
///
/// Slow and hungry on purpose: about 40 ms of one core and 19 MiB for each password. Only a few are computed at
/// once, so that a flood of sign-ins cannot take the memory of everybody else; who waits too long is refused with
/// `too_busy`.
/// Threads: blocks; not for event loops.
/// Source: OWASP Password Storage Cheat Sheet, seen 2026-11-21; RFC 9106.
public final class PasswordHasher {
    private static final Argon2Cost COST = new Argon2Cost(19 * 1024, 2, 1);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SecureRandom random;
    private final Semaphore places;

    /// @param atOnce most passwords computed at the same time; each takes 19 MiB
    public PasswordHasher(SecureRandom random, int atOnce) {
        this.random = random;
        this.places = new Semaphore(atOnce, true);
    }

    /// What the comparison of a password with a hash found.
    public enum Match {
        /// Another password, or no account.
        WRONG,
        RIGHT,
        /// The password is right and its hash is not of today's cost: hash it again.
        RIGHT_BUT_OUTDATED
    }

    /// The hash in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
    ///
    /// Errors: Unavailable `too_busy`.
    public String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(COST, salt, compute(password, COST, salt, HASH_BYTES)).toString();
    }

    /// Compares in constant time.
    ///
    /// Without a stored hash, or with one of a form that is not ours, the same work is done and the answer is no:
    /// how long it takes tells nobody whether the account exists.
    /// Errors: Unavailable `too_busy`.
    public Match match(Secret password, Optional<String> stored) {
        Optional<PasswordHash> known = stored.flatMap(PasswordHash::parse);
        if (known.isEmpty()) {
            compute(password, COST, new byte[SALT_BYTES], HASH_BYTES);
            return Match.WRONG;
        }
        PasswordHash expected = known.get();
        byte[] actual = compute(password, expected.cost(), expected.salt(), expected.hash().length);
        if (!MessageDigest.isEqual(actual, expected.hash())) {
            return Match.WRONG;
        }
        return expected.cost().equals(COST) ? Match.RIGHT : Match.RIGHT_BUT_OUTDATED;
    }

    private byte[] compute(Secret password, Argon2Cost cost, byte[] salt, int length) {
        takePlace();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKib())
                    .withIterations(cost.passes())
                    .withParallelism(cost.lanes())
                    .withSalt(salt)
                    .build());
            byte[] text = bytes(password);
            byte[] hash = new byte[length];
            generator.generateBytes(text, hash);
            Arrays.fill(text, (byte) 0);
            return hash;
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal.Unavailable("too_busy", "Too many sign-ins at the same time; try again in a moment.")
                .asException();
    }

    /// The same password typed on two keyboards may arrive as different code points.
    private static byte[] bytes(Secret password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }
}
