package io.sallyport.inference;

import java.util.List;
import java.util.Optional;

/// A chat as every wire form means it: what was said so far, what may be called, and how to answer.
///
/// @param model as whoever reads it calls the model
/// @param stream events are wanted
/// @param usageAsked the client wants usage at the end of its stream
/// @param choice which tools may be called
public record ChatRequest(
        String model,
        boolean stream,
        boolean usageAsked,
        List<Message> messages,
        List<Tool> tools,
        ToolChoice choice,
        ChatOptions options) {
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /// The same chat with another model.
    public ChatRequest with(String other) {
        return new ChatRequest(other, stream, usageAsked, messages, tools, choice, options);
    }

    /// The same chat with other messages.
    public ChatRequest with(List<Message> others) {
        return new ChatRequest(model, stream, usageAsked, others, tools, choice, options);
    }

    /// The same chat, answered in events.
    public ChatRequest streamed() {
        return new ChatRequest(model, true, usageAsked, messages, tools, choice, options);
    }

    /// Something that was said.
    ///
    /// @param parts in the order they were said; results of tools are said by the user
    public record Message(Role role, List<Part> parts) {
        public Message {
            parts = List.copyOf(parts);
        }
    }

    /// Who said something.
    public enum Role {
        /// Whoever runs the program; OpenAI's `developer` too.
        SYSTEM,
        USER,
        ASSISTANT
    }

    /// Which tools may be called.
    ///
    /// @param name of the only tool to call, for [Rule#NAMED]
    /// @param oneAtATime no parallel calls
    public record ToolChoice(Rule rule, Optional<String> name, boolean oneAtATime) {
        /// What the client said nothing about.
        public static final ToolChoice UNSAID = new ToolChoice(Rule.UNSAID, Optional.empty(), false);

        /// How free the choice is.
        public enum Rule {
            UNSAID,
            AUTO,
            NONE,
            ANY,
            NAMED
        }
    }
}
