package io.sallyport.portal;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where browsers tell that a page tried what the policy forbids; each report is one line in the log.
///
/// Anybody may post here, so reports are small, few, and believed in nothing.
public final class CspReports {
    private static final Logger LOG = LoggerFactory.getLogger(CspReports.class);
    private static final long LARGEST_REPORT = 8 << 10;
    private static final int MOST_PER_MINUTE = 20;
    private static final int LONGEST_FIELD = 200;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final Clock clock;
    private final AtomicLong total = new AtomicLong();
    private long window;
    private int inWindow;

    CspReports(Clock clock) {
        this.clock = clock;
    }

    /// Reports since the start, those over the rate not among them.
    public long count() {
        return total.get();
    }

    Route route(FailureWriter failures) {
        return new Route(
                "POST", BrowserPolicy.REPORTS, Access.OPEN, Blocking.endpoint(LARGEST_REPORT, failures, this::take));
    }

    private Answer take(WebRequest request, Bytes body) {
        if (!admits()) {
            throw new RateLimited("rate_limited", "There are too many reports.", Duration.ofMinutes(1)).asException();
        }
        Json report = report(body);
        LOG.atWarn()
                .addKeyValue("page", address(report, "document-uri"))
                .addKeyValue("directive", field(report, "violated-directive"))
                .addKeyValue("blocked", address(report, "blocked-uri"))
                .addKeyValue("source", address(report, "source-file"))
                .addKeyValue("total", total.incrementAndGet())
                .log("csp_report");
        return Answer.nothing();
    }

    private synchronized boolean admits() {
        long now = clock.millis() / MINUTE;
        if (now != window) {
            window = now;
            inWindow = 0;
        }
        return ++inWindow <= MOST_PER_MINUTE;
    }

    private static Json report(Bytes body) {
        try {
            return Json.parse(body).get("csp-report");
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_json", "A report is a JSON object.").asException();
        }
    }

    /// Without query and fragment: an address may bear a code or a token.
    private static String address(Json report, String name) {
        return field(report, name).split("[?#]", 2)[0];
    }

    private static String field(Json report, String name) {
        String text = report.get(name).textOr("");
        return text.substring(0, Math.min(text.length(), LONGEST_FIELD));
    }
}
