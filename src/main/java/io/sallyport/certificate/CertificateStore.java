package io.sallyport.certificate;

import io.sallyport.acme.AccountKey;
import io.sallyport.acme.Issued;
import io.sallyport.certificate.CertificateTable.OrderRow;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.database.Database;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What all instances know of the certificate they share: it, its orders, the account, and proofs on show. Keys
/// are sealed.
///
/// Errors: SealBroken when a key was sealed under another master key. Threads: safe, blocks.
final class CertificateStore {

    /// Longer than any order takes; an instance that died within one is followed by another after it.
    private static final Duration LONGEST_ORDER = Duration.ofMinutes(15);

    private final CertificateTable table;
    private final Seal seal;
    private final String name;

    CertificateStore(Database database, Seal seal, CertificateSettings settings) {
        this.table = database.attach(CertificateTable.class);
        this.seal = seal;
        this.name = settings.name();
    }

    /// How the certificate does.
    ///
    /// @param issued empty before the first one came
    /// @param nextTry when it may be ordered anew
    /// @param problem why the last order failed; empty when it did not
    record Standing(Optional<Issued> issued, Instant nextTry, String problem) {}

    Standing standing(Instant now) {
        OrderRow row = table.find(name).orElseGet(() -> begun(now));
        Optional<Issued> issued = row.chain()
                .map(chain -> new Issued(
                        chain,
                        seal.open(keyPlace(), row.sealedKey().orElseThrow()),
                        row.notBefore().orElseThrow(),
                        row.notAfter().orElseThrow()));
        return new Standing(issued, row.nextTry(), row.problem());
    }

    private OrderRow begun(Instant now) {
        table.begin(name, now);
        return table.find(name).orElseThrow();
    }

    /// Whether the order is for this instance to make; nobody else does until it is over.
    boolean take(Instant now) {
        return table.take(name, now, now.plus(LONGEST_ORDER)) > 0;
    }

    void keep(Issued issued, Instant nextTry) {
        table.keep(
                name,
                new OrderRow(
                        Optional.of(issued.chain()),
                        Optional.of(seal.seal(keyPlace(), issued.key())),
                        Optional.of(issued.notBefore()),
                        Optional.of(issued.notAfter()),
                        nextTry,
                        ""));
    }

    /// @return how many times in a row it has failed
    int fail(String problem) {
        return table.fail(name, problem);
    }

    /// Lets the next instance order, from some time on.
    void postpone(Instant nextTry) {
        table.postpone(name, nextTry);
    }

    /// The account at a directory, the same for all instances.
    AccountKey account(URI directory, Instant now) {
        Optional<String> known = table.account(directory.toString());
        if (known.isEmpty()) {
            String fresh = seal.seal(accountPlace(directory), AccountKey.fresh().text());
            table.addAccount(directory.toString(), fresh, now);
            known = table.account(directory.toString());
        }
        return new AccountKey(seal.open(accountPlace(directory), known.orElseThrow()));
    }

    void show(String token, String answer, Instant now) {
        table.show(token, answer, now);
    }

    /// Takes a proof away, with those that instances left that died.
    void hide(String token, Instant now) {
        table.hide(token, now.minus(LONGEST_ORDER));
    }

    Optional<String> answer(String token) {
        return table.answer(token);
    }

    private Place keyPlace() {
        return new Place("ordered_certificate", name, "sealed_key");
    }

    private static Place accountPlace(URI directory) {
        return new Place("acme_account", directory.toString(), "sealed_key");
    }
}
