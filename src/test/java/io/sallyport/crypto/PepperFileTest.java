package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PepperFileTest {

    @TempDir
    Path folder;

    @Test
    void makesOnePepperAndKeepsIt() throws IOException {
        Peppers first = PepperFile.openOrCreate(folder, new SecureRandom());

        Peppers second = PepperFile.openOrCreate(folder, new SecureRandom());

        assertThat(second.newest()).isEqualTo(first.newest());
    }

    @Test
    @Tag("S05")
    void refusesAFileThatEverybodyCanRead() throws IOException {
        PepperFile.openOrCreate(folder, new SecureRandom());
        Files.setPosixFilePermissions(folder.resolve("key-pepper"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> PepperFile.openOrCreate(folder, new SecureRandom()))
                .hasMessageContaining("chmod 600")
                .hasMessageContaining("key-pepper");
    }

    @Test
    void letsOnlyTheOwnerRead() throws IOException {
        PepperFile.openOrCreate(folder, new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key-pepper"))))
                .isEqualTo("rw-------");
    }
}
