package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.yaml.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a blueprint wants, section by section; a section it does not have stays as it is.
///
/// @param elements by section, each with its place
/// @param faults what is wrong with the frame of the blueprint
record Wanted(Map<String, List<Element>> elements, List<Fault> faults) {

    /// One thing that is wanted.
    ///
    /// @param place such as `backends[0]`
    /// @param key empty where the fields that tell it from others are missing
    record Element(Section section, String place, String key, Json json) {}

    static Wanted of(Json blueprint, List<Section> sections) {
        Map<String, List<Element>> elements = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        if (!blueprint.isObject()) {
            return new Wanted(
                    elements, List.of(new Fault("", "a blueprint has sections such as backends: and models:")));
        }
        Map<String, Section> known = new LinkedHashMap<>();
        sections.forEach(section -> known.put(section.name(), section));
        for (Json.Field field : blueprint.fields()) {
            Section section = known.get(field.name());
            if (section == null) {
                String hint = Nearest.hint(field.name(), known.keySet());
                faults.add(new Fault(field.name(), "is not a section of a blueprint" + hint));
            } else if (field.value().isArray()) {
                elements.put(section.name(), elements(section, field.value(), faults));
            } else if (!field.value().isNull()) {
                faults.add(new Fault(field.name(), "must be a list"));
            }
        }
        return new Wanted(elements, faults);
    }

    private static List<Element> elements(Section section, Json list, List<Fault> faults) {
        Map<String, Element> elements = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String place = section.name() + "[" + i + "]";
            if (!list.at(i).isObject()) {
                faults.add(new Fault(place, "must hold keys, not a single value or a list"));
                continue;
            }
            // An element of its own, so that paths of problems begin in it.
            Json json = JsonObject.from(list.at(i)).toJson();
            Element element = new Element(section, place, section.key(json), json);
            Element twin = elements.putIfAbsent(element.key().isEmpty() ? place : element.key(), element);
            if (twin != null) {
                faults.add(new Fault(place, "is the same as " + twin.place() + ": " + element.key()));
            }
        }
        return List.copyOf(elements.values());
    }

    /// Whether a section wants a thing.
    boolean wants(String section, String key) {
        return elements.getOrDefault(section, List.of()).stream()
                .anyMatch(element -> element.key().equals(key));
    }
}
