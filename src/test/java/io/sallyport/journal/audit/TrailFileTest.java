package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.audit.TrailFile.Ended;
import io.sallyport.journal.audit.TrailFile.Verdict;
import io.sallyport.journal.audit.TrailFile.Verdict.Broken;
import io.sallyport.journal.audit.TrailFile.Verdict.Sound;
import io.sallyport.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrailFileTest {
    private final Ended file = made();

    private static Ended made() {
        TrailFile file = new TrailFile("calls", Instant.EPOCH, "postgresql");
        List.of("a", "b", "c")
                .forEach(id -> file.add(Json.object().put("id", id).toJson()));
        return file.end();
    }

    private List<String> lines() {
        return new ArrayList<>(file.text().lines().toList());
    }

    private static Verdict check(List<String> lines) {
        return TrailFile.check(lines.iterator());
    }

    @Test
    void isSoundAsItWasMade() {
        assertThat(check(lines())).isEqualTo(new Sound(3, file.hash()));
    }

    @Test
    void showsWhichLineWasChanged() {
        List<String> lines = lines();
        lines.set(2, lines.get(2).replace("\"id\":\"b\"", "\"id\":\"x\""));

        assertThat(check(lines))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.line()).isEqualTo(3));
    }

    @Test
    void showsThatALineIsMissingOrMoved() {
        List<String> without = lines();
        without.remove(2);
        List<String> moved = lines();
        Collections.swap(moved, 1, 2);

        assertThat(check(without)).isInstanceOf(Broken.class);
        assertThat(check(moved)).isInstanceOf(Broken.class);
    }

    @Test
    void showsThatTheEndIsMissingOrNotTheEnd() {
        List<String> cut = lines();
        cut.removeLast();
        List<String> longer = lines();
        longer.add(longer.getLast());

        assertThat(check(cut)).isInstanceOf(Broken.class);
        assertThat(check(longer)).isInstanceOf(Broken.class);
        assertThat(check(List.of())).isInstanceOf(Broken.class);
    }
}
