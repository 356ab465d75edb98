package io.sallyport.app;

import io.sallyport.catalog.ModelNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Picks the model for the first curl line: a small chat model, so that trying costs next to nothing.
final class SuggestedModel {
    private static final List<Pattern> LIKED = List.of(
            Pattern.compile("sim-1"),
            Pattern.compile("gpt-[0-9.o]+-mini"),
            Pattern.compile("gemini-[0-9.]+-flash"),
            Pattern.compile("claude-.*haiku.*"),
            Pattern.compile("mistral-small.*"));

    private SuggestedModel() {}

    static String among(List<String> models) {
        for (Pattern liked : LIKED) {
            Optional<String> found = models.stream()
                    .filter(model -> liked.matcher(model).matches())
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return models.stream().filter(ModelNames::soundsLikeChat).findFirst().orElse("YOUR-MODEL");
    }
}
