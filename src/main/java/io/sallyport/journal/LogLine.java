package io.sallyport.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One log line per finished call, for people: facts as key and value.
public final class LogLine implements JournalSink {
    static final String NAME = "call";
    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private final HealthChecks healthChecks;
    private final Capture capture;

    public LogLine(HealthChecks healthChecks, Capture capture) {
        this.healthChecks = healthChecks;
        this.capture = capture;
    }

    @Override
    public void take(CallRecord call) {
        if (!LOG.isInfoEnabled() || healthChecks.skips(call)) {
            return;
        }
        Pairs pairs = new Pairs(LOG.atInfo());
        CallFacts.write(call, capture, pairs);
        pairs.line.log(NAME);
    }

    /// Facts on their way through the logging library.
    private static final class Pairs implements CallFacts.Line {
        private LoggingEventBuilder line;

        Pairs(LoggingEventBuilder line) {
            this.line = line;
        }

        @Override
        public void put(String name, String value) {
            line = line.addKeyValue(name, value);
        }

        @Override
        public void put(String name, long value) {
            line = line.addKeyValue(name, value);
        }

        @Override
        public void put(String name, boolean value) {
            line = line.addKeyValue(name, value);
        }
    }
}
