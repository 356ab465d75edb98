package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class LineWriterTest {
    @Test
    void writesWithoutBeingAskedTo() throws InterruptedException {
        Watched out = new Watched();

        try (LineWriter writer = LineWriter.open(out)) {
            add(writer, "first\n");

            assertThat(out.written.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\n");
        }
    }

    @Test
    void losesNothingWhenItIsClosed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineWriter writer = LineWriter.open(out);

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        add(writer, "line " + i + "\n");
                    }
                });
            }
        }
        writer.close();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(20_000)
                .allMatch(line -> line.matches("line \\d+"));
        assertThat(writer.dropped()).isZero();
    }

    @Test
    @Tag("OB17")
    void dropsAndCountsWhatHasNoRoom() throws InterruptedException {
        Stuck out = new Stuck();
        LineWriter writer = LineWriter.open(out);
        byte[] half = new byte[LineWriter.ROOM / 2];

        add(writer, "stuck\n");
        out.reached.await();
        writer.add(half, half.length);
        writer.add(half, half.length);
        writer.add(half, half.length);
        add(writer, "one byte too many\n");
        out.goOn.countDown();
        writer.close();

        assertThat(writer.dropped()).isEqualTo(2);
        assertThat(out.size()).isEqualTo("stuck\n".length() + LineWriter.ROOM);
    }

    @Test
    void countsLinesThatComeTooLate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineWriter writer = LineWriter.open(out);

        writer.close();
        add(writer, "late\n");

        assertThat(writer.dropped()).isEqualTo(1);
        assertThat(out.size()).isZero();
    }

    @Test
    @Tag("G07")
    @EnabledOnOs(OS.LINUX)
    void countsWhatAFullDiskRefusesAndGoesOn() throws IOException {
        try (FileOutputStream full = new FileOutputStream("/dev/full")) {
            LineWriter writer = LineWriter.open(full);
            add(writer, "one\n");
            Await.until(() -> writer.dropped() > 0);

            add(writer, "two\n");
            writer.close();

            assertThat(writer.dropped()).isEqualTo(2);
        }
    }

    @Test
    @Tag("G07")
    void countsLinesThatCannotBeWritten() {
        LineWriter writer = LineWriter.open(new Broken());

        add(writer, "one\n");
        add(writer, "two\n");
        writer.close();

        assertThat(writer.dropped()).isEqualTo(2);
    }

    private static void add(LineWriter writer, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        writer.add(bytes, bytes.length);
    }

    /// Tells when something was written.
    private static final class Watched extends ByteArrayOutputStream {
        private final CountDownLatch written = new CountDownLatch(1);

        @Override
        public void flush() {
            written.countDown();
        }
    }

    /// A reader that stops reading until it is told to go on.
    private static final class Stuck extends ByteArrayOutputStream {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void flush() throws IOException {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /// An output whose reader is gone.
    private static final class Broken extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("broken pipe");
        }
    }
}
