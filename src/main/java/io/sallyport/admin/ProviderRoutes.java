package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonRoute;
import io.sallyport.inference.Operation;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderKind;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Kinds of providers for operators: what each is, needs and can do.
///
/// Source: requirements PR3, PR30.
public final class ProviderRoutes {
    private final List<ProviderKind> kinds;

    public ProviderRoutes(List<ProviderKind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    public List<JsonRoute> list() {
        JsonRoute home = JsonRoute.get(
                OPERATE, "/admin/api/providers", "List kinds of providers", ProviderKindPage.class, _ -> page());
        return List.of(home, home.at("/admin/providers"));
    }

    private ProviderKindPage page() {
        return new ProviderKindPage(kinds.stream().map(ProviderKindView::of).toList());
    }

    /// Every kind an operator can choose.
    record ProviderKindPage(List<ProviderKindView> data) {}

    /// A kind of provider.
    ///
    /// @param baseUrl its usual address; absent when it must be given
    record ProviderKindView(
            String kind, String description, Optional<String> baseUrl, boolean needsKey, Capabilities capabilities) {
        static ProviderKindView of(ProviderKind kind) {
            return new ProviderKindView(
                    kind.word(),
                    kind.provider().description(),
                    kind.usualUrl().map(URI::toString),
                    kind.needsKey(),
                    Capabilities.of(kind.provider()));
        }
    }

    /// What a provider can be asked for by clients of OpenAI's form, as it is or translated.
    ///
    /// @param operations all of it
    /// @param streaming what it can answer event by event
    record Capabilities(List<String> operations, List<String> streaming) {
        static Capabilities of(Provider provider) {
            return new Capabilities(
                    words(operation -> provider.reaches(operation, Provider.USUAL_FORM)),
                    words(operation -> provider.reaches(operation, Provider.USUAL_FORM)
                            && operation.isStreamed()
                            && provider.streams(operation, Provider.USUAL_FORM)));
        }

        private static List<String> words(Predicate<Operation> which) {
            return Arrays.stream(Operation.values())
                    .filter(which)
                    .map(Operation::word)
                    .toList();
        }
    }
}
