package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LargeBodiesTest {
    private final LargeBodies bodies = new LargeBodies(10);
    private final List<String> entered = new ArrayList<>();

    @Test
    void letsInWhatThereIsRoomFor() {
        boolean first = enter("first", bodies.place(), 6);
        boolean second = enter("second", bodies.place(), 4);
        boolean third = enter("third", bodies.place(), 1);

        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(third).isFalse();
        assertThat(bodies.taken()).isEqualTo(10);
    }

    @Test
    void letsInThoseThatWaitInTheirOrder() {
        LargeBodies.Place first = bodies.place();
        enter("first", first, 6);
        enter("second", bodies.place(), 5);
        boolean small = enter("third", bodies.place(), 1);
        first.leave();

        assertThat(small).isFalse();
        assertThat(entered).containsExactly("second", "third");
        assertThat(bodies.taken()).isEqualTo(6);
    }

    @Test
    void letsOneInThatIsLargerThanAllTheRoom() {
        LargeBodies.Place small = bodies.place();
        enter("small", small, 1);
        enter("giant", bodies.place(), 50);
        boolean before = entered.isEmpty();
        small.leave();

        assertThat(before).isTrue();
        assertThat(entered).containsExactly("giant");
    }

    @Test
    void growsOnlyIntoRoomThatIsThere() {
        LargeBodies.Place announced = bodies.place();
        enter("announced", announced, 4);
        LargeBodies.Place piecewise = bodies.place();

        boolean within = piecewise.grow(6);
        boolean beyond = piecewise.grow(7);
        boolean asAnnounced = announced.grow(3);
        announced.leave();
        boolean alone = piecewise.grow(40);

        assertThat(within).isTrue();
        assertThat(beyond).isFalse();
        assertThat(asAnnounced).isTrue();
        assertThat(alone).isTrue();
        assertThat(bodies.taken()).isEqualTo(40);
    }

    @Test
    void forgetsWhoGoesWhileItWaitsAndWhoGoesTwice() {
        LargeBodies.Place first = bodies.place();
        LargeBodies.Place second = bodies.place();
        enter("first", first, 8);
        enter("second", second, 8);

        second.leave();
        first.leave();
        first.leave();

        assertThat(entered).isEmpty();
        assertThat(bodies.taken()).isZero();
        assertThat(second.grow(1)).isFalse();
    }

    private boolean enter(String name, LargeBodies.Place place, long size) {
        return place.enter(size, () -> entered.add(name));
    }
}
