package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.Crowd;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The console where there are 5,000 people and 10,000 keys, in a real browser: a view stays as small as with a
/// few.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP8")
final class ManyPeoplePagesTest {
    private static final long LARGEST_VIEW = 100_000;
    private static final int PAGE = 50;

    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", URI.create("http://127.0.0.1:9"))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    ManyPeoplePagesTest() {
        Crowd.in(gateway.database());
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"/admin/people, u-05000@example.org", "/admin/keys, u-00001@example.org"})
    void showAPageOfManyWithoutLoadingTheOthers(String screen, String first) {
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, root.cookie())) {
            Locator rows = window.goTo(screen).page().locator("tbody tr");
            rows.first().waitFor();

            assertThat(rows.count()).isEqualTo(PAGE);
            assertThat(rows.allTextContents()).anyMatch(row -> row.contains(first));
            assertThat(window.received()).isLessThan(LARGEST_VIEW);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP6")
    void tellsWhatEveryKeyOfAPageUsedHoweverManyWereUsed() {
        try (Window window = browser.open(gateway.url(), Look.WIDE_DARK, root.cookie())) {
            Locator cells = window.goTo("/admin/keys?search=u-02500@example.org")
                    .page()
                    .locator("tbody tr td:has-text('1 call')");
            cells.first().waitFor();

            assertThat(cells.count()).isEqualTo(2);
        }
    }
}
