package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Passed;
import java.util.Map;

/// A guardrail with a bug: it breaks the machine under the word `panic`.
public final class Panicking implements Guardrail {
    /// @param settings none are known
    public Panicking(Map<String, String> settings) {
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("takes no settings");
        }
    }

    @Override
    public Verdict check(Content content) {
        if (content.whole().contains("panic")) {
            throw new StackOverflowError("of the inside");
        }
        return Passed.CLEAN;
    }
}
