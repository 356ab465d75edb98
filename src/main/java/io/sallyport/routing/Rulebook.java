package io.sallyport.routing;

import io.sallyport.catalog.Bounds;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.RouteRule;
import io.sallyport.catalog.Routing;
import io.sallyport.catalog.Routing.Bucket;
import io.sallyport.catalog.Routing.Experiment;
import java.util.ArrayList;
import java.util.List;

/// Asks the rules about a call: those for every call, then those of the alias, then its experiment.
///
/// In each of these the first rule that names another alias decides; bounds of all rules that hold add up.
/// Threads: immutable.
final class Rulebook {
    private final Catalog catalog;

    Rulebook(Catalog catalog) {
        this.catalog = catalog;
    }

    Ruling about(Traits traits) {
        if (catalog.rules().isEmpty() && isPlain(routing(traits.asked()))) {
            return Ruling.none(traits.asked());
        }
        Asking asking = new Asking(traits);
        asking.ask(catalog.rules());
        asking.ask(routing(asking.model));
        asking.require(routing(asking.model).require());
        return new Ruling(asking.model, List.copyOf(asking.rules), asking.bucket, asking.bounds);
    }

    /// What an alias says, else a role.
    private Routing routing(String name) {
        return catalog.find(name)
                .map(ModelEntry::routing)
                .or(() -> catalog.roles().named(name).map(RoleEntry::choosing))
                .orElse(Routing.USUAL);
    }

    private static boolean isPlain(Routing routing) {
        return routing.rules().isEmpty()
                && routing.experiment().isEmpty()
                && routing.require().isEmpty();
    }

    /// One call and what was said about it so far.
    private static final class Asking {
        private final Traits traits;
        private final List<String> rules = new ArrayList<>();
        private String model;
        private String bucket = "";
        private Bounds bounds = Bounds.NONE;

        Asking(Traits traits) {
            this.traits = traits;
            this.model = traits.asked();
        }

        void ask(Routing routing) {
            if (!ask(routing.rules())) {
                routing.experiment().ifPresent(this::draw);
            }
        }

        /// @return whether a rule named another alias
        boolean ask(List<RouteRule> asked) {
            boolean moved = false;
            for (RouteRule rule : asked) {
                boolean matters = !rule.require().isEmpty() || !moved;
                if (matters && Conditions.hold(rule.when(), traits)) {
                    rules.add(rule.name());
                    require(rule.require());
                    model = moved ? model : rule.use().orElse(model);
                    moved |= rule.use().isPresent();
                }
            }
            return moved;
        }

        void require(Bounds more) {
            bounds = bounds.and(more);
        }

        private void draw(Experiment experiment) {
            int all = experiment.buckets().stream().mapToInt(Bucket::share).sum();
            double drawn = StableHash.share(experiment.name(), subject(experiment)) * all;
            for (Bucket one : experiment.buckets()) {
                drawn -= one.share();
                if (drawn < 0) {
                    bucket = experiment.name() + "/" + one.name();
                    model = one.use().orElse(model);
                    return;
                }
            }
        }

        private String subject(Experiment experiment) {
            String key = traits.caller()
                    .key()
                    .map(Object::toString)
                    .orElse(traits.caller().name());
            return switch (experiment.by()) {
                case KEY -> key;
                case USER -> traits.caller().user().map(Object::toString).orElse(key);
                case CONVERSATION -> traits.conversation();
            };
        }
    }
}
