package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.CanarySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SE8")
@Tag("DD-06")
final class SealTest {
    private static final String FIRST = "1:" + base64("the-first-master-key-of-32-bytes");
    private static final String SECOND = "2:" + base64("the-other-master-key-of-32-bytes");
    private static final String CANARY = "sk-provider-canary-1138-0123456789";
    private static final Place PLACE = new Place("backend", "b1", "credential");

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealedAndShowsNothingOfIt() {
        Seal seal = seal(FIRST, Use.PROVIDER_CREDENTIAL);

        String sealed = seal.seal(PLACE, Secret.of(CANARY));

        assertThat(seal.open(PLACE, sealed)).isEqualTo(Secret.of(CANARY));
        assertThat(sealed).startsWith("s1.1.");
        assertThat(new CanarySink().plant(CANARY).collect("row", sealed).findings())
                .isEmpty();
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        Seal seal = seal(FIRST, Use.PROVIDER_CREDENTIAL);

        String one = seal.seal(PLACE, Secret.of(CANARY));

        assertThat(seal.seal(PLACE, Secret.of(CANARY)).split("\\.", -1))
                .doesNotContain(one.split("\\.", -1)[2])
                .doesNotContain(one.split("\\.", -1)[3]);
    }

    @Test
    void refusesATextThatWasMovedToAnotherPlace() {
        Seal seal = seal(FIRST, Use.PROVIDER_CREDENTIAL);
        String sealed = seal.seal(PLACE, Secret.of(CANARY));

        assertThatThrownBy(() -> seal.open(new Place("backend", "b2", "credential"), sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> seal.open(new Place("backend", "b1", "headers"), sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> seal.open(new Place("backen", "db1", "credential"), sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void refusesATextOfAnotherUse() {
        String sealed = seal(FIRST, Use.PROVIDER_CREDENTIAL).seal(PLACE, Secret.of(CANARY));

        assertThatThrownBy(() -> seal(FIRST, Use.CLIENT_KEY).open(PLACE, sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void refusesATextInWhichAnyPartWasChanged() {
        Seal seal = seal(FIRST + "," + SECOND, Use.PROVIDER_CREDENTIAL);
        String sealed = seal.seal(PLACE, Secret.of(CANARY));

        for (int at = 3; at < sealed.length() - 1; at++) {
            String changed =
                    sealed.substring(0, at) + (sealed.charAt(at) == 'A' ? 'B' : 'A') + sealed.substring(at + 1);
            assertThatThrownBy(() -> seal.open(PLACE, changed)).as(changed).isInstanceOf(SealBroken.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "s1.1.AA.AA", "s1.1.A.A", "s2.1.AAAA.AAAA", "s1..AA.AA"})
    void refusesWhatIsNoSealedText(String text) {
        assertThatThrownBy(() -> seal(FIRST, Use.PROVIDER_CREDENTIAL).open(PLACE, text))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void opensWhatAnOlderMasterKeySealed() {
        String old = seal(FIRST, Use.PROVIDER_CREDENTIAL).seal(PLACE, Secret.of(CANARY));

        Seal rotated = seal(SECOND + "," + FIRST, Use.PROVIDER_CREDENTIAL);

        assertThat(rotated.open(PLACE, old)).isEqualTo(Secret.of(CANARY));
        assertThat(rotated.seal(PLACE, Secret.of(CANARY))).startsWith("s1.2.");
        assertThatThrownBy(() -> seal(SECOND, Use.PROVIDER_CREDENTIAL).open(PLACE, old))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("number 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "short", "1:AAAA", "x:AAAA", "1:?"})
    void refusesWhatIsNoMasterKey(String text) {
        assertThatThrownBy(() -> MasterKeys.parse(Secret.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsAMasterKeyInAFileThatOnlyItsOwnerReads() throws IOException {
        Seal made =
                new Seal(MasterKeyFile.openOrCreate(folder, new SecureRandom()), Use.CLIENT_KEY, new SecureRandom());
        String sealed = made.seal(PLACE, Secret.of(CANARY));

        Seal next =
                new Seal(MasterKeyFile.openOrCreate(folder, new SecureRandom()), Use.CLIENT_KEY, new SecureRandom());

        assertThat(next.open(PLACE, sealed)).isEqualTo(Secret.of(CANARY));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("master-key"))))
                .isEqualTo("rw-------");
    }

    private static Seal seal(String masters, Use use) {
        return new Seal(MasterKeys.parse(Secret.of(masters)), use, new SecureRandom());
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
