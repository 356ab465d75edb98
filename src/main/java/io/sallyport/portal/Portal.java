package io.sallyport.portal;

import io.sallyport.pipeline.ErrorAnswer;
import io.sallyport.pipeline.ErrorPage;
import io.sallyport.web.Answer;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Everything that is served to browsers: pages, what they load, error pages.
public final class Portal implements ErrorPage {
    private final AtomicReference<PortalSettings> settings;
    private final UiFiles files = UiFiles.shipped();
    private final Frame frame = new Frame(files);
    private final ErrorPages errors;
    private final CspReports reports;

    public Portal(PortalSettings settings, Clock clock) {
        this.settings = new AtomicReference<>(settings);
        this.errors = new ErrorPages(files, frame, this.settings::get);
        this.reports = new CspReports(clock);
    }

    /// Takes over changed settings.
    public void use(PortalSettings next) {
        settings.set(next);
    }

    /// The routes of the main listener.
    public List<Route> routes(Visitors visitors, FailureWriter failures) {
        List<Route> routes = new ArrayList<>(new Pages(frame, visitors, settings::get).routes(failures));
        routes.addAll(new Assets(files).routes());
        routes.add(reports.route(failures));
        return routes;
    }

    /// What browsers reported against the policy.
    public CspReports reports() {
        return reports;
    }

    @Override
    public Optional<Answer> of(WebRequest request, ErrorAnswer answer, String requestId) {
        return errors.of(request, answer, requestId);
    }
}
