package io.sallyport.json.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaPageTest {

    private static List<String> read(Section root) {
        root.key("port", "Port | door.").or(Kind.PORT, 80);
        root.key("names", "Names.").list(Kind.TEXT);
        return root.sections(
                "wheels", "The wheels.", wheel -> wheel.key("name", "Name.").required(Kind.TEXT));
    }

    @Test
    void writesATablePerSection() {
        assertThat(SchemaPage.of(YamlReader.declared(SchemaPageTest::read), "# Car"))
                .isEqualTo("""
                # Car

                | Key | Value | Default | Meaning |
                |---|---|---|---|
                | `port` | port | `80` | Port \\| door. |
                | `names` | list: text | `[]` | Names. |

                ## wheels[]

                The wheels.

                | Key | Value | Default | Meaning |
                |---|---|---|---|
                | `name` | text | required | Name. |
                """);
    }

    @Test
    void writesTheSchemaOfTheSameDeclaration() {
        var schema = SchemaText.of(YamlReader.declared(SchemaPageTest::read), "Car");

        assertThat(schema.path("properties.port.default").text()).isEqualTo("80");
        assertThat(schema.path("properties.names.type.0").text()).isEqualTo("array");
        assertThat(schema.path("properties.wheels.items.required.0").text()).isEqualTo("name");
        assertThat(schema.path("properties.wheels.items.additionalProperties").bool())
                .isFalse();
    }
}
