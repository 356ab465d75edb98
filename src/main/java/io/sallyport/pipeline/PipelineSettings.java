package io.sallyport.pipeline;

import java.time.Duration;

/// Sizes and times of a call.
///
/// @param bodyLimit bytes of a JSON body
/// @param uploadLimit bytes of a form or of a passed-on body
/// @param wholeCall longest time of a call that is answered whole
/// @param stream longest time of a streamed answer
/// @param idle longest silence within an answer
/// @param outputCap tokens of an answer for which a client under limits named no cap
public record PipelineSettings(
        long bodyLimit, long uploadLimit, Duration wholeCall, Duration stream, Duration idle, long outputCap) {
    /// What most models can write in one answer.
    public static final long USUAL_OUTPUT_CAP = 8_192;

    /// 20 MB, 100 MB, 300 s, 300 s, 30 s (requirement DA35).
    public static final PipelineSettings DEFAULT = new PipelineSettings(
            20L << 20,
            100L << 20,
            Duration.ofSeconds(300),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            USUAL_OUTPUT_CAP);

    public PipelineSettings {
        if (bodyLimit < 1 || uploadLimit < 1) {
            throw new IllegalArgumentException("body limits are one byte or more");
        }
    }
}
