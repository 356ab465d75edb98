package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.yaml.Reading.Given;
import java.math.BigDecimal;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// YAML whose keys nobody declared, as JSON.
final class Trees {
    private Trees() {}

    static Json of(Reading reading, String path, Node node) {
        return switch (node) {
            case MappingNode mapping -> object(reading, path, mapping);
            case SequenceNode sequence -> array(reading, path, sequence);
            case ScalarNode scalar -> value(reading, path, scalar);
            default -> Json.NULL;
        };
    }

    private static Json object(Reading reading, String path, MappingNode mapping) {
        JsonObject object = Json.object();
        reading.members(path, mapping)
                .forEach((name, value) -> object.put(name, of(reading, Reading.join(path, name), value)));
        return object.toJson();
    }

    private static Json array(Reading reading, String path, SequenceNode sequence) {
        JsonArray array = Json.array();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            String at = path + "[" + i + "]";
            reading.remember(at, reading.at(sequence.getValue().get(i)));
            array.add(of(reading, at, sequence.getValue().get(i)));
        }
        return array.toJson();
    }

    private static Json value(Reading reading, String path, ScalarNode scalar) {
        Optional<Given> given = reading.scalar(path, scalar);
        if (given.isEmpty()) {
            return Json.NULL;
        }
        String text = given.get().text();
        if (scalar.getTag().equals(Tag.BOOL)) {
            return Json.object().put("it", Boolean.parseBoolean(text)).toJson().get("it");
        }
        boolean isNumber = scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT);
        return isNumber ? number(reading, path, text) : Json.of(text);
    }

    private static Json number(Reading reading, String path, String text) {
        try {
            return Json.object().put("it", new BigDecimal(text)).toJson().get("it");
        } catch (NumberFormatException e) {
            reading.problem(path, "must be a number as JSON has it");
            return Json.NULL;
        }
    }
}
