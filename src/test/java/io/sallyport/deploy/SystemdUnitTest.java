package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit that runs a bundle as a service of the machine.
@Tag("DE5")
final class SystemdUnitTest {

    private static final Path UNIT = Path.of("deploy/systemd/sallyport.service");
    private static final Path VERIFIER = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern LINE = Pattern.compile("#.*|\\[\\w+]|[A-Z]\\w+=.*|");

    @TempDir
    Path folder;

    @Test
    void isAUnitSystemdUnderstands() throws IOException {
        String text = Files.readString(UNIT);

        assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(text).contains("[Unit]", "[Service]", "[Install]");
        assertThat(verified(text)).isEqualTo(new Ended(0, ""));
    }

    @Test
    void startsWhatABundleHasAndWritesToOneFolder() throws IOException {
        String text = Files.readString(UNIT);

        assertThat(text)
                .contains("ExecStart=/opt/sallyport/sallyport up ", "--data /var/lib/sallyport")
                .contains("User=sallyport", "StateDirectory=sallyport", "ProtectSystem=strict", "NoNewPrivileges=yes");
        assertThat(Files.isExecutable(Path.of("sallyport"))).isTrue();
    }

    /// What systemd itself says where it is installed; a machine without it can only read.
    private Ended verified(String text) throws IOException {
        if (!Files.exists(VERIFIER)) {
            return new Ended(0, "");
        }
        Path program = Files.createFile(folder.resolve("sallyport"));
        Files.setPosixFilePermissions(program, Set.copyOf(Files.getPosixFilePermissions(Path.of("sallyport"))));
        Path unit = Files.writeString(
                folder.resolve("sallyport.service"), text.replace("/opt/sallyport/sallyport", program.toString()));
        return Release.run(folder, VERIFIER.toString(), "verify", unit.toString());
    }
}
