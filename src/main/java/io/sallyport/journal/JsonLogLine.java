package io.sallyport.journal;

import io.sallyport.json.JsonLine;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.Service;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One log line per finished call, for machines, with the members that all other JSON log lines have.
///
/// Every call pays for this line, so it goes past the logging library, which only says whether it is wanted.
/// Threads: safe; lines are built one at a time, which takes about a microsecond.
public final class JsonLogLine implements JournalSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogLine.NAME);
    private static final int LEVEL = 20_000;

    private final HealthChecks healthChecks;
    private final Capture capture;
    private final Service service;
    private final ReentrantLock lock = new ReentrantLock();
    private final Members members;

    public JsonLogLine(HealthChecks healthChecks, Capture capture, Service service, LineWriter writer) {
        this.healthChecks = healthChecks;
        this.capture = capture;
        this.service = service;
        this.members = new Members(new JsonLine(writer::add));
    }

    @Override
    public void take(CallRecord call) {
        if (!LOG.isInfoEnabled() || healthChecks.skips(call)) {
            return;
        }
        lock.lock();
        try {
            write(call);
        } finally {
            lock.unlock();
        }
    }

    private void write(CallRecord call) {
        JsonLine line = members.line
                .begin()
                .put("@timestamp", call.timing().ended().toString())
                .put("@version", "1")
                .put("message", LogLine.NAME)
                .put("logger_name", LogLine.NAME)
                .put("thread_name", Thread.currentThread().getName())
                .put("level", "INFO")
                .put("level_value", LEVEL);
        CallFacts.write(call, capture, members);
        line.put("service", service.name())
                .put("service_version", service.version())
                .put("instance", service.instance())
                .end();
    }

    /// Facts as members of the line.
    private record Members(JsonLine line) implements CallFacts.Line {
        @Override
        public void put(String name, String value) {
            line.put(name, value);
        }

        @Override
        public void put(String name, long value) {
            line.put(name, value);
        }

        @Override
        public void put(String name, boolean value) {
            line.put(name, value);
        }
    }
}
