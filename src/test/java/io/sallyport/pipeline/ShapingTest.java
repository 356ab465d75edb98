package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.PromptPolicy;
import io.sallyport.catalog.RequestPolicy;
import io.sallyport.catalog.RequestPolicy.Position;
import io.sallyport.catalog.RoleCatalog;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.RolePolicy;
import io.sallyport.catalog.Routing;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import io.sallyport.testkit.AskedCall;
import io.sallyport.testkit.SomeBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RO23")
class ShapingTest {
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"hello\"}";

    @Test
    void givesTheCallerWhatTheyLeftOutAndNothingElse() {
        PromptPolicy prompt = defaults("{\"temperature\":0.1,\"extra\":{\"a\":1,\"b\":{\"c\":2}},\"top_p\":0.5}");

        Json shaped = chat(
                prompt, "{\"model\":\"task\",\"messages\":[" + HELLO + "],\"temperature\":null,\"extra\":{\"a\":9}}");

        assertThat(shaped.get("temperature").isNull()).isTrue();
        assertThat(shaped.get("extra")).isEqualTo(Json.parse("{\"a\":9,\"b\":{\"c\":2}}"));
        assertThat(shaped.get("top_p").decimal()).isEqualByComparingTo("0.5");
    }

    @Test
    void readsTheCapThatARoleSetsAnew() {
        RawRequest shaped = shaped(
                defaults("{\"max_tokens\":77}"),
                new OpenAiClientDialect(),
                Operation.CHAT,
                "{\"model\":\"task\",\"messages\":[" + HELLO + "]}");

        assertThat(shaped.facts().outputCap()).contains(77L);
        assertThat(shaped.facts().model()).contains("task");
    }

    @Test
    void speaksBeforeAfterOrInPlaceOfTheCaller() {
        String body = "{\"model\":\"task\",\"messages\":[{\"role\":\"system\",\"content\":\"mine\"}," + HELLO + "]}";

        assertThat(system(Position.PREPEND, body)).isEqualTo("the task\n\nmore\n\nmine");
        assertThat(system(Position.APPEND, body)).isEqualTo("the task\n\nmine\n\nmore");
        assertThat(system(Position.REPLACE, body)).isEqualTo("the task\n\nmore");
    }

    @Test
    void speaksInOneMessageAndKeepsTheOthersInOrder() {
        String body = "{\"model\":\"task\",\"messages\":[" + HELLO + ",{\"role\":\"system\",\"content\":\"late\"}]}";

        Json messages = chat(spoken(Position.PREPEND), body).get("messages");

        assertThat(messages.elements())
                .extracting(message -> message.get("role").text())
                .containsExactly("system", "user", "system");
        assertThat(messages.path("2.content").text()).isEqualTo("late");
    }

    @Test
    void speaksToTheAnthropicDialectInItsOwnField() {
        RawRequest shaped = shaped(
                spoken(Position.APPEND),
                new AnthropicClientDialect(),
                Operation.MESSAGE,
                "{\"model\":\"task\",\"max_tokens\":9,\"system\":[{\"type\":\"text\",\"text\":\"mine\"}],\"messages\":["
                        + HELLO + "]}");

        Json body = Json.parse(shaped.body());

        assertThat(body.get("system").elements())
                .extracting(block -> block.get("text").text())
                .containsExactly("the task", "mine", "more");
        assertThat(body.get("messages").size()).isEqualTo(1);
    }

    @Test
    void framesTheLastWordsOfTheUser() {
        PromptPolicy prompt = new PromptPolicy(
                Optional.empty(), Optional.of("Page: " + PromptPolicy.INPUT + " End."), RequestPolicy.NONE);

        Json messages = chat(prompt, "{\"model\":\"task\",\"messages\":[" + HELLO + "," + HELLO + "]}")
                .get("messages");

        assertThat(messages.path("0.content").text()).isEqualTo("hello");
        assertThat(messages.path("1.content").text()).isEqualTo("Page: hello End.");
    }

    @Test
    void leavesTheBytesAloneWhereARoleSaysNothing() {
        RawRequest asked = request(Operation.CHAT, new OpenAiClientDialect(), "{\"model\":\"task\", \"messages\":[]}");

        assertThat(Shaping.shaped(asked, plan(PromptPolicy.NONE), new OpenAiClientDialect()))
                .isSameAs(asked);
    }

    private static String system(Position position, String body) {
        return chat(spoken(position), body).path("messages.0.content").text();
    }

    private static PromptPolicy spoken(Position position) {
        return new PromptPolicy(
                Optional.of("the task"),
                Optional.empty(),
                new RequestPolicy(Json.object().toJson(), Optional.of("more"), position));
    }

    private static PromptPolicy defaults(String body) {
        return new PromptPolicy(
                Optional.empty(),
                Optional.empty(),
                new RequestPolicy(Json.parse(body), Optional.empty(), Position.PREPEND));
    }

    private static Json chat(PromptPolicy prompt, String body) {
        return Json.parse(
                shaped(prompt, new OpenAiClientDialect(), Operation.CHAT, body).body());
    }

    private static RawRequest shaped(PromptPolicy prompt, ClientDialect dialect, Operation operation, String body) {
        return Shaping.shaped(request(operation, dialect, body), plan(prompt), dialect);
    }

    private static RawRequest request(Operation operation, ClientDialect dialect, String body) {
        Bytes bytes = Bytes.of(body);
        return new RawRequest(
                operation, "POST", "/v1", "", "application/json", bytes, dialect.read(operation, "/v1", bytes));
    }

    private static Plan plan(PromptPolicy prompt) {
        RoleEntry role = new RoleEntry(
                "task", "Task", "", Operation.CHAT, "text", prompt, RolePolicy.ANYWHERE, false, Routing.USUAL);
        Backend backend = SomeBackend.named("one")
                .at("http://127.0.0.1")
                .serving(List.of("m"))
                .make();
        Backends backends = Backends.of(
                List.of(backend),
                Map.of("openai", new OpenAiCompatible("openai", "", "http://127.0.0.1", Quirks.NONE)));
        Catalog catalog = Catalog.EMPTY.with(RoleCatalog.of(List.of(role)));
        Caller caller = new Caller(
                Caller.Kind.STATIC,
                new TenantId("default"),
                new ProjectId("default"),
                Optional.empty(),
                "",
                Optional.empty(),
                Set.of(),
                false,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
        return new Resolver(catalog, backends, new Inventory()).resolve(AskedCall.of(caller, "task"));
    }
}
