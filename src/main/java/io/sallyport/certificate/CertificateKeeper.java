package io.sallyport.certificate;

import io.sallyport.acme.AcmeClient;
import io.sallyport.acme.AcmeFailure;
import io.sallyport.acme.Issued;
import io.sallyport.acme.Proofs;
import io.sallyport.certificate.CertificateSettings.Authority;
import io.sallyport.certificate.CertificateSettings.Proving.OverDns;
import io.sallyport.certificate.CertificateSettings.Proving.OverHttp;
import io.sallyport.certificate.CertificateStore.Standing;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import io.sallyport.lang.Secret;
import io.sallyport.net.Outbound;
import io.sallyport.web.BlockingEndpoint;
import io.sallyport.web.TlsSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a listener in certificates: shows the newest one that any instance ordered, and orders the next when
/// it is time and nobody else does.
///
/// Threads: one of its own; what it shows is shown on that, the first one on the caller's.
public final class CertificateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);
    private static final long LOOK_SECONDS = 30;
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final CertificateStore store;
    private final CertificateSettings settings;
    private final Orders orders;
    private final RenewalPlan plan;
    private final Clock clock;
    private final Consumer<TlsSettings> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("certificate").unstarted(this::run);
    private volatile CertificateState state = new CertificateState(Optional.empty(), "is being ordered");
    private @Nullable Issued shown;

    CertificateKeeper(
            CertificateStore store,
            CertificateSettings settings,
            Orders orders,
            RenewalPlan plan,
            Clock clock,
            Consumer<TlsSettings> listener) {
        this.store = store;
        this.settings = settings;
        this.orders = orders;
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
    }

    /// What orders are made with.
    ///
    /// @param seal for keys of accounts and certificates
    /// @param outbound reaches the program that sets DNS records
    public record Parts(Database database, Seal seal, Outbound outbound, Clock clock) {}

    /// Shows the newest certificate there is, and keeps watch from now on.
    ///
    /// @param listener shows a certificate from the next connection on
    public static CertificateKeeper open(CertificateSettings settings, Parts parts, Consumer<TlsSettings> listener) {
        CertificateStore store = new CertificateStore(parts.database(), parts.seal(), settings);
        Authority authority = settings.authority();
        AcmeClient client = new AcmeClient(authority.directory(), authority.trusted(), authority.email());
        Proofs proofs = switch (settings.proving()) {
            case OverHttp _ -> new StoredProofs(store, parts.clock());
            case OverDns hook -> new HookedProofs(parts.outbound(), hook, parts.clock());
        };
        Orders orders = () ->
                client.order(store.account(authority.directory(), parts.clock().instant()), settings.domains(), proofs);
        CertificateKeeper keeper = new CertificateKeeper(
                store, settings, orders, new RenewalPlan(new SecureRandom()), parts.clock(), listener);
        keeper.start();
        return keeper;
    }

    /// What the listener in the clear serves.
    ///
    /// @param home where the gateway is with TLS
    public BlockingEndpoint door(URI home) {
        return new ProofDoor(store::answer, home);
    }

    /// Makes one order.
    @FunctionalInterface
    interface Orders {
        /// Errors: AcmeFailure.
        Issued order();
    }

    /// Shows what is there, then keeps watch.
    void start() {
        showNewest();
        thread.start();
    }

    public CertificateState state() {
        return state;
    }

    /// Breaks an order off that goes on, and leaves it to another instance.
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(LONGEST_GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look: shows what others ordered, and orders what is due.
    void look() {
        Standing standing = showNewest();
        if (standing.nextTry().isAfter(clock.instant()) || !store.take(clock.instant())) {
            return;
        }
        try {
            Issued issued = orders.order();
            store.keep(issued, plan.afterSuccess(issued));
            LOG.info("certificate_issued domains={} until={}", settings.domains(), issued.notAfter());
        } catch (AcmeFailure e) {
            note(String.valueOf(e.getMessage()));
        }
        showNewest();
    }

    private void note(String problem) {
        if (isClosed()) {
            // The wish to stop has done its work; the database has to hear of it.
            boolean _ = Thread.interrupted();
            store.postpone(clock.instant());
            return;
        }
        Instant next = plan.afterFailure(clock.instant(), store.fail(problem));
        store.postpone(next);
        LOG.warn("certificate_refused domains={} next_try={} reason={}", settings.domains(), next, problem);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private Standing showNewest() {
        Standing standing = store.standing(clock.instant());
        Issued newest = standing.issued().orElse(null);
        if (newest != null && !newest.equals(shown)) {
            listener.accept(settings.shown(Secret.of(newest.chain()), newest.key()));
            shown = newest;
        }
        String problem = standing.problem().isEmpty() && newest == null ? "is being ordered" : standing.problem();
        state = new CertificateState(standing.issued().map(Issued::notAfter), problem);
        return standing;
    }

    private void run() {
        try {
            do {
                tryToLook();
            } while (!closed.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToLook() {
        try {
            look();
        } catch (SealBroken e) {
            state = new CertificateState(state.until(), "its key was sealed under another master key");
        } catch (RuntimeException e) {
            if (!isClosed()) {
                // The watch must outlive a database that is away.
                LOG.error("certificate watch failed", e);
            }
        }
    }
}
