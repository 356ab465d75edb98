package io.sallyport.journal.audit;

import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.net.WholeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events to OpenSearch and looks at what it says to each of them.
///
/// Threads: safe; blocks.
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_EVENTS = 500;
    private static final long MOST_BYTES = 4L << 20;
    private static final int BAD = 400;
    private static final int EXISTS = 409;
    private static final int TOO_LARGE = 413;

    private final OpenSearch search;
    private final Indices indices;
    private final DeadLetters dead;
    private final LongAdder sent = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private volatile boolean isPrepared;

    Courier(OpenSearch search, Indices indices, DeadLetters dead) {
        this.search = search;
        this.indices = indices;
        this.dead = dead;
    }

    /// What is still to be brought, and why.
    ///
    /// @param why to be read after "OpenSearch"; empty when nothing is left
    record Left(List<SpooledEvent> events, String why) {
        static final Left NOTHING = new Left(List.of(), "");
    }

    long sent() {
        return sent.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    /// Brings as many as one request takes; what it never takes is put aside.
    ///
    /// Errors: Unanswered when nothing was taken.
    Left bring(List<SpooledEvent> events) {
        prepare();
        int count = 0;
        long bytes = 0;
        while (count < events.size()
                && (count == 0
                        || (count < MOST_EVENTS
                                && bytes + events.get(count).lines().length() <= MOST_BYTES))) {
            bytes += events.get(count).lines().length();
            count++;
        }
        List<SpooledEvent> left = new ArrayList<>();
        String why = post(events.subList(0, count), left);
        left.addAll(events.subList(count, events.size()));
        return left.isEmpty() ? Left.NOTHING : new Left(left, why);
    }

    /// @param again gets what is to be brought again
    /// @return why; empty when nothing is
    private String post(List<SpooledEvent> events, List<SpooledEvent> again) {
        WholeAnswer answer = search.send("POST", "/_bulk", OpenSearch.NEWLINE_JSON, joined(events));
        if (answer.status() == BAD || answer.status() == TOO_LARGE) {
            return halve(events, again, answer.status());
        }
        if (answer.status() < 200 || answer.status() > 299) {
            // Somebody may have made the cluster anew.
            isPrepared = false;
            throw Unanswered.status(answer);
        }
        return sort(events, OpenSearch.parsed(answer).get("items"), again);
    }

    /// One event spoils the request of all; it is found by halving.
    private String halve(List<SpooledEvent> events, List<SpooledEvent> again, int status) {
        if (events.size() == 1) {
            reject(events.getFirst(), String.valueOf(status));
            return "";
        }
        int half = events.size() / 2;
        String first = post(events.subList(0, half), again);
        String second = post(events.subList(half, events.size()), again);
        return first.isEmpty() ? second : first;
    }

    private String sort(List<SpooledEvent> events, Json items, List<SpooledEvent> again) {
        String why = "";
        int item = 0;
        for (SpooledEvent event : events) {
            int documents = event.documents();
            Verdict verdict = Verdict.TAKEN;
            for (int i = 0; i < documents; i++) {
                verdict = verdict.worse(Verdict.of(items.at(item++).get("create")));
            }
            switch (verdict.fate) {
                case TAKEN -> sent.increment();
                case NEVER -> reject(event, verdict.why);
                case AGAIN -> {
                    again.add(event);
                    why = verdict.why;
                }
            }
        }
        return why;
    }

    private void reject(SpooledEvent event, String why) {
        rejected.increment();
        LOG.warn("audit event rejected why={}", why);
        try {
            dead.keep(event, why);
        } catch (IOException e) {
            throw new UncheckedIOException("the file of rejected events cannot be written", e);
        }
    }

    private static Bytes joined(List<SpooledEvent> events) {
        int length = events.stream().mapToInt(event -> event.lines().length()).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (SpooledEvent event : events) {
            Bytes lines = event.lines();
            System.arraycopy(lines.array(), lines.from(), all, at, lines.length());
            at += lines.length();
        }
        return Bytes.of(all);
    }

    private void prepare() {
        if (!isPrepared && search.cluster().upkeep() == Upkeep.OURS) {
            search.ask("PUT", "/_index_template/" + indices.templateName(), indices.template());
        }
        isPrepared = true;
    }

    /// Deletes indices whose time is over.
    ///
    /// Errors: Unanswered.
    void tidy(LocalDate today, RetentionSettings retention) {
        if (search.cluster().upkeep() != Upkeep.OURS) {
            return;
        }
        Json all = search.ask("GET", "/_cat/indices/" + indices.prefix() + "-*?format=json&h=index");
        for (Json index : all.elements()) {
            String name = index.get("index").text();
            if (indices.isOver(name, today, retention)) {
                search.ask("DELETE", "/" + name);
                LOG.info("audit index={} deleted=true", name);
            }
        }
    }

    /// What becomes of an event.
    private enum Fate {
        TAKEN,
        NEVER,
        /// Also where another document of the same event is never taken: the rest must arrive first.
        AGAIN
    }

    /// What was said to one document.
    private record Verdict(Fate fate, String why) {
        static final Verdict TAKEN = new Verdict(Fate.TAKEN, "");

        static Verdict of(Json item) {
            long status = item.get("status").longOr(0);
            if ((status >= 200 && status <= 299) || status == EXISTS) {
                return TAKEN;
            }
            Json type = item.path("error.type");
            String why = status + (type.isText() ? " " + type.text() : "");
            return status == BAD || status == TOO_LARGE
                    ? new Verdict(Fate.NEVER, why)
                    : new Verdict(Fate.AGAIN, "does not take events now (" + why + ")");
        }

        Verdict worse(Verdict other) {
            return other.fate.compareTo(fate) > 0 ? other : this;
        }
    }
}
