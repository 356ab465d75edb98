package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F23")
final class SpoolTest {
    private static final long ROOM = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void givesEventsBackInOrderAlsoToAnotherProcess() throws IOException {
        Spool first = Spool.open(folder, ROOM);
        first.append(List.of(event(1), event(2)));
        first.append(List.of(event(3)));

        Spool second = Spool.open(folder, ROOM);

        assertThat(all(second)).containsExactly(event(1), event(2), event(3));
        assertThat(second.depth()).isEqualTo(new Spool.Depth(0, 0, Optional.empty(), 0));
        assertThat(files()).isEmpty();
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        Spool.open(folder, ROOM);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void knowsHowMuchWaitsAndSinceWhen() throws IOException {
        Spool spool = Spool.open(folder, ROOM);

        spool.append(List.of(event(7), event(8)));

        assertThat(spool.depth().events()).isEqualTo(2);
        assertThat(spool.depth().oldest()).contains(7L);
        assertThat(spool.depth().bytes()).isEqualTo(Files.size(files().getFirst()));
    }

    @Test
    @Tag("F27")
    void cutsATornTailOffAtEveryByte() throws IOException {
        Spool.open(folder, ROOM).append(List.of(event(1), event(2)));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int second = whole.length / 2;

        List<List<SpooledEvent>> found = new ArrayList<>();
        for (int length = second; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            found.add(Segment.read(file).events());
        }

        assertThat(found).hasSize(whole.length - second).containsOnly(List.of(event(1)));
    }

    @Test
    void isolatesAFlippedBitWhereverItIs() throws IOException {
        Spool.open(folder, ROOM).append(List.of(event(1), event(2), event(3)));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int third = whole.length / 3;

        List<List<SpooledEvent>> found = new ArrayList<>();
        for (int at = third; at < 2 * third; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file, damaged);
            found.add(Segment.read(file).events());
        }

        assertThat(found).containsOnly(List.of(event(1), event(3)));
    }

    @Test
    void reportsDamageAndKeepsTheFileForPeople() throws IOException {
        Spool.open(folder, ROOM).append(List.of(event(1), event(2)));
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[Segment.HEAD] ^= 1;
        Files.write(file, bytes);

        Spool spool = Spool.open(folder, ROOM);

        assertThat(spool.depth().damages()).isEqualTo(1);
        assertThat(all(spool)).containsExactly(event(2));
        assertThat(folder.resolve("damaged").resolve(file.getFileName())).hasBinaryContent(bytes);
    }

    @Test
    void sendsADuplicateFileOnceMoreUnderTheSameIds() throws IOException {
        Spool.open(folder, ROOM).append(List.of(event(1)));
        Path file = files().getFirst();
        Files.copy(file, folder.resolve("000000000099.spool"));

        List<SpooledEvent> sent = all(Spool.open(folder, ROOM));

        assertThat(sent).containsExactly(event(1), event(1));
    }

    @Test
    @Tag("F22")
    void takesNothingWhenItIsFullUntilSomethingHasArrived() throws IOException {
        Spool spool = Spool.open(folder, 2L * (Segment.HEAD + event(1).lines().length()));
        spool.append(List.of(event(1), event(2)));

        assertThatThrownBy(() -> spool.append(List.of(event(3)))).isInstanceOf(Spool.SpoolFull.class);
        all(spool);
        spool.append(List.of(event(3)));

        assertThat(all(spool)).containsExactly(event(3));
    }

    @Test
    void neverWritesOnInAFileOfAnotherProcess() throws IOException {
        Spool.open(folder, ROOM).append(List.of(event(1)));
        Files.write(files().getFirst(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        Spool spool = Spool.open(folder, ROOM);
        spool.append(List.of(event(2)));

        assertThat(files()).hasSize(2);
        assertThat(all(spool)).containsExactly(event(1), event(2));
    }

    private static SpooledEvent event(int number) {
        return new SpooledEvent(number, Bytes.of("{\"create\":{}}\n{\"n\":" + number + "}\n"));
    }

    private static List<SpooledEvent> all(Spool spool) throws IOException {
        List<SpooledEvent> all = new ArrayList<>();
        Optional<Spool.Sealed> file = spool.oldest();
        while (file.isPresent()) {
            all.addAll(Segment.read(file.get().file()).events());
            spool.settle(file.get());
            file = spool.oldest();
        }
        return all;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
