package io.sallyport.app;

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
    private static final Pattern NO_CHAT =
            Pattern.compile("(?i).*(embed|whisper|tts|dall-e|image|moderation|realtime|audio|transcri).*");

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
        return models.stream()
                .filter(model -> !NO_CHAT.matcher(model).matches())
                .findFirst()
                .orElse("YOUR-MODEL");
    }
}
