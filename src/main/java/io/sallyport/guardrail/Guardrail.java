package io.sallyport.guardrail;

import java.util.function.Consumer;

/// A check of what goes in or comes out. A new kind of guardrail is a class of this interface and a line in the
/// list of built-in kinds.
///
/// Threads: safe; one object serves all calls.
public interface Guardrail {
    /// Looks at a content.
    ///
    /// Errors: GuardrailFailed when it cannot tell, for example because a service does not answer.
    Verdict check(Content content);

    /// True when a check may wait for something, such as a service; it never runs on an event loop then.
    default boolean waits() {
        return false;
    }

    /// What decides beside its config what it says, such as a list in a file: another text for another state.
    default String state() {
        return "";
    }

    /// True when it puts other texts in the place of everything it finds.
    default boolean masks() {
        return false;
    }

    /// A guardrail that puts other texts in the place of what it finds, also in a text that comes in pieces.
    interface Masking extends Guardrail {
        @Override
        default boolean masks() {
            return true;
        }

        /// Masks one channel of a stream; together its answers are what [#check] makes of the whole text.
        ///
        /// @param found hears the kind of each thing that was found
        StreamMask stream(Consumer<String> found);
    }

    /// A guardrail that asks somebody outside; it can tell nothing until it was let out.
    interface Asking extends Guardrail {
        /// Looks at a content.
        ///
        /// Errors: GuardrailFailed when nobody gives a usable answer.
        /// Threads: waits, and ends when its thread is interrupted.
        Verdict ask(Content content, Outside outside);

        @Override
        default Verdict check(Content content) {
            throw new GuardrailFailed("it may not ask anybody");
        }

        @Override
        default boolean waits() {
            return true;
        }
    }
}
