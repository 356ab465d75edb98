package io.sallyport.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HangUpTest {

    @Test
    void runsWhenTheProcessGetsAHangUp() throws IOException, InterruptedException {
        var heard = new CountDownLatch(1);
        HangUp.listen(heard::countDown);

        String self = String.valueOf(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-HUP", self).start().waitFor();

        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
