package io.sallyport.testkit;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One window of a browser; everything that went wrong in it is kept.
public final class Window implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/screenshots");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();

    Window(BrowserContext context, URI site) {
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            // The browser itself writes a line for each answer that is an error; those are part of many tests.
            boolean isAnswer = message.text().startsWith("Failed to load resource");
            if (message.type().equals("error") && !isAnswer) {
                complaints.add("console: " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("script: " + error));
        page.onRequest(request -> {
            if (request.url().endsWith("/csp-report")) {
                complaints.add("policy: " + request.postData());
            } else if (!request.url().startsWith(site.toString())
                    && !request.url().startsWith("data:")) {
                complaints.add("elsewhere: " + request.url());
            }
        });
        CDPSession wire = context.newCDPSession(page);
        wire.send("Network.enable");
        wire.on(
                "Network.loadingFinished",
                (JsonObject event) ->
                        received.addAndGet(event.get("encodedDataLength").getAsLong()));
    }

    /// A window's size and what its device prefers.
    public enum Look {
        WIDE_LIGHT(1280, 800, false),
        WIDE_DARK(1280, 800, true),
        NARROW_LIGHT(360, 740, false),
        NARROW_DARK(360, 740, true),
        HUGE_LIGHT(2560, 1300, false);

        private final int width;
        private final int height;
        private final boolean dark;

        Look(int width, int height, boolean dark) {
            this.width = width;
            this.height = height;
            this.dark = dark;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }

        boolean isDark() {
            return dark;
        }
    }

    /// The page in it, for clicking and reading.
    public Page page() {
        return page;
    }

    /// Opens a path of the site and waits until no part of the page says that it is loading.
    public Window goTo(String path) {
        status(path);
        return this;
    }

    /// The same, and tells the status of the answer.
    public int status(String path) {
        @Nullable Response response = page.navigate(path);
        page.waitForFunction("() => !document.querySelector('.skeleton, [aria-busy=true]')");
        return response == null ? 0 : response.status();
    }

    /// Presses keys one after the other, such as `Tab` or `?`.
    public Window press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /// What has the focus: the text of its accessible name, as far as the page says it.
    public String focused() {
        return (String) page.evaluate("() => { const at = document.activeElement;"
                + " return at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent.trim(); }");
    }

    /// Pixels by which the page is wider than its window.
    public int overflow() {
        return (Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
    }

    /// Bytes that came over the wire so far, heads included.
    public long received() {
        return received.get();
    }

    /// Errors in scripts and the console, reports against the policy, requests to other sites.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Keeps a picture of the whole page as `target/screenshots/NAME.png`.
    public Window picture(String name) {
        page.screenshot(
                new ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
