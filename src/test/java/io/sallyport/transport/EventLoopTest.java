package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventLoopTest {

    @Test
    void takesBackAnActionThatIsNotWantedAnyLonger() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch later = new CountDownLatch(1);
        try (EventLoops loops = EventLoops.start(1)) {
            EventLoop loop = loops.current();

            // On the loop itself, where no time is up before all of them were said.
            loop.run(() -> {
                loop.after(Duration.ofMillis(10), () -> ran.add("unwanted")).run();
                loop.after(Duration.ofMillis(10), () -> ran.add("wanted"));
                loop.after(Duration.ofMillis(20), later::countDown);
            });

            assertThat(later.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(ran).containsExactly("wanted");
        }
    }
}
