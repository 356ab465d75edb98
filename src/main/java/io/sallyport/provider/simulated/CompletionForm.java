package io.sallyport.provider.simulated;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// OpenAI's older text completions.
///
/// Source: OpenAI API reference, completions.
record CompletionForm(String id, long created, String model, boolean tellsUsage) implements Form {

    @Override
    public String whole(Draft draft) {
        String usage = draft.tokens()
                .map(tokens -> ",\"usage\":" + ChatForm.usage(tokens, 1))
                .orElse("");
        return head() + choice(draft.text(), "\"" + ChatForm.finish(draft) + "\"") + usage + "}";
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> content = StreamSupport.stream(draft.pieces().spliterator(), false)
                .map(piece -> Form.event(head() + choice(piece, "null") + "}"));
        Stream<String> last = Stream.of(Form.event(head() + choice("", "\"" + ChatForm.finish(draft) + "\"") + "}"));
        Stream<String> usage = draft.tokens().filter(_ -> tellsUsage).stream()
                .map(tokens -> Form.event(head() + ",\"choices\":[],\"usage\":" + ChatForm.usage(tokens, 1) + "}"));
        return new Events(Stream.concat(Stream.concat(content, last), usage), Stream.of(Form.event("[DONE]")));
    }

    @Override
    public String errorEvent(Fault fault) {
        return Form.event(fault.openAi());
    }

    private String head() {
        return "{\"id\":\"" + id + "\",\"object\":\"text_completion\",\"created\":" + created + ",\"model\":\"" + model
                + "\"";
    }

    private static String choice(String text, String finish) {
        return ",\"choices\":[{\"text\":" + Prose.quoted(text) + ",\"index\":0,\"logprobs\":null,\"finish_reason\":"
                + finish + "}]";
    }
}
