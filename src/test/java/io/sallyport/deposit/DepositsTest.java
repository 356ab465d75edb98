package io.sallyport.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Home;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("J11")
final class DepositsTest {
    private static final TenantId LABS = new TenantId("labs");
    private static final TenantId SALES = new TenantId("sales");

    private final TestDatabase database = TestDatabase.migrated();
    private final Deposits deposits = new Deposits(database.database(), HandClock.at("2026-11-21T12:00:00Z"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void belongToTheTenantTheyWereMadeFor() {
        deposits.keep(LABS, Set.of("file-1", "file-2"));

        assertThatCode(() -> deposits.require(LABS, Set.of("file-1", "file-2"))).doesNotThrowAnyException();
        assertThat(refusal(SALES, "file-1")).isEqualTo(refusal(SALES, "file-unknown"));
        assertThat(refusal(Home.DEFAULT.tenant(), "file-1")).isEqualTo(refusal(SALES, "file-1"));
    }

    @Test
    void belongToTheDefaultTenantWhenNobodyListedThem() {
        deposits.keep(LABS, Set.of("file-1"));

        assertThat(deposits.ownedBy(Home.DEFAULT.tenant(), Set.of("file-1", "file-old")))
                .containsExactly("file-old");
    }

    @Test
    void stayWhoseTheyWereFirst() {
        deposits.keep(LABS, Set.of("file-1"));

        deposits.keep(SALES, Set.of("file-1"));

        assertThat(deposits.ownedBy(LABS, Set.of("file-1"))).containsExactly("file-1");
        assertThat(deposits.ownedBy(SALES, Set.of("file-1"))).isEmpty();
    }

    private NotFound refusal(TenantId tenant, String id) {
        return (NotFound) catchThrowableOfType(RefusedException.class, () -> deposits.require(tenant, Set.of(id)))
                .refusal();
    }
}
