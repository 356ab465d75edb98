package io.sallyport.blueprint;

import io.sallyport.blueprint.Wanted.Element;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One attempt to make things as a blueprint wants them, inside a transaction of the caller.
///
/// First what is not wanted is taken away, last sections first; then elements are written, section by section.
/// What is refused is tried again after the others, as long as that helps: fallbacks may change places, for
/// example. Threads: used by one thread, once.
final class Run {
    private final Desk desk;
    private final List<Section> sections;
    private final Snapshot before;
    private final Wanted wanted;
    private final Scope scope;
    private final Map<String, Map<String, Thing>> kept = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> owned = new LinkedHashMap<>();

    /// Which things are worked on.
    @FunctionalInterface
    interface Scope {
        boolean holds(String section, String key);
    }

    /// @param before what is there
    Run(Desk desk, List<Section> sections, Snapshot before, Wanted wanted, Scope scope) {
        this.desk = desk;
        this.sections = sections;
        this.before = before;
        this.wanted = wanted;
        this.scope = scope;
    }

    /// @return what was refused
    List<Fault> go() {
        for (Section section : sections) {
            Map<String, Thing> things = new LinkedHashMap<>();
            before.of(section.name()).forEach(thing -> things.put(thing.key(), thing));
            kept.put(section.name(), things);
            owned.put(section.name(), section.owned(desk));
        }
        List<Fault> faults = new ArrayList<>(wanted.faults());
        sections.reversed().forEach(section -> faults.addAll(removed(section)));
        faults.addAll(written());
        return faults;
    }

    private List<Fault> removed(Section section) {
        List<Fault> faults = new ArrayList<>();
        if (!wanted.elements().containsKey(section.name())) {
            return faults;
        }
        for (Thing thing : kept(section).values()) {
            String key = thing.key();
            if (wanted.wants(section.name(), key) || !scope.holds(section.name(), key)) {
                continue;
            }
            try {
                section.remove(desk, thing);
            } catch (RefusedException refused) {
                faults.add(new Fault(section.name(), key + ": " + words(refused.refusal())));
            }
        }
        return faults;
    }

    private List<Fault> written() {
        List<Element> open = sections.stream()
                .flatMap(section -> wanted.elements().getOrDefault(section.name(), List.of()).stream())
                .filter(element -> scope.holds(element.section().name(), element.key()))
                .toList();
        while (true) {
            List<Element> refused = new ArrayList<>();
            List<Fault> faults = new ArrayList<>();
            for (Element element : open) {
                List<Fault> found = write(element);
                if (!found.isEmpty()) {
                    refused.add(element);
                    faults.addAll(found);
                }
            }
            if (refused.isEmpty() || refused.size() == open.size()) {
                return faults;
            }
            open = refused;
        }
    }

    private List<Fault> write(Element element) {
        String place = owned.getOrDefault(element.section().name(), Map.of()).get(element.key());
        if (place != null) {
            String file = place.isEmpty() ? "the configuration file" : place;
            return List.of(fault(element, "", "stands in " + file + "; change it there"));
        }
        Optional<Thing> before = Optional.ofNullable(kept(element.section()).get(element.key()));
        try {
            element.section().write(desk, element.json(), before);
            return List.of();
        } catch (RefusedException refused) {
            String param = refused.refusal() instanceof Refusal.BadRequest bad ? bad.param() : "";
            return List.of(fault(element, param, words(refused.refusal())));
        } catch (BodyProblems many) {
            return many.problems().stream()
                    .map(problem -> fault(element, problem))
                    .toList();
        } catch (JsonProblem problem) {
            return List.of(fault(element, problem));
        }
    }

    private Map<String, Thing> kept(Section section) {
        return kept.getOrDefault(section.name(), Map.of());
    }

    private static Fault fault(Element element, JsonProblem problem) {
        String message = String.valueOf(problem.getMessage());
        String start = problem.path() + ": ";
        return fault(
                element,
                problem.path(),
                !problem.path().isEmpty() && message.startsWith(start) ? message.substring(start.length()) : message);
    }

    private static Fault fault(Element element, String field, String message) {
        return new Fault(field.isEmpty() ? element.place() : element.place() + "." + field, message);
    }

    /// Operators' routes refuse with words of their own.
    private static String words(Refusal refusal) {
        return switch (refusal) {
            case Refusal.BadRequest bad -> bad.message();
            case Refusal.NotAllowed not -> not.message();
            case Refusal.NotFound none -> none.message();
            case Refusal.Conflict conflict -> conflict.message();
            default -> refusal.code();
        };
    }
}
