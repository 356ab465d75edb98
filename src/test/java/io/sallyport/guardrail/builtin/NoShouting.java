package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import java.util.Map;

/// A guardrail as an operator may write one; the example of docs/guides/add-a-guardrail.md.
public final class NoShouting implements Guardrail {
    private final int most;

    public NoShouting(Map<String, String> settings) {
        this.most = Integer.parseInt(settings.getOrDefault("most", "3"));
    }

    @Override
    public Verdict check(Content content) {
        long marks = content.whole().chars().filter(sign -> sign == '!').count();
        return marks > most ? new Blocked("marks " + marks, 1) : Passed.CLEAN;
    }
}
