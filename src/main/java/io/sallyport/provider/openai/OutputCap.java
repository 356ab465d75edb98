package io.sallyport.provider.openai;

import io.sallyport.inference.Operation;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.ProviderCall;
import java.util.List;

/// Tells the upstream how many tokens an answer may have, in a body that says nothing about it.
final class OutputCap {
    private OutputCap() {}

    /// @param chatCap what the cap is called in chats
    static List<Bytes> in(ProviderCall call, String chatCap) {
        if (call.outputCap().isEmpty()) {
            return call.body();
        }
        Operation operation = call.request().operation();
        String name = switch (operation) {
            case CHAT -> chatCap;
            case COMPLETION -> "max_tokens";
            case RESPONSE -> "max_output_tokens";
            default -> "";
        };
        return name.isEmpty()
                ? call.body()
                : Slices.appended(
                        call.body(),
                        Bytes.of(",\"" + name + "\":" + call.outputCap().get() + "}"));
    }
}
