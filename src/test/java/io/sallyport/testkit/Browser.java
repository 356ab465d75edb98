package io.sallyport.testkit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Chromium of the system, driven by Playwright with the system's Node.
///
/// ```java
/// try (Browser browser = Browser.start();
///         Window window = browser.open(gateway.url(), Window.Look.WIDE_LIGHT)) {
///     window.goTo("/login").picture("login");
///     assertThat(window.complaints()).isEmpty();
/// }
/// ```
/// Threads: one thread for a browser and all its windows.
public final class Browser implements AutoCloseable {
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    public static Browser start() {
        Playwright playwright = Playwright.create(new CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node").toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        // Root has no sandbox; what the browser opens here is our own.
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(program("chromium"))
                                .setChromiumSandbox(false)
                                .setArgs(List.of("--disable-dev-shm-usage", "--disable-gpu"))));
    }

    /// A window of its own: other cookies, another storage.
    public Window open(URI site, Window.Look look) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(site.toString())
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.isDark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setLocale("en-US"));
        return new Window(context, site);
    }

    /// A window whose requests carry a cookie.
    ///
    /// @param cookie name and value, as [Person#cookie()] has it
    public Window open(URI site, Window.Look look, String cookie) {
        Window window = open(site, look);
        String[] parts = cookie.split("=", 2);
        window.page().context().addCookies(List.of(new Cookie(parts[0], parts[1]).setUrl(site.toString())));
        return window;
    }

    private static Path program(String name) {
        return paths().map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("This test needs " + name + " on the PATH; ./sallyport test installs it."));
    }

    private static Stream<Path> paths() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
