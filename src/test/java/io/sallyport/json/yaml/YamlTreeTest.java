package io.sallyport.json.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// YAML nobody declared, read and written.
final class YamlTreeTest {
    private static final Json EVERYTHING = Json.parse("""
            {"text":"a: b","lines":"one\\ntwo ${NAME}\\n","yes":"yes","number":12,"part":0.5,"flag":true,"nothing":null,
             "list":[{"a":[],"b":{}},["x"]]}""");

    @Test
    void readsWhatItWroteWhateverStandsInIt() {
        YamlTree tree = YamlTree.read("t", YamlWriter.writeLiterally(EVERYTHING), Environment.NONE);

        assertThat(tree.problems()).isEmpty();
        assertThat(tree.json()).hasToString(EVERYTHING.toString());
    }

    @Test
    void keepsPlaceholdersOnlyWhereTheyAreNotToBeFilled() {
        String text = YamlWriter.write(EVERYTHING);

        assertThat(YamlTree.readLiterally("t", text).json()).hasToString(EVERYTHING.toString());
        assertThat(YamlTree.read("t", text, Environment.of(Map.of("NAME", "Ann")))
                        .json()
                        .get("lines")
                        .text())
                .isEqualTo("one\ntwo Ann\n");
    }

    @Test
    void knowsTheLineOfEveryThing() {
        YamlTree tree = YamlTree.read("t.yaml", "a:\n  - b: 1\n    c: 2\n  - x\n", Environment.NONE);

        assertThat(tree.problem("a[0].c", "is odd")).hasToString("t.yaml:3: a[0].c: is odd");
        assertThat(tree.problem("a[1]", "is odd")).hasToString("t.yaml:4: a[1]: is odd");
        assertThat(tree.problem("a[0].none", "is missing")).hasToString("t.yaml:2: a[0].none: is missing");
    }

    @Test
    void saysWhatIsNoYamlAndWhichVariableIsNotSet() {
        assertThat(YamlTree.read("t", "a: [", Environment.NONE).problems()).hasSize(1);
        assertThat(YamlTree.read("t", "a: ${NOT_SET}", Environment.NONE).problems())
                .singleElement()
                .asString()
                .contains("t:1: a: the environment variable NOT_SET is not set");
    }
}
