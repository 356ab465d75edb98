package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.ParsedReader.Watch;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.Tally;
import io.sallyport.dialect.Tally.Counts;
import io.sallyport.json.Json;

/// Understands answers of Converse: events from `messageStart` to `metadata`, and whole bodies.
///
/// Source: Amazon Bedrock API reference, Converse and ConverseStream, TokenUsage.
public final class ConverseWatch implements Watch {

    @Override
    public Verdict event(String name, Json data, Tally tally) {
        if (name.endsWith("Exception")) {
            tally.fail(new UpstreamError(data.get("message").textOr(""), word(name), ""));
            return Verdict.FAILED;
        }
        switch (name) {
            case "messageStop" -> tally.finish();
            case "metadata" -> counted(data, tally);
            default -> produced(data.get("delta"), tally);
        }
        return name.equals("metadata") ? Verdict.LAST : Verdict.FORWARD;
    }

    private static String word(String exception) {
        return exception.equals("throttlingException") ? "rate_limit_error" : exception;
    }

    private static void produced(Json delta, Tally tally) {
        tally.produced(delta.get("text").textOr(""));
        tally.produced(delta.path("toolUse.input").textOr(""));
        tally.produced(delta.path("reasoningContent.text").textOr(""));
    }

    @Override
    public void whole(Json body, Tally tally) {
        counted(body, tally);
        for (Json block : body.path("output.message.content").elements()) {
            tally.produced(block.get("text").textOr(""));
        }
    }

    private static void counted(Json body, Tally tally) {
        Json usage = body.get("usage");
        tally.counted(new Counts(
                usage.get("inputTokens"),
                usage.get("cacheReadInputTokens"),
                usage.get("cacheWriteInputTokens"),
                usage.get("outputTokens"),
                Json.NULL));
    }
}
