package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// JSON as YAML for people: one key a line, texts of several lines as they are.
public final class YamlWriter {
    private static final int WIDTH = 110;

    private YamlWriter() {}

    /// Placeholders such as `${NAME}` stay placeholders.
    public static String write(Json json) {
        return dumped(json, UnaryOperator.identity());
    }

    /// Whoever reads this fills no placeholder: each text is what it is.
    public static String writeLiterally(Json json) {
        return dumped(json, text -> text.replace("${", "$${"));
    }

    private static String dumped(Json json, UnaryOperator<String> texts) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(WIDTH)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(plain(json, texts));
    }

    private static @Nullable Object plain(Json json, UnaryOperator<String> texts) {
        if (json.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.fields().forEach(field -> map.put(field.name(), plain(field.value(), texts)));
            return map;
        }
        if (json.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.elements().forEach(element -> list.add(plain(element, texts)));
            return list;
        }
        if (json.isText()) {
            return texts.apply(json.text());
        }
        if (json.isBoolean()) {
            return json.bool();
        }
        return json.isNumber() ? number(json.decimal()) : null;
    }

    private static Object number(BigDecimal number) {
        return number.scale() <= 0 ? number.toBigIntegerExact() : number;
    }
}
