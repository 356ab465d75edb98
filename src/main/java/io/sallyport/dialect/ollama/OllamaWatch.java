package io.sallyport.dialect.ollama;

import io.sallyport.dialect.ParsedReader.Watch;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.Tally;
import io.sallyport.dialect.Tally.Counts;
import io.sallyport.json.Json;

/// Understands answers of Ollama: lines up to the one that is `done`, and whole bodies.
///
/// Source: Ollama documentation, API, generate a chat message.
public final class OllamaWatch implements Watch {

    @Override
    public Verdict event(String name, Json line, Tally tally) {
        if (line.get("error").isPresent()) {
            tally.fail(new UpstreamError(line.get("error").textOr(""), "", ""));
            return Verdict.FAILED;
        }
        produced(line, tally);
        if (!line.get("done").boolOr(false)) {
            return Verdict.FORWARD;
        }
        tally.finish();
        counted(line, tally);
        return Verdict.LAST;
    }

    @Override
    public void whole(Json body, Tally tally) {
        produced(body, tally);
        counted(body, tally);
    }

    private static void produced(Json line, Tally tally) {
        tally.produced(line.path("message.content").textOr(""));
        tally.produced(line.path("message.thinking").textOr(""));
    }

    /// A prompt that is still in memory is not counted again there.
    private static void counted(Json line, Tally tally) {
        tally.counted(
                new Counts(line.get("prompt_eval_count"), Json.NULL, Json.NULL, line.get("eval_count"), Json.NULL));
    }
}
