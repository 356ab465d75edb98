package io.sallyport.guardrail;

import io.sallyport.guardrail.Scan.Found;
import java.util.ArrayList;
import java.util.List;

/// Recognisers at work on texts.
///
/// They see a text folded to plain signs and, where that differs, also with escapes decoded and with letters
/// joined that somebody wrote apart.
/// Threads: immutable.
public final class Detector {
    private final Choice choice;

    public Detector(List<Recogniser> recognisers) {
        this.choice = new Choice(recognisers);
    }

    /// What stands in a text, in its order, without overlaps.
    public List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        StreamMask mask = new StreamMask(choice, Reading.of(text), (found, value) -> {
            findings.add(new Finding(found.kind(), found.to() - value.length(), found.to()));
            return "";
        });
        mask.push(text);
        mask.end();
        return findings;
    }

    /// The text with something else in the place of all that was found.
    public String mask(String text, Substitute substitute) {
        StreamMask mask = new StreamMask(choice, Reading.of(text), of(substitute));
        String head = mask.push(text);
        return head + mask.end();
    }

    /// Masks one channel of a stream, such as the content of one choice or the arguments of one tool call.
    ///
    /// All of what it answers together is what [#mask] makes of the whole text.
    public StreamMask stream(Substitute substitute) {
        return new StreamMask(choice, Reading.ALL, of(substitute));
    }

    private static StreamMask.Writing of(Substitute substitute) {
        return (found, value) -> found.part() == Found.Part.FIRST
                ? substitute.of(found.kind(), value)
                : substitute.ofRest(found.kind(), value);
    }
}
