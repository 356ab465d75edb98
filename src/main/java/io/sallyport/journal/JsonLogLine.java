package io.sallyport.journal;

import io.sallyport.json.JsonLine;
import io.sallyport.json.JsonLine.Fixed;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One log line per finished call, for machines, with the members that all other JSON log lines have.
///
/// Every call pays for this line, so it goes past the logging library, which only says whether it is wanted.
/// Threads: safe; lines are built one at a time. That is over so soon that one who waits had better not go to
/// sleep, so the lock is the one of the language, which tries for a while first.
public final class JsonLogLine implements JournalSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogLine.NAME);
    private static final Fixed HEAD = Fixed.of(
            members -> members.put("@version", "1").put("message", LogLine.NAME).put("logger_name", LogLine.NAME));
    private static final Fixed LEVEL =
            Fixed.of(members -> members.put("level", "INFO").put("level_value", 20_000));

    private final HealthChecks healthChecks;
    private final Capture capture;
    private final Fixed service;
    private final Members members;

    public JsonLogLine(HealthChecks healthChecks, Capture capture, Service service, LineWriter writer) {
        this.healthChecks = healthChecks;
        this.capture = capture;
        this.service = Fixed.of(members -> members.put("service", service.name())
                .put("service_version", service.version())
                .put("instance", service.instance()));
        this.members = new Members(new JsonLine(writer::add));
    }

    @Override
    public void take(CallRecord call) {
        if (!LOG.isInfoEnabled() || healthChecks.skips(call)) {
            return;
        }
        synchronized (members) {
            write(call);
        }
    }

    private void write(CallRecord call) {
        members.line
                .begin()
                .put("@timestamp", call.timing().ended())
                .put(HEAD)
                .put("thread_name", Thread.currentThread().getName())
                .put(LEVEL);
        CallFacts.write(call, capture, members);
        members.line.put(service).end();
    }

    /// Facts as members of the line.
    private record Members(JsonLine line) implements CallFacts.Line {
        @Override
        public void put(String name, String value) {
            line.put(name, value);
        }

        @Override
        public void word(String name, String value) {
            line.word(name, value);
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
