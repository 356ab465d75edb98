package io.sallyport.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where log lines go and what they look like; set up once, before anything logs.
///
/// Lines are queued and written by a thread of their own, so a slow reader of the output delays no call. When
/// the queue is full, lines are lost rather than calls held up.
/// Our own lines follow the level; libraries never say more than INFO, because some of them log bodies and
/// headers. Threads: set up and closed by one thread.
public final class LogSetup implements AutoCloseable {
    private static final String OURS = "io.sallyport";
    private static final int QUEUE = 8_192;
    /// The message cannot break out of its line or steer a terminal.
    private static final String LINE =
            "%d{HH:mm:ss.SSS} %-5level %logger{0} %replace(%msg %kvp){'[\\p{Cntrl}\\u0085\\u2028\\u2029]+', ' '}%n";

    private final LoggerContext context;

    private LogSetup(LoggerContext context) {
        this.context = context;
    }

    /// Starts logging.
    ///
    /// @param out where lines go, usually the standard error stream
    public static LogSetup start(LoggerContext context, LogSettings settings, Service service, OutputStream out) {
        context.reset();
        Encoder<ILoggingEvent> encoder = writesJson(settings) ? json(service) : text();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
        lines.setContext(context);
        lines.setEncoder(encoder);
        lines.setOutputStream(out);
        lines.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(lines);
        queue.start();
        Level level = Level.valueOf(settings.level().name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        root.addAppender(queue);
        context.getLogger(OURS).setLevel(level);
        // It tells of every try to reach a broker; what comes of it is told by the export itself.
        context.getLogger("org.apache.kafka").setLevel(Level.OFF);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return new LogSetup(context);
    }

    /// Starts logging to the standard error stream, for the whole process.
    public static LogSetup start(LogSettings settings, Service service) {
        return start(
                (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory(), settings, service, new Shared(System.err));
    }

    /// A stream that stays open when the log is closed, for whoever speaks after it.
    private static final class Shared extends FilterOutputStream {
        Shared(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /// Writes what is queued and stops.
    @Override
    public void close() {
        SLF4JBridgeHandler.uninstall();
        context.stop();
    }

    /// True when lines are JSON under these settings, here and now.
    public static boolean writesJson(LogSettings settings) {
        return switch (settings.form()) {
            case JSON -> true;
            case TEXT -> false;
            case AUTO -> !isTerminal(System.console());
        };
    }

    private static boolean isTerminal(@org.jspecify.annotations.Nullable Console console) {
        return console != null && console.isTerminal();
    }

    private static Encoder<ILoggingEvent> json(Service service) {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setTimeZone("UTC");
        encoder.setIncludeContext(false);
        encoder.setCustomFields("{\"service\":\"%s\",\"service_version\":\"%s\",\"instance\":\"%s\"}"
                .formatted(service.name(), service.version(), service.instance()));
        return encoder;
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(LINE);
        return encoder;
    }
}
