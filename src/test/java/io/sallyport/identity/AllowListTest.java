package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ID33")
final class AllowListTest {

    @Test
    @Tag("C27")
    void allowsEverythingWithoutAList() {
        assertThat(AllowList.anything().allows("gpt-5")).isTrue();
    }

    @Test
    @Tag("C27")
    void allowsNothingWithAnEmptyList() {
        assertThat(AllowList.of(List.of()).allows("gpt-5")).isFalse();
    }

    @Test
    void allowsExactNamesOnly() {
        AllowList list = AllowList.of(List.of("gpt-5"));

        assertThat(list.allows("gpt-5")).isTrue();
        assertThat(list.allows("gpt-5-mini")).isFalse();
        assertThat(list.allows("GPT-5")).isFalse();
    }

    @Test
    void allowsWhatAGlobCovers() {
        AllowList list = AllowList.of(List.of("openai/*", "*-mini"));

        assertThat(list.allows("openai/gpt-5")).isTrue();
        assertThat(list.allows("o4-mini")).isTrue();
        assertThat(list.allows("anthropic/claude")).isFalse();
    }

    @Test
    void readsEveryOtherCharacterLiterally() {
        AllowList list = AllowList.of(List.of("gpt-4.1*", "a+b"));

        assertThat(list.allows("gpt-4.1-mini")).isTrue();
        assertThat(list.allows("gpt-4x1")).isFalse();
        assertThat(list.allows("aab")).isFalse();
    }

    @Test
    @Tag("B17")
    void staysFastWhateverTheGlob() {
        AllowList list = AllowList.of(List.of("a*".repeat(50) + "b"));

        assertThat(list.allows("a".repeat(5_000))).isFalse();
    }

    @Test
    @Tag("I15")
    void coversOnlyListsThatAllowNoMore() {
        AllowList list = AllowList.of(List.of("openai/*", "claude"));

        assertThat(list.covers(AllowList.of(List.of("openai/gpt-*", "claude")))).isTrue();
        assertThat(list.covers(AllowList.of(List.of()))).isTrue();
        assertThat(list.covers(AllowList.of(List.of("*")))).isFalse();
        assertThat(list.covers(AllowList.of(List.of("gemini")))).isFalse();
        assertThat(list.covers(AllowList.anything())).isFalse();
        assertThat(AllowList.anything().covers(AllowList.anything())).isTrue();
    }
}
