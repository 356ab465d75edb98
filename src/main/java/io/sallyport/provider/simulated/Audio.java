package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.simulated.Draft.Tokens;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Answers speech, transcriptions and translations.
final class Audio {
    private static final int RATE = 8000;
    private static final int SAMPLES = RATE / 10;
    private static final int WAV_HEADER = 44;
    private static final int MP3_FRAME = 417;
    private static final int MP3_FRAMES = 4;

    private Audio() {}

    /// A tenth of a second: a tone as `wav` or `pcm`, silence as `mp3`.
    static Answer speech(Members body) {
        return switch (body.text("response_format")) {
            case "wav" -> Answer.Whole.of(200, "audio/wav", Bytes.of(wav()));
            case "pcm" ->
                Answer.Whole.of(200, "audio/pcm", Bytes.of(wav()).slice(WAV_HEADER, WAV_HEADER + 2 * SAMPLES));
            case "", "mp3" -> Answer.Whole.of(200, "audio/mpeg", Bytes.of(mp3()));
            default -> throw new IllegalArgumentException("The simulated voice speaks mp3, wav and pcm.");
        };
    }

    /// Says how much it heard.
    static Answer transcript(Multipart form, String verb) {
        Optional<Multipart.Part> file = form.file("file");
        if (file.isEmpty()) {
            throw new IllegalArgumentException("The form has no file.");
        }
        String text = "Simulated " + verb + " of " + file.get().content().length() + " bytes from "
                + file.get().fileName() + ".";
        return switch (form.field("response_format")) {
            case "text" -> text("text/plain; charset=utf-8", text + "\n");
            case "srt" -> text("text/plain; charset=utf-8", "1\n00:00:00,000 --> 00:00:01,000\n" + text + "\n\n");
            case "vtt" -> text("text/vtt; charset=utf-8", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + text + "\n\n");
            case "verbose_json" -> json(verbose(text, verb));
            default -> json(Json.object().put("text", text).put("usage", usage(file.get(), text)));
        };
    }

    private static JsonObject usage(Multipart.Part file, String text) {
        long input = Tokens.of(file.content().length());
        long output = Tokens.of(Prose.bytes(text));
        return Json.object()
                .put("type", "tokens")
                .put("input_tokens", input)
                .put("input_token_details", Json.object().put("text_tokens", 0).put("audio_tokens", input))
                .put("output_tokens", output)
                .put("total_tokens", input + output);
    }

    private static JsonObject verbose(String text, String verb) {
        JsonObject segment = Json.object()
                .put("id", 0)
                .put("seek", 0)
                .put("start", 0)
                .put("end", 1)
                .put("text", text)
                .put("tokens", Json.array())
                .put("temperature", 0)
                .put("avg_logprob", 0)
                .put("compression_ratio", 1)
                .put("no_speech_prob", 0);
        return Json.object()
                .put("task", verb.equals("translation") ? "translate" : "transcribe")
                .put("language", "english")
                .put("duration", 1)
                .put("text", text)
                .put("segments", Json.array().add(segment))
                .put("usage", Json.object().put("type", "duration").put("seconds", 1));
    }

    private static Answer json(JsonObject body) {
        return Answer.Whole.json(200, body.toJson().toString());
    }

    private static Answer text(String type, String body) {
        return Answer.Whole.of(200, type, Bytes.of(body));
    }

    /// Sixteen bits, one channel.
    private static byte[] wav() {
        int size = 2 * SAMPLES;
        ByteBuffer wav = ByteBuffer.allocate(WAV_HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(WAV_HEADER - 8 + size).put(ascii("WAVEfmt "));
        wav.putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        wav.put(ascii("data")).putInt(size);
        for (int i = 0; i < SAMPLES; i++) {
            wav.putShort((short) (8000 * Math.sin(2 * Math.PI * 440 * i / RATE)));
        }
        return wav.array();
    }

    /// Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz; side information of zeros is silence.
    private static byte[] mp3() {
        ByteBuffer mp3 = ByteBuffer.allocate(MP3_FRAME * MP3_FRAMES);
        for (int i = 0; i < MP3_FRAMES; i++) {
            mp3.putInt(i * MP3_FRAME, 0xfffb9064);
        }
        return mp3.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
