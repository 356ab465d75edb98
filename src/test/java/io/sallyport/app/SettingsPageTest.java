package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.settings.SettingsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SettingsPageTest {

    @Test
    void isTheCommittedPage() throws IOException {
        String page = SettingsPage.of(GatewayStarter.settingsReader().declared());

        Path written = Files.writeString(Path.of("target/settings.md"), page);

        assertThat(Path.of("docs/settings.md"))
                .as("the declarations changed; cp %s docs/settings.md", written)
                .hasContent(page);
    }
}
