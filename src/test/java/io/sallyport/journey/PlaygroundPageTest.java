package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.sallyport.json.Json;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The playground, in a real browser before a whole gateway and simulated models.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PG8")
final class PlaygroundPageTest {
    private static final String USED = ".turn-assistant:not([aria-busy]) .play-used";
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final int SMALL = 100 * 1024;
    private static final int MOST_TABS = 60;

    private final PortalHouse house = new PortalHouse();

    @BeforeAll
    void scripts() {
        Person root = Person.operator(house.gateway(), "root@example.org");
        for (String script : List.of("echo", "endless", "status-429", "error-event-2", "cut-3")) {
            root.post(
                    "/admin/api/models",
                    "{\"alias\": \"" + script + "\", \"deployments\": [{\"backend\": \"simulated\", \"model\": \"sim-"
                            + script + "\"}]}");
        }
    }

    @AfterAll
    void closes() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("PG9")
    void talksTurnByTurn(Look look) {
        try (Window window = house.window(house.willing("tess"), look)) {
            Page page = window.goTo("/playground?model=chat").page();
            long received = window.received();
            page.locator("[name=system]").fill("Be brief.");
            say(page, "Hello there");
            page.locator(USED).waitFor();
            say(page, "And **again**");
            page.locator(USED).nth(1).waitFor();
            window.picture("playground-talk-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(page.locator(".turn").count()).isEqualTo(4);
            assertThat(page.locator(USED).first().textContent())
                    .contains(" in, ", " out", "about $0.0", "first word", "by simulated/sim-1", "request ");
            assertThat(page.locator(".play-totals").textContent()).contains("2 calls", "tokens", "about $0.0");
            assertThat(received).isLessThan(SMALL);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "responses"})
    @Tag("PG9")
    @Tag("F14")
    void sendsWhatTheFieldsSay(String mode) {
        List<String> console = new ArrayList<>();
        try (Window window = house.window(house.willing("ella"), Look.WIDE_LIGHT)) {
            Page page = window.page();
            page.onConsoleMessage(message -> console.add(message.text()));
            window.goTo("/playground?mode=" + mode + "&model=echo");
            page.locator("[name=system]").fill("Be brief.");
            page.locator("summary:text-is('Parameters')").click();
            page.locator("[name=temperature]").fill("0.5");
            page.locator("[name=cap]").fill("777");
            page.locator("[name=more]").fill("{\"user\": \"somebody\"}");
            page.locator("[name=stream]").uncheck();
            say(page, "one");
            page.locator(USED).waitFor();
            say(page, "two");
            page.locator(USED).nth(1).waitFor();
            String heard = page.locator(".play-answer").nth(1).textContent();

            assertThat(heard).contains("Be brief.", "0.5", "777", "somebody", "one", "two");
            assertThat(heard).contains(mode.equals("chat") ? "/chat/completions" : "/responses");
            assertThat(console).anyMatch(line -> line.startsWith("Playground request") && line.contains("Bearer ***"));
            assertThat(console).anyMatch(line -> line.startsWith("Playground response"));
            assertThat(String.join("\n", console)).doesNotContain("sk-");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "responses"})
    void letsPeopleAnswerToolCallsByHand(String mode) {
        try (Window window = house.window(house.willing("theo"), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=chat&mode=" + mode).page();
            page.locator("summary:text-is('Tools')").click();
            page.locator("text=Fill in an example").click();
            say(page, "please call it");
            page.locator("[aria-label='Result of weather']").fill("{\"sun\": true}");
            window.picture("playground-tool-" + mode);
            say(page, "something else");
            assertThat(page.locator(".toast-bad").textContent()).contains("waits for the result");
            page.locator("text=Send result").click();
            page.locator(USED).nth(1).waitFor();

            assertThat(page.locator(".play-call").textContent()).contains("weather", "place");
            assertThat(page.locator(".turn-tool").textContent()).contains("Result of weather", "sun");
            assertThat(page.locator(".turn-assistant")
                            .nth(1)
                            .locator(".play-answer")
                            .textContent())
                    .isNotBlank();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void sendsPicturesFromFiles() {
        try (Window window = house.window(house.willing("pia"), Look.NARROW_DARK)) {
            Page page = window.goTo("/playground?model=echo").page();
            page.locator("input[type=file]").setInputFiles(new FilePayload("dot.png", "image/png", PICTURE));
            page.locator(".play-picture img").waitFor();
            say(page, "what is it?");
            page.locator(USED).waitFor();
            page.locator("text=The call as code").click();
            page.locator(".play-code pre").waitFor();
            window.picture("playground-picture-narrow_dark");

            assertThat(page.locator(".play-answer").textContent()).contains("data:image/png;base64,iVBOR");
            assertThat(page.locator(".turn-user img").getAttribute("alt")).isEqualTo("dot.png");
            assertThat(page.locator(".play-code pre").textContent())
                    .contains("data:image/png;base64,...")
                    .doesNotContain("iVBOR");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void stopsAnAnswer() {
        try (Window window = house.window(house.willing("sue"), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=endless").page();
            say(page, "go on");
            page.locator(".play-answer p").waitFor();
            page.locator("button:text-is('Stop')").click();
            page.locator("text=You stopped the answer.").waitFor();

            assertThat(page.locator(".play-answer").textContent()).isNotBlank();
            assertThat(page.locator("button:text-is('Send')").isVisible()).isTrue();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status-429", "error-event-2", "cut-3", "no-such-model"})
    void saysWhatWentWrong(String model) {
        try (Window window = house.window(house.willing("flo"), Look.WIDE_DARK)) {
            Page page = window.goTo("/playground?model=" + model).page();
            say(page, "hello");
            Locator problem = page.locator(".play-problem");
            problem.waitFor();
            window.picture("playground-problem-" + model);

            assertThat(problem.textContent()).contains("request ");
            problem.locator("text=Try again").click();
            page.locator(".turn-assistant:not([aria-busy]) .play-problem").waitFor();
            assertThat(page.locator(".turn").count()).isEqualTo(2);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("K07")
    void keepsKeysInThePageAlone() {
        Person kim = house.willing("kim");
        String own = PortalHouse.key(kim, "Everyday", "mine").get("api_key").text();
        try (Window window = house.window(kim, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=chat").page();
            page.locator("[name=way]").selectOption(new SelectOption().setLabel("Another key, typed in here"));
            page.locator("[name=typed]").fill(own);
            say(page, "hello");
            page.locator(USED).waitFor();
            page.locator("[name=way] option:has-text('mine')").waitFor(attached());
            page.locator("[name=way]")
                    .selectOption(new SelectOption()
                            .setValue("own:"
                                    + kim.read("/api/keys")
                                            .get("data")
                                            .elements()
                                            .getFirst()
                                            .get("id")
                                            .text()));
            say(page, "again");
            page.locator(USED).nth(1).waitFor();
            page.locator("text=The call as code").click();
            page.locator(".play-code pre").waitFor();
            String kept = (String) page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])");

            assertThat(kept).doesNotContain("sk-");
            assertThat(page.url()).doesNotContain("sk-");
            assertThat(page.content()).doesNotContain(own);
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
    }

    @Test
    void revokesTheKeyItMadeWhenThePageIsLeft() {
        Person zoe = house.willing("zoe");
        try (Window window = house.window(zoe, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=chat").page();
            say(page, "hello");
            page.locator(USED).waitFor();
            Json made = zoe.read("/api/keys").get("data").elements().getFirst();
            assertThat(made.get("name").text()).isEqualTo("Playground");
            assertThat(made.get("works").bool()).isTrue();

            window.goTo("/keys");
            page.waitForFunction("async () => !(await (await fetch('/api/keys')).json()).data[0].works");
            window.goTo("/keys");

            assertThat(page.locator("tbody tr").textContent()).contains("Playground", "Revoked");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void worksWithTheKeyboardAlone() {
        try (Window window = house.window(house.willing("kay"), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/").page();
            window.press("g", "g");
            page.waitForURL("**/playground*");
            page.locator("[name=message]").waitFor();
            for (int i = 0; i < MOST_TABS && !window.focused().equals("Message"); i++) {
                window.press("Tab");
            }
            page.keyboard().type("hello");
            window.press("Enter");
            page.locator(USED).waitFor();

            assertThat(window.focused()).isEqualTo("Message");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("L05")
    void showsHostileTextsAsText() {
        String hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1))";
        try (Window window = house.window(house.willing("hal"), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=echo&mode=%3Cimg%3E").page();
            say(page, hostile);
            page.locator(USED).waitFor();

            assertThat(page.locator(".play-talk img, .play-talk a[href^='javascript']")
                            .count())
                    .isZero();
            assertThat(page.locator(".turn-user").textContent()).contains(hostile);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysBesideTheFieldWhatIsNoJson() {
        try (Window window = house.window(house.willing("ned"), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/playground?model=chat").page();
            page.locator("summary:text-is('Tools')").click();
            page.locator("[name=tools]").fill("{}");
            say(page, "hello");

            assertThat(page.locator("#field-tools-problem").textContent()).contains("not a list");
            assertThat(page.locator(".turn").count()).isZero();
            assertThat(page.locator("[name=message]").inputValue()).isEqualTo("hello");
        }
    }

    private static void say(Page page, String text) {
        page.locator("[name=message]").fill(text);
        page.keyboard().press("Enter");
    }
}
