package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Given;
import io.sallyport.dialect.ParsedReader.Watch;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.Tally;
import io.sallyport.dialect.Tally.Counts;
import io.sallyport.json.Json;

/// Understands answers of Cohere: events from `message-start` to `message-end`, and whole bodies.
///
/// Source: Cohere API reference, chat v2 with streaming.
public final class CohereWatch implements Watch {

    @Override
    public Verdict event(String name, Json data, Tally tally) {
        if (data.get("type").textOr("").equals("message-end")) {
            return ended(data.get("delta"), tally);
        }
        Json message = data.path("delta.message");
        tally.produced(message.path("content.text").textOr(""));
        tally.produced(message.path("content.thinking").textOr(""));
        tally.produced(message.path("tool_calls.function.arguments").textOr(""));
        return Verdict.FORWARD;
    }

    /// A stream that fails ends like any other, but says why.
    private static Verdict ended(Json delta, Tally tally) {
        String reason = delta.get("finish_reason").textOr("");
        if (reason.equals("ERROR") || reason.equals("TIMEOUT")) {
            tally.fail(new UpstreamError(delta.get("error").textOr(""), "", ""));
            return Verdict.FAILED;
        }
        tally.finish();
        counted(delta.get("usage"), tally);
        return Verdict.LAST;
    }

    @Override
    public void whole(Json body, Tally tally) {
        counted(body.get("usage"), tally);
        for (Json piece : Given.elements(body.path("message.content"))) {
            tally.produced(piece.get("text").textOr(""));
        }
    }

    /// What is billed, not what is read with everything the vendor adds to it.
    private static void counted(Json usage, Tally tally) {
        Json billed = usage.get("billed_units");
        Json tokens = billed.get("output_tokens").isNumber() ? billed : usage.get("tokens");
        tally.counted(
                new Counts(tokens.get("input_tokens"), Json.NULL, Json.NULL, tokens.get("output_tokens"), Json.NULL));
    }
}
