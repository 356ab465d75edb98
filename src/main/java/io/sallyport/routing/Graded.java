package io.sallyport.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// A target with its grade, which is worked out once: a measurement may change while it is sorted by.
record Graded(Target target, double grade) {

    /// The targets with the lowest grade first; those with equal grades in random order.
    static List<Target> lowestFirst(RouteView view, ToDoubleFunction<Target> grade) {
        List<Graded> graded = new ArrayList<>(view.targets().size());
        view.targets().forEach(target -> graded.add(new Graded(target, grade.applyAsDouble(target))));
        Collections.shuffle(graded, Random.from(view.random()));
        graded.sort(Comparator.comparingDouble(Graded::grade));
        return graded.stream().map(Graded::target).toList();
    }
}
