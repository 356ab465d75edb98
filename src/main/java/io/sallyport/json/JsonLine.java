package io.sallyport.json;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;

/// One JSON object per line, each built in the same bytes as the one before.
///
/// For lines that are written thousands of times a second; everywhere else [JsonObject] is simpler.
/// Threads: one at a time.
public final class JsonLine {
    private static final ObjectWriter WRITER = Jackson.MAPPER.writer().withRootValueSeparator("");

    private final Target target;
    private final Built built = new Built();
    private JsonGenerator generator = WRITER.createGenerator(built);

    /// @param target gets every line when it is whole
    public JsonLine(Target target) {
        this.target = target;
    }

    /// Takes whole lines.
    @FunctionalInterface
    public interface Target {

        /// @param bytes hold the line and its end up to `length`, until the call returns
        void take(byte[] bytes, int length);
    }

    /// Begins a line; one that was never ended is forgotten.
    public JsonLine begin() {
        if (!generator.streamWriteContext().inRoot()) {
            generator = WRITER.createGenerator(built);
        }
        built.reset();
        generator.writeStartObject();
        return this;
    }

    public JsonLine put(String name, String value) {
        generator.writeStringProperty(name, value);
        return this;
    }

    public JsonLine put(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    public JsonLine put(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /// Ends the line and hands it on.
    public void end() {
        generator.writeEndObject();
        generator.writeRaw('\n');
        generator.flush();
        built.handTo(target);
    }

    /// Bytes whose array can be seen from here.
    private static final class Built extends ByteArrayOutputStream {
        Built() {
            super(1024);
        }

        void handTo(Target target) {
            target.take(buf, count);
        }
    }
}
